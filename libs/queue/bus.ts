/** The bus: hands hints about owed work to BullMQ and carries them out. Truth stays in the database (D5). */
import { UnrecoverableError } from 'bullmq';
import { Problem } from '#core/errors.js';
import { jobNames, type JobName } from '#core/journal/followup.js';
import { isPermanent } from '#core/journal/work.js';
import type { WorkBus } from '#core/ports.js';
import { checkHandlers, jobId, jobTable, parseHint, parseJobName, retention } from './jobs.js';
import type { Hint, JobPlan } from './jobs.js';
import { answerWithinMs, openQueueStore } from './store.js';
import type { JobQueue, JobWorker, QueueConnection, QueueStore, RunningJob } from './store.js';

export interface Failure {
  job: JobName;
  hint: Hint;
  error: Error;
  /** No more tries: becomes a dead letter. */
  final: boolean;
}

export interface WorkOptions {
  /** Instead of the job table's, for every job name. */
  concurrency?: number;
  /** Asked before a job is tried again that a process was lost with; such jobs run one at a time. False lets it go. */
  onSuspect?: (hint: Hint) => Promise<boolean>;
  /** Told of each failed try; a bus that closes waits for it. */
  onFailed: (failure: Failure) => Promise<void>;
  /** Told of trouble with the store, and of `onFailed` that failed. */
  onError: (error: Error) => void;
}

export interface Progress {
  waiting: number;
  active: number;
  delayed: number;
  failed: number;
  /** Tries that ended well in this process since it started. */
  handled: number;
  /** Job names whose worker is up and fetching in this process. */
  running: JobName[];
}

export interface Bus extends WorkBus {
  /** Starts one worker per job name. Outages of the store are waited out. @throws Error when a handler lacks or is too many */
  work(handlers: Readonly<Record<JobName, (hint: Hint) => Promise<unknown>>>, options: WorkOptions): void;
  /** @throws Problem unavailable */
  progress(): Promise<Progress>;
  /** Removes every job and trace of this bus from the store. */
  obliterate(): Promise<void>;
  /** Lets running jobs finish, then closes workers, then queues. */
  close(): Promise<void>;
}

/**
 * @param prefix sets this bus apart from others in the same store: a key prefix in Redis, a schema in PostgreSQL.
 * @throws Error when the store answers but is unfit (Redis that evicts). A store that is away is no error:
 * `add` fails within seconds until it is back, and workers wait for it.
 */
export async function openBus(
  connection: QueueConnection,
  prefix: string,
  table: Readonly<Record<JobName, JobPlan>> = jobTable,
): Promise<Bus> {
  const store = openQueueStore(connection, prefix);
  const producers = new Producers(store);
  const crew = new Crew(store, table);
  try {
    await store.check();
  } catch (error) {
    if (!(error instanceof Problem)) {
      await store.close();
      throw error;
    }
  }
  return {
    async add(works) {
      for (const [name, group] of byJob(works)) {
        const plan = table[name];
        const jobs = group.map((work) => ({
          name,
          data: parseHint({ workId: work.id, epoch: work.epoch, subjectId: work.subjectId }),
          opts: {
            jobId: jobId(work),
            attempts: plan.attempts,
            backoff: { type: 'exponential', delay: plan.backoffMs, jitter: 0.5 },
            ...retention,
          },
        }));
        await producers.use(name, (queue) => queue.addBulk(jobs));
      }
    },
    async forgotten(works) {
      const lost: string[] = [];
      for (const [name, group] of byJob(works)) {
        for (let i = 0; i < group.length; i += askedAtOnce) {
          const some = group.slice(i, i + askedAtOnce);
          const states = await producers.use(name, (queue) =>
            Promise.all(some.map((work) => queue.getJobState(jobId(work)))),
          );
          lost.push(...some.filter((_, at) => !held.has(states[at] ?? '')).map((work) => work.id));
        }
      }
      return lost;
    },
    work(handlers, options) {
      checkHandlers(handlers);
      crew.start(handlers, options);
    },
    async progress() {
      const sum: Progress = {
        waiting: 0,
        active: 0,
        delayed: 0,
        failed: 0,
        handled: crew.handled,
        running: crew.running(),
      };
      for (const name of jobNames) {
        const counts = await producers.use(name, (q) => q.getJobCounts('waiting', 'active', 'delayed', 'failed'));
        for (const state of ['waiting', 'active', 'delayed', 'failed'] as const) sum[state] += counts[state] ?? 0;
      }
      return sum;
    },
    async obliterate() {
      for (const name of jobNames) await producers.use(name, (queue) => queue.obliterate({ force: true }));
    },
    async close() {
      await crew.close();
      await producers.close();
      await store.close();
    },
  };
}

/** Few enough to be answered in good time over one connection. */
const askedAtOnce = 100;

/** States in which the queue will still carry a job out by itself. */
const held = new Set(['waiting', 'active', 'delayed', 'prioritized', 'waiting-children']);

/** One producing queue per job name, made when first needed and made anew when it could not get ready. */
class Producers {
  private readonly queues = new Map<JobName, Promise<JobQueue>>();
  constructor(private readonly store: QueueStore) {}

  async use<T>(name: JobName, ask: (queue: JobQueue) => Promise<T>): Promise<T> {
    try {
      await this.store.check();
      return await ask(await this.queue(name));
    } catch (error) {
      if (error instanceof Problem) throw error;
      throw new Problem('unavailable', `The queue store cannot take or tell work: ${messageOf(error)}`);
    }
  }

  private queue(name: JobName): Promise<JobQueue> {
    const known = this.queues.get(name);
    if (known) return known;
    const made = this.store.queue(name);
    made.on('error', () => undefined); // the call in hand throws it as well
    const ready = within(2 * answerWithinMs, made.waitUntilReady()).then(
      () => made,
      async (error: unknown) => {
        this.queues.delete(name); // it would repeat this failure for ever
        made.close().catch(() => undefined); // it never got ready; the error thrown below is the one that tells
        throw error;
      },
    );
    this.queues.set(name, ready);
    return ready;
  }

  async close(): Promise<void> {
    const queues = await Promise.allSettled(this.queues.values());
    await Promise.allSettled(queues.map((queue) => (queue.status === 'fulfilled' ? queue.value.close() : undefined)));
  }
}

/** The workers of this process, one per job name. */
class Crew {
  handled = 0;
  private closing = false;
  private wake: () => void = () => undefined;
  private readonly workers = new Map<JobName, JobWorker>();
  private readonly starting: Promise<void>[] = [];
  private readonly reporting = new Set<Promise<void>>();
  /** The end of the queue of suspects. */
  private alone: Promise<unknown> = Promise.resolve();
  constructor(
    private readonly store: QueueStore,
    private readonly table: Readonly<Record<JobName, JobPlan>>,
  ) {}

  start(handlers: Readonly<Record<JobName, (hint: Hint) => Promise<unknown>>>, options: WorkOptions): void {
    if (this.starting.length > 0) throw new Error('This bus works already');
    const stop = new Promise<void>((resolve) => (this.wake = resolve));
    for (const name of jobNames) {
      this.starting.push(this.launch(name, handlers[name], options, stop));
    }
  }

  running(): JobName[] {
    return jobNames.filter((name) => this.workers.get(name)?.isRunning());
  }

  /** A worker that meets an absent store while it starts stays dead, so it is only kept once it got ready. */
  private async launch(
    name: JobName,
    handler: (hint: Hint) => Promise<unknown>,
    options: WorkOptions,
    stop: Promise<void>,
  ): Promise<void> {
    while (!this.closing) {
      let worker: JobWorker | undefined;
      try {
        await this.store.check();
        if (this.closing) return;
        worker = this.store.worker(
          name,
          (job) => this.process(handler, job, options),
          options.concurrency ?? this.table[name].concurrency,
        );
        worker.on('error', options.onError);
        worker.on('failed', (job, error) => this.report(name, job, error, options));
        await within(5 * answerWithinMs, worker.waitUntilReady());
        this.workers.set(name, worker);
        return;
      } catch (error) {
        options.onError(error instanceof Error ? error : new Error(messageOf(error)));
        worker?.close().catch(options.onError);
        await Promise.race([stop, new Promise((resolve) => setTimeout(resolve, 1_000))]);
      }
    }
  }

  private async process(
    handler: (hint: Hint) => Promise<unknown>,
    job: RunningJob,
    options: WorkOptions,
  ): Promise<void> {
    try {
      const hint = parseHint(job.data);
      if (job.stalledCounter === 0) await handler(hint);
      else
        await this.tryAlone(async () => {
          if ((await options.onSuspect?.(hint)) !== false) await handler(hint);
        });
      this.handled++;
    } catch (error) {
      if (!isPermanent(error)) throw error;
      throw Object.assign(new UnrecoverableError(messageOf(error)), { cause: error });
    }
  }

  /** After all other suspects: whichever of them ends the process again is known by that. */
  private async tryAlone(attempt: () => Promise<void>): Promise<void> {
    const before = this.alone;
    let done: () => void = () => undefined;
    this.alone = new Promise<void>((resolve) => (done = resolve));
    await before;
    await attempt().finally(done);
  }

  private report(job: JobName, failed: RunningJob | undefined, error: Error, options: WorkOptions): void {
    if (!failed) return; // already removed by retention; the reconciler finds its work still owed
    const told = (async () => {
      try {
        const cause = error.cause instanceof Error ? error.cause : error;
        await options.onFailed({ job, hint: parseHint(failed.data), error: cause, final: Boolean(failed.finishedOn) });
      } catch (problem) {
        options.onError(problem instanceof Error ? problem : new Error(messageOf(problem)));
      }
    })();
    this.reporting.add(told);
    void told.finally(() => this.reporting.delete(told));
  }

  async close(): Promise<void> {
    this.closing = true;
    this.wake();
    await Promise.all(this.starting);
    await Promise.all([...this.workers.values()].map((worker) => worker.close()));
    await Promise.all(this.reporting);
  }
}

function byJob<T extends { job: string }>(works: readonly T[]): Map<JobName, T[]> {
  const groups = new Map<JobName, T[]>();
  for (const work of works) {
    const name = parseJobName(work.job);
    const group = groups.get(name);
    if (group) group.push(work);
    else groups.set(name, [work]);
  }
  return groups;
}

async function within<T>(milliseconds: number, wait: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`does not answer within ${milliseconds} ms`)), milliseconds);
  });
  try {
    return await Promise.race([wait, late]);
  } finally {
    clearTimeout(timer);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
