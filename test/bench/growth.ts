import { closeSync, fsyncSync, openSync } from 'node:fs';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import type { Actor } from '#core/access/types.js';
import { fuseSighting } from '#core/fusion/fuse.js';
import { acceptSightings } from '#core/intake/accept.js';
import type { SightingInput } from '#core/intake/types.js';
import type { Deps } from '#core/ports.js';
import { readEnvironment } from '#host/environment.js';
import { openParts } from '../../apps/standalone/parts.js';
import { missionDir } from './asking.js';
import { reportMaker, reportSeed } from './load/reports.js';
import type { BenchSettings } from './settings.js';
import { type BenchRow, limitRow } from './table.js';

const actor: Actor = { id: 'monitor-0', role: 'monitor', scope: { sectors: [], party: null }, type: 'person' };
const perBatch = 500;
/** Batches that are not counted: what was compiled and collected for the fill, or is read for the first time, is no cost of one more. */
const uncounted = 4;
const note =
  'Processor time for one more sighting in a store that holds so many already, as a multiple of the same at the smallest ' +
  'size; n log n in all allows the multiple log n ÷ log of the smallest. The store was filled by copying accepted ' +
  'sightings and their entries over more years, so that what lies near one in space and time is as much as before.';

type Maker = () => Record<string, unknown>;

/** What one more sighting costs, accepted, sequenced and fused, while the store grows. */
export async function benchGrowth(settings: BenchSettings): Promise<BenchRow[]> {
  const env = { LINEWATCH_DATA: join(settings.folder, 'data'), LINEWATCH_MISSION: missionDir };
  const { deps, database } = await openParts(readEnvironment(env, process.cwd()));
  const rows: BenchRow[] = [];
  try {
    await database.migrate();
    const make = reportMaker(reportSeed(deps.mission, 'machine'), 5);
    const templates = await cost(deps, ofDay(make, 60), 2);
    const sizes = settings.short ? [1_000, 10_000] : [10_000, 100_000, 1_000_000];
    let held = templates.sightings;
    let first: Cost | null = null;
    for (const size of sizes) {
      copy(join(settings.folder, 'data', 'linewatch.sqlite'), templates.sightings, held, size - held);
      const measured = await cost(deps, ofDay(make, 10 * sizes.indexOf(size)), settings.short ? 2 : 16);
      held = size + measured.sightings;
      first ??= measured;
      settings.say(
        `${size}: accept ${measured.accept.toFixed(3)} ms, fuse ${measured.fuse.toFixed(3)} ms of processor`,
      );
      if (measured === first) continue;
      const most = Number((Math.log(size) / Math.log(sizes[0]!)).toFixed(2));
      const unit = `× the cost at ${sizes[0]!.toLocaleString('en')}`;
      for (const what of ['accept', 'fuse'] as const) {
        const measure = `${what} one more at ${size.toLocaleString('en')} sightings, SQLite (${measured[what].toFixed(2)} ms)`;
        rows.push(limitRow({ measure, unit, ours: measured[what] / first[what] }, { most, aim: null }, { note }));
      }
    }
    return rows;
  } finally {
    await database.close();
  }
}

/** The same as if it had happened some days ago: what is measured at one size does not crowd what is at the next. */
function ofDay(make: Maker, days: number): Maker {
  const earlier = (at: unknown): string => new Date(Date.parse(at as string) - days * 86_400_000).toISOString();
  return () => {
    const one = make();
    return { ...one, start: earlier(one.start), end: earlier(one.end) };
  };
}

interface Cost {
  sightings: number;
  /** Milliseconds of processor for one, with its share of the sequencing. */
  accept: number;
  fuse: number;
}

/** Accepts so many batches, and some before that are not counted, and fuses some of what they brought. */
async function cost(deps: Deps, make: Maker, batches: number): Promise<Cost> {
  let accept = 0;
  const ids: string[] = [];
  for (let n = 0; n < uncounted + batches; n++) {
    const inputs = Array.from(
      { length: perBatch },
      () => ({ type: 'observation', ...make() }) as unknown as SightingInput,
    );
    const took = await processor(async () => {
      const results = await acceptSightings(deps, actor, inputs);
      for (const r of results) if (r.status !== 'accepted') throw new Error(`an observation was ${r.status}`);
      while ((await deps.uow.run((tx) => tx.sequence(1_000, () => [], deps.signer))).length > 0);
    });
    if (n >= uncounted) accept += took;
    ids.push(...inputs.slice(0, 40).map((input) => input.id));
  }
  let fuse = 0;
  for (const [i, id] of ids.entries()) {
    const took = await processor(() => deps.uow.run((tx) => fuseSighting(tx, deps, id)).then(() => undefined));
    if (i >= uncounted * 40) fuse += took;
  }
  return {
    sightings: (uncounted + batches) * perBatch,
    accept: accept / (batches * perBatch),
    fuse: fuse / (batches * 40),
  };
}

async function processor(work: () => Promise<void>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** Copies of the first sightings and of their entries, each batch of copies a day earlier. */
function copy(file: string, templates: number, held: number, more: number): void {
  const db = new SqliteDatabase(file);
  db.pragma('synchronous = OFF');
  db.pragma('cache_size = -400000');
  const columns = (table: string): string[] =>
    (db.pragma(`table_info("${table}")`) as { name: string }[]).map(({ name }) => name);
  const filled = (table: string, change: Record<string, string>, from: string): void => {
    const names = columns(table);
    const list = names.map((name) => `"${name}"`).join(', ');
    db.exec(`INSERT INTO "${table}" (${list}) SELECT ${names.map((n) => change[n] ?? `t."${n}"`).join(', ')} ${from}`);
  };
  const earlier = (column: string): string =>
    `strftime('%Y-%m-%dT%H:%M:%fZ', t."${column}", '-' || (${100 + Math.ceil(held / templates)} + g.i) || ' days')`;
  const id = (column: string): string =>
    `substr(t."${column}", 1, 24) || printf('%012x', ${held} * 100000 + g.i * 1000000 + t.rowid)`;
  const copies = Math.ceil(more / templates);
  const numbers = `(WITH RECURSIVE g(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM g WHERE i < ${copies}) SELECT i FROM g) g`;
  if (more > 0) {
    db.transaction(() => {
      const times = { start: earlier('start'), end: earlier('end'), received_at: earlier('received_at') };
      filled(
        'sighting',
        { id: id('id'), ...times },
        `FROM ${numbers}, (SELECT rowid, * FROM "sighting" ORDER BY rowid LIMIT ${templates}) t`,
      );
      const accepted = `SELECT rowid, * FROM "journal_entry" WHERE "type" = 'sighting.accepted' ORDER BY rowid LIMIT ${templates}`;
      filled('journal_entry', { id: id('id'), subject_id: id('subject_id') }, `FROM ${numbers}, (${accepted}) t`);
    })();
  }
  // What was written at once is not left for the commits that are measured to bring to the disk.
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.close();
  const whole = openSync(file, 'r+');
  fsyncSync(whole);
  closeSync(whole);
}
