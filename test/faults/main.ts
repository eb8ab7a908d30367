/**
 * `npm run test:faults`: breaks running processes in every named way, and lets the checker judge what is left.
 * Options: --seed N, --only NAME (several allowed), --short, --database sqlite|postgres, --list, --out FOLDER (data and page; else none is written),
 * --minutes N (begins no new case after them).
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadMission } from '#formats/pack/load.js';
import { scenarios } from './scenarios/all.js';
import type { CaseResult, Scenario } from './scenarios/scenario.js';
import { isGood, lineOf, type Report, summary, writeReport } from './report.js';
import { Stores } from './world/stores.js';
import { missionFolder } from './world/world.js';

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    only: { type: 'string', multiple: true },
    short: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
    out: { type: 'string' },
    database: { type: 'string' },
    minutes: { type: 'string' },
  },
});
const say = (text: string): void => void process.stdout.write(`${text}\n`);

if (values.list) for (const { name, about } of scenarios) say(`${name.padEnd(22)} ${about}`);
else process.exitCode = (await run()) ? 0 : 1;

async function run(): Promise<boolean> {
  const seed = values.seed ? Number(values.seed) : Math.floor(Math.random() * 2 ** 31);
  const chosen = scenarios.filter((s) => !values.only || values.only.some((name) => s.name.startsWith(name)));
  if (chosen.length === 0) throw new Error(`No scenario is named ${values.only?.join(', ')}; see --list`);
  const folder = mkdtempSync(join(tmpdir(), 'linewatch-faults-'));
  const stores = new Stores(folder);
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void stores.stop().finally(() => process.exit(1)));
  const results: CaseResult[] = [];
  const skipped: { scenario: string; why: string }[] = [];
  const began = new Date();
  const begun = performance.now();
  const until = values.minutes ? Date.now() + Number(values.minutes) * 60_000 : Number.MAX_SAFE_INTEGER;
  const load = loadavg()[0]!;
  const databases = (['sqlite', 'postgres'] as const).filter((kind) => !values.database || values.database === kind);
  const seconds = () => (performance.now() - begun) / 1000;
  const reportNow = (): Report => ({
    seed,
    short: values.short,
    began: began.toISOString(),
    seconds: seconds(),
    results,
    skipped,
    loads: [load, loadavg()[0]!],
  });
  const done = (result: CaseResult): void => {
    results.push(result);
    say(lineOf(result, seconds(), results));
    for (const fault of result.faults.slice(0, 10)) say(`         ${fault.kind} ${fault.key}: ${fault.detail}`);
    // A run that is cut short leaves what it has found.
    if (values.out) writeReport(values.out, reportNow());
  };
  say(`Faults with seed ${seed}${values.short ? ', short' : ''}: ${chosen.map((s) => s.name).join(', ')}`);
  try {
    const mission = await loadMission(missionFolder);
    const one = async (scenario: Scenario): Promise<void> => {
      const why = scenario.missing?.() ?? (Date.now() > until ? 'the time was over' : null);
      if (why !== null) {
        skipped.push({ scenario: scenario.name, why });
        say(`SKIPPED ${scenario.name}: ${why}`);
        return;
      }
      try {
        await scenario.run({ seed, short: values.short, databases, folder, mission, stores, until, say }, done);
      } catch (error) {
        say(`         BROKE OFF ${scenario.name}: ${(error as Error).stack}`);
        skipped.push({ scenario: scenario.name, why: `broke off: ${(error as Error).message.split('\n')[0]}` });
      }
    };
    const lanes = [...new Set(chosen.map((scenario) => scenario.lane))];
    await Promise.all(
      lanes.map(async (lane) => {
        for (const scenario of chosen) if (scenario.lane === lane) await one(scenario);
      }),
    );
  } finally {
    await stores.stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
  }
  const report = reportNow();
  say(summary(report));
  if (values.out) writeReport(values.out, report);
  return isGood(report);
}
