/** Detection delay, power and false alarms of the daily look on simulated worlds: `npm run evaluate:alarms`. */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { defaultShares } from '#core/escalation/alarms/alarms.js';
import type { PresetName } from '#core/simulation/types.js';
import { firstJudged, riseDays, type Rise, type SeedResult, type SeedTask } from './alarms-seed.js';

const { values } = parseArgs({
  options: {
    pack: { type: 'string', default: 'missions/ukraine-line' },
    preset: { type: 'string', default: 'sparse' },
    seeds: { type: 'string', default: '301-304' },
    days: { type: 'string', default: '240' },
    times: { type: 'string', default: '2,3,5' },
    full: { type: 'boolean', default: false },
    threads: { type: 'string', default: String(Math.min(2, availableParallelism())) },
  },
});
const times = values.times.split(',').filter(Boolean).map(Number);
const [first, last = first] = values.seeds.split('-').map(Number) as [number, number?];
const seeds = values.seeds.includes(',')
  ? values.seeds.split(',').map(Number)
  : Array.from({ length: last! - first + 1 }, (_, i) => first + i);

const waiting = seeds.map((seed): SeedTask => ({
  pack: values.pack,
  preset: values.preset as PresetName,
  seed,
  days: Number(values.days),
  full: values.full,
  times,
}));
const results: SeedResult[] = [];
await Promise.all(
  Array.from({ length: Number(values.threads) }, async () => {
    for (let task = waiting.shift(); task; task = waiting.shift()) {
      const result = await measured(task);
      results.push(result);
      const weekly = result.alarms.length / (result.judgedDays / 7);
      console.log(
        `seed ${result.seed}: ${result.events} events, ${result.alarms.length} alarms (${weekly.toFixed(2)} a week), ${result.seconds.toFixed(0)} s`,
      );
    }
  }),
);

function measured(task: SeedTask): Promise<SeedResult> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(new URL('./alarms-seed.js', import.meta.url), { workerData: task });
    thread.once('message', resolve).once('error', reject);
  });
}

const alarms = results.flatMap((r) => r.alarms);
const weeks = results.reduce((sum, r) => sum + r.judgedDays / 7, 0);
const sectorYears = results.reduce((sum, r) => sum + (r.judgedDays * r.sectors) / 365.25, 0);
console.log(
  `\n${values.pack}, preset ${values.preset}${values.full ? ' (full worlds)' : ''}, seeds ${values.seeds}, ${values.days} days, judged from day ${firstJudged}`,
);
console.log(`${sectorYears.toFixed(0)} sector-years, ${weeks.toFixed(0)} weeks, without a rise:`);
const rates = (label: string, count: number, perWeek: number): void =>
  console.log(
    `  ${label.padEnd(8)} ${String(count).padStart(5)} alarms, ${(count / sectorYears).toFixed(2)} per sector-year (designed ${((perWeek * weeks) / sectorYears).toFixed(2)}), ${(count / weeks).toFixed(2)} a week (designed ${perWeek.toFixed(2)})`,
  );
for (const method of ['ears_c1', 'ears_c2', 'ears_c3', 'cusum', 'scan'] as const) {
  const share = method === 'cusum' || method === 'scan' ? defaultShares[method] : defaultShares.ears / 3;
  rates(method, alarms.filter((a) => a.method === method).length, share);
}
rates('all', alarms.length, 1);

const rises = results.flatMap((r) => r.rises);
const classes: [string, (rise: Rise) => boolean][] = [
  ['all sectors', () => true],
  ['below 1 burst a day', (r) => r.perDay < 1],
  ['1 to 2.5 a day', (r) => r.perDay >= 1 && r.perDay < 2.5],
  ['above 2.5 a day', (r) => r.perDay >= 2.5],
];
console.log(`one sector's rate raised for ${riseDays} days, spoken of within them:`);
for (const [label, wanted] of classes)
  for (const n of [1, ...times]) {
    const tried = rises.filter((r) => r.times === n && wanted(r));
    const delays = tried.flatMap((r) => r.delay ?? []).sort((a, b) => a - b);
    const mean = delays.reduce((a, b) => a + b, 0) / Math.max(1, delays.length);
    const median = delays[Math.floor((delays.length - 1) / 2)];
    console.log(
      `  ${label.padEnd(20)} x${n}: ${delays.length} of ${tried.length} (power ${(delays.length / Math.max(1, tried.length)).toFixed(2)}), delay median ${median ?? '-'}, mean ${delays.length > 0 ? mean.toFixed(1) : '-'} days`,
    );
  }
