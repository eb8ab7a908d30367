/** Which store the queue of a standalone Linewatch uses, in this order: given, private Redis, private PostgreSQL. */
import { join } from 'node:path';
import { findCommand } from './child.js';
import { startPostgres } from './postgres.js';
import { startRedis } from './redis.js';

export interface ProvidedStore {
  connection: { redis: string; ca: string | null } | { postgres: string };
  /** Said on start; holds no password. */
  description: string;
  /** Ends what was started here; to be called after the bus is closed. */
  stop(): Promise<void>;
}

/** @throws Error that says what failed and what to do */
export async function provideQueueStore(settings: {
  redisUrl?: string | undefined;
  /** Authorities (PEM) that alone are trusted for a given Redis with TLS. */
  ca?: string | null;
  dataDir: string;
  /** Where commands are looked for: the PATH of the environment. */
  path: string;
}): Promise<ProvidedStore> {
  if (settings.redisUrl) {
    const shown = settings.redisUrl.replace(/\/\/[^@/]*@/, '//').replace(/\?.*/s, '');
    const connection = { redis: settings.redisUrl, ca: settings.ca ?? null };
    return { connection, description: `Redis at ${shown}`, stop: async () => undefined };
  }
  const command = findCommand(settings.path, 'redis-server', 'valkey-server');
  if (command) {
    const { url, child } = await startRedis(command, join(settings.dataDir, 'redis'));
    return {
      connection: { redis: url, ca: null },
      description: `a private Redis (${command}, process ${child.pid})`,
      stop: () => child.stop(),
    };
  }
  // What the queue holds can be told again by the database, so a commit need not wait for the disk.
  const { url, child } = await startPostgres(join(settings.dataDir, 'postgres-queue'), [
    '-c',
    'synchronous_commit=off',
  ]);
  return {
    connection: { postgres: url },
    description: `a private PostgreSQL (process ${child.pid}; no redis-server or valkey-server on PATH)`,
    stop: () => child.stop(),
  };
}
