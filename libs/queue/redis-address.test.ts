import { Cluster, type Redis } from 'ioredis';
import { readRedisAddress } from './redis-address.js';

const quiet = { lazyConnect: true };

describe('the address of a Redis', () => {
  it('is one server', () => {
    const redis = readRedisAddress('redis://:sec%40ret@queue.example/3').open(quiet) as Redis;
    expect(redis.options).toMatchObject({ host: 'queue.example', port: 6379, password: 'sec@ret', db: 3 });
    redis.disconnect();
  });

  it('is Sentinels and the name of the master that they watch, with its password and theirs', () => {
    const address = 'rediss+sentinel://mission:secret@one:26380,two,[::1]:9/mymaster?sentinelPassword=other';
    const { shown, open } = readRedisAddress(address);
    expect(shown).toBe('rediss+sentinel://one:26380,two,[::1]:9/mymaster');
    const redis = open(quiet) as Redis;
    expect(redis.options).toMatchObject({
      sentinels: [
        { host: 'one', port: 26380 },
        { host: 'two', port: 26379 },
        { host: '::1', port: 9 },
      ],
      name: 'mymaster',
      username: 'mission',
      password: 'secret',
      sentinelPassword: 'other',
      tls: { rejectUnauthorized: true },
      sentinelTLS: { rejectUnauthorized: true },
      enableTLSForSentinelMode: true,
    });
    redis.disconnect();
  });

  it('is nodes of a cluster', () => {
    const cluster = readRedisAddress('redis+cluster://:secret@one:7000,two:7001').open(quiet) as Cluster;
    expect(cluster).toBeInstanceOf(Cluster);
    expect(cluster.options.redisOptions).toMatchObject({ password: 'secret' });
    cluster.disconnect();
  });

  it('is nodes of a cluster by their names, which are those of their certificates', async () => {
    const cluster = readRedisAddress('rediss+cluster://one', 'PEM').open(quiet) as Cluster;
    expect(cluster.options.redisOptions).toMatchObject({ tls: { ca: 'PEM', rejectUnauthorized: true } });
    const looked = await new Promise((resolve) => cluster.options.dnsLookup!('one', (_, address) => resolve(address)));
    expect(looked).toBe('one');
    cluster.disconnect();
  });

  it('is nothing else', () => {
    expect(() => readRedisAddress('http://queue.example')).toThrow(TypeError);
  });
});
