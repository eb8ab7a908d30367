import { parseArgs } from 'node:util';
import { makeGeography } from '#core/geo/geography.js';
import { simulate } from '#core/simulation/simulate.js';
import { presetNames, type PresetName } from '#core/simulation/types.js';
import { loadMission } from '#formats/pack/load.js';
import { errorsByCause } from './errors.js';
import { meanAndHalf, pairScore } from './measure.js';
import { runWorld } from './pipeline.js';
import { verdictScore } from './verdicts.js';
import { tunedWindow } from './window.js';

const usage = `npm run evaluate -- [--pack missions/ukraine-line] [--presets default,dense,…] [--seeds 101-110] [--days 1] [--why]`;

const { values } = parseArgs({
  options: {
    pack: { type: 'string', default: 'missions/ukraine-line' },
    presets: { type: 'string', default: presetNames.join() },
    seeds: { type: 'string', default: '101-110' },
    days: { type: 'string', default: '' },
    why: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(usage);
  process.exit(0);
}

/** Long enough for some hundreds of events; a dense day would take minutes per seed. */
const usualDays: Record<PresetName, number> = {
  default: 1,
  dense: 0.25,
  sparse: 4,
  'one-side': 1,
  'drone-heavy': 1,
  late: 1,
};

const mission = await loadMission(values.pack);
const geography = makeGeography(mission);
const seeds = seedsOf(values.seeds);
console.log(
  `Pack ${mission.id}, seeds ${seeds.join(', ')}. Mean over seeds ± half of its 95 % interval (Student's t).\n`,
);

for (const preset of values.presets.split(',') as PresetName[]) {
  if (!presetNames.includes(preset)) throw new Error(`no preset "${preset}"; there are ${presetNames.join(', ')}`);
  const days = Number(values.days) || usualDays[preset];
  const rows: Record<string, number[]> = {};
  const note = (name: string, value: number) => void (rows[name] ??= []).push(value);
  const causes = { joined: {} as Record<string, number>, apart: {} as Record<string, number> };
  for (const seed of seeds) {
    const world = simulate(mission, geography, { preset, seed, days });
    const run = await runWorld(mission, geography, world, true);
    const ours = pairScore(run.truth, run.found);
    const window = tunedWindow(run.rows, run.truth);
    const verdicts = verdictScore(run, world);
    note('sightings', run.rows.length);
    note('true events seen', new Set(run.truth.values()).size);
    note('fusion precision', ours.precision);
    note('fusion recall', ours.recall);
    note('fusion F1', ours.f1);
    note('count error', ours.countError);
    note('tuned window F1', window.score.f1);
    note('tuned window count error', window.score.countError);
    note('F1 above tuned window', ours.f1 - window.score.f1);
    note('verified: precision', verdicts.precision);
    note('verified: recall', verdicts.recall);
    note('verified: recall of two sources', verdicts.recallOfTwo);
    note('announced exercise: recall', verdicts.exerciseRecall);
    note('hours to verdict (median)', verdicts.hoursToVerdict);
    note('sightings fused per second', run.rows.length / (run.fusingMs / 1000));
    const errors = errorsByCause(run, world);
    for (const side of ['joined', 'apart'] as const)
      for (const [cause, n] of Object.entries(errors[side])) causes[side][cause] = (causes[side][cause] ?? 0) + n;
  }
  console.log(`${preset} (${days} days)`);
  for (const [name, list] of Object.entries(rows)) {
    const known = list.filter(Number.isFinite);
    if (known.length === 0) {
      console.log(`  ${name.padEnd(32)} nothing to measure`);
      continue;
    }
    const { mean, half } = meanAndHalf(known);
    const digits = mean > 20 ? 0 : 3;
    const least = Math.min(...known).toFixed(digits);
    console.log(`  ${name.padEnd(32)} ${mean.toFixed(digits)} ± ${half.toFixed(digits)}   least ${least}`);
  }
  if (values.why)
    for (const side of ['joined', 'apart'] as const) {
      const all = Object.values(causes[side]).reduce((a, b) => a + b, 0);
      console.log(`  pairs wrongly ${side === 'joined' ? 'joined' : 'kept apart'}: ${all}`);
      for (const [cause, n] of Object.entries(causes[side]).sort((a, b) => b[1] - a[1]))
        console.log(`    ${String(Math.round((100 * n) / all)).padStart(3)} %  ${cause}`);
    }
  console.log();
}

/** "101-110" or "1,5,9". */
function seedsOf(text: string): number[] {
  const range = /^(\d+)-(\d+)$/.exec(text);
  if (!range) return text.split(',').map(Number);
  const [from, to] = [Number(range[1]), Number(range[2])];
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}
