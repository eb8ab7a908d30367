/** The bus: hands hints about owed work to BullMQ and carries them out. Truth stays in the database (D5). */
import { Problem } from '#core/errors.js';
import { jobNames, type JobName } from '#core/journal/followup.js';
import type { WorkBus } from '#core/ports.js';
import { Crew, type WorkOptions } from './crew.js';
import { checkHandlers, jobId, jobTable, parseJobName } from './jobs.js';
import type { Hint, JobPlan } from './jobs.js';
import { jobOf, Producers, sharedJob, type NewJob } from './producers.js';
import { openQueueStore } from './store.js';
import type { QueueConnection } from './store.js';

export interface Progress {
  /** Jobs, of which one may carry several pieces of work; so are the next three. */
  waiting: number;
  active: number;
  delayed: number;
  failed: number;
  /** Pieces of work whose try ended well in this process since it started. */
  handled: number;
  /** Job names whose worker is up and fetching in this process. */
  running: JobName[];
}

export interface Bus extends WorkBus {
  /** Starts one worker per job name. Outages of the store are waited out. @throws Error when a handler lacks or is too many */
  work(handlers: Readonly<Record<JobName, (hint: Hint) => Promise<unknown>>>, options: WorkOptions): void;
  /** Whether the store can be reached. @throws Problem unavailable; Error when it is unfit */
  check(): Promise<void>;
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
  const crew = new Crew(store, producers, table);
  try {
    await store.check();
  } catch (error) {
    if (!(error instanceof Problem)) {
      await store.close();
      throw error;
    }
  }
  return {
    async add(works, before) {
      const carriers = new Map<string, string>();
      const byName: [JobName, NewJob[]][] = [];
      for (const [name, asked] of byJob(works)) {
        const group = [...new Map(asked.map((work) => [jobId(work), work])).values()].sort(byRank);
        const jobs: NewJob[] = [];
        for (const some of inCompany(group, table[name].together)) {
          const job = some.length === 1 ? jobOf(name, table[name], some[0]!) : sharedJob(name, table[name], some);
          for (const { id } of some) carriers.set(id, job.opts.jobId);
          const rank = some[0]!.rank ?? 0;
          jobs.push(rank === 0 ? job : { ...job, opts: { ...job.opts, priority: rank } });
        }
        byName.push([name, jobs]);
      }
      if (before) {
        for (const [name] of byName) await producers.use(name, () => Promise.resolve());
        await before(carriers);
      }
      for (const [name, jobs] of byName) await producers.use(name, (queue) => queue.addBulk(jobs));
    },
    async forgotten(works) {
      const lost: string[] = [];
      for (const [name, group] of byJob(works)) {
        // What was handed over together is asked after once.
        const carriers = new Map<string, typeof group>();
        const gone: typeof group = [];
        for (const work of group) {
          const carrier = work.carrier ?? jobId(work);
          const own = carriers.get(carrier);
          if (own) own.push(work);
          else carriers.set(carrier, [work]);
        }
        const ids = [...carriers.keys()];
        for (let i = 0; i < ids.length; i += askedAtOnce) {
          const some = ids.slice(i, i + askedAtOnce);
          const states = await producers.use(name, (queue) => Promise.all(some.map((id) => queue.getJobState(id))));
          for (const [at, id] of some.entries()) if (!held.has(states[at] ?? '')) gone.push(...carriers.get(id)!);
        }
        // What failed in company goes on under its own id.
        for (let i = 0; i < gone.length; i += askedAtOnce) {
          const some = gone.slice(i, i + askedAtOnce);
          const states = await producers.use(name, (queue) =>
            Promise.all(some.map((work) => queue.getJobState(jobId(work)))),
          );
          for (const [at, { id }] of some.entries()) if (!held.has(states[at] ?? '')) lost.push(id);
        }
      }
      return lost;
    },
    work(handlers, options) {
      checkHandlers(handlers);
      crew.start(handlers, options);
    },
    check: () => store.check(),
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
        const counts = await producers.use(name, (q) =>
          q.getJobCounts('waiting', 'prioritized', 'active', 'delayed', 'failed'),
        );
        for (const state of ['waiting', 'active', 'delayed', 'failed'] as const) sum[state] += counts[state] ?? 0;
        sum.waiting += counts['prioritized'] ?? 0;
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

/** By their ranks, as many as may share a job. What goes in its turn shares none with what waits behind it. */
function inCompany<T extends { rank?: number }>(works: readonly T[], together: number): T[][] {
  const firstLate = works.findIndex((work) => (work.rank ?? 0) > 0);
  const inTurn = firstLate < 0 ? works.length : firstLate;
  const groups: T[][] = [];
  for (const part of [works.slice(0, inTurn), works.slice(inTurn)])
    for (let i = 0; i < part.length; i += together) groups.push(part.slice(i, i + together));
  return groups;
}

/** The lowest first. */
function byRank(one: { rank?: number }, other: { rank?: number }): number {
  return (one.rank ?? 0) - (other.rank ?? 0);
}

/** Few enough to be answered in good time over one connection. */
const askedAtOnce = 100;

/** States in which the queue will still carry a job out by itself. */
const held = new Set(['waiting', 'active', 'delayed', 'prioritized', 'waiting-children']);

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
