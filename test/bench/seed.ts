import SqliteDatabase from 'better-sqlite3';
import pg from 'pg';
import { makeGeography } from '#core/geo/geography.js';
import type { Mission } from '#core/mission/types.js';
import { openDatabase } from '#db/open.js';
import { systemClock } from '#host/clock.js';
import { makeIds } from '#host/ids.js';
import { chance } from './chance.js';

export type SeedPlace = { type: 'sqlite'; file: string } | { type: 'postgres'; url: string };

/** A schema without a row in it. */
export async function emptySchema(at: SeedPlace): Promise<void> {
  const database = await openDatabase(at, { clock: systemClock, ids: makeIds(systemClock) });
  await database.migrate();
  await database.close();
}

const places = 5_000;
/** The newest are undecided, as in a mission that keeps up. */
const undecided = 10_000;
const years = 12;

/**
 * Fills the incident table of the real schema with so many rows over twelve years, made by the database itself; indexes
 * are dropped before and made again after, as one does with much at once.
 */
export async function seedIncidents(at: SeedPlace, mission: Mission, count: number): Promise<void> {
  const place = makePlaces(mission);
  if (at.type === 'sqlite') {
    fillSqlite(at.file, place, insertText(mission, count, 'sqlite'));
    return;
  }
  await fillPostgres(at.url, place, insertText(mission, count, 'postgres'));
}

const placeColumns = ['estimate', 'sector', 'zones', 'side', 'cell5', 'cell7'];

/** Places within some kilometres of the line, with all that the program derives of a place. */
function makePlaces(mission: Mission): (string | null)[][] {
  const geography = makeGeography(mission);
  const draw = chance(17);
  const corners = mission.lines[0]!.coordinates.flat() as [number, number][];
  const now = new Date().toISOString();
  return Array.from({ length: places }, () => {
    const [lon, lat] = corners[Math.floor(draw() * corners.length)]!;
    const estimate = {
      lat: lat + (draw() - 0.5) * 0.3,
      lon: lon + (draw() - 0.5) * 0.3,
      covEE: 90_000,
      covEN: 0,
      covNN: 40_000,
      method: 'fused' as const,
    };
    const { cell5, cell7 } = geography.cellsOf(estimate);
    const [zones, side] = [geography.zonesOf(estimate), geography.sideOf(estimate, now)];
    const derived = [geography.sectorOf(estimate), JSON.stringify(zones), JSON.stringify(side), cell5, cell7];
    return [JSON.stringify(estimate), ...derived];
  });
}

function insertText(mission: Mission, count: number, dialect: 'sqlite' | 'postgres'): string {
  const first = Date.now() - years * 365 * 86_400_000;
  const step = (Date.now() - 60_000 - first) / count;
  const ms = (plus: number): string => `(${first} + i * ${step.toFixed(3)} + ${plus})`;
  const instant = (plus: number): string =>
    dialect === 'sqlite'
      ? `strftime('%Y-%m-%dT%H:%M:%fZ', ${ms(plus)} / 1000.0, 'unixepoch')`
      : `to_char(to_timestamp(${ms(plus)} / 1000.0) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
  const part = (format: string, pg: string): string =>
    dialect === 'sqlite'
      ? `strftime('${format}', ${ms(0)} / 1000.0, 'unixepoch')`
      : `to_char(to_timestamp(${ms(0)} / 1000.0) AT TIME ZONE 'UTC', '${pg}')`;
  const hex = (n: string, digits: number): string =>
    dialect === 'sqlite' ? `printf('%0${digits}x', ${n})` : `lpad(to_hex(${n}), ${digits}, '0')`;
  /** One of the values, spread without a pattern that repeats at once. */
  const one = (values: string[], salt: number): string =>
    `CASE ((i * 48271 + ${salt}) % 65537) % ${values.length} ${values.map((v, n) => `WHEN ${n} THEN '${v}'`).join(' ')} END`;
  const open = `i >= ${Math.max(0, count - undecided)}`;
  const no = dialect === 'sqlite' ? '0' : 'false';
  const values: Record<string, string> = {
    id: `${hex('i', 8)} || '-0000-7000-8000-' || ${hex('i', 12)}`,
    version: '1',
    state: `CASE WHEN ${open} THEN 'open' WHEN i % 50 = 0 THEN 'merged' ELSE 'decided' END`,
    kind: one(
      mission.eventKinds.map((k) => k.id),
      1,
    ),
    weapon: 'NULL',
    count: '1 + i % 5',
    start: instant(0),
    end: instant(60_000),
    estimate: 'p.estimate',
    sector: 'p.sector',
    zones: 'p.zones',
    side: 'p.side',
    cell5: 'p.cell5',
    cell7: 'p.cell7',
    alleged_party: `CASE WHEN i % 3 = 0 THEN ${one(
      mission.parties.map((p) => p.id),
      5,
    )} END`,
    casualties: `CASE WHEN i % 97 = 0 THEN '{"killed":1,"injured":2}' END`,
    civilian_object: no,
    sighting_count: '1 + i % 6',
    independent_count: '1 + i % 3',
    outcome: `CASE WHEN ${open} THEN NULL ELSE ${one(['verified', 'not_verified', 'not_verifiable'], 9)} END`,
    proposed_outcome: one(['verified', 'not_verifiable'], 13),
    urgency: '((i * 7) % 100) / 100.0',
    harm: '((i * 13) % 100) / 100.0',
    opened_at: instant(120_000),
    reporting_day: part('%Y-%m-%d', 'YYYY-MM-DD'),
    reporting_week: part('%G-W%V', 'IYYY-"W"IW'),
    span: '0',
    machine_only: '(i % 2 = 0)',
  };
  const names = Object.keys(values).map((name) => `"${name}"`);
  const numbers =
    dialect === 'sqlite'
      ? `(WITH RECURSIVE g(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM g WHERE i + 1 < ${count}) SELECT i FROM g)`
      : `generate_series(0::bigint, ${count - 1}) AS g(i)`;
  return `INSERT INTO "incident" (${names.join(', ')}) SELECT ${Object.values(values).join(', ')}
    FROM ${numbers} JOIN place p ON p.n = (i * 7919) % ${places}`;
}

function fillSqlite(file: string, place: (string | null)[][], insertText: string): void {
  const db = new SqliteDatabase(file);
  db.pragma('synchronous = OFF');
  db.pragma('cache_size = -400000');
  const indexes = db
    .prepare(`SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'incident' AND sql NOT NULL`)
    .all() as { name: string; sql: string }[];
  db.exec(`CREATE TEMP TABLE place (n integer PRIMARY KEY, ${placeColumns.map((c) => `${c} text`).join(', ')})`);
  const insert = db.prepare(`INSERT INTO place VALUES (?, ${placeColumns.map(() => '?').join(', ')})`);
  db.transaction(() => place.forEach((row, n) => insert.run(n, ...row)))();
  for (const { name } of indexes) db.exec(`DROP INDEX "${name}"`);
  db.exec(insertText);
  for (const { sql } of indexes) db.exec(sql);
  db.close();
}

async function fillPostgres(url: string, place: (string | null)[][], insertText: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (const setting of ['synchronous_commit = off', "maintenance_work_mem = '512MB'", "work_mem = '128MB'"])
      await client.query(`SET ${setting}`);
    const columns = placeColumns.map((c) => `${c} text`).join(', ');
    await client.query(`CREATE TEMP TABLE place (n integer PRIMARY KEY, ${columns})`);
    const rows = place.map((row, n) => [String(n), ...row]);
    const lists = ['n', ...placeColumns].map((_, i) => rows.map((row) => row[i]!));
    const types = lists.map((_, i) => (i === 0 ? '$1::integer[]' : `$${i + 1}::text[]`)).join(', ');
    await client.query(`INSERT INTO place SELECT * FROM unnest(${types})`, lists);
    const ours = `tablename = 'incident' AND schemaname = 'public' AND indexname LIKE 'ix%'`;
    const indexes = await client.query<{ indexname: string; indexdef: string }>(
      `SELECT indexname, indexdef FROM pg_indexes WHERE ${ours}`,
    );
    for (const { indexname } of indexes.rows) await client.query(`DROP INDEX "${indexname}"`);
    await client.query(insertText);
    for (const { indexdef } of indexes.rows) await client.query(indexdef);
    await client.query('VACUUM ANALYZE "incident"');
    await client.query('CHECKPOINT');
  } finally {
    await client.end();
  }
}
