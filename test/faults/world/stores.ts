import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import type { DatabaseOptions } from '#db/open.js';
import { startPostgres } from '../../../apps/standalone/stores/postgres.js';
import { privateRedis, type PrivateRedis } from '../../setup/servers.js';

/** Servers that all worlds of a run share, each with a database and a Redis of its own. */
export class Stores {
  private postgres: { url: string; stop(): Promise<void> } | null = null;
  private readonly redises: PrivateRedis[] = [];
  private readonly made = new Set<string>();

  constructor(private readonly folder: string) {}

  async database(kind: 'sqlite' | 'postgres', folder: string): Promise<DatabaseOptions> {
    if (kind === 'sqlite') return { type: 'sqlite', file: join(folder, 'linewatch.sqlite') };
    if (!this.postgres) {
      const place = join(this.folder, 'postgres');
      mkdirSync(place, { recursive: true });
      // As root the server runs as another user, who must get through to its data.
      if (process.getuid?.() === 0) chmodSync(this.folder, 0o711);
      const { url, child } = await startPostgres(join(place, 'server'), ['-c', 'max_connections=200']);
      this.postgres = { url, stop: () => child.stop() };
    }
    const name = `faults_${randomBytes(6).toString('hex')}`;
    await execute(this.postgres.url, `CREATE DATABASE ${name}`);
    const url = new URL(this.postgres.url);
    url.pathname = `/${name}`;
    this.made.add(url.href);
    return { type: 'postgres', url: url.href };
  }

  /** Leaves alone what was not made here: some scenarios bring a server of their own. */
  async drop(database: DatabaseOptions): Promise<void> {
    if (database.type === 'sqlite' || !this.postgres || !this.made.delete(database.url)) return;
    await execute(this.postgres.url, `DROP DATABASE IF EXISTS ${new URL(database.url).pathname.slice(1)} WITH (FORCE)`);
  }

  async redis(...options: string[]): Promise<PrivateRedis> {
    const redis = await privateRedis(...options);
    await redis.start();
    this.redises.push(redis);
    return redis;
  }

  async stop(): Promise<void> {
    await Promise.allSettled(this.redises.map((redis) => redis.remove()));
    await this.postgres?.stop();
  }
}

async function execute(url: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(text).finally(() => client.end());
}
