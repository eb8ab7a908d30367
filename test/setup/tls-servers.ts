/** Servers of the mission that speak TLS, each with a certificate of its own, on this machine. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import S3rver from 's3rver';
import { type Child, freePort } from '../../apps/standalone/stores/child.js';
import { startPostgres } from '../../apps/standalone/stores/postgres.js';
import type { Issued } from './certificates.js';
import { type PrivateRedis, privateRedis, redisServer } from './servers.js';

/** A Redis may have been built without TLS: such a one does not know the word. */
export const tlsRedis =
  redisServer !== null && !spawnSync(redisServer, ['-'], { input: 'tls-port 0\nx\n' }).stdout.includes('tls-port');

export const login = 'mission:secret';

/** A PostgreSQL that hears `login` by TLS alone; the queue and the program's own database are not in it. */
export class TlsPostgres {
  private used: Issued | null = null;

  private constructor(
    private readonly folder: string,
    private readonly data: string,
    private child: Child,
    public port: number,
  ) {}

  /** Without TLS at first. */
  static async start(): Promise<TlsPostgres> {
    const folder = mkdtempSync(join(tmpdir(), 'linewatch-postgres-tls-'));
    chmodSync(folder, 0o711); // as root the server runs as another user
    const { url, child } = await startPostgres(join(folder, 'server'));
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    const data = (await client.query('SHOW data_directory')).rows[0].data_directory as string;
    const [user, password] = login.split(':');
    await client.query(`CREATE ROLE ${user} LOGIN PASSWORD '${password}'`);
    await client.query(`CREATE DATABASE ${user} OWNER ${user}`);
    await client.end();
    return new TlsPostgres(folder, data, child, Number(new URL(url).port));
  }

  /** Starts it anew with this certificate; from now on it hears the mission by TLS alone. */
  async use(issued: Issued): Promise<void> {
    if (this.used === issued) return;
    this.used = issued;
    const { certificate, key } = issued;
    await this.child.stop();
    const { uid, gid } = statSync(this.data);
    const here = (name: string, text: string) => {
      const file = join(this.data, name);
      rmSync(file, { force: true });
      writeFileSync(file, text, { mode: 0o600 });
      chownSync(file, uid, gid);
      return file;
    };
    const rules = 'hostssl mission mission all scram-sha-256\nhost postgres linewatch all scram-sha-256\n';
    const settings = [
      'ssl=on',
      `ssl_cert_file=${here('tls.crt', certificate)}`,
      `ssl_key_file=${here('tls.key', key)}`,
      `hba_file=${here('tls_hba.conf', rules)}`,
    ];
    const flags = settings.flatMap((setting) => ['-c', setting]);
    const { url, child } = await startPostgres(join(this.folder, 'server'), flags);
    this.child = child;
    this.port = Number(new URL(url).port);
  }

  async remove(): Promise<void> {
    await this.child.stop();
    rmSync(this.folder, { recursive: true, force: true });
    rmSync(join(this.data, '..'), { recursive: true, force: true });
  }
}

/** A Redis with TLS on `port`, and Sentinels or a cluster of one where asked for. */
export class TlsRedis {
  private readonly children: ChildProcess[] = [];

  private constructor(
    private readonly folder: string,
    private readonly own: string[],
    private readonly redis: PrivateRedis,
    readonly port: number,
  ) {}

  static async start({ certificate, key }: Issued, authority: string, ...more: string[]): Promise<TlsRedis> {
    const folder = mkdtempSync(join(tmpdir(), 'linewatch-redis-tls-'));
    const put = (name: string, text: string) => {
      writeFileSync(join(folder, name), text, { mode: 0o600 });
      return join(folder, name);
    };
    const files = { certificate: put('server.crt', certificate), key: put('server.key', key) };
    const own = ['--tls-cert-file', files.certificate, '--tls-key-file', files.key, '--tls-auth-clients', 'no'];
    own.push('--tls-ca-cert-file', put('ca.crt', authority));
    const port = await freePort();
    const redis = await privateRedis('--tls-port', String(port), ...own, ...more);
    await redis.start();
    return new TlsRedis(folder, own, redis, port);
  }

  /** Address without TLS, for the tests' own use. */
  get plain(): string {
    return this.redis.url;
  }

  /** A Sentinel that hears and speaks TLS alone, and watches this Redis. @returns its port */
  async sentinel(): Promise<number> {
    const port = await freePort();
    const file = join(this.folder, 'sentinel.conf');
    writeFileSync(file, `port 0\ntls-port ${port}\nbind 127.0.0.1\ntls-replication yes\ndir ${this.folder}\n`, {
      flag: 'a',
    });
    writeFileSync(file, `sentinel monitor mymaster 127.0.0.1 ${this.port} 1\n`, { flag: 'a' });
    const child = spawn(redisServer!, [file, '--sentinel', ...this.own], { stdio: 'ignore' });
    this.children.push(child);
    return port;
  }

  async remove(): Promise<void> {
    for (const child of this.children) {
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    }
    await this.redis.remove();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** An S3-compatible store by https. */
export async function tlsStore({ certificate, key }: Issued): Promise<{ port: number; remove(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'linewatch-s3-tls-'));
  const settings = { address: '127.0.0.1', port: 0, silent: true, directory: folder };
  const store = new S3rver({ ...settings, configureBuckets: [{ name: 'evidence', configs: [] }] });
  await store.configureBuckets();
  const server = createServer({ cert: certificate, key }, store.callback());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    async remove() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
