/** TLS between the program and the mission's own servers: real servers, certificates made for this run. */
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { jobNames } from '#core/journal/followup.js';
import { openS3Blobs, parseS3Address } from '#db/blobs/s3.js';
import { openDatabase } from '#db/open.js';
import { growingIds, handClock } from '#db/testing/parts.js';
import { readEnvironment } from '#host/environment.js';
import { openBus } from '#queue/bus.js';
import type { Hint } from '#queue/jobs.js';
import { readRedisAddress } from '#queue/redis-address.js';
import { openSharedCounts } from '#queue/shared-counts.js';
import { openParts } from '../apps/standalone/parts.js';
import { freePort } from '../apps/standalone/stores/child.js';
import { makeAuthority } from './setup/certificates.js';
import { randomName } from './setup/servers.js';
import { login, TlsPostgres, TlsRedis, tlsRedis, tlsStore } from './setup/tls-servers.js';

const own = makeAuthority('the mission');
const other = makeAuthority('somebody');
const right = own.issue('127.0.0.1');
const elsewhere = own.issue('elsewhere.example', '10.1.2.3');
const parts = { clock: handClock(), ids: growingIds() };
/** What Node.js says of a certificate by nobody it trusts, and of one that names another. */
const unknownIssuer = /unable to (verify|get)|self.signed/i;
const otherName = /does not match certificate's altnames/;

/** Starting servers on a loaded machine, milliseconds. */
const starting = 120_000;

async function* bytes(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

async function until(reached: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + 20_000;
  while (!(await reached())) {
    if (performance.now() > end) throw new Error('not reached within 20 s');
    await pause(20);
  }
}

const given = tlsRedis ? describe : describe.skip;
given(`Redis by TLS${tlsRedis ? '' : ' (skipped: no redis-server or valkey-server with TLS on PATH)'}`, () => {
  const servers: TlsRedis[] = [];
  const start = async (...args: Parameters<typeof TlsRedis.start>) => {
    const server = await TlsRedis.start(...args);
    servers.push(server);
    return server;
  };
  let server: TlsRedis;
  beforeAll(async () => void (server = await start(right, own.certificate)));
  afterAll(async () => {
    for (const one of servers) await one.remove();
  });

  /** Connects once. @throws Error that says why not */
  const ping = async (address: string, ca: string | null): Promise<string> => {
    const redis = readRedisAddress(address, ca).open({ lazyConnect: true, retryStrategy: () => null });
    const failed = once(redis, 'error').then(([error]) => Promise.reject(error as Error));
    failed.catch(() => undefined);
    try {
      redis.connect().catch(() => undefined); // told by the event
      return await Promise.race([redis.ping(), failed]);
    } finally {
      const ended = once(redis, 'end');
      redis.disconnect();
      await ended;
    }
  };

  it('is believed with a certificate of the mission that names it, and refused with any other', async () => {
    const address = `rediss://127.0.0.1:${server.port}`;
    expect(await ping(address, own.certificate)).toBe('PONG');
    await expect(ping(address, other.certificate)).rejects.toThrow(unknownIssuer);
    await expect(ping(address, null)).rejects.toThrow(unknownIssuer);
    const wrong = await start(elsewhere, own.certificate);
    await expect(ping(`rediss://127.0.0.1:${wrong.port}`, own.certificate)).rejects.toThrow(otherName);
  });

  it('carries the queue, workers included, and the counts of all processes', async () => {
    const connection = { redis: `rediss://127.0.0.1:${server.port}`, ca: own.certificate };
    const bus = await openBus(connection, randomName());
    const seen: string[] = [];
    const handlers = Object.fromEntries(
      jobNames.map((job) => [job, async (hint: Hint) => void seen.push(hint.workId)]),
    );
    bus.work(handlers as never, { onFailed: async () => undefined, onError: () => undefined });
    await bus.add([{ id: 'a.fuse', job: 'fuse', epoch: 0, subjectId: 's' }]);
    await until(() => seen.length === 1);
    await bus.close();
    const counts = openSharedCounts(connection.redis, `{${randomName()}}`, own.certificate);
    await until(() =>
      counts.release('ready', 'a', 'b').then(
        () => true,
        () => false,
      ),
    );
    counts.close();
  });

  it('is found by Sentinels that hear TLS alone', async () => {
    const port = await server.sentinel();
    const address = `rediss+sentinel://127.0.0.1:${port}/mymaster`;
    await until(() =>
      ping(address, own.certificate).then(
        () => true,
        () => false,
      ),
    );
    await expect(ping(address, other.certificate)).rejects.toThrow('All sentinels are unreachable');
  });

  it('is a cluster whose nodes hear TLS', async () => {
    const cluster = ['--cluster-enabled', 'yes', '--tls-cluster', 'yes', '--cluster-announce-ip', '127.0.0.1'];
    const node = await start(right, own.certificate, ...cluster);
    const setting = new Redis(node.plain);
    await setting.call('CLUSTER', 'ADDSLOTS', ...Array.from({ length: 16_384 }, (_, slot) => String(slot)));
    await until(async () => String(await setting.call('CLUSTER', 'INFO')).includes('cluster_state:ok'));
    setting.disconnect();
    const address = `rediss+cluster://127.0.0.1:${node.port}`;
    expect(await ping(address, own.certificate)).toBe('PONG');
    await expect(ping(address, other.certificate)).rejects.toThrow();
  });
});

describe('the evidence store by TLS', () => {
  it('is believed with a certificate of the mission that names it, and refused with any other', async () => {
    const stores = [await tlsStore(right), await tlsStore(elsewhere)];
    const put = async (port: number, ca: string | null) => {
      const blobs = openS3Blobs(parseS3Address(`s3+https://S3RVER:S3RVER@127.0.0.1:${port}/evidence`), ca);
      try {
        return await blobs.put(bytes('a picture'), 100);
      } finally {
        blobs.close();
      }
    };
    try {
      expect(await put(stores[0]!.port, own.certificate)).toMatchObject({ size: 9 });
      const refused = { code: 'unavailable', message: expect.stringContaining('(certificate)') };
      await expect(put(stores[0]!.port, other.certificate)).rejects.toMatchObject(refused);
      await expect(put(stores[0]!.port, null)).rejects.toMatchObject(refused);
      await expect(put(stores[1]!.port, own.certificate)).rejects.toMatchObject(refused);
    } finally {
      for (const store of stores) await store.remove();
    }
  });
});

describe('PostgreSQL by TLS', () => {
  let server: TlsPostgres;
  beforeAll(async () => void (server = await TlsPostgres.start()), starting);
  afterAll(async () => server.remove());

  const open = (ca: string | null, query = '?sslmode=verify-full') => {
    const url = `postgres://${login}@127.0.0.1:${server.port}/mission${query}`;
    return openDatabase({ type: 'postgres', url, ca }, parts);
  };

  it('does not go on without, where the server has none', async () => {
    await expect(open(own.certificate)).rejects.toThrow('The server does not support SSL connections');
  });

  it(
    'is believed with a certificate of the mission that names it, and refused with any other',
    async () => {
      await server.use(right);
      const database = await open(own.certificate);
      const [row] = await database.reader.query('SELECT ssl, version FROM pg_stat_ssl WHERE pid = pg_backend_pid()');
      expect(row).toMatchObject({ ssl: true, version: expect.stringMatching(/^TLSv1\.[23]$/) });
      await database.close();
      await expect(open(other.certificate)).rejects.toThrow(unknownIssuer);
      await expect(open(null)).rejects.toThrow(unknownIssuer);
      await server.use(elsewhere);
      await expect(open(own.certificate)).rejects.toThrow(otherName);
    },
    starting,
  );

  it(
    'is the only way of every connection, that of the lead and those that look for the primary as well',
    async () => {
      await server.use(right);
      // This server refuses whoever comes without.
      await expect(open(null, '')).rejects.toThrow(/no pg_hba\.conf entry.*no encryption/);
      const hosts = `127.0.0.1:${await freePort()},127.0.0.1:${server.port}`;
      const url = `postgres://${login}@${hosts}/mission?sslmode=verify-full`;
      const database = await openDatabase({ type: 'postgres', url, ca: own.certificate }, parts);
      await database.migrate();
      const candidate = database.candidate({ name: 'one', onTrouble: () => undefined });
      candidate.start(() => undefined);
      await until(() => candidate.lead() !== null);
      const rows = (await database.reader.query(
        'SELECT application_name AS name, ssl FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE usename = current_user',
      )) as { name: string; ssl: boolean }[];
      expect(rows.some(({ name }) => name.endsWith(' lead'))).toBe(true);
      expect(rows.filter(({ ssl }) => !ssl)).toEqual([]);
      await candidate.close();
      await database.close();
    },
    starting,
  );

  it(
    'is what the program takes from its settings, for the evidence store too',
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'linewatch-inside-'));
      const store = await tlsStore(right);
      try {
        await server.use(right);
        writeFileSync(join(folder, 'ca.pem'), own.certificate);
        const env = {
          LINEWATCH_DATA: folder,
          LINEWATCH_INSIDE_TLS: 'required',
          LINEWATCH_INSIDE_CA: join(folder, 'ca.pem'),
          DATABASE_URL: `postgres://${login}@127.0.0.1:${server.port}/mission?sslmode=verify-full`,
          EVIDENCE_URL: `s3+https://S3RVER:S3RVER@127.0.0.1:${store.port}/evidence`,
        };
        const { deps, database } = await openParts(readEnvironment(env, process.cwd()));
        await database.migrate();
        expect(await deps.uow.read((reads) => reads.meta.get('demo'))).toBeNull();
        expect(await deps.blobs.put(bytes('a picture'), 100)).toMatchObject({ existed: false });
        await database.close();
      } finally {
        await store.remove();
        rmSync(folder, { recursive: true, force: true });
      }
    },
    starting,
  );

  it.each(['require', 'prefer', 'verify-ca', 'no-verify'])('is never asked for by sslmode=%s', async (mode) => {
    await expect(open(own.certificate, `?sslmode=${mode}`)).rejects.toThrow(/sslmode=verify-full/);
  });
});
