/**
 * `npm run test:shape`: a whole production installation as processes on this machine; each kind of process is killed
 * under load, and the checker of test/faults judges what is left. Then, on a new one, one source hands in very much.
 * Options: --seed N, --only NAME (the beginning of a loss, or `fairness`), --flood N, --out FILE.
 */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { loadMission } from '#formats/pack/load.js';
import { redisServer } from '../setup/servers.js';
import { type Fairness, longest, measureFairness, median, waitsAtMost } from './fairness.js';
import { Installation } from './installation.js';
import { caughtUpWithin, type Loss, losses } from './losses.js';
import { type LossesSeen, page } from './page.js';

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    only: { type: 'string', multiple: true },
    flood: { type: 'string', default: '70000' },
    out: { type: 'string' },
  },
});
const say = (text: string): void => void process.stdout.write(`${text}\n`);
if (!redisServer) throw new Error('No redis-server or valkey-server on PATH');

const seed = values.seed ? Number(values.seed) : Math.floor(Math.random() * 2 ** 31);
const mission = await loadMission('missions/two-valleys');
const isChosen = (name: string): boolean => !values.only || values.only.some((begin) => name.startsWith(begin));
const chosen = losses.filter((loss) => isChosen(loss.name));

say(`Shape with seed ${seed}: 2 api, 3 workers, PostgreSQL with standby, Redis with Sentinels, an S3 store`);
const seen = chosen.length > 0 ? await onInstallation(loseAll) : null;
const fairness = isChosen('fairness') ? await onInstallation(fair) : null;
const isGood =
  (chosen.length === 0 || (seen !== null && isSound(seen))) &&
  (!isChosen('fairness') || (fairness !== null && longest(fairness.waited) < waitsAtMost));
if (values.out) writeFileSync(values.out, await page(seed, seen, fairness));
say(isGood ? 'All as it must be.' : 'Not as it must be.');
process.exitCode = isGood ? 0 : 1;

/** Null where it broke off; nothing that was started stays behind, also where somebody ends the run. */
async function onInstallation<T>(work: (it: Installation) => Promise<T>): Promise<T | null> {
  const folder = mkdtempSync(join(tmpdir(), 'linewatch-shape-'));
  chmodSync(folder, 0o711);
  const it = await Installation.start(folder, mission, seed);
  const end = (): void => void it.stop().finally(() => process.exit(130));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, end);
  try {
    return await work(it);
  } catch (error) {
    for (const [i, app] of it.apps.entries()) say(`--- process ${i}: ${app.words.slice(-1_500)}`);
    say(String((error as Error).stack));
    return null;
  } finally {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.removeListener(signal, end);
    await it.stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
  }
}

async function loseAll(it: Installation): Promise<LossesSeen> {
  const rows: string[][] = [];
  it.load();
  await it.worksAgain(performance.now(), 60);
  for (const loss of chosen) {
    rows.push(await lose(it, loss));
    say(rows.at(-1)!.join(' | '));
  }
  await it.endLoad();
  const settledWithin = await it.settle(180);
  const verdict = await it.judge();
  say(
    `${verdict.ok} acknowledged, ${verdict.fail} refused, ${verdict.unknown} unknown; settled in ${settledWithin.toFixed(1)} s; ` +
      `journal of ${verdict.entries} entries and ${verdict.files} objects verified; ${verdict.faults.length} faults`,
  );
  for (const fault of verdict.faults.slice(0, 20)) say(`  ${fault.kind} ${fault.key}: ${fault.detail}`);
  return { rows, settledWithin, verdict };
}

/** One row of the table; what came too late says so in its place. */
async function lose(it: Installation, { name, strike, acceptsWithin, worksWithin }: Loss): Promise<string[]> {
  const at = Date.now();
  const begun = performance.now();
  const { meanwhile, mend } = await strike(it);
  const told = meanwhile?.() ?? Promise.resolve('');
  const measures = [
    it.acceptsAgain(begun, acceptsWithin).then(inSeconds),
    it.worksAgain(begun, worksWithin).then(inSeconds),
    it.caughtUp(begun, caughtUpWithin).then(inSeconds),
    told,
  ];
  const results = await Promise.all(measures.map((one) => one.catch((error: Error) => `too late: ${error.message}`)));
  await mend?.();
  await pause(1_000);
  const { acknowledged, unknown } = it.sentSince(at);
  return [name, ...results, String(acknowledged), String(unknown)];
}

function isSound({ rows, verdict }: LossesSeen): boolean {
  return (
    verdict.faults.length === 0 && verdict.unknown === 0 && !rows.flat().some((cell) => cell.startsWith('too late'))
  );
}

async function fair(it: Installation): Promise<Fairness> {
  const found = await measureFairness(it, mission, seed, Number(values.flood));
  const during = found.waited.filter((one) => one.meanwhile);
  const after = found.waited.filter((one) => !one.meanwhile);
  say(
    `fairness: ${found.flood} handed in within ${inSeconds(found.handedInWithin)}, ${found.owedBefore} pieces of work owed then; ` +
      `another's verdicts meanwhile after ${inSeconds(median(during))} (median), ${inSeconds(longest(during))} (longest of ${during.length}); ` +
      `afterwards ${inSeconds(median(after))}, ${inSeconds(longest(after))} (${after.length}); ${found.owedAfter} owed at the end`,
  );
  return found;
}

function inSeconds(value: number): string {
  return `${value.toFixed(1)} s`;
}
