/**
 * `npm run test:faults`: breaks running processes in every named way, and lets the checker judge what is left.
 * Options: --seed N, --only NAME (several allowed), --short, --list, --out FOLDER (data and page; else none is written).
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadMission } from '#formats/pack/load.js';
import { scenarios } from './scenarios/all.js';
import type { CaseResult } from './scenarios/scenario.js';
import { isGood, summary, writeReport } from './report.js';
import { Stores } from './world/stores.js';
import { missionFolder } from './world/world.js';

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    only: { type: 'string', multiple: true },
    short: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
    out: { type: 'string' },
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
  const seconds = () => (performance.now() - begun) / 1000;
  say(`Faults with seed ${seed}${values.short ? ', short' : ''}: ${chosen.map((s) => s.name).join(', ')}`);
  try {
    const mission = await loadMission(missionFolder);
    for (const scenario of chosen) {
      const why = scenario.missing?.() ?? null;
      if (why !== null) {
        skipped.push({ scenario: scenario.name, why });
        say(`SKIPPED ${scenario.name}: ${why}`);
        continue;
      }
      const done = (result: CaseResult): void => {
        results.push(result);
        const total = results.reduce((sum, r) => sum + r.ok, 0);
        const state = result.faults.length > 0 ? 'WRONG ' : result.happened ? 'good  ' : 'MISSED';
        say(
          `${String(Math.round(seconds())).padStart(5)} s  ${state} ${result.scenario} ${result.database} ${result.name}: ` +
            `${result.ok} ok, back in ${result.recoverySeconds.toFixed(1)} s${result.note ? `, ${result.note}` : ''} (${total} in all)`,
        );
        for (const fault of result.faults.slice(0, 10)) say(`         ${fault.kind} ${fault.key}: ${fault.detail}`);
      };
      try {
        await scenario.run({ seed, short: values.short, folder, mission, stores, say }, done);
      } catch (error) {
        say(`         BROKE OFF ${scenario.name}: ${(error as Error).stack}`);
        skipped.push({ scenario: scenario.name, why: `broke off: ${(error as Error).message.split('\n')[0]}` });
      }
    }
  } finally {
    await stores.stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
  }
  const report = { seed, short: values.short, began: began.toISOString(), seconds: seconds(), results, skipped };
  say(summary(report));
  if (values.out) writeReport(values.out, report);
  return isGood(report);
}
