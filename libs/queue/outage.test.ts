import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { jobNames } from '#core/journal/followup.js';
import { carryOut, reconcile, relayDue } from '#core/journal/work.js';
import { openBus, type Bus } from './bus.js';
import { owedWork } from '../../test/setup/owedwork.js';
import { privateRedis, randomName, redisServer, type PrivateRedis } from '../../test/setup/servers.js';

const given = redisServer ? describe : describe.skip;
given(`a Redis that is away${redisServer ? '' : ' (skipped: no redis-server or valkey-server on PATH)'}`, () => {
  let redis: PrivateRedis;
  const buses: Bus[] = [];
  const open = async () => {
    const bus = await openBus({ redis: redis.url }, randomName());
    buses.push(bus);
    return bus;
  };
  afterEach(async () => {
    for (const bus of buses.splice(0)) await bus.close();
    await redis.remove();
  });

  /** Owed work, and workers that carry it out and count each effect. */
  function world(bus: Bus) {
    const owed = owedWork(() => new Date());
    const effects: string[] = [];
    const fuse = async (_tx: unknown, _deps: unknown, subject: string) => void effects.push(subject);
    const handler = (hint: { workId: string; epoch: number }) => carryOut(owed.deps, { fuse }, hint);
    bus.work(Object.fromEntries(jobNames.map((name) => [name, handler])) as never, {
      onFailed: async () => undefined,
      onError: () => undefined, // outages are the point here
    });
    return {
      deps: owed.deps,
      owe: owed.owe,
      effects,
      done: () => [...owed.works.values()].every((work) => work.state === 'done'),
    };
  }

  it('at start: adding fails fast, nothing is lost, all is done when it comes', async () => {
    redis = await privateRedis();
    const bus = await open();
    const { deps, effects, owe, done } = world(bus);
    owe(50, 'fuse');
    const began = performance.now();
    await expect(relayDue(deps, bus, 100)).rejects.toMatchObject({ code: 'unavailable' });
    expect(performance.now() - began).toBeLessThan(4_000);
    await redis.start();
    await until(async () => (await relayDue(deps, bus, 100).catch(() => 0)) > 0);
    await until(done);
    expect(new Set(effects).size).toBe(50);
    expect(effects).toHaveLength(50);
  }, 60_000);

  it('while at work: killed and back, the same workers do the rest', async () => {
    redis = await privateRedis();
    await redis.start();
    const bus = await open();
    const { deps, effects, owe, done } = world(bus);
    owe(20, 'fuse');
    await relayDue(deps, bus, 100);
    await until(done);
    await redis.kill();
    owe(20, 'fuse');
    const began = performance.now();
    await expect(relayDue(deps, bus, 100)).rejects.toMatchObject({ code: 'unavailable' });
    expect(performance.now() - began).toBeLessThan(4_000);
    await pause(7_000); // longer than a worker's wait for jobs, after which an old BullMQ never woke
    await redis.start();
    await until(async () => {
      await reconcile(deps, bus, 1_000).catch(() => undefined);
      return done();
    });
    expect(new Set(effects).size).toBe(40);
    expect(effects).toHaveLength(40);
    expect((await bus.progress()).running).toEqual([...jobNames]);
  }, 60_000);

  it('or that asks for a password is told apart from one that is away', async () => {
    redis = await privateRedis();
    await redis.start();
    const locked = new Redis(redis.url);
    await locked.config('SET', 'requirepass', 'secret');
    locked.disconnect();
    await expect(openBus({ redis: redis.url }, randomName())).rejects.toThrow(/refuses: NOAUTH/);
  });

  it('or that may throw jobs away is refused with what to do', async () => {
    redis = await privateRedis('--maxmemory', '64mb', '--maxmemory-policy', 'allkeys-lru');
    await redis.start();
    await expect(openBus({ redis: redis.url }, randomName())).rejects.toThrow(
      /maxmemory-policy "allkeys-lru".*Set "maxmemory-policy noeviction"/,
    );
  });
});

async function until(reached: () => boolean | Promise<boolean>, withinMs = 40_000): Promise<void> {
  const end = performance.now() + withinMs;
  while (!(await reached())) {
    if (performance.now() > end) throw new Error(`Not reached within ${withinMs} ms`);
    await pause(50);
  }
}
