import { createHash } from 'node:crypto';
import { mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Problem } from '#core/errors.js';
import type { TreeHead } from '#core/journal/types.js';
import type { BlobStore, Reads } from '#core/ports.js';
import { openDiskBlobs } from './blobs/disk.js';
import type { TableSpec } from './columns.js';
import { allTables } from './entities/all.js';
import type { Database } from './open.js';
import { type Sql, type SqlRow, quotedList } from './sql/sql.js';
import { readsOver } from './stores/tx.js';
import { columnNames, plainRow, primaryKey } from './dump.js';

const pageSize = 1000;

export interface BackupFile {
  /** Path within the backup folder. */
  path: string;
  table: string;
  rows: number;
  bytes: number;
  /** SHA-256 (hex) of the file as it lies there, compressed. */
  sha256: string;
}

/** `manifest.json`, written last: a folder without one is not a backup. */
export interface BackupManifest {
  format: 'linewatch-backup';
  version: 1;
  writtenAt: string;
  /** Names of the schema's migrations; a restore needs the same. */
  migrations: string[];
  files: BackupFile[];
  blobs: {
    count: number;
    /** Referred to by evidence or editions, but not in the store or damaged there. */ missing: string[];
  };
  /** The newest signed head: what the restored journal must still give. */
  head: TreeHead | null;
}

export type BackupProgress = (step: { part: string; done: number }) => void;

/**
 * Writes everything that the database and the blob store hold into an empty or new folder: one consistent
 * snapshot, the same format from SQLite and PostgreSQL, one gzipped NDJSON file per table.
 * @throws Problem conflict where the folder already holds a backup; storage_full
 */
export async function writeBackup(
  db: Database,
  blobs: BlobStore,
  dir: string,
  progress: BackupProgress = () => {},
): Promise<BackupManifest> {
  if (await readManifest(dir)) throw new Problem('conflict', `${dir} already holds a backup`);
  await mkdir(join(dir, 'tables'), { recursive: true });
  const manifest = await db.snapshot(async (sql): Promise<BackupManifest> => {
    const files: BackupFile[] = [];
    for (const table of allTables) files.push(await writeTable(sql, table, dir, progress));
    const reads = readsOver(sql);
    return {
      format: 'linewatch-backup',
      version: 1,
      writtenAt: db.clock.now().toISOString(),
      migrations: await migrationsOf(sql),
      files,
      blobs: await copyBlobs(await referredBlobs(reads), blobs, dir, progress),
      head: await reads.journal.head(),
    };
  });
  await writeDurably(join(dir, 'manifest.json'), [Buffer.from(JSON.stringify(manifest, null, 2))]);
  return manifest;
}

/** Null where the folder holds no backup. @throws Problem invalid_input where the manifest is not one of ours */
export async function readManifest(dir: string): Promise<BackupManifest | null> {
  const text = await readFile(join(dir, 'manifest.json'), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (text === null) return null;
  const manifest = manifestIn(text);
  if (manifest) return manifest;
  throw new Problem('invalid_input', `${dir}/manifest.json is not the manifest of a backup that this version reads`);
}

/** The manifest in a text, or null where it is none: a backup may come from anywhere, and its paths are opened. */
function manifestIn(text: string): BackupManifest | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const { format, version, migrations, files, blobs, head } = (value ?? {}) as Record<string, unknown>;
  const { count, missing } = (blobs ?? {}) as Record<string, unknown>;
  const isText = (item: unknown) => typeof item === 'string';
  const isFile = (item: unknown): boolean => {
    const { path, table, rows, sha256 } = (item ?? {}) as Record<string, unknown>;
    return (
      isText(table) && path === `tables/${table as string}.ndjson.gz` && isText(sha256) && Number.isSafeInteger(rows)
    );
  };
  const isOurs =
    format === 'linewatch-backup' &&
    version === 1 &&
    [migrations, missing].every((list) => Array.isArray(list) && list.every(isText)) &&
    Array.isArray(files) &&
    files.every(isFile) &&
    Number.isSafeInteger(count) &&
    typeof head === 'object';
  return isOurs ? (value as BackupManifest) : null;
}

export async function migrationsOf(sql: Sql): Promise<string[]> {
  return (await sql.all('SELECT "name" FROM "schema_migration" ORDER BY "id"')).map((row) => row.name as string);
}

async function writeTable(sql: Sql, table: TableSpec, dir: string, progress: BackupProgress): Promise<BackupFile> {
  const path = `tables/${table.name}.ndjson.gz`;
  let rows = 0;
  async function* lines(): AsyncGenerator<string> {
    for await (const page of pagesOf(sql, table)) {
      rows += page.length;
      progress({ part: table.name, done: rows });
      yield page.map((row) => JSON.stringify(plainRow(table, row)) + '\n').join('');
    }
  }
  const gzip = createGzip();
  const [, written] = await Promise.all([
    pipeline(Readable.from(lines()), gzip),
    writeDurably(join(dir, path), gzip as AsyncIterable<Buffer>),
  ]);
  return { path, table: table.name, rows, ...written };
}

/** A table's rows by primary key, page by page, so that memory stays the same at any size. */
async function* pagesOf(sql: Sql, table: TableSpec): AsyncGenerator<SqlRow[]> {
  const columns = quotedList(columnNames(table));
  const key = primaryKey(table);
  const after = `WHERE (${quotedList(key)}) > (${key.map(() => '?').join(', ')})`;
  let last: SqlRow | null = null;
  for (;;) {
    const rows: SqlRow[] = await sql.all(
      `SELECT ${columns} FROM "${table.name}" ${last ? after : ''} ORDER BY ${quotedList(key)} LIMIT ${pageSize}`,
      last ? key.map((column) => last![column] as string | number) : [],
    );
    if (rows.length > 0) yield rows;
    if (rows.length < pageSize) return;
    last = rows[rows.length - 1]!;
    await nextTurn();
  }
}

/** Evidence, and what was frozen and published. */
async function referredBlobs(reads: Reads): Promise<string[]> {
  return [...new Set([...(await reads.evidence.blobs()), ...(await reads.editions.blobs())])].sort();
}

async function copyBlobs(wanted: string[], from: BlobStore, dir: string, progress: BackupProgress) {
  const to = await openDiskBlobs(join(dir, 'blobs'));
  const missing: string[] = [];
  let count = 0;
  for (const sha256 of wanted) {
    // A damaged copy would come under another name; it is checked first so that none is left behind.
    if ((await from.check(sha256)) === 'ok') {
      await to.put(await from.get(sha256), Number.MAX_SAFE_INTEGER);
      count++;
    } else missing.push(sha256);
    progress({ part: 'blobs', done: count });
  }
  return { count, missing };
}

async function writeDurably(path: string, chunks: AsyncIterable<Buffer> | Buffer[]) {
  const hash = createHash('sha256');
  let bytes = 0;
  const file = await open(path, 'w');
  try {
    for await (const chunk of chunks) {
      hash.update(chunk);
      bytes += chunk.length;
      await file.writeFile(chunk);
    }
    await file.sync();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    throw new Problem('storage_full', `There is no space left for the backup at ${path}`);
  } finally {
    await file.close();
  }
  return { bytes, sha256: hash.digest('hex') };
}
