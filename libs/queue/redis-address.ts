/** How a Redis is reached: one server, the master that Sentinels name, or a cluster. */
import { Cluster, Redis, type RedisOptions } from 'ioredis';
import { SteadySentinelConnector } from './sentinel-connector.js';

export interface RedisAddress {
  /** For people: without user and password. */
  shown: string;
  /** A client, which comes back by itself where the master moves. `options` hold for each connection. */
  open(options: RedisOptions): Redis | Cluster;
  /** For a worker: options where it can make and end its connections by itself, else a client to be ended after it. */
  forWorker(options: RedisOptions): RedisOptions | Cluster;
}

/**
 * Reads `redis://[user:password@]host:port[/db]`, `redis+sentinel://…@host1:26379,host2:26379/name[?db=0]` (user and
 * password are those of Redis; `sentinelPassword` in the query that of the Sentinels), `redis+cluster://…@host1,host2`.
 * `rediss` in place of `redis` means TLS that checks certificate and name, to Sentinels as well.
 * @param ca authorities (PEM) that alone are trusted, null for those of Node.js
 * @throws TypeError where it is none of these
 */
export function readRedisAddress(address: string, ca: string | null = null): RedisAddress {
  const [, scheme = '', login = '', hosts = '', path = '', query = ''] =
    /^(rediss?(?:\+sentinel|\+cluster)?):\/\/(?:([^@/?]*)@)?([^/?]+)(?:\/([^?]*))?(?:\?(.*))?$/.exec(address) ?? [];
  if (scheme === '') throw new TypeError('not the address of a Redis');
  const shown = `${scheme}://${hosts}${path && `/${path}`}`;
  const kind = scheme.split('+')[1];
  const [username = '', password = ''] = login.split(':').map(decodeURIComponent);
  const more = new URLSearchParams(query);
  const tls = scheme.startsWith('rediss') ? { rejectUnauthorized: true, ...(ca !== null && { ca }) } : undefined;
  const own: RedisOptions = {
    ...(username !== '' && { username }),
    ...(password !== '' && { password }),
    ...(tls && { tls }),
  };
  if (kind === 'cluster') {
    const open = (options: RedisOptions) => clusterOf(nodesOf(hosts, 6379), { ...options, ...own });
    return { shown, open, forWorker: open };
  }
  const sentinelPassword = more.get('sentinelPassword');
  const at: RedisOptions =
    kind === undefined
      ? { ...nodesOf(hosts, 6379)[0]!, db: Number(path || '0') }
      : {
          sentinels: nodesOf(hosts, 26379),
          name: decodeURIComponent(path),
          db: Number(more.get('db') ?? '0'),
          ...(sentinelPassword !== null && { sentinelPassword }),
          ...(tls && { enableTLSForSentinelMode: true, sentinelTLS: tls }),
          sentinelRetryStrategy: (times) => Math.min(times * 100, 1_000),
          // A master that hangs ends no connection: the Sentinels' word does.
          failoverDetector: true,
          Connector: SteadySentinelConnector as RedisOptions['Connector'],
        };
  const forWorker = (options: RedisOptions): RedisOptions => ({ ...options, ...followTheMaster, ...own, ...at });
  return { shown, open: (options) => new Redis(forWorker(options)), forWorker };
}

function clusterOf(nodes: { host: string; port: number }[], options: RedisOptions): Cluster {
  const { lazyConnect, enableOfflineQueue, retryStrategy, ...redisOptions } = options;
  return new Cluster(nodes, {
    ...(lazyConnect !== undefined && { lazyConnect }),
    ...(enableOfflineQueue !== undefined && { enableOfflineQueue }),
    // The number that a name stands for is in no certificate.
    ...(options.tls && { dnsLookup: (host, found) => found(null, host) }),
    clusterRetryStrategy: (times) => retryStrategy?.(times) ?? 1_000,
    redisOptions,
  });
}

/** A master that became a replica answers, but takes nothing: the connection is made anew, and the call repeated. */
const followTheMaster: RedisOptions = {
  reconnectOnError: (error) => (error.message.startsWith('READONLY') ? 2 : false),
};

function nodesOf(hosts: string, port: number): { host: string; port: number }[] {
  return hosts.split(',').map((one) => {
    const { hostname, port: given } = new URL(`redis://${one}`);
    return { host: hostname.replace(/^\[|\]$/g, ''), port: Number(given || port) };
  });
}
