/** The two stores BullMQ can keep its jobs in, behind the few operations that the bus needs. */
import { createPostgresBackend, createRedisBackend, withBackend } from 'bullmq';
import type { ConnectionOptions, JobsOptions } from 'bullmq';
import { Cluster, type Redis } from 'ioredis';
import pg from 'pg';
import { Problem } from '#core/errors.js';
import type { Hint } from './jobs.js';
import { readRedisAddress } from './redis-address.js';

/** `ca`: authorities (PEM) that alone are trusted for a Redis with TLS. A PostgreSQL is one of this machine. */
export type QueueConnection = { redis: string; ca?: string | null } | { postgres: string };

/** One job as a worker sees it. */
export interface RunningJob {
  data: unknown;
  attemptsMade: number;
  /** Its rank in the queue; 0 (or none) goes in its turn. */
  priority?: number;
  /** How often a process that had it in hand did not come back to it. */
  stalledCounter: number;
  /** Set once it is out of tries. */
  finishedOn?: number;
}

export interface JobQueue {
  waitUntilReady(): Promise<unknown>;
  addBulk(jobs: { name: string; data: Hint | { together: Hint[] }; opts: JobsOptions }[]): Promise<unknown>;
  getJobState(id: string): Promise<string>;
  getJobCounts(
    ...states: ('waiting' | 'prioritized' | 'active' | 'delayed' | 'failed')[]
  ): Promise<Record<string, number>>;
  obliterate(options: { force: boolean }): Promise<void>;
  close(): Promise<void>;
  on(event: 'error', listener: (error: Error) => void): unknown;
}

export interface JobWorker {
  waitUntilReady(): Promise<unknown>;
  isRunning(): boolean;
  /** Fetches no more until `resume`. @param doNotWaitActive returns while jobs in hand still run */
  pause(doNotWaitActive: boolean): Promise<void>;
  resume(): Promise<void>;
  close(): Promise<void>;
  on(event: 'error', listener: (error: Error) => void): unknown;
  on(event: 'failed', listener: (job: RunningJob | undefined, error: Error) => void): unknown;
}

export interface QueueStore {
  /** Answers within about two seconds. @throws Problem unavailable when away; Error that says what to do when unfit */
  check(): Promise<void>;
  queue(name: string): JobQueue;
  worker(name: string, process: (job: RunningJob) => Promise<void>, concurrency: number): JobWorker;
  close(): Promise<void>;
}

/** How long a caller waits for the store before it is told that the store is away. */
export const answerWithinMs = 2_000;
/**
 * A worker looks again this long after its store failed it. Jobs of a process that died are free once their locks have
 * run out and somebody has looked: after at most 18 s. A lock that runs out too early costs a second run that finds
 * the work done.
 */
const workerOptions = {
  runRetryDelay: 1_000,
  drainDelay: 5,
  // How often a job may be lost with its process is for us to count: the queue would count innocent neighbours as well.
  maxStalledCount: 1_000,
  lockDuration: 12_000,
  stalledInterval: 6_000,
};

/** Opens nothing yet: connections are made by `check`, `queue` and `worker`. */
export function openQueueStore(connection: QueueConnection, prefix: string): QueueStore {
  return 'redis' in connection ? redisStore(connection, prefix) : postgresStore(connection.postgres, prefix);
}

function redisStore({ redis, ca }: { redis: string; ca?: string | null }, prefix: string): QueueStore {
  const retryStrategy = (times: number) => Math.min(times * 100, 1_000);
  const address = readRedisAddress(redis, ca);
  // One connection for all that a caller waits on: it fails at once while the store is away.
  const asking = address.open({
    lazyConnect: true,
    enableOfflineQueue: false,
    maxRetriesPerRequest: null,
    autoResendUnfulfilledCommands: false,
    connectTimeout: answerWithinMs,
    commandTimeout: 5_000,
    retryStrategy,
  });
  let trouble: Error | null = null;
  asking.on('error', (error: Error) => (trouble = error)); // said by `check`
  const { Queue, Worker } = withBackend(createRedisBackend);
  return {
    async check() {
      // It keeps trying, and the wait below tells; one that gave up is begun anew.
      if (asking.status === 'wait' || asking.status === 'end') asking.connect().catch(() => undefined);
      const { shown } = address;
      const fault = (error: Error | null) =>
        error?.name === 'ReplyError'
          ? new Error(`Redis at ${shown} refuses: ${error.message}`)
          : new Problem('unavailable', `Redis at ${shown} does not answer (${error?.message ?? 'no connection'})`);
      if (!(await becomesReady(asking))) throw fault(trouble);
      for (const node of asking instanceof Cluster ? asking.nodes('master') : [asking]) {
        const memory = await node.info('memory').catch((error: Error) => {
          throw fault(error);
        });
        refuseEviction(memory, shown);
      }
    },
    queue: (name) => new Queue(name, { connection: asking, prefix }),
    worker(name, process, concurrency) {
      const connection = address.forWorker({ maxRetriesPerRequest: null, retryStrategy });
      const worker = new Worker(name, process, {
        ...workerOptions,
        prefix,
        concurrency,
        connection: connection as ConnectionOptions,
      });
      if (connection instanceof Cluster) worker.on('closed', () => connection.disconnect());
      return worker;
    },
    async close() {
      asking.disconnect();
    },
  };
}

async function becomesReady(redis: Redis | Cluster): Promise<boolean> {
  if (redis.status === 'ready') return true;
  return new Promise((resolve) => {
    const ready = () => {
      clearTimeout(timer);
      resolve(true);
    };
    const timer = setTimeout(() => {
      redis.off('ready', ready);
      resolve(false);
    }, answerWithinMs);
    redis.once('ready', ready);
  });
}

/** A Redis that throws keys away when full loses jobs without a sign. */
function refuseEviction(memory: string, address: string): void {
  const policy = /^maxmemory_policy:(\S+)/m.exec(memory)?.[1];
  if (policy === 'noeviction') return;
  throw new Error(
    `Redis at ${address} has maxmemory-policy "${policy ?? 'unknown'}" and may throw jobs away when it is full. ` +
      'Set "maxmemory-policy noeviction" in its configuration (or: redis-cli CONFIG SET maxmemory-policy noeviction), or use another Redis.',
  );
}

/**
 * BullMQ watches its connections only while they are idle, and the one that listens neither in the moment it is made nor
 * while it is closed. One that the server ends then would throw where nobody catches and end this process; the call in
 * hand, or the next one, tells of it as well.
 */
class WatchedClient extends pg.Client {
  override emit(event: string | symbol, ...said: unknown[]): boolean {
    if (event === 'error' && this.listenerCount('error') === 0) return false;
    return super.emit(event as 'error', ...(said as [Error]));
  }
}

function postgresStore(url: string, prefix: string): QueueStore {
  // The one that listens is made from what the package exports, whatever it is given.
  Object.assign(pg, { Client: WatchedClient });
  const schema = prefix.replace(/[^A-Za-z0-9_]/g, '_');
  const connection = (max: number) => ({
    connectionString: url,
    schema,
    migrate: true,
    max,
    connectionTimeoutMillis: answerWithinMs,
    keepAlive: true,
    Client: WatchedClient,
  });
  const { Queue, Worker } = withBackend(createPostgresBackend);
  return {
    async check() {
      // Each queue and worker checks and migrates for itself when it gets ready.
    },
    queue: (name) => new Queue(name, { connection: { ...connection(1), query_timeout: 10_000 } }),
    worker: (name, process, concurrency) =>
      new Worker(name, process, { ...workerOptions, concurrency, connection: connection(2) }),
    async close() {
      // Queues and workers own their connections.
    },
  };
}
