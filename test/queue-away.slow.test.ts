/** Redis is absent at start and for two minutes: reports are accepted all the same, and all work is done once it is back. */
import { setTimeout as pause } from 'node:timers/promises';
import { pino } from 'pino';
import { openBus } from '#queue/bus.js';
import { type TestApi, startTestApi } from '../apps/api/testing/api.js';
import { Worker } from '../apps/worker/worker.js';
import { type PrivateRedis, privateRedis, randomName, redisServer } from './setup/servers.js';

const awayMs = 120_000;
const given = redisServer ? describe : describe.skip;

given(`Redis away for two minutes${redisServer ? '' : ' (skipped: no redis-server or valkey-server on PATH)'}`, () => {
  let redis: PrivateRedis;
  let api: TestApi;
  let worker: Worker;
  const trouble: string[] = [];

  beforeAll(async () => {
    redis = await privateRedis();
    api = await startTestApi();
    const log = pino({ level: 'warn' }, { write: (line: string) => void trouble.push(line) });
    const bus = await openBus({ redis: redis.url }, randomName());
    worker = new Worker({ deps: api.deps, candidate: api.candidate(), bus, log, concurrency: 8 });
    worker.start();
  });
  afterAll(async () => {
    await worker.stop();
    await api.close();
    await redis.remove();
  });

  it('answers 201 throughout, and owes nothing in the end', async () => {
    const monitor = await api.person('monitor');
    const statuses = new Map<number, number>();
    const report = (): Record<string, unknown> => {
      const at = new Date(Date.now() - 60_000).toISOString();
      return {
        id: api.deps.ids.next(),
        kind: api.deps.mission.eventKinds[0]!.id,
        means: api.deps.mission.means.find((m) => m.by === 'person')!.id,
        start: at,
        end: at,
        place: { type: 'fix', ...somewhere(api), precisionMetres: 100 },
      };
    };
    const send = async (): Promise<void> => {
      const { status } = await api.ask('POST', '/v1/reports', { token: monitor.token, body: report() });
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    };
    const until = Date.now() + awayMs;
    while (Date.now() < until) {
      await Promise.all([send(), send()]);
      await pause(500);
    }
    const accepted = statuses.get(201) ?? 0;
    expect([...statuses.keys()]).toEqual([201]);
    expect(accepted).toBeGreaterThan(100);
    expect((await counts()).done).toBe(0);

    await redis.start();
    const back = Date.now();
    for (let late = 0; late < 5; late++) await send();
    for (;;) {
      const { owed, backlog } = await counts();
      if (owed + backlog === 0) break;
      expect(Date.now() - back).toBeLessThan(60_000);
      await pause(250);
    }
    await pause(2_000);
    const end = await counts();
    const total = statuses.get(201)!;
    expect([...statuses.keys()]).toEqual([201]);
    expect(end).toMatchObject({ owed: 0, dead: 0, backlog: 0 });
    const linked = await api.deps.uow.read(async (reads) => {
      const { items } = await reads.sightings.list({ sectors: null, limit: 1_000 });
      return Promise.all(items.map((s) => reads.links.activeOf(s.id)));
    });
    expect(linked).toHaveLength(total);
    expect(linked.every((link) => link !== null)).toBe(true);
    expect(trouble.length).toBeGreaterThan(0); // the outage was said, not hidden
  });

  async function counts(): Promise<{ owed: number; done: number; dead: number; backlog: number }> {
    return api.deps.uow.read(async (reads) => {
      const { owed, done, dead } = await reads.work.counts();
      return { owed, done, dead, backlog: (await reads.journal.backlog()).count };
    });
  }
});

/** A settlement of the pack, so that the place lies in a sector. */
function somewhere(api: TestApi): { lat: number; lon: number } {
  const { lat, lon } = api.deps.mission.settlements[0]!;
  return { lat, lon };
}
