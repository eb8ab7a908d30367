import { setTimeout as pause } from 'node:timers/promises';
import { type PrivateRedis, privateRedis, randomName, redisServer } from '../../test/setup/servers.js';
import { type OpenCounts, openSharedCounts } from './shared-counts.js';

const given = redisServer ? describe : describe.skip;

given(`counts that processes share${redisServer ? '' : ' (skipped: no redis-server or valkey-server on PATH)'}`, () => {
  let redis: PrivateRedis;
  let one: OpenCounts;
  let two: OpenCounts;
  beforeAll(async () => {
    redis = await privateRedis();
    await redis.start();
    const prefix = `{${randomName()}}`;
    one = openSharedCounts(redis.url, prefix);
    two = openSharedCounts(redis.url, prefix);
    for (const counts of [one, two]) await answering(counts);
  });
  afterAll(async () => {
    one.close();
    two.close();
    await redis.remove();
  });

  async function answering(counts: OpenCounts): Promise<void> {
    for (let tries = 0; tries < 200; tries++) {
      if (
        await counts.release('ready', 'a', 'b').then(
          () => true,
          () => false,
        )
      )
        return;
      await pause(25);
    }
    throw new Error('the store never answered');
  }

  it('add up what each gave out, and owe what was too much for a minute at most', async () => {
    expect((await one.settle('actor', 60, new Map([['a', 20]]))).get('a')).toBe(40);
    const left = await two.settle(
      'actor',
      60,
      new Map([
        ['a', 30],
        ['b', 1],
      ]),
    );
    expect(left.get('a')).toBeGreaterThanOrEqual(10);
    expect(left.get('a')).toBeLessThan(12);
    expect(left.get('b')).toBe(59);
    expect((await one.settle('actor', 60, new Map([['a', 500]]))).get('a')).toBe(-60);
    expect((await one.settle('party', 60, new Map([['a', 1]]))).get('a')).toBe(59);
  });

  it("refill by the store's clock", async () => {
    await one.settle('actor', 6_000, new Map([['c', 6_000]]));
    await pause(300);
    const left = (await two.settle('actor', 6_000, new Map([['c', 0]]))).get('c')!;
    expect(left).toBeGreaterThanOrEqual(30);
    expect(left).toBeLessThan(600);
  });

  it('tell of more keys than fit into one call', async () => {
    const taken = new Map(Array.from({ length: 1_201 }, (_, i) => [`many-${i}`, i % 7]));
    const left = await one.settle('actor', 10, taken);
    expect(left.size).toBe(1_201);
    for (const [key, count] of taken) expect(left.get(key)).toBe(10 - count);
  });

  it('give so many places, to whoever has one again, and to others once it is free', async () => {
    expect(await one.hold('windows', 'account', 'first', 2)).toBe(true);
    expect(await two.hold('windows', 'account', 'second', 2)).toBe(true);
    expect(await two.hold('windows', 'account', 'third', 2)).toBe(false);
    expect(await two.hold('windows', 'account', 'first', 2)).toBe(true);
    expect(await two.hold('windows', 'another', 'third', 2)).toBe(true);
    await one.release('windows', 'account', 'first');
    expect(await two.hold('windows', 'account', 'third', 2)).toBe(true);
  });

  it('say within a second that the store is away, and go on when it is back', async () => {
    await redis.kill();
    const begun = performance.now();
    await expect(one.settle('actor', 60, new Map([['d', 1]]))).rejects.toMatchObject({ code: 'unavailable' });
    await expect(one.hold('windows', 'd', 'e', 1)).rejects.toMatchObject({ code: 'unavailable' });
    expect(performance.now() - begun).toBeLessThan(2_500);
    await redis.start();
    await answering(one);
    expect((await one.settle('actor', 60, new Map([['d', 1]]))).get('d')).toBe(59);
  });
});
