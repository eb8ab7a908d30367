/**
 * `npm run test:shape`: a whole production installation as processes on this machine; each kind of process is killed
 * under load, and the checker of test/faults judges what is left. Options: --seed N, --only NAME, --out FILE.
 */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { loadMission } from '#formats/pack/load.js';
import { redisServer } from '../setup/servers.js';
import { Installation } from './installation.js';
import { type Loss, losses } from './losses.js';

const { values } = parseArgs({
  options: { seed: { type: 'string' }, only: { type: 'string', multiple: true }, out: { type: 'string' } },
});
const say = (text: string): void => void process.stdout.write(`${text}\n`);
if (!redisServer) throw new Error('No redis-server or valkey-server on PATH');

const seed = values.seed ? Number(values.seed) : Math.floor(Math.random() * 2 ** 31);
const folder = mkdtempSync(join(tmpdir(), 'linewatch-shape-'));
chmodSync(folder, 0o711);
process.exitCode = (await run()) ? 0 : 1;

async function run(): Promise<boolean> {
  const chosen = losses.filter((l) => !values.only || values.only.some((name) => l.name.startsWith(name)));
  say(`Shape with seed ${seed}: 2 api, 3 workers, PostgreSQL with standby, Redis with Sentinels, an S3 store`);
  const it = await Installation.start(folder, await loadMission('missions/two-valleys'), seed);
  const rows: string[][] = [];
  let good = true;
  // Nothing that was started here stays behind, also where somebody ends the run.
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void it.stop().finally(() => process.exit(130)));
  try {
    it.load();
    await it.worksAgain(60);
    for (const loss of chosen) {
      const before = it.acknowledged();
      const row = await lose(it, loss);
      rows.push([loss.name, ...row, String(it.acknowledged() - before)]);
      say(rows.at(-1)!.join(' | '));
    }
    await it.endLoad();
    const settled = await it.settle(180);
    const verdict = await it.judge();
    say(
      `${verdict.ok} acknowledged, ${verdict.fail} refused, ${verdict.unknown} unknown; settled in ${settled.toFixed(1)} s; ` +
        `journal of ${verdict.entries} entries and ${verdict.files} objects verified; ${verdict.faults.length} faults`,
    );
    for (const fault of verdict.faults.slice(0, 20)) say(`  ${fault.kind} ${fault.key}: ${fault.detail}`);
    good = verdict.faults.length === 0 && !rows.some((row) => row.includes('too late'));
    if (values.out) writeFileSync(values.out, page(rows, verdict, settled));
  } catch (error) {
    for (const [i, app] of it.apps.entries()) say(`--- process ${i}: ${app.words.slice(-1_500)}`);
    say(String((error as Error).stack));
    good = false;
  } finally {
    await it.stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
  }
  return good;
}

/** @returns seconds until reports are accepted, until new work is done, and what the loss itself measured */
async function lose(it: Installation, { strike, mend, acceptsWithin, worksWithin }: Loss): Promise<string[]> {
  const told = await strike(it);
  const accepts = it.acceptsAgain(acceptsWithin).then(inSeconds, () => 'too late');
  const works = it.worksAgain(worksWithin).then(inSeconds, () => 'too late');
  const result = [await accepts, await works, told];
  await mend?.(it);
  await pause(1_000);
  return result;
}

function inSeconds(value: number): string {
  return `${value.toFixed(1)} s`;
}

function page(rows: string[][], verdict: Awaited<ReturnType<Installation['judge']>>, settled: number): string {
  const table = rows.map((row) => `| ${row.join(' | ')} |`).join('\n');
  return `# Production shape: each process killed under load

${new Date().toISOString().slice(0, 10)}, seed ${seed}, Node ${process.versions.node}, one machine. \`npm run test:shape -- --out FILE\` makes this page:
2 api, 3 workers, PostgreSQL with a synchronous standby, Redis with a replica and three Sentinels, an S3 store, a client
that goes round the api processes that run. Seconds count from the loss.

| lost | reports accepted again | new work done again | measured | acknowledged meanwhile |
|---|---|---|---|---|
${table}

At the end ${verdict.ok} acknowledged operations, ${verdict.fail} refused, ${verdict.unknown} of unknown outcome; all work done ${settled.toFixed(1)} s after the load
ended. The checker of \`npm run test:faults\` verified the journal of ${verdict.entries} entries and hashed ${verdict.files} objects: **${verdict.faults.length} faults**.
`;
}
