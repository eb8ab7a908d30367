/** The side of the queue that carries jobs out. */
import { UnrecoverableError } from 'bullmq';
import { jobNames, type JobName } from '#core/journal/followup.js';
import { isOutage, isPermanent } from '#core/journal/work.js';
import { parseHints } from './jobs.js';
import type { Hint, JobPlan } from './jobs.js';
import { jobOf, messageOf, within, type Producers } from './producers.js';
import { answerWithinMs } from './store.js';
import { Suspects } from './suspects.js';
import { Turns } from './turns.js';
import type { JobWorker, QueueStore, RunningJob } from './store.js';

export interface Failure {
  job: JobName;
  hint: Hint;
  error: Error;
  /** No more tries: becomes a dead letter. */
  final: boolean;
}

export interface WorkOptions {
  /** At most so many of every job name at a time, where the job table has more. */
  concurrency?: number;
  /** Asked before work is tried again that a process was lost with, in the order of the hints; false lets it go. */
  onSuspects?: (hints: Hint[]) => Promise<boolean[]>;
  /** Asked how often such work was tried apart before, null where nothing is left to do; without it, never. In the order of the hints. */
  triesApart?: (hints: Hint[]) => Promise<(number | null)[]>;
  /** Carries out hints that share a job, and says which failed and why; without it, each by itself. */
  together?: (hints: Hint[]) => Promise<{ hint: Hint; error: Error }[]>;
  /** Told of each failed try; a bus that closes waits for it. */
  onFailed: (failure: Failure) => Promise<void>;
  /** Told of trouble with the store, and of `onFailed` that failed. */
  onError: (error: Error) => void;
}

type Handler = (hint: Hint) => Promise<unknown>;

/** A piece of work that failed, and why. */
interface Failed {
  hint: Hint;
  error: Error;
}

/**
 * Jobs that several pieces of work share, of one name, carried out at a time. Each is long and locks much: more of them
 * would only wait for each other, and everybody's single work behind all of them.
 */
const sharedAtOnce = 2;
/**
 * Pieces that share their first try after a process was lost with them. Most often it was stopped from outside and none of
 * them is to blame: one by one hundreds of them would take a minute.
 */
const suspectsTogether = 16;
/** Work that takes longer than this is not waited for when others are to be tried alone. */
const restsWithinMs = 5_000;

/** The workers of this process, one per job name. */
export class Crew {
  handled = 0;
  private closing = false;
  private wake: () => void = () => undefined;
  private readonly workers = new Map<JobName, JobWorker>();
  private readonly starting: Promise<void>[] = [];
  private readonly reporting = new Set<Promise<void>>();
  private readonly suspects = new Suspects(() => this.rest());
  private readonly turns = new Map(jobNames.map((name) => [name, new Turns(sharedAtOnce)]));
  /** Jobs in hand that no process was lost with. */
  private inHand = 0;

  constructor(
    private readonly store: QueueStore,
    private readonly producers: Producers,
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
  private async launch(name: JobName, handler: Handler, options: WorkOptions, stop: Promise<void>): Promise<void> {
    while (!this.closing) {
      let worker: JobWorker | undefined;
      try {
        await this.store.check();
        if (this.closing) return;
        worker = this.store.worker(
          name,
          (job) => this.process(name, handler, job, options),
          Math.min(options.concurrency ?? Infinity, this.table[name].concurrency),
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

  private async process(name: JobName, handler: Handler, job: RunningJob, options: WorkOptions): Promise<void> {
    const ordinary = job.stalledCounter === 0;
    if (ordinary) this.inHand++;
    try {
      const hints = parseHints(job.data);
      if (hints.length > 1) return await this.processShared(name, handler, hints, job, options);
      if (ordinary) await handler(hints[0]!);
      else
        for (const { hint, tries } of await ranked(hints, options))
          await this.trySuspect(hint, tries, options, () => handler(hint));
      this.handled++;
    } catch (error) {
      if (!isPermanent(error)) throw error;
      throw Object.assign(new UnrecoverableError(messageOf(error)), { cause: error });
    } finally {
      if (ordinary) this.inHand--;
    }
  }

  /** Each that fails goes on by itself: its tries and its end are its own. */
  private async processShared(
    name: JobName,
    handler: Handler,
    hints: Hint[],
    job: RunningJob,
    options: WorkOptions,
  ): Promise<void> {
    const failed: Failed[] = [];
    if (job.stalledCounter > 0) failed.push(...(await this.trySuspects(handler, hints, options)));
    else if (options.together) {
      const { together } = options;
      failed.push(...(await this.turns.get(name)!.run(job.priority ?? 0, () => together(hints))));
    } else for (const hint of hints) failed.push(...(await failuresOf([hint], () => handler(hint))));
    for (const { hint, error } of failed) await this.goOnAlone(name, hint, error, options);
    this.handled += hints.length - failed.length;
  }

  private async goOnAlone(name: JobName, hint: Hint, error: Error, options: WorkOptions): Promise<void> {
    const final = isPermanent(error);
    await options.onFailed({ job: name, hint, error, final });
    if (final) return;
    const plan = this.table[name];
    const work = { id: hint.workId, epoch: hint.epoch, subjectId: hint.subjectId };
    const job = jobOf(name, { ...plan, attempts: Math.max(1, plan.attempts - 1) }, work);
    await this.producers.use(name, (queue) =>
      queue.addBulk([{ ...job, opts: { ...job.opts, delay: plan.backoffMs } }]),
    );
  }

  /** What was never tried apart goes in small companies; what has been, and is still owed, alone. */
  private async trySuspects(handler: Handler, hints: Hint[], options: WorkOptions): Promise<Failed[]> {
    const { together } = options;
    const left = await ranked(hints, options);
    const fresh = left.filter(({ tries }) => tries === 0).map(({ hint }) => hint);
    const failed: Failed[] = [];
    for (let i = 0; together && i < fresh.length; i += suspectsTogether) {
      const some = fresh.slice(i, i + suspectsTogether);
      const tried = this.suspects.tryAlone(0, async () => {
        const going = await goingOn(some, options);
        if (going.length > 0) failed.push(...(await together(going)));
      });
      failed.push(...(await failuresOf(some, () => tried)));
    }
    for (const { hint, tries } of left)
      if (tries > 0 || !together)
        failed.push(...(await failuresOf([hint], () => this.trySuspect(hint, tries, options, () => handler(hint)))));
    return failed;
  }

  private trySuspect(hint: Hint, tries: number, options: WorkOptions, attempt: () => Promise<unknown>): Promise<void> {
    return this.suspects.tryAlone(tries, async () => {
      if ((await goingOn([hint], options)).length > 0) await attempt();
    });
  }

  /** Fetches nothing more and lets what is in hand finish, for some seconds at most. */
  private async rest(): Promise<() => void> {
    const workers = [...this.workers.values()];
    await Promise.all(workers.map((worker) => worker.pause(true)));
    for (let waited = 0; this.inHand > 0 && waited < restsWithinMs; waited += 50)
      await new Promise((resolve) => setTimeout(resolve, 50));
    return () => {
      if (!this.closing) for (const worker of workers) void worker.resume();
    };
  }

  private report(job: JobName, failed: RunningJob | undefined, error: Error, options: WorkOptions): void {
    if (!failed) return; // already removed by retention; the reconciler finds its work still owed
    const told = (async () => {
      try {
        const cause = error.cause instanceof Error ? error.cause : error;
        const hints = parseHints(failed.data);
        const final = Boolean(failed.finishedOn);
        if (hints.length === 1) await options.onFailed({ job, hint: hints[0]!, error: cause, final });
        // What stopped all of them was none of them: each has its tries before it, or is found by the reconciler.
        else if (final && !isOutage(cause)) for (const hint of hints) await this.goOnAlone(job, hint, cause, options);
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

/** Hints that a process was lost with and that are still owed, and how often each was tried apart before: the least tried first. */
async function ranked(hints: Hint[], { triesApart }: WorkOptions): Promise<{ hint: Hint; tries: number }[]> {
  const counts = await triesApart?.(hints);
  return hints
    .flatMap((hint, i) => {
      const tries = counts ? counts[i]! : 0;
      return tries === null ? [] : [{ hint, tries }];
    })
    .sort((a, b) => a.tries - b.tries);
}

/** Those of the hints that may be tried. */
async function goingOn(hints: Hint[], { onSuspects }: WorkOptions): Promise<Hint[]> {
  const may = await onSuspects?.(hints);
  return may ? hints.filter((_, i) => may[i]) : hints;
}

/** An attempt that fails is a failure of each of the hints. */
async function failuresOf(hints: Hint[], attempt: () => Promise<unknown>): Promise<Failed[]> {
  try {
    await attempt();
    return [];
  } catch (error) {
    return hints.map((hint) => ({ hint, error: error instanceof Error ? error : new Error(messageOf(error)) }));
  }
}
