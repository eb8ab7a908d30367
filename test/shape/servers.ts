/** What the processes of a production installation lean on, each of them to be killed: PostgreSQL with a synchronous
 * standby, Redis with a replica and three Sentinels, an S3-compatible store. */
import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { type Child, freePort } from '../../apps/standalone/stores/child.js';
import { startPostgres } from '../../apps/standalone/stores/postgres.js';
import { Proxy } from '../faults/world/proxy.js';
import { privateRedis, type PrivateRedis, redisServer } from '../setup/servers.js';

const standbyName = 'standby';
const common = ['-c', 'max_connections=250', '-c', 'max_wal_senders=5'];

/** A primary whose commits wait for its standby, and that standby. */
export class Pair {
  private constructor(
    readonly primary: { url: string; child: Child },
    private standby: { url: string; child: Child },
    private readonly way: Proxy,
    private readonly folder: string,
  ) {}

  /** @param folder others must be able to pass through it: as root the servers run as another user */
  static async start(folder: string): Promise<Pair> {
    const one = join(folder, 'one');
    const two = join(folder, 'two');
    for (const place of [one, two]) mkdirSync(place, { recursive: true });
    if (process.getuid?.() === 0) for (const place of [folder, one, two]) chmodSync(place, 0o711);
    const made = await startPostgres(join(one, 'server'), common);
    await made.child.stop();
    // A copy of a stopped server is a base backup.
    cpSync(join(one, 'server'), join(two, 'server'), { recursive: true, preserveTimestamps: true });
    const standbyData = join(two, 'server', 'data');
    writeFileSync(join(standbyData, 'standby.signal'), '');
    await sameOwner(join(one, 'server'), join(two, 'server'));
    const synchronous = ['-c', `synchronous_standby_names=${standbyName}`];
    const primary = await startPostgres(join(one, 'server'), [...common, ...synchronous]);
    const standby = await startPostgres(join(two, 'server'), [...common, ...following(primary.url)]);
    const way = await Proxy.to(portOf(standby.url));
    return new Pair(primary, standby, way, folder);
  }

  /** Names both, as a production setting does. */
  get url(): string {
    const { username, password } = new URL(this.primary.url);
    const hosts = `127.0.0.1:${portOf(this.primary.url)},127.0.0.1:${this.way.port}`;
    return `postgres://${username}:${password}@${hosts}/postgres`;
  }

  get standbyUrl(): string {
    return this.standby.url;
  }

  /** As in a power cut; from now on no commit is answered. */
  async killStandby(): Promise<void> {
    process.kill(this.standby.child.pid, 'SIGQUIT');
    await this.standby.child.stop();
  }

  async startStandby(): Promise<void> {
    this.standby = await startPostgres(join(this.folder, 'two', 'server'), [...common, ...following(this.primary.url)]);
    this.way.lead(portOf(this.standby.url));
  }

  /** As in a power cut. */
  async killPrimary(): Promise<void> {
    process.kill(this.primary.child.pid, 'SIGQUIT');
    await this.primary.child.stop();
  }

  /** Somebody makes the standby the primary. */
  async promote(): Promise<void> {
    await ask(this.standby.url, 'SELECT pg_promote()');
  }

  async stop(): Promise<void> {
    await this.way.close();
    await this.standby.child.stop();
    await this.primary.child.stop();
  }
}

function following(primaryUrl: string): string[] {
  const { username, password, port } = new URL(primaryUrl);
  const info = `host=127.0.0.1 port=${port} user=${username} password=${password} application_name=${standbyName}`;
  return ['-c', `primary_conninfo=${info}`];
}

/** The copy belongs to whoever runs the server. */
async function sameOwner(of: string, to: string): Promise<void> {
  const child = spawn('chown', ['-R', `--reference=${of}`, to], { stdio: 'inherit' });
  const code = await new Promise((resolve) => child.once('exit', resolve));
  if (code !== 0) throw new Error(`chown ended with ${String(code)}`);
  chmodSync(join(to, 'data'), 0o700);
}

export async function ask(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  await client.connect();
  try {
    return (await client.query(text)).rows as Record<string, unknown>[];
  } finally {
    await client.end();
  }
}

/** A Redis, its replica, and three Sentinels of which two must agree. */
export class Watched {
  private constructor(
    readonly redises: PrivateRedis[],
    readonly sentinels: { port: number; child: ChildProcess }[],
  ) {}

  static async start(folder: string): Promise<Watched> {
    const master = await privateRedis();
    await master.start();
    const replica = await privateRedis('--replicaof', '127.0.0.1', String(portOf(master.url)));
    await replica.start();
    const sentinels = [];
    for (let i = 0; i < 3; i++) {
      const place = join(folder, `sentinel-${i}`);
      mkdirSync(place, { recursive: true });
      const port = await freePort();
      const file = join(place, 'sentinel.conf');
      writeFileSync(
        file,
        [
          `port ${port}`,
          'bind 127.0.0.1',
          `dir ${place}`,
          `sentinel monitor mymaster 127.0.0.1 ${portOf(master.url)} 2`,
          'sentinel down-after-milliseconds mymaster 2000',
          'sentinel failover-timeout mymaster 6000',
        ].join('\n'),
      );
      const child = spawn(redisServer!, [file, '--sentinel'], { stdio: 'ignore' });
      process.once('exit', () => child.kill('SIGKILL'));
      sentinels.push({ port, child });
    }
    for (const { port } of sentinels) await answers(port);
    return new Watched([master, replica], sentinels);
  }

  get url(): string {
    return `redis+sentinel://${this.sentinels.map(({ port }) => `127.0.0.1:${port}`).join(',')}/mymaster`;
  }

  async stop(): Promise<void> {
    for (const { child } of this.sentinels) child.kill('SIGKILL');
    for (const redis of this.redises) await redis.remove();
  }
}

export class ObjectStore {
  private child: ChildProcess | null = null;

  private constructor(
    readonly folder: string,
    private readonly port: number,
  ) {}

  static async start(folder: string): Promise<ObjectStore> {
    mkdirSync(folder, { recursive: true });
    const store = new ObjectStore(folder, await freePort());
    await store.up();
    return store;
  }

  get url(): string {
    return `s3+http://S3RVER:S3RVER@127.0.0.1:${this.port}/evidence`;
  }

  async up(): Promise<void> {
    const file = fileURLToPath(new URL('./s3-server.js', import.meta.url));
    this.child = spawn(process.execPath, [file, this.folder, String(this.port)], {
      stdio: ['pipe', 'ignore', 'inherit'],
    });
    await answers(this.port);
  }

  async kill(): Promise<void> {
    const { child } = this;
    this.child = null;
    if (!child || child.exitCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
  }
}

async function answers(port: number): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = createConnection(port, '127.0.0.1');
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
      socket.once('connect', () => socket.destroy());
    });
    if (open) return;
    await pause(50);
  }
  throw new Error(`Nothing listens on port ${port}`);
}

export function portOf(url: string): number {
  return Number(new URL(url).port);
}
