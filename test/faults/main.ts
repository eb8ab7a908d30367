/**
 * `npm run test:faults`: breaks running processes in every named way, and lets the checker judge what is left.
 * Options, those with a name several times if wanted: --seed N, --only NAME, --at POINT (begin of a point's name),
 * --short, --database sqlite|postgres, --minutes N (begins no new case after them), --list, --out FOLDER (data and
 * page, where a run replaces the scenarios that it ran again; else, and of single points, nothing is written).
 * Ends with 0 only where every case met its fault, nothing was lost, doubled or wrong and every bound held; of a run
 * of everything it is asked besides that enough was acknowledged.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadMission } from '#formats/pack/load.js';
import { scenarios } from './scenarios/all.js';
import { merged, readPage, writePage } from './page.js';
import type { CaseResult, Scenario } from './scenarios/scenario.js';
import { lineOf, type NotRun, type Recorded, type Run, shortcomings, summary } from './report.js';
import { Stores } from './world/stores.js';
import { missionFolder } from './world/world.js';

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    only: { type: 'string', multiple: true },
    at: { type: 'string', multiple: true },
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
  const kinds = (['sqlite', 'postgres'] as const).filter((kind) => !values.database || values.database === kind);
  const named = scenarios.filter((s) => !values.only || values.only.some((name) => s.name.startsWith(name)));
  const chosen = named.filter(({ on }) => kinds.some((kind) => on.includes(kind)));
  if (chosen.length === 0) throw new Error(`No scenario is named ${values.only?.join(', ')}; see --list`);
  const at = values.at ?? [''];
  const whole = !values.only && !values.at && !values.database && !values.short;
  const folder = mkdtempSync(join(tmpdir(), 'linewatch-faults-'));
  const stores = new Stores(folder);
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void stores.stop().finally(() => (remove(), process.exit(1))));
  const results: Recorded[] = [];
  const notRun: NotRun[] = [];
  const about: Run = {
    seed,
    short: values.short,
    began: new Date().toISOString(),
    commit: commit(),
    machine: `${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}), ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.version}`,
    load: loadavg()[0]!,
  };
  const older = values.out ? readPage(values.out) : [];
  const begun = performance.now();
  const until = values.minutes ? Date.now() + Number(values.minutes) * 60_000 : Number.MAX_SAFE_INTEGER;
  const keep = (): void => {
    if (values.out && !values.at) writePage(values.out, merged(older, results));
  };
  say(`Faults with seed ${seed}${values.short ? ', short' : ''}: ${chosen.map((s) => s.name).join(', ')}`);
  try {
    const mission = await loadMission(missionFolder);
    const one = async (scenario: Scenario): Promise<void> => {
      const why = scenario.missing?.() ?? null;
      const databases = kinds.filter((kind) => scenario.on.includes(kind));
      const run = { ...about, ended: false };
      const done = (result: CaseResult): void => {
        results.push({ ...result, run });
        say(lineOf(result, (performance.now() - begun) / 1000, results));
        for (const fault of result.faults.slice(0, 10)) say(`         ${fault.kind} ${fault.key}: ${fault.detail}`);
        keep(); // a run that is cut short leaves what it has found
      };
      try {
        if (why === null && Date.now() < until)
          await scenario.run({ seed, short: values.short, at, databases, folder, mission, stores, until, say }, done);
      } catch (error) {
        say(`         BROKE OFF ${scenario.name}: ${(error as Error).stack}`);
        notRun.push({ scenario: scenario.name, why: `it broke off: ${(error as Error).message.split('\n')[0]}` });
        return;
      }
      if (why !== null) notRun.push({ scenario: scenario.name, why });
      else if (Date.now() > until) notRun.push({ scenario: scenario.name, why: 'the time was over' });
      else run.ended = true;
      keep();
    };
    const inLane = async (lane: Scenario['lane']): Promise<void> => {
      for (const scenario of chosen) if (scenario.lane === lane) await one(scenario);
    };
    await inLane('alone');
    await Promise.all(([undefined, 'calls', 'points', 'stops'] as const).map(inLane));
  } finally {
    await stores.stop();
    remove();
  }
  say(summary(results, notRun, whole));
  say(`Seed ${seed}, ${Math.round((performance.now() - begun) / 1000)} s.`);
  return shortcomings(results, notRun, whole).length === 0;
}

/** What is run, as far as git knows. */
function commit(): string {
  const git = (...args: string[]) => execFileSync('git', args, { encoding: 'utf8', stdio: 'pipe' }).trim();
  try {
    const changed = git('status', '--porcelain', '--untracked-files=no', '--', 'apps', 'libs', 'test') !== '';
    return git('rev-parse', '--short', 'HEAD') + (changed ? '+' : '');
  } catch {
    return 'unknown commit';
  }
}
