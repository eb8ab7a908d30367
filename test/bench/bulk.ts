import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import pg from 'pg';
import { loadMission } from '#formats/pack/load.js';
import { startPostgres } from '../../apps/standalone/stores/postgres.js';
import { missionDir, monitors, signIn } from './asking.js';
import { startOurs } from './children.js';
import { reportMaker, reportSeed } from './load/reports.js';
import { emptySchema } from './seed.js';
import type { OursSettings } from './servers/ours.js';
import type { BenchSettings } from './settings.js';
import { type BenchRow, limitRow, ratioRow } from './table.js';

/** What one accepted sighting leaves behind, in the order that keys between the tables ask for. */
const tables = ['sighting', 'journal_entry', 'journal_unsequenced'];
const perBatch = 500;
const turns = 3;
const how =
  'The reference inserts the very rows that ours stored (records, journal entries, waiting list) into a fresh database of ' +
  'the same schema, with its indexes and triggers, 500 to a transaction; ours also parses, checks, locates, hashes and signs.';

type Row = Record<string, string | number | null>;

/** A stream of observations, NDJSON over HTTP, each accepted, journalled and answered with its receipt. */
export async function benchBulk(settings: BenchSettings): Promise<BenchRow[]> {
  const sqlite = await onSqlite(settings);
  const { url, child } = await startPostgres(join(settings.folder, 'postgres'));
  try {
    return [...sqlite, ...(await onPostgres(settings, url))];
  } finally {
    await child.stop();
  }
}

async function onSqlite(settings: BenchSettings): Promise<BenchRow[]> {
  const folder = join(settings.folder, 'ours-sqlite');
  const ours = await stream(settings, { folder, databaseUrl: null });
  const stored = new SqliteDatabase(join(folder, 'linewatch.sqlite'), { readonly: true });
  const rows = tables.map((table) => stored.prepare(`SELECT * FROM "${table}"`).all() as Row[]);
  stored.close();
  const seconds: number[] = [];
  for (let turn = 0; turn < turns; turn++) {
    const file = join(settings.folder, `raw-${turn}.sqlite`);
    await emptySchema({ type: 'sqlite', file });
    seconds.push(rawSqlite(file, rows));
  }
  return rowsFor(settings, 'SQLite', ours, rows[0]!.length / Math.min(...seconds));
}

async function onPostgres(settings: BenchSettings, server: string): Promise<BenchRow[]> {
  const folder = join(settings.folder, 'ours-postgres');
  const ours = await stream(settings, { folder, databaseUrl: server });
  const stored = new pg.Client({ connectionString: server });
  await stored.connect();
  const rows: Row[][] = [];
  for (const table of tables) rows.push((await stored.query(`SELECT * FROM "${table}"`)).rows as Row[]);
  const seconds: number[] = [];
  for (let turn = 0; turn < turns; turn++) {
    await stored.query(`CREATE DATABASE raw_${turn}`);
    const url = new URL(server);
    url.pathname = `/raw_${turn}`;
    await emptySchema({ type: 'postgres', url: url.href });
    seconds.push(await rawPostgres(url.href, rows));
  }
  await stored.end();
  return rowsFor(settings, 'PostgreSQL', ours, rows[0]!.length / Math.min(...seconds));
}

interface Streamed {
  perSecond: number;
  peakMb: number;
}

/** The best of some streams to one server; the first warms up. */
async function stream(
  { short }: BenchSettings,
  place: Pick<OursSettings, 'folder' | 'databaseUrl'>,
): Promise<Streamed> {
  const mission = await loadMission(missionDir);
  const make = reportMaker(reportSeed(mission, 'machine'), 11);
  const lines = short ? 3_000 : 15_000;
  const server = await startOurs({ ...place, mission: missionDir, people: monitors });
  try {
    const token = await signIn(server.address, monitors[0]!);
    let best = 0;
    for (let turn = 0; turn <= turns; turn++) {
      const batch = Array.from({ length: lines }, () => `${JSON.stringify({ type: 'observation', ...make() })}\n`);
      const began = performance.now();
      const answer = await fetch(`${server.address}/v1/intake`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-ndjson', authorization: `Bearer ${token}` },
        body: batch.join(''),
      });
      const said = (await answer.text()).trimEnd();
      const took = (performance.now() - began) / 1000;
      const { summary } = JSON.parse(said.slice(said.lastIndexOf('\n') + 1)) as { summary: { accepted: number } };
      if (summary.accepted !== lines) throw new Error(`only ${summary.accepted} of ${lines} lines were accepted`);
      if (turn > 0) best = Math.max(best, lines / took);
    }
    return { perSecond: best, peakMb: (await server.usage()).peakBytes / 1e6 };
  } finally {
    await server.stop();
  }
}

/** Seconds that the rows take, prepared and in transactions, synced at each commit. */
function rawSqlite(file: string, rows: Row[][]): number {
  const db = new SqliteDatabase(file);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.pragma('foreign_keys = ON');
  const statements = rows.map(([first], i) => {
    const columns = Object.keys(first!);
    const names = columns.map((c) => `"${c}"`).join(', ');
    const marks = columns.map(() => '?').join(', ');
    return db.prepare(`INSERT INTO "${tables[i]}" (${names}) VALUES (${marks})`);
  });
  const values = rows.map((list) => list.map((row) => Object.values(row)));
  const began = performance.now();
  for (let from = 0; from < values[0]!.length; from += perBatch) {
    db.transaction(() => {
      for (const [i, statement] of statements.entries())
        for (const row of part(values[i]!, from, values[0]!.length)) statement.run(...row);
    })();
  }
  const seconds = (performance.now() - began) / 1000;
  db.close();
  return seconds;
}

async function rawPostgres(url: string, rows: Row[][]): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const began = performance.now();
  for (let from = 0; from < rows[0]!.length; from += perBatch) {
    await client.query('BEGIN');
    for (const [i, list] of rows.entries()) {
      const columns = Object.keys(list[0]!);
      const chunk = part(list, from, rows[0]!.length);
      let n = 0;
      const marks = chunk.map(() => `(${columns.map(() => `$${++n}`).join(', ')})`).join(', ');
      const names = columns.map((c) => `"${c}"`).join(', ');
      const text = `INSERT INTO "${tables[i]}" (${names}) VALUES ${marks}`;
      await client.query(
        text,
        chunk.flatMap((row) => Object.values(row)),
      );
    }
    await client.query('COMMIT');
  }
  const seconds = (performance.now() - began) / 1000;
  await client.end();
  return seconds;
}

/** The share of a table's rows that goes with sightings `from` up to the next batch. */
function part<T>(list: T[], from: number, of: number): T[] {
  const at = (n: number): number => Math.round((Math.min(n, of) / of) * list.length);
  return list.slice(at(from), at(from + perBatch));
}

function rowsFor(settings: BenchSettings, name: string, ours: Streamed, raw: number): BenchRow[] {
  settings.say(`${name}: ours ${Math.round(ours.perSecond)}/s, raw insert ${Math.round(raw)}/s`);
  const measure = `bulk observations (NDJSON), accepted and journalled, ${name}`;
  return [
    ratioRow(
      { measure, unit: 'lines/s', ours: ours.perSecond, reference: 'raw insert of the same rows', theirs: raw },
      { least: 0.4, aim: 0.6 },
      { rssMb: ours.peakMb, note: how },
    ),
    limitRow(
      { measure: `memory of api under this stream, ${name}`, unit: 'MB', ours: ours.peakMb },
      { most: 300, aim: 150 },
    ),
  ];
}
