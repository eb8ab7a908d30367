import { randomUUID } from 'node:crypto';
import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import type SqliteDatabase from 'better-sqlite3';
import { DataSource } from 'typeorm';
import { Problem } from '#core/errors.js';
import type { Clock, Ids, UnitOfWork } from '#core/ports.js';
import { entityOf } from './columns.js';
import { allTables } from './entities/all.js';
import { standingName } from './fellows.js';
import { type Candidate, silentAtMostMs, type Standing } from './lead.js';
import { migrations } from './migrations/all.js';
import { migrationLock, refuseNewerSchema } from './schema-watch.js';
import { PostgresCandidate } from './postgres-lead.js';
import { PostgresUnitOfWork } from './postgres-work.js';
import { Primary } from './primary.js';
import { SqliteCandidate } from './sqlite-lead.js';
import type { Dialect, Sql } from './sql/sql.js';
import { SqliteConnection } from './sql/sqlite.js';
import { SqliteUnitOfWork } from './sqlite-work.js';

export type DatabaseOptions =
  | { type: 'sqlite'; file: string }
  /**
   * `url` may name several servers, parted by commas: the one that takes writes is used. `poolSize`: most connections
   * held at once, default 10. `ca`: authorities (PEM) that alone are trusted where `url` asks for TLS.
   */
  | { type: 'postgres'; url: string; poolSize?: number; ca?: string | null };

export interface Database {
  readonly dialect: Dialect;
  readonly uow: UnitOfWork;
  readonly clock: Clock;
  /** One snapshot, and one transaction, in plain SQL: for copying whole tables (backup.ts), for nothing else. */
  snapshot<T>(body: (sql: Sql) => Promise<T>): Promise<T>;
  change<T>(body: (sql: Sql) => Promise<T>): Promise<T>;
  /** For the wiring of the apps (health, TypeOrmModule). Never write through them (D1). On PostgreSQL both are the same. */
  readonly writer: DataSource;
  readonly reader: DataSource;
  /** Stands for the lead among the processes that share this database. Close it before the database. */
  candidate(standing: Standing): Candidate;
  /** Brings the schema up to date; does nothing where it is. */
  migrate(): Promise<void>;
  /** Finishes what waits, then closes. */
  close(): Promise<void>;
}

const fileMark = 0x4c57_4348; // "LWCH" in the file's header: this is a database of ours
const readerCount = 4;
const stoppedAtMostMs = 30_000;

interface OpenParts {
  clock: Clock;
  ids: Ids;
  /** Whether a transaction begun within another one's body is refused (`Nesting`); true unless said otherwise. */
  watchNesting?: boolean;
}

/**
 * Opens a database and proves that a commit is durable in it.
 * @throws Problem unavailable where the settings would lose acknowledged commits at a power cut
 */
export function openDatabase(options: DatabaseOptions, parts: OpenParts): Promise<Database> {
  return options.type === 'sqlite' ? openSqlite(options.file, parts) : openPostgres(options, parts);
}

function rawConnection(source: DataSource): SqliteConnection {
  return new SqliteConnection(
    (source.driver as unknown as { databaseConnection: SqliteDatabase.Database }).databaseConnection,
  );
}

async function sqliteSource(file: string, readonly: boolean): Promise<DataSource> {
  const source = new DataSource({
    type: 'better-sqlite3',
    database: file,
    readonly,
    fileMustExist: readonly,
    // Waiting inside the driver freezes the event loop; the unit of work waits outside it.
    timeout: 100,
    entities: allTables.map((table) => entityOf(table, 'sqlite')),
    migrations,
    migrationsTableName: 'schema_migration',
    prepareDatabase: (connection: SqliteDatabase.Database) => {
      connection.pragma('trusted_schema = OFF');
      // 12 MB for each connection: the system keeps the file's pages as well.
      connection.pragma('cache_size = -12000');
      connection.pragma('temp_store = MEMORY');
      if (readonly) return;
      connection.pragma('journal_mode = WAL');
      connection.pragma('synchronous = FULL');
      // 16 MB: the same pages are changed by one commit after the other, and are folded back into the file once for all of them.
      connection.pragma('wal_autocheckpoint = 4000');
    },
  });
  return source.initialize();
}

/** The driver's build turns WAL into synchronous=NORMAL at the first write: ask after one, not before. */
function proveDurable(writer: SqliteConnection): void {
  writer.database.pragma(`application_id = ${fileMark}`);
  const mode = writer.database.pragma('journal_mode', { simple: true });
  const synchronous = writer.database.pragma('synchronous', { simple: true });
  if (mode !== 'wal' || synchronous !== 2) {
    throw new Problem(
      'unavailable',
      `The database would lose commits: journal_mode=${mode}, synchronous=${synchronous}`,
    );
  }
}

/** Password hashes and witnesses' words are nobody else's business on this machine; WAL files take the mode over. */
async function createPrivately(file: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await (await open(file, 'a', 0o600)).close();
}

async function openSqlite(file: string, { clock, ids, watchNesting = true }: OpenParts): Promise<Database> {
  await createPrivately(file);
  const writer = await sqliteSource(file, false);
  const opened = [writer];
  const closeAll = async () => {
    // The writer last: it folds the WAL back into the file.
    for (const source of opened.reverse()) await source.destroy();
  };
  try {
    const connection = rawConnection(writer);
    proveDurable(connection);
    for (let i = 0; i < readerCount; i++) opened.push(await sqliteSource(file, true));
    const uow = new SqliteUnitOfWork(connection, opened.slice(1).map(rawConnection), clock, ids, watchNesting);
    return {
      dialect: 'sqlite',
      uow,
      clock,
      snapshot: (body) => uow.snapshot(body),
      change: (body) => uow.change(body),
      writer,
      reader: opened[1]!,
      candidate: () => new SqliteCandidate(`${file}-lead`, uow),
      async migrate() {
        await refuseNewerSchema(writer);
        await writer.runMigrations({ transaction: 'all' });
        proveDurable(connection);
      },
      async close() {
        await uow.drain();
        await closeAll();
      },
    };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

async function openPostgres(
  options: { url: string; poolSize?: number; ca?: string | null },
  { clock, ids, watchNesting = true }: OpenParts,
): Promise<Database> {
  const primary = new Primary(options.url, options.ca ?? null);
  const name = `linewatch ${randomUUID()}`;
  const source = new DataSource({
    type: 'postgres',
    url: primary.url,
    poolSize: options.poolSize ?? 10,
    // A process that was stopped in the middle of a transaction must not hold others up by its locks for ever.
    extra: {
      Client: primary.Client,
      // Statements are sent without waiting for the answer to the one before.
      pipeline: true,
      idle_in_transaction_session_timeout: stoppedAtMostMs,
      // Nor in the middle of taking in what it asked for.
      options: `-c tcp_user_timeout=${stoppedAtMostMs}`,
    },
    applicationName: name,
    installExtensions: false,
    entities: allTables.map((table) => entityOf(table, 'postgres')),
    migrations,
    migrationsTableName: 'schema_migration',
  });
  const end = async () => {
    primary.close();
    if (source.isInitialized) await source.destroy();
  };
  try {
    await source.initialize();
    for (const [setting, safe] of [
      ['synchronous_commit', ['on', 'remote_apply']],
      ['fsync', ['on']],
    ] as const) {
      const value = (await source.query(`SHOW ${setting}`))[0][setting] as string;
      if (!(safe as readonly string[]).includes(value)) {
        throw new Problem('unavailable', `The database would lose commits: ${setting}=${value}`);
      }
    }
  } catch (error) {
    await end();
    throw error;
  }
  const uow = new PostgresUnitOfWork(source, clock, ids, () => primary.forget(), watchNesting);
  /** Outside the pool; who holds it is known by how soon it answers. */
  const aside = () =>
    new primary.Client({
      connectionString: primary.url,
      application_name: standingName(name),
      query_timeout: 2 * silentAtMostMs,
    });
  return {
    dialect: 'postgres',
    uow,
    clock,
    snapshot: (body) => uow.snapshot(body),
    change: (body) => uow.change(body),
    writer: source,
    reader: source,
    candidate: (standing) => new PostgresCandidate(aside, uow, clock, ids, standing),
    async migrate() {
      await refuseNewerSchema(source);
      // Writers share the lock: nobody waits for them where there is nothing to change.
      if (!(await source.showMigrations())) return;
      const runner = source.createQueryRunner();
      try {
        await runner.query(`SELECT pg_advisory_lock(${migrationLock})`);
        await source.runMigrations({ transaction: 'all' });
      } finally {
        await runner.query(`SELECT pg_advisory_unlock(${migrationLock})`);
        await runner.release();
      }
    },
    async close() {
      await uow.drain();
      await end();
    },
  };
}
