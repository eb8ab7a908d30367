/** The leader alone is cut off from the queue: it lets another lead, and what is owed is handed over. */
import { pino } from 'pino';
import { acceptSightings } from '#core/intake/accept.js';
import type { Deps } from '#core/ports.js';
import { asideMs } from '#db/lead.js';
import { type Database, openDatabase } from '#db/open.js';
import { postgresServer, type TestDatabase, type TestServer } from '#db/testing/databases.js';
import { until } from '#db/testing/standing.js';
import { systemClock } from '#host/clock.js';
import { makeIds } from '#host/ids.js';
import { openBus } from '#queue/bus.js';
import { freePort } from '../apps/standalone/stores/child.js';
import { firstPatienceMs } from '../apps/worker/queue-reach.js';
import { Worker } from '../apps/worker/worker.js';
import { blastAtTheFord, type Desk, openDesk, person } from './scenarios/desk.js';
import { type PrivateRedis, privateRedis, randomName, redisServer } from './setup/servers.js';

const given = redisServer ? describe : describe.skip;

given(
  `A leader cut off from the queue${redisServer ? '' : ' (skipped: no redis-server or valkey-server on PATH)'}`,
  () => {
    const ids = makeIds(systemClock);
    const name = randomName();
    const said: string[] = [];
    const log = pino({ level: 'warn' }, { write: (line: string) => void said.push(line) });
    const databases: Database[] = [];
    const workers: Worker[] = [];
    let server: TestServer;
    let at: TestDatabase;
    let desk: Desk;
    let redis: PrivateRedis;

    beforeAll(async () => {
      server = await postgresServer();
      at = await server.create();
      desk = await openDesk(at.options);
      redis = await privateRedis();
      await redis.start();
    });
    afterAll(async () => {
      for (const worker of workers) await worker.stop();
      for (const database of databases) await database.close();
      await desk.close();
      await redis.remove();
      await at.drop();
      await server.stop();
    });

    /** A worker as a process of its own would be: with its own connections to the database. */
    async function stand(queue: string): Promise<{ deps: Deps; leads: () => boolean }> {
      const database = await openDatabase(at.options, { clock: systemClock, ids });
      databases.push(database);
      const deps: Deps = { ...desk.deps, clock: systemClock, ids, uow: database.uow };
      const candidate = database.candidate({ name: 'test', onTrouble: () => undefined });
      const worker = new Worker({ deps, candidate, bus: await openBus({ redis: queue }, name), log, concurrency: 2 });
      workers.push(worker);
      worker.start();
      return { deps, leads: () => candidate.lead() !== null };
    }

    it('steps aside, and another leads and hands over what is owed', async () => {
      const cutOff = await stand(`redis://127.0.0.1:${await freePort()}`);
      await until(cutOff.leads);
      const input = blastAtTheFord(ids.next());
      const [result] = await acceptSightings(cutOff.deps, person('ina', 'monitor'), [input]);
      expect(result!.status).toBe('accepted');
      const other = await stand(redis.url);
      const took = await until(other.leads, firstPatienceMs + asideMs + 15_000);
      expect(took).toBeGreaterThan(firstPatienceMs / 2);
      expect(cutOff.leads()).toBe(false);
      expect(said.join('')).toContain('steps aside');
      const link = () => other.deps.uow.read((reads) => reads.links.activeOf(input.id));
      for (const begun = Date.now(); (await link()) === null;) expect(Date.now() - begun).toBeLessThan(20_000);
      expect(other.leads()).toBe(true);
    });
  },
);
