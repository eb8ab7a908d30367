import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { Problem } from '#core/errors.js';
import { type JournalVerdict } from '#core/journal/verify.js';
import { verifyStoredJournal } from '#core/journal/walk.js';
import type { BlobStore } from '#core/ports.js';
import { type BackupManifest, type BackupProgress, migrationsOf, readManifest } from './backup.js';
import { openDiskBlobs } from './blobs/disk.js';
import type { TableSpec } from './columns.js';
import { columnNames } from './dump.js';
import { allTables } from './entities/all.js';
import type { Database } from './open.js';
import type { Sql, Value } from './sql/sql.js';
import { checkRecords } from './seal-check.js';
import { readsOver } from './stores/tx.js';

const rowsPerInsert = 500;
const mostGapsNamed = 100;

export interface RestoreReport {
  rows: number;
  blobs: number;
  /** Evidence whose bytes the source did not have any more when the backup was written. */
  missingBlobs: string[];
  journal: Extract<JournalVerdict, { ok: true }>;
}

/**
 * Restores a backup into a migrated, empty database and a blob store. Every file's hash, every blob and the
 * whole journal are verified before the one transaction commits; on any fault the database stays empty.
 * @param publicKeys key id → raw Ed25519 public key (base64url) that signed the journal's heads
 * @throws Problem not_found, invalid_input (damaged files; `extra.missing` names lost journal positions as
 *   [from, to] pairs), not_possible (database not empty or of another schema)
 */
export async function restoreBackup(
  dir: string,
  db: Database,
  blobs: BlobStore,
  publicKeys: Readonly<Record<string, string>>,
  progress: BackupProgress = () => {},
): Promise<RestoreReport> {
  const manifest = await readManifest(dir);
  if (!manifest) throw new Problem('not_found', `${dir} holds no finished backup`);
  await checkFiles(dir, manifest);
  // Bytes first: a row must never refer to bytes that are not there.
  const copied = await restoreBlobs(dir, manifest, blobs, progress);
  return db.change(async (sql) => {
    await refuseUnlessEmpty(sql, manifest);
    let rows = 0;
    for (const table of allTables) rows += await loadTable(sql, table, dir, manifest, progress);
    const journal = await verify(sql, manifest, publicKeys);
    await requireSealed(sql);
    return { rows, blobs: copied, missingBlobs: manifest.blobs.missing, journal };
  });
}

async function checkFiles(dir: string, manifest: BackupManifest): Promise<void> {
  const faults: string[] = [];
  for (const table of allTables) {
    if (!manifest.files.some((file) => file.table === table.name)) faults.push(`table ${table.name} is not in it`);
  }
  for (const file of manifest.files) {
    const hash = createHash('sha256');
    try {
      for await (const chunk of createReadStream(join(dir, file.path))) hash.update(chunk as Buffer);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      faults.push(`${file.path} is missing`);
      continue;
    }
    if (hash.digest('hex') !== file.sha256) faults.push(`${file.path} is damaged`);
  }
  if (faults.length > 0) throw new Problem('invalid_input', `The backup is not whole: ${faults.join('; ')}`);
}

async function restoreBlobs(dir: string, manifest: BackupManifest, to: BlobStore, progress: BackupProgress) {
  const from = await openDiskBlobs(join(dir, 'blobs'));
  let count = 0;
  for await (const sha256 of from.list()) {
    if ((await from.check(sha256)) !== 'ok')
      throw new Problem('invalid_input', `The backup's file ${sha256} is damaged`);
    await to.put(await from.get(sha256), Number.MAX_SAFE_INTEGER);
    progress({ part: 'blobs', done: ++count });
  }
  if (count !== manifest.blobs.count) {
    throw new Problem(
      'invalid_input',
      `The backup should hold ${manifest.blobs.count} files of evidence, not ${count}`,
    );
  }
  return count;
}

async function refuseUnlessEmpty(sql: Sql, manifest: BackupManifest): Promise<void> {
  const here = await migrationsOf(sql);
  if (here.join() !== manifest.migrations.join()) {
    throw new Problem(
      'not_possible',
      `The backup has schema ${manifest.migrations.join(', ')}, this database ${here.join(', ')}`,
    );
  }
  for (const table of allTables) {
    const rows = await sql.all(`SELECT 1 FROM "${table.name}" LIMIT 1`);
    if (rows.length > 0)
      throw new Problem('not_possible', `Restore into an empty database; ${table.name} has rows here`);
  }
}

async function loadTable(sql: Sql, table: TableSpec, dir: string, manifest: BackupManifest, progress: BackupProgress) {
  const file = manifest.files.find((f) => f.table === table.name)!;
  const columns = columnNames(table);
  const lines = createInterface({
    input: createReadStream(join(dir, file.path)).pipe(createGunzip()),
    crlfDelay: Infinity,
  });
  let rows = 0;
  let chunk: Value[][] = [];
  const flush = async () => {
    await sql.insert(table.name, columns, chunk);
    rows += chunk.length;
    chunk = [];
    progress({ part: table.name, done: rows });
  };
  for await (const line of lines) {
    const row = JSON.parse(line) as Record<string, Value>;
    chunk.push(columns.map((column) => row[column] ?? null));
    if (chunk.length === rowsPerInsert) await flush();
  }
  if (chunk.length > 0) await flush();
  if (rows !== file.rows) {
    throw new Problem('invalid_input', `${file.path} should hold ${file.rows} rows, not ${rows}`);
  }
  await continueNumbers(sql, table);
  return rows;
}

/** SQLite goes on after the highest number by itself; PostgreSQL must be told. */
async function continueNumbers(sql: Sql, table: TableSpec): Promise<void> {
  if (sql.dialect === 'sqlite') return;
  const auto = Object.keys(table.columns).find((p) => table.columns[p]!.kind === 'auto');
  if (!auto) return;
  await sql.all(
    `SELECT setval(pg_get_serial_sequence('"${table.name}"', '${auto}'), coalesce(max("${auto}"), 0) + 1, false) FROM "${table.name}"`,
  );
}

async function verify(sql: Sql, manifest: BackupManifest, publicKeys: Readonly<Record<string, string>>) {
  const reads = readsOver(sql);
  const verdict = await verifyStoredJournal({ read: (body) => body(reads) }, publicKeys, manifest.head ?? undefined);
  if (verdict.ok) return verdict;
  const missing = await gaps(sql, manifest.head?.size ?? 0);
  const named = missing.length > 0 ? `; missing positions ${missing.map((gap) => gap.join('-')).join(', ')}` : '';
  throw new Problem('invalid_input', `The backup's journal does not hold: ${verdict.detail}${named}`, [], {
    position: verdict.position,
    fault: verdict.fault,
    missing,
  });
}

/** Hashes of files are the backup's own: only the journal tells whether a record is the one that was written. */
async function requireSealed(sql: Sql): Promise<void> {
  const { ok, found, faults } = await checkRecords(sql);
  if (ok) return;
  const named = faults.slice(0, 10).map(({ table, key, what }) => `${table} ${key} (${what})`);
  const more = found > named.length ? ` and ${found - named.length} more` : '';
  throw new Problem(
    'invalid_input',
    `The backup's records are not those that its journal says were written: ${named.join(', ')}${more}`,
    [],
    { faults },
  );
}

/** Ranges [from, to] of positions below `size` that have no entry; at most 100 of them. */
async function gaps(sql: Sql, size: number): Promise<[number, number][]> {
  const rows = await sql.all(
    `SELECT "position", "next" FROM (
       SELECT p."position", lead(p."position") OVER (ORDER BY p."position") AS "next"
       FROM "journal_position" p JOIN "journal_entry" e ON e."id" = p."entry_id") AS "steps"
     WHERE "next" IS NULL OR "next" <> "position" + 1 ORDER BY "position" LIMIT ${mostGapsNamed}`,
  );
  const first = await sql.all(
    'SELECT min(p."position") AS "first" FROM "journal_position" p JOIN "journal_entry" e ON e."id" = p."entry_id"',
  );
  const start = first[0]!.first === null ? size : Number(first[0]!.first);
  const result: [number, number][] = start > 0 ? [[0, start - 1]] : [];
  for (const row of rows) {
    const from = Number(row.position) + 1;
    const to = (row.next === null ? size : Number(row.next)) - 1;
    if (from <= to) result.push([from, to]);
  }
  return result;
}
