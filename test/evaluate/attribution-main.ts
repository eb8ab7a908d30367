import { parseArgs } from 'node:util';
import { makeGeography } from '#core/geo/geography.js';
import type { PresetName } from '#core/simulation/types.js';
import { loadMission } from '#formats/pack/load.js';
import { judgeWorld } from './attribution.js';
import { expectedCalibrationError, reliability, type Judged } from './calibration.js';

/** npm run evaluate:attribution -- [--pack missions/ukraine-line] [--preset default] [--seeds 501,502,…] [--days 2] */
const { values } = parseArgs({
  options: {
    pack: { type: 'string', default: 'missions/ukraine-line' },
    preset: { type: 'string', default: 'default' },
    seeds: { type: 'string', default: '501,502,503,504,505,506,507,508,509,510' },
    days: { type: 'string', default: '2' },
  },
});
const mission = await loadMission(values.pack);
const geography = makeGeography(mission);
const all: Judged[] = [];
let [withBearing, automatic] = [0, 0];
for (const seed of values.seeds.split(',').map(Number)) {
  const run = await judgeWorld(mission, geography, {
    preset: values.preset as PresetName,
    seed,
    days: Number(values.days),
  });
  all.push(...run.judged);
  withBearing += run.withBearing;
  automatic += run.automatic;
}
const percent = (part: number, whole: number) => `${((100 * part) / whole).toFixed(1)} %`;
const attributed = all.filter((j) => j.attributed);
const wrong = attributed.filter((j) => !j.right);
const bins = reliability(all);
console.log(`Pack ${mission.id}, preset ${values.preset}, ${values.days} days each, seeds ${values.seeds}`);
console.log(`incidents ${all.length}, with a bearing to the origin ${percent(withBearing, all.length)}`);
console.log('said           incidents  mean said  truly so');
for (const b of bins)
  console.log(
    `${b.from.toFixed(1)} to ${b.to.toFixed(1)}  ${String(b.incidents).padStart(12)}  ${b.meanProbability.toFixed(3).padStart(9)}  ${b.shareRight.toFixed(3).padStart(8)}`,
  );
console.log(`expected calibration error ${expectedCalibrationError(bins).toFixed(4)} (ten equal bins)`);
console.log(
  `attributed ${percent(attributed.length, all.length)}, of these wrong ${percent(wrong.length, attributed.length)}`,
);
for (const standard of [...new Set(all.map((j) => j.standard))].sort()) {
  const own = all.filter((j) => j.standard === standard);
  console.log(
    `  ${(standard ?? 'no standard').padEnd(28)} ${String(own.length).padStart(6)}  wrong ${percent(own.filter((j) => !j.right).length, own.length)}`,
  );
}
console.log(`findings made by the machine ${automatic}`);
