import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import type { DatabaseOptions } from '#db/open.js';
import { startPostgres } from '../../../apps/standalone/stores/postgres.js';
import { privateRedis, type PrivateRedis } from '../../setup/servers.js';

/** Servers that all worlds of a run share, each with a database and a Redis of its own. */
export class Stores {
  private postgres: Promise<{ url: string; stop(): Promise<void> }> | null = null;
  private readonly redises: PrivateRedis[] = [];
  private readonly made = new Set<string>();

  constructor(private readonly folder: string) {}

  async database(kind: 'sqlite' | 'postgres', folder: string): Promise<DatabaseOptions> {
    if (kind === 'sqlite') return { type: 'sqlite', file: join(folder, 'linewatch.sqlite') };
    const { url: server } = await (this.postgres ??= this.startServer()); // worlds open side by side: one server for all
    const name = `faults_${randomBytes(6).toString('hex')}`;
    await execute(server, `CREATE DATABASE ${name}`);
    const url = new URL(server);
    url.pathname = `/${name}`;
    this.made.add(url.href);
    return { type: 'postgres', url: url.href };
  }

  private async startServer(): Promise<{ url: string; stop(): Promise<void> }> {
    const place = join(this.folder, 'postgres');
    mkdirSync(place, { recursive: true });
    // As root the server runs as another user, who must get through to its data.
    if (process.getuid?.() === 0) chmodSync(this.folder, 0o711);
    const { url, child } = await startPostgres(join(place, 'server'), ['-c', 'max_connections=200']);
    return { url, stop: () => child.stop() };
  }

  /** Leaves alone what was not made here: some scenarios bring a server of their own. */
  async drop(database: DatabaseOptions): Promise<void> {
    if (database.type === 'sqlite' || !this.postgres || !this.made.delete(database.url)) return;
    await execute(
      (await this.postgres).url,
      `DROP DATABASE IF EXISTS ${new URL(database.url).pathname.slice(1)} WITH (FORCE)`,
    );
  }

  async redis(...options: string[]): Promise<PrivateRedis> {
    const redis = await privateRedis(...options);
    await redis.start();
    this.redises.push(redis);
    return redis;
  }

  async stop(): Promise<void> {
    await Promise.allSettled(this.redises.map((redis) => redis.remove()));
    await this.postgres?.then((server) => server.stop());
  }
}

async function execute(url: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(text).finally(() => client.end());
}
