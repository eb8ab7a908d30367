import pg from 'pg';
import { Redis } from 'ioredis';
import { postgresServer, privateDatabase, privateRedis, redisServer, testRedis } from '../../../test/setup/servers.js';
import type { QueueConnection } from '../store.js';

/** A store of the queue that a test may harm. */
export interface Backend {
  connection: QueueConnection;
  /** Makes the store forget everything. */
  forget(prefix: string): Promise<void>;
  /** Ends every connection to the store. */
  cut(): Promise<void>;
  remove(): Promise<void>;
}

/** By name; null where this machine has none. */
export const backends: [string, (() => Promise<Backend>) | null][] = [
  ['Redis', testRedis || redisServer ? onRedis : null],
  ['PostgreSQL', onPostgres],
];

async function onRedis(): Promise<Backend> {
  // A server of its own: FLUSHALL would empty everybody's.
  const server = redisServer ? await privateRedis() : null;
  await server?.start();
  const url = server?.url ?? testRedis!;
  return {
    connection: { redis: url },
    async forget(prefix) {
      const client = new Redis(url);
      if (server) await client.flushall();
      else await client.del(await client.keys(`${prefix}:*`));
      client.disconnect();
    },
    async cut() {
      const client = new Redis(url);
      await client.client('KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
      client.disconnect();
    },
    remove: async () => server?.remove(),
  };
}

async function onPostgres(): Promise<Backend> {
  const server = await postgresServer();
  const database = await privateDatabase(server.url);
  return {
    connection: { postgres: database.url },
    async forget(prefix) {
      const client = new pg.Client({ connectionString: database.url });
      await client.connect();
      const tables = await client.query<{ name: string }>(
        `SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) AS name FROM pg_tables
         WHERE schemaname = $1 AND tablename NOT LIKE '%migration%' AND tablename NOT LIKE '%version%'`,
        [prefix],
      );
      await client.query(`TRUNCATE ${tables.rows.map((row) => row.name).join(', ')} CASCADE`);
      await client.end();
    },
    async cut() {
      const client = new pg.Client({ connectionString: database.url });
      await client.connect();
      await client.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND pid <> pg_backend_pid()`,
      );
      await client.end();
    },
    async remove() {
      await database.remove();
      await server.stop();
    },
  };
}
