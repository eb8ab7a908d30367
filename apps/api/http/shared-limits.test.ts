import { setTimeout as pause } from 'node:timers/promises';
import { Problem } from '#core/errors.js';
import type { Clock, SharedCounts } from '#core/ports.js';
import { type OpenCounts, openSharedCounts } from '#queue/shared-counts.js';
import { type PrivateRedis, privateRedis, randomName, redisServer } from '../../../test/setup/servers.js';
import { startTestApi, type TestApi } from '../testing/api.js';
import { RateLimit } from './rate.js';

const still: Clock = { now: () => new Date('2026-04-01T12:00:00.000Z') };

/** How often a key is let through before it must wait; at most `most` times. */
function taken(limit: RateLimit, key: string, most: number): number {
  for (let i = 0; i < most; i++) {
    try {
      limit.take(key);
    } catch (error) {
      expect(error).toMatchObject({ code: 'too_many_requests' });
      return i;
    }
  }
  return most;
}

function secondsToWait(limit: RateLimit, key: string): unknown {
  try {
    limit.take(key);
    return 0;
  } catch (error) {
    return (error as Problem).extra['retryAfterSeconds'];
  }
}

const given = redisServer ? describe : describe.skip;

given(`limits of several processes${redisServer ? '' : ' (skipped: no redis-server or valkey-server on PATH)'}`, () => {
  let redis: PrivateRedis;
  let counts: OpenCounts;
  beforeAll(async () => {
    redis = await privateRedis();
    await redis.start();
    counts = openSharedCounts(redis.url, `{${randomName()}}`);
    const ready = () =>
      counts.release('ready', 'a', 'b').then(
        () => true,
        () => false,
      );
    while (!(await ready())) await pause(25);
  });
  afterAll(async () => {
    counts.close();
    await redis.remove();
  });

  const process = (): RateLimit => new RateLimit(still, 100, { name: 'actor', counts, onAlone: () => undefined });

  it('are those of one: what one process gave out, another does not give again', async () => {
    const [one, two] = [process(), process()];
    expect(taken(one, 'a', 60)).toBe(60);
    await pause(400);
    expect(taken(two, 'a', 1)).toBe(1);
    await pause(400);
    expect(taken(two, 'a', 1_000)).toBeLessThanOrEqual(41);
    // Nobody else waits for it.
    expect(taken(two, 'b', 100)).toBe(100);
  });

  it('let what was given out too much at once be paid back', async () => {
    const [one, two] = [process(), process()];
    expect([taken(one, 'c', 1_000), taken(two, 'c', 1_000)]).toEqual([100, 100]);
    await pause(400);
    // The first told of its own before the second did.
    expect(secondsToWait(one, 'c')).toBeGreaterThan(0);
    expect(secondsToWait(two, 'c')).toBeGreaterThan(50);
  });

  it('count windows of an account that are open elsewhere', async () => {
    const api: TestApi = await startTestApi({ sharedCounts: counts });
    try {
      const { id, token } = await api.person('supervisor');
      for (let i = 0; i < 8; i++) expect(await counts.hold('windows', id, `elsewhere-${i}`, 8)).toBe(true);
      const follow = () => fetch(`${api.address}/v1/live`, { headers: { authorization: `Bearer ${token}` } });
      expect((await follow()).status).toBe(429);
      await counts.release('windows', id, 'elsewhere-0');
      const open = await follow();
      expect(open.status).toBe(200);
      await open.body!.getReader().read();
      expect((await follow()).status).toBe(429);
    } finally {
      await api.close();
    }
  });
});

it('an api whose fellows cannot be asked counts alone, and says so once', async () => {
  const away = (): Promise<never> => Promise.reject(new Problem('unavailable', 'away'));
  const nobody: SharedCounts = { settle: away, hold: away, release: away };
  const told: (string | null)[] = [];
  const onAlone = (why: Error | null): void => void told.push(why && why.message);
  const limit = new RateLimit(still, 5, { name: 'actor', counts: nobody, onAlone });
  expect(taken(limit, 'a', 3)).toBe(3);
  await pause(300);
  expect(taken(limit, 'a', 10)).toBe(2);
  await pause(300);
  expect(told).toEqual(['away']);
});
