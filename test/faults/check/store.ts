import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import pg from 'pg';
import type { Reads } from '#core/ports.js';
import type { DatabaseOptions } from '#db/open.js';
import { PostgresSql } from '#db/sql/postgres.js';
import type { Sql } from '#db/sql/sql.js';
import { SqliteConnection, SqliteSql } from '#db/sql/sqlite.js';
import { readsOver } from '#db/stores/tx.js';
import { sha256 } from '../load/make.js';

/** The store as somebody sees it who only reads: one snapshot of the database, and the folder of files. */
export interface SeenStore {
  sql: Sql;
  reads: Reads;
  /** Hashes of the files by the names they have. */
  blobs(): Generator<{ name: string; sha256: string }>;
}

/** Opens the database past the program, read-only, for the time of `body`. */
export async function withStore<T>(
  database: DatabaseOptions,
  evidence: string,
  body: (store: SeenStore) => Promise<T>,
): Promise<T> {
  const seen = (sql: Sql): SeenStore => ({ sql, reads: readsOver(sql), blobs: () => blobsIn(evidence) });
  if (database.type === 'sqlite') {
    const connection = new SqliteDatabase(database.file, { readonly: true, timeout: 5_000 });
    try {
      connection.exec('BEGIN');
      return await body(seen(new SqliteSql(new SqliteConnection(connection))));
    } finally {
      connection.close();
    }
  }
  const client = new pg.Client({ connectionString: database.url, connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined); // a server that went away between two questions: the next one tells
  await client.connect();
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    return await body(seen(new PostgresSql(client as unknown as pg.PoolClient)));
  } finally {
    await client.end();
  }
}

function* blobsIn(root: string): Generator<{ name: string; sha256: string }> {
  const within = (folder: string, form: RegExp) => readdirSync(folder).filter((name) => form.test(name));
  for (const first of within(root, /^[0-9a-f]{2}$/)) {
    for (const second of within(join(root, first), /^[0-9a-f]{2}$/)) {
      for (const name of within(join(root, first, second), /^[0-9a-f]{64}$/))
        yield { name, sha256: sha256(readFileSync(join(root, first, second, name))) };
    }
  }
}
