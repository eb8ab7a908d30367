/**
 * `npm run bench` measures everything beside its references; `npm run bench -- http` one part, `--short` quickly. The
 * table is printed; with `--record` it takes its place in docs/measured. `edition` prints a table of its own.
 */
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { benchEdition } from './edition.js';
import { benchBulk } from './bulk.js';
import { benchGrowth } from './growth.js';
import { benchHttp } from './http.js';
import { benchVerify } from './verify.js';
import { benchLists, benchListsPostgres } from './lists.js';
import { machine } from './machine.js';
import { benchPipeline, benchPipelineOf } from './pipeline.js';
import { record } from './record.js';
import type { BenchSettings } from './settings.js';
import { type BenchRow, asMarkdown } from './table.js';

/** Parts of the table, in its order. */
const parts: Record<string, (settings: BenchSettings) => Promise<BenchRow[]>> = {
  http: benchHttp,
  bulk: benchBulk,
  lists: benchLists,
  'lists-postgres': benchListsPostgres,
  verify: benchVerify,
  growth: benchGrowth,
  pipeline: benchPipeline,
};
/** Benches that take arguments of their own. */
const others: Record<string, (args: string[]) => Promise<void>> = {
  edition: benchEdition,
  'pipeline-of': benchPipelineOf,
};

const say = (text: string): void => void process.stdout.write(`${text}\n`);

async function measure(name: string, short: boolean): Promise<BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'linewatch-bench-'));
  if (process.getuid?.() === 0) await chmod(folder, 0o711); // as root PostgreSQL runs as another user
  try {
    return await parts[name]!({ short, folder, say: (text) => say(`  ${text}`) });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function run(names: string[], short: boolean, kept: boolean): Promise<void> {
  const on = machine();
  const all: BenchRow[] = [];
  for (const name of names) {
    say(`${name} …`);
    const rows = await measure(name, short);
    all.push(...rows);
    if (kept) await record(Object.keys(parts), name, { on, rows });
  }
  for (const [what, value] of Object.entries(on)) say(`${what}: ${value}`);
  say(`\n${asMarkdown(all)}`);
}

const given = process.argv.slice(2);
const names = given.filter((arg) => !arg.startsWith('--'));
const unknown = names.filter((name) => !parts[name]);
const other = others[given[0] ?? ''];
if (other) await other(given.slice(1));
else if (unknown.length > 0) {
  const known = [...Object.keys(parts), ...Object.keys(others)].join(', ');
  process.stderr.write(`There is no ${unknown.join(', ')}. Say which: ${known}; --short, --record\n`);
  process.exitCode = 2;
} else await run(names.length > 0 ? names : Object.keys(parts), given.includes('--short'), given.includes('--record'));
