import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import { followJournal } from '#core/compliance/follow-journal.js';
import { carryOut, buryWork, noteFailure, reconcile, relayDue } from '#core/journal/work.js';
import { jobNames, jobsOf, type JobName } from '#core/journal/followup.js';
import { runAlarmsDue } from '#core/escalation/alarms/run.js';
import { sweepEscalations } from '#core/escalation/escalate.js';
import { watchTriggers } from '#core/escalation/watch.js';
import { sweepNotices } from '#core/reply/clocks.js';
import type { Deps } from '#core/ports.js';
import type { Bus } from '#queue/bus.js';
import { jobTable } from '#queue/jobs.js';
import { lookInThread } from './alarms/in-thread.js';
import { missingDocuments } from './documents/missing.js';
import { handlers } from './handlers.js';
import { Loop } from './loop.js';

/** What the composing process hands in. */
export interface WorkerRuntime {
  deps: Deps;
  bus: Bus;
  log: Logger;
  concurrency: number;
}

/** How often each loop looks when nothing told it to, and how long a hint may be out of sight. */
const sequenceIdleMs = 25;
const sequenceBatch = 1_000;
const relayBatch = 2_000;
const reconcileEveryMs = 10_000;
const forgottenAfterMs = 20_000;
const sweepEveryMs = 15_000;
const triggersIdleMs = 2_000;
const alarmsEveryMs = 60_000;
const rollupIdleMs = 2_000;
const rollupBatch = 4_000;
const documentsIdleMs = 3_000;

/**
 * The worker half of Linewatch: gives entries their positions, hands owed work to the queue, carries
 * it out, finds what the queue forgot, and lets clocks climb. Holds no rule and no truth.
 */
export class Worker {
  private readonly loops: Loop[];

  constructor(private readonly runtime: WorkerRuntime) {
    const { deps, bus, log } = runtime;
    const loop = (name: string, idleMs: number, round: () => Promise<'more' | 'idle'>): Loop =>
      new Loop({ name, idleMs, errorMs: 250, round, log });
    const relay = loop('relay', 1_000, async () =>
      (await relayDue(deps, bus, relayBatch)) === relayBatch ? 'more' : 'idle',
    );
    const sequence = loop('sequence', sequenceIdleMs, async () => {
      const { count } = await deps.uow.read((reads) => reads.journal.backlog());
      if (count === 0) return 'idle';
      const placed = await deps.uow.run((tx) => tx.sequence(sequenceBatch, jobsOf, deps.signer));
      if (placed.some((entry) => jobsOf(entry).length > 0)) relay.kick();
      return placed.length === sequenceBatch ? 'more' : 'idle';
    });
    const reconciler = loop('reconcile', reconcileEveryMs, async () => {
      const { lost } = await reconcile(deps, bus, forgottenAfterMs);
      if (lost > 0) log.warn({ lost }, 'the queue had forgotten owed work; handed over again');
      return 'idle';
    });
    const clocks = loop('clocks', sweepEveryMs, async () => {
      await sweepEscalations(deps);
      return 'idle';
    });
    // By itself, so that trouble with one kind of clock never stops the other.
    const replyClocks = loop('reply-clocks', sweepEveryMs, async () => {
      const silent = await sweepNotices(deps);
      if (silent > 0) log.info({ silent }, 'reply clocks ran out');
      return 'idle';
    });
    const rollups = loop('rollups', rollupIdleMs, async () =>
      (await followJournal(deps, rollupBatch)).moved >= rollupBatch ? 'more' : 'idle',
    );
    const childFile = fileURLToPath(new URL('./documents/child.js', import.meta.url));
    const documents = loop('documents', documentsIdleMs, async () => {
      const { made, failed } = await missingDocuments(deps, { childFile });
      if (failed > 0) log.error({ failed }, 'documents of an edition could not be made');
      return made > 0 ? 'more' : 'idle';
    });
    const triggers = loop('triggers', triggersIdleMs, async () => ((await watchTriggers(deps)) > 0 ? 'more' : 'idle'));
    const lookFile = new URL('./alarms/look.js', import.meta.url);
    // Run from its sources, as in tests, there is no file that a thread could start with.
    const look = existsSync(lookFile) ? lookInThread(lookFile) : undefined;
    const alarms = loop('alarms', alarmsEveryMs, async () => {
      const days = await runAlarmsDue(deps, look);
      if (days.length > 0) log.info({ days }, 'alarms computed');
      return 'idle';
    });
    this.loops = [sequence, relay, reconciler, clocks, replyClocks, rollups, documents, triggers, alarms];
  }

  start(): void {
    const { deps, bus, log, concurrency } = this.runtime;
    const carry = (hint: { workId: string; epoch: number }): Promise<unknown> => carryOut(deps, handlers, hint);
    const carriers = Object.fromEntries(jobNames.map((name) => [name, carry])) as Record<JobName, typeof carry>;
    bus.work(carriers, {
      concurrency,
      onError: (error) => log.warn({ err: error }, 'trouble with the queue store'),
      onFailed: async ({ job, hint, error, final }) => {
        log.error({ job, workId: hint.workId, epoch: hint.epoch, final, err: error }, 'a job failed');
        if (final) await buryWork(deps, hint.workId, error);
        else await noteFailure(deps, hint.workId, error, retryAt(deps, job));
      },
    });
    for (const loop of this.loops) loop.start();
  }

  /** Lets running jobs and rounds finish; the queue's connections close with it. */
  async stop(): Promise<void> {
    const loops = Promise.all(this.loops.map((loop) => loop.stop()));
    await this.runtime.bus.close();
    await loops;
  }
}

/** The queue itself tries again; the reconciler only has to keep out of its way until it has. */
function retryAt(deps: Deps, job: JobName): string {
  const { attempts, backoffMs } = jobTable[job];
  return new Date(deps.clock.now().getTime() + backoffMs * 2 ** attempts).toISOString();
}
