/** Stores that tests run against: given by the test runner, or started for one test file. */
import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import pg from 'pg';
import { findCommand, freePort } from '../../apps/standalone/stores/child.js';
import { startPostgres } from '../../apps/standalone/stores/postgres.js';

export const redisServer = findCommand(process.env['PATH'] ?? '', 'redis-server', 'valkey-server');
export const testRedis = process.env['LINEWATCH_TEST_REDIS'] ?? null;

/** Unlike every other test run's, also one side by side. */
export function randomName(): string {
  return `test_${randomBytes(6).toString('hex')}`;
}

export interface PrivateRedis {
  url: string;
  start(): Promise<void>;
  /** SIGKILL, as in a power cut. */
  kill(): Promise<void>;
  /** Ends it and removes its folder. */
  remove(): Promise<void>;
}

/** A Redis of one's own on a free port, not yet started; keeps its data over `kill` and `start`. */
export async function privateRedis(...options: string[]): Promise<PrivateRedis> {
  if (!redisServer) throw new Error('No redis-server or valkey-server on PATH');
  const command = redisServer;
  const port = await freePort();
  const folder = await mkdtemp(join(tmpdir(), 'linewatch-redis-'));
  let child: ChildProcess | null = null;
  const kill = async () => {
    const running = child;
    child = null;
    if (!running || running.exitCode !== null) return;
    const gone = new Promise((resolve) => running.once('exit', resolve));
    running.kill('SIGKILL');
    await gone;
  };
  return {
    url: `redis://127.0.0.1:${port}`,
    async start() {
      const settings = [
        '--port',
        String(port),
        '--bind',
        '127.0.0.1',
        '--dir',
        folder,
        '--appendonly',
        'yes',
        '--save',
        '',
      ];
      child = spawn(command, [...settings, '--appendfsync', 'always', ...options], { stdio: 'ignore' });
      const probe = new Redis(port, { retryStrategy: () => 50, maxRetriesPerRequest: 200 });
      probe.on('error', () => undefined); // until it listens
      await probe.ping();
      probe.disconnect();
    },
    kill,
    async remove() {
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The PostgreSQL of the test run, or one started for the calling file. */
export async function postgresServer(): Promise<{ url: string; stop(): Promise<void> }> {
  const given = process.env['LINEWATCH_TEST_POSTGRES'];
  if (given) return { url: given, stop: async () => undefined };
  const folder = await mkdtemp(join(tmpdir(), 'linewatch-postgres-'));
  if (process.getuid?.() === 0) await chmod(folder, 0o711); // as root the server runs as another user
  const { url, child } = await startPostgres(join(folder, 'server'), ['-c', 'fsync=off']);
  return {
    url,
    async stop() {
      await child.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A database of one's own on the given server, dropped by `remove`. */
export async function privateDatabase(server: string): Promise<{ url: string; remove(): Promise<void> }> {
  const name = randomName();
  const ask = async (sql: string) => {
    const client = new pg.Client({ connectionString: server });
    await client.connect();
    await client.query(sql).finally(() => client.end());
  };
  await ask(`CREATE DATABASE ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, remove: () => ask(`DROP DATABASE ${name} WITH (FORCE)`) };
}
