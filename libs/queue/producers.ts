/** The side of the queue that jobs are put into. */
import type { JobsOptions } from 'bullmq';
import { Problem } from '#core/errors.js';
import type { JobName } from '#core/journal/followup.js';
import { jobId, parseHint, retention, sharedJobId } from './jobs.js';
import type { Hint, JobPlan } from './jobs.js';
import { answerWithinMs } from './store.js';
import type { JobQueue, QueueStore } from './store.js';

export interface NewJob {
  name: JobName;
  data: Hint | { together: Hint[] };
  opts: JobsOptions & { jobId: string };
}

export function jobOf(name: JobName, plan: JobPlan, work: { id: string; epoch: number; subjectId: string }): NewJob {
  const { attempts, backoffMs } = plan;
  return {
    name,
    data: parseHint({ workId: work.id, epoch: work.epoch, subjectId: work.subjectId }),
    opts: {
      jobId: jobId(work),
      attempts,
      backoff: { type: 'exponential', delay: backoffMs, jitter: 0.5 },
      ...retention,
    },
  };
}

/** One job for several pieces of work of the same name. */
export function sharedJob(
  name: JobName,
  plan: JobPlan,
  works: { id: string; epoch: number; subjectId: string }[],
): NewJob {
  const jobs = works.map((work) => jobOf(name, plan, work));
  return {
    name,
    data: { together: jobs.map((job) => job.data as Hint) },
    opts: { ...jobs[0]!.opts, jobId: sharedJobId(works) },
  };
}

/** One producing queue per job name, made when first needed and made anew when it could not get ready. */
export class Producers {
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

/** @throws Error after that time */
export async function within<T>(milliseconds: number, wait: Promise<T>): Promise<T> {
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

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
