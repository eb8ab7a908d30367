import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { Proxy } from '../world/proxy.js';
import type { World } from '../world/world.js';
import type { PrivateRedis } from '../../setup/servers.js';
import { type Breaking, inWorld, oneCase } from './case.js';
import type { Scenario } from './scenario.js';

/** Longest acceptable answer to a report while the queue's store is in trouble, milliseconds. */
const answersWithinMs = 1_000;

/** The queue's store fails in five ways; intake must not notice. */
export const redisTroubles: Scenario = {
  name: 'redis',
  about: 'Redis killed, flushed, hung, slow and full, under load',
  on: ['sqlite', 'postgres'],
  async run(settings, done) {
    const seconds = settings.short ? 3 : 8;
    for (const kind of settings.databases) {
      const redis = await settings.stores.redis();
      const proxy = await Proxy.to(Number(new URL(redis.url).port));
      try {
        const through = { redis: proxy.through(redis.url) };
        await inWorld(
          settings,
          kind,
          `redis-${kind}`,
          async (world) => {
            for (const [name, trouble] of Object.entries(troubles)) {
              const about = { scenario: 'redis', name, kind, whole: name === 'full' };
              done(await oneCase(world, about, () => trouble({ world, redis, proxy, seconds })));
            }
          },
          { redis: redis.url, through },
        );
      } finally {
        await proxy.close();
      }
    }
  },
};

interface Place {
  world: World;
  redis: PrivateRedis;
  proxy: Proxy;
  seconds: number;
}

const troubles: Record<string, (place: Place) => Promise<Breaking>> = {
  async killed({ world, redis, seconds }) {
    await redis.kill();
    const answers = await loadFor(world, seconds);
    await redis.start();
    return { happened: true, ...told(answers) };
  },
  async flushed({ world, redis, seconds }) {
    const load = loadFor(world, seconds);
    await pause(1_000);
    for (let i = 0; i < 5; i++) {
      await ask(redis, (client) => client.flushall());
      await pause(200);
    }
    return { happened: true, ...told(await load) };
  },
  async hung({ world, proxy, seconds }) {
    proxy.hang();
    const answers = await loadFor(world, 2 * seconds);
    proxy.release();
    return { happened: true, ...told(answers) };
  },
  async slow({ world, proxy, seconds }) {
    proxy.latencyMs = 300;
    const answers = await loadFor(world, seconds);
    proxy.latencyMs = 0;
    return { happened: true, ...told(answers) };
  },
  async full({ world, redis, seconds }) {
    await ask(redis, (client) => client.config('SET', 'maxmemory', '1'));
    const answers = await loadFor(world, seconds);
    const refuses = await ask(redis, (client) =>
      client.set('probe', '1').then(
        () => false,
        () => true,
      ),
    );
    await ask(redis, (client) => client.config('SET', 'maxmemory', '0'));
    return { happened: refuses, ...told(answers) };
  },
};

/** Bursts one after the other; gives the times of single reports, ascending, and how many were not taken. */
async function loadFor(world: World, seconds: number): Promise<{ times: number[]; refused: number }> {
  const seen = new Set(world.log.all().map((o) => o.key));
  const end = performance.now() + seconds * 1000;
  while (performance.now() < end) await world.burst(0.5);
  const mine = world.log.all().filter((o) => o.op === 'report' && !seen.has(o.key));
  return {
    times: mine.map((o) => (o.end ?? Date.now()) - o.start).sort((a, b) => a - b),
    refused: mine.filter((o) => o.result === 'unknown').length,
  };
}

function told({ times, refused }: { times: number[]; refused: number }): { note: string; bounds: string[] } {
  const p99 = times[Math.floor(0.99 * (times.length - 1))] ?? 0;
  return {
    note: `meanwhile ${times.length} reports, ${refused} not answered, p99 ${p99} ms`,
    bounds: [
      ...(p99 > answersWithinMs ? [`a report took ${p99} ms (p99), over ${answersWithinMs}`] : []),
      ...(refused > 0 ? [`${refused} reports were not answered`] : []),
    ],
  };
}

async function ask<T>(redis: PrivateRedis, body: (client: Redis) => Promise<T>): Promise<T> {
  const client = new Redis(redis.url);
  return body(client).finally(() => client.disconnect());
}
