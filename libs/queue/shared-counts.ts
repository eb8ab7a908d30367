/** Allowances and places that several api processes count together, in the queue's Redis (docs/adr/0026). */
import { createHash } from 'node:crypto';
import type { Cluster, Redis } from 'ioredis';
import { Problem } from '#core/errors.js';
import type { SharedCounts } from '#core/ports.js';
import { readRedisAddress } from './redis-address.js';

/** Longest wait for the store; whoever asks goes on by its own count after it. */
const answerWithinMs = 1_000;
/** Buckets told at once. */
const atOnce = 500;
/** A bucket that nobody took from is full again after a minute; a place that nobody kept is free again. */
const forgetAfterMs = 60_000;

/**
 * Each bucket refills by the store's own clock, so that clocks of processes need not agree. What was given out too much
 * is owed, up to a minute's worth.
 */
const settleScript = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local perMinute = tonumber(ARGV[1])
local left = {}
for i, key in ipairs(KEYS) do
  local before = redis.call('HMGET', key, 'left', 'at')
  local had = tonumber(before[1]) or perMinute
  local refill = math.max(0, now - (tonumber(before[2]) or now)) / ${forgetAfterMs} * perMinute
  local has = math.max(-perMinute, math.min(perMinute, had + refill) - tonumber(ARGV[i + 1]))
  redis.call('HSET', key, 'left', tostring(has), 'at', now)
  redis.call('PEXPIRE', key, ${2 * forgetAfterMs})
  left[i] = tostring(has)
end
return left`;

const holdScript = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
if not redis.call('ZSCORE', KEYS[1], ARGV[1]) and redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[2]) then return 0 end
redis.call('ZADD', KEYS[1], now + ${forgetAfterMs}, ARGV[1])
redis.call('PEXPIRE', KEYS[1], ${forgetAfterMs})
return 1`;

export interface OpenCounts extends SharedCounts {
  close(): void;
}

/**
 * Connects by itself, and again after each outage.
 * @param prefix of all keys; with a part in braces they share a node of a cluster
 * @param ca authorities (PEM) that alone are trusted for a Redis with TLS, null for those of Node.js
 */
export function openSharedCounts(url: string, prefix: string, ca: string | null = null): OpenCounts {
  const redis = readRedisAddress(url, ca).open({
    lazyConnect: true,
    enableOfflineQueue: false,
    maxRetriesPerRequest: null,
    autoResendUnfulfilledCommands: false,
    connectTimeout: answerWithinMs,
    commandTimeout: answerWithinMs,
    retryStrategy: (times) => Math.min(times * 100, 1_000),
  });
  redis.on('error', () => undefined); // the call in hand tells of it as well
  redis.connect().catch(() => undefined); // it goes on trying

  const ask = async <T>(command: (store: Redis | Cluster) => Promise<T>): Promise<T> => {
    try {
      return await command(redis);
    } catch (error) {
      throw new Problem('unavailable', `The store of shared counts does not answer (${(error as Error).message})`);
    }
  };
  // Accounts and addresses do not stand in the store's files as they are.
  const keyOf = (limit: string, key: string): string =>
    `${prefix}:count:${limit}:${createHash('sha256').update(key).digest('hex').slice(0, 40)}`;

  return {
    async settle(limit, perMinute, taken) {
      const left = new Map<string, number>();
      const all = [...taken];
      for (let i = 0; i < all.length; i += atOnce) {
        const some = all.slice(i, i + atOnce);
        const keys = some.map(([key]) => keyOf(limit, key));
        const counts = some.map(([, count]) => count);
        const told = (await ask((store) =>
          store.eval(settleScript, keys.length, ...keys, perMinute, ...counts),
        )) as string[];
        for (const [at, [key]] of some.entries()) left.set(key, Number(told[at]));
      }
      return left;
    },
    async hold(limit, key, holder, most) {
      return (await ask((store) => store.eval(holdScript, 1, keyOf(limit, key), holder, most))) === 1;
    },
    async release(limit, key, holder) {
      await ask((store) => store.zrem(keyOf(limit, key), holder));
    },
    close: () => redis.disconnect(),
  };
}
