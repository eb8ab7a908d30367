/** Detection delay, power and false alarms of the daily look on simulated worlds: `npm run evaluate:alarms`. */
import { parseArgs } from 'node:util';
import { makeGeography } from '#core/geo/geography.js';
import { simulate } from '#core/simulation/simulate.js';
import { loadMission } from '#formats/pack/load.js';
import { alarmsOf, alarmWorld, daysFrom, delayOf, withRise } from './alarms.js';

const { values } = parseArgs({
  options: {
    pack: { type: 'string', default: 'missions/ukraine-line' },
    seeds: { type: 'string', default: '201,202' },
    days: { type: 'string', default: '84' },
    rise: { type: 'string', default: '7' },
    every: { type: 'string', default: '3' },
  },
});
const days = Number(values.days);
const length = Number(values.rise);
/** Before this day there is no baseline. */
const firstJudged = 42;
const mission = await loadMission(values.pack);
const geography = makeGeography(mission);
const methods = ['ears_c1', 'ears_c2', 'ears_c3', 'cusum', 'scan'] as const;
const falseAlarms: Record<string, number> = {};
let [sectorYears, seriesYears, worldWeeks] = [0, 0, 0];
const rises: Record<number, { tried: number; delays: number[] }> = {};
let byChance = { tried: 0, within: 0 };

for (const seed of values.seeds.split(',').map(Number)) {
  const began = performance.now();
  const world = alarmWorld(geography, simulate(mission, geography, { preset: 'sparse', seed, days }));
  const all = daysFrom(mission, mission.ceasefireFrom, days).slice(firstJudged);
  const calm = alarmsOf(mission, world, all);
  for (const { method } of calm.alarms) falseAlarms[method] = (falseAlarms[method] ?? 0) + 1;
  sectorYears += (mission.sectors.length * all.length) / 365.25;
  seriesYears += calm.judged / 365.25;
  worldWeeks += all.length / 7;
  // A rise in one sector after the other (each third one), beginning two weeks after judging began.
  const from = all[14]!;
  const spell = all.slice(14, 14 + length);
  for (const { id: sector } of mission.sectors.filter((_, i) => i % Number(values.every) === 0)) {
    const chance = delayOf(calm.alarms, sector, from, length);
    byChance = { tried: byChance.tried + 1, within: byChance.within + (chance === null ? 0 : 1) };
    for (const times of [2, 3]) {
      const risen = alarmsOf(mission, withRise(world, mission, { sector, from, days: length, times }), spell);
      const delay = delayOf(risen.alarms, sector, from, length);
      const score = (rises[times] ??= { tried: 0, delays: [] });
      score.tried += 1;
      if (delay !== null) score.delays.push(delay);
    }
  }
  console.log(
    `seed ${seed}: ${world.events.length} events recorded, ${((performance.now() - began) / 1000).toFixed(0)} s`,
  );
}

const total = Object.values(falseAlarms).reduce((a, b) => a + b, 0);
console.log(`\n${values.pack}, preset sparse, seeds ${values.seeds}, ${days} days, judged from day ${firstJudged}`);
console.log(
  `sector-years ${sectorYears.toFixed(1)}; series-years judged ${seriesYears.toFixed(1)}; weeks ${worldWeeks.toFixed(0)}`,
);
console.log(`alarms without a rise: ${total}, per week ${(total / worldWeeks).toFixed(2)} (designed 1.00)`);
const shares: Record<string, number> = { ears: 0.4, cusum: 0.4, scan: 0.2 };
for (const method of methods) {
  const share = method.startsWith('ears') ? shares['ears']! / 3 : shares[method]!;
  const designed = (share * worldWeeks) / sectorYears;
  console.log(
    `  ${method.padEnd(8)} ${String(falseAlarms[method] ?? 0).padStart(4)}   per sector-year ${((falseAlarms[method] ?? 0) / sectorYears).toFixed(2)}   designed ${designed.toFixed(2)}`,
  );
}
console.log(`alarm within ${length} days in a sector without a rise: ${byChance.within} of ${byChance.tried}`);
for (const [times, { tried, delays }] of Object.entries(rises)) {
  const sorted = delays.sort((a, b) => a - b);
  const median = sorted[Math.floor((sorted.length - 1) / 2)];
  const mean = delays.reduce((a, b) => a + b, 0) / Math.max(1, delays.length);
  console.log(
    `rise to ${times} times: spoken of within ${length} days in ${delays.length} of ${tried} (power ${(delays.length / tried).toFixed(2)}); delay median ${median ?? '-'}, mean ${mean.toFixed(1)} days`,
  );
}
