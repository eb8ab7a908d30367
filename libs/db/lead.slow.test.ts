/** The lead changes hands while its old holder is in the middle of something (PostgreSQL: on SQLite it cannot). */
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { graceMs } from './lead.js';
import { type Database, openDatabase } from './open.js';
import { postgresServer, type TestDatabase, type TestServer } from './testing/databases.js';
import { growingIds, handClock } from './testing/parts.js';
import { Standing, until } from './testing/standing.js';

describe('The lead on postgres', () => {
  const standing = new Standing();
  let server: TestServer;
  let at: TestDatabase;
  let db: Database;

  beforeAll(async () => void (server = await postgresServer()));
  afterAll(() => server?.stop());
  beforeEach(async () => {
    at = await server.create();
    db = await openDatabase(at.options, { clock: handClock(), ids: growingIds() });
    await db.migrate();
  });
  afterEach(async () => {
    await standing.end();
    await db.close();
    await at.drop();
  });

  it('of an old term writes nothing more, and what it had begun is waited for', async () => {
    const old = standing.stand(db);
    await until(() => old.lead() !== null);
    const led = old.lead()!;
    let goOn = (): void => undefined;
    const begun = led.run(async (tx) => {
      await tx.write.meta('begun', 'under the old term');
      await new Promise<void>((resolve) => (goOn = resolve));
    });
    await pause(200);
    const next = standing.stand(await standing.neighbourOf(at));
    await endSessionOfLeader();
    await pause(1_500);
    // The lock is free, but the old term still has a transaction under way.
    expect(next.lead()).toBeNull();
    goOn();
    await begun;
    await until(() => next.lead() !== null, 3_000);
    await next.lead()!.run((tx) => tx.write.meta('order', 'new'));
    await expect(led.run((tx) => tx.write.meta('order', 'old'))).rejects.toMatchObject({ code: 'unavailable' });
    expect(await db.uow.read((r) => r.meta.get('order'))).toBe('new');
    expect(standing.told.get(next)).toEqual([2]);
  });

  it('is lost by one that stopped in the middle of a transaction, which then counts for nothing', async () => {
    const old = standing.stand(db);
    await until(() => old.lead() !== null);
    let goOn = (): void => undefined;
    const stopped = old.lead()!.run(async (tx) => {
      await tx.write.meta('stopped', 'must not be seen');
      await new Promise<void>((resolve) => (goOn = resolve));
    });
    await pause(200);
    const next = standing.stand(await standing.neighbourOf(at));
    await endSessionOfLeader();
    const tookMs = await until(() => next.lead() !== null, 10_000);
    expect(tookMs).toBeGreaterThan(graceMs - 500);
    goOn();
    await expect(stopped).rejects.toThrow();
    expect(await db.uow.read((r) => r.meta.get('stopped'))).toBeNull();
  }, 30_000);

  it('does not wait for what a fellow that stopped has begun, one transaction after the other', async () => {
    const stopped = await standing.neighbourOf(at);
    // A process that was stopped loses this session first.
    const next = standing.stand(db);
    await until(() => next.lead() !== null);
    const silent = standing.stand(stopped);
    await pause(1_500);
    let goOn = (): void => undefined;
    const wait = new Promise<void>((resolve) => (goOn = resolve));
    const begun = [1, 2, 3].map((i) =>
      stopped.uow.run(async (tx) => {
        await tx.lock(['place']);
        await tx.write.meta(`stopped-${i}`, 'must not be seen');
        await wait;
      }),
    );
    const ends = Promise.allSettled(begun);
    await pause(200);
    await silent.close();
    const free = performance.now();
    await db.uow.run((tx) => tx.lock(['place']));
    expect(performance.now() - free).toBeLessThan(15_000);
    goOn();
    expect((await ends).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(await db.uow.read((r) => r.meta.get('stopped-1'))).toBeNull();
  }, 60_000);

  /** What the server does by itself once the session has been silent for too long. */
  async function endSessionOfLeader(): Promise<void> {
    const { options } = at;
    if (options.type !== 'postgres') throw new Error('only on PostgreSQL');
    const client = new pg.Client({ connectionString: options.url });
    await client.connect();
    await client.query(
      `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted
       AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) AND objid = 7250212`,
    );
    await client.end();
  }
});
