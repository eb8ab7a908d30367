import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import { followJournal } from '#core/compliance/follow-journal.js';
import { applyRetention } from '#core/journal/retention.js';
import { Lanes } from '#core/journal/lanes.js';
import { buryWork, carryOut, carryOutMany, isOutage, noteFailure, reconcile, relayDue } from '#core/journal/work.js';
import { maySuspectsRun, triesApart } from '#core/journal/suspect.js';
import { jobNames, jobsOf, type JobName } from '#core/journal/followup.js';
import { runAlarmsDue } from '#core/escalation/alarms/run.js';
import { sweepEscalations } from '#core/escalation/escalate.js';
import { watchTriggers } from '#core/escalation/watch.js';
import { sweepNotices } from '#core/reply/clocks.js';
import type { Deps } from '#core/ports.js';
import type { Candidate } from '#db/lead.js';
import type { Bus } from '#queue/bus.js';
import { jobTable } from '#queue/jobs.js';
import { lookInThread } from './alarms/in-thread.js';
import { missingDocuments } from './documents/missing.js';
import { handlers } from './handlers.js';
import { Loop } from './loop.js';
import { QueueReach } from './queue-reach.js';

/** What the composing process hands in. */
export interface WorkerRuntime {
  deps: Deps;
  /** This process's standing for the lead; ended with the worker. */
  candidate: Candidate;
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
const reachEveryMs = 5_000;
const sweepEveryMs = 15_000;
const triggersIdleMs = 2_000;
const alarmsEveryMs = 60_000;
const rollupIdleMs = 2_000;
const rollupBatch = 4_000;
const retentionEveryMs = 6 * 3_600_000;
const documentsIdleMs = 3_000;

/**
 * The worker half of Linewatch: gives entries their positions, hands owed work to the queue, carries
 * it out, finds what the queue forgot, and lets clocks climb. Holds no rule and no truth. Any number may
 * run: all carry out jobs, and the one that leads does the rest.
 */
export class Worker {
  private readonly loops: Loop[];
  private readonly sequence: Loop;

  constructor(private readonly runtime: WorkerRuntime) {
    const { bus, log, candidate } = runtime;
    /** A duty of the leader: each round writes within the term it began in, or not at all. */
    const duty = (name: string, idleMs: number, round: (deps: Deps) => Promise<'more' | 'idle'>): Loop => {
      const inTerm = (): Promise<'more' | 'idle'> => {
        const uow = candidate.lead();
        return uow ? round({ ...runtime.deps, uow }) : Promise.resolve('idle');
      };
      return new Loop({ name, idleMs, errorMs: 250, round: inTerm, log });
    };
    const lanes = new Lanes();
    const relay = duty('relay', 1_000, async (deps) =>
      (await relayDue(deps, bus, relayBatch, lanes)) === relayBatch ? 'more' : 'idle',
    );
    const sequence = duty('sequence', sequenceIdleMs, async (deps) => {
      const { count } = await deps.uow.read((reads) => reads.journal.backlog());
      if (count === 0) return 'idle';
      const placed = await deps.uow.run((tx) => tx.sequence(sequenceBatch, jobsOf, deps.signer));
      if (placed.some((entry) => jobsOf(entry).length > 0)) relay.kick();
      return placed.length === sequenceBatch ? 'more' : 'idle';
    });
    const reconciler = duty('reconcile', reconcileEveryMs, async (deps) => {
      const { lost } = await reconcile(deps, bus, forgottenAfterMs, 1_000, lanes);
      if (lost > 0) log.warn({ lost }, 'the queue had forgotten owed work; handed over again');
      return 'idle';
    });
    const queueReach = new QueueReach(bus, candidate, log);
    // No duty: it must also see that this process leads no more.
    const round = () => queueReach.look();
    const reach = new Loop({ name: 'queue-reach', idleMs: reachEveryMs, errorMs: 250, round, log });
    const clocks = duty('clocks', sweepEveryMs, async (deps) => {
      await sweepEscalations(deps);
      return 'idle';
    });
    // By itself, so that trouble with one kind of clock never stops the other.
    const replyClocks = duty('reply-clocks', sweepEveryMs, async (deps) => {
      const silent = await sweepNotices(deps);
      if (silent > 0) log.info({ silent }, 'reply clocks ran out');
      return 'idle';
    });
    const rollups = duty('rollups', rollupIdleMs, async (deps) =>
      (await followJournal(deps, rollupBatch)).moved >= rollupBatch ? 'more' : 'idle',
    );
    const childFile = fileURLToPath(new URL('./documents/child.js', import.meta.url));
    const documents = duty('documents', documentsIdleMs, async (deps) => {
      const { made, failed } = await missingDocuments(deps, { childFile });
      if (failed > 0) log.error({ failed }, 'documents of an edition could not be made');
      return made > 0 ? 'more' : 'idle';
    });
    const triggers = duty('triggers', triggersIdleMs, async (deps) =>
      (await watchTriggers(deps)) > 0 ? 'more' : 'idle',
    );
    const lookFile = new URL('./alarms/look.js', import.meta.url);
    // Run from its sources, as in tests, there is no file that a thread could start with.
    const look = existsSync(lookFile) ? lookInThread(lookFile) : undefined;
    const alarms = duty('alarms', alarmsEveryMs, async (deps) => {
      const days = await runAlarmsDue(deps, look);
      if (days.length > 0) log.info({ days }, 'alarms computed');
      return 'idle';
    });
    const upkeep = duty('retention', retentionEveryMs, async (deps) => {
      const removed = await applyRetention(deps);
      if (removed && removed.doneWork + removed.endedSessions > 0) log.info(removed, 'removed what is past its time');
      return 'idle';
    });
    this.sequence = sequence;
    this.loops = [
      sequence,
      relay,
      reconciler,
      reach,
      clocks,
      replyClocks,
      rollups,
      documents,
      triggers,
      alarms,
      upkeep,
    ];
  }

  start(): void {
    const { deps, bus, log, concurrency, candidate } = this.runtime;
    // What was carried out has left entries that others wait for: they get their positions at once.
    const thenSequence = async <T>(work: Promise<T>): Promise<T> => {
      const done = await work;
      this.sequence.kick();
      return done;
    };
    const carry = (hint: { workId: string; epoch: number }): Promise<unknown> =>
      thenSequence(carryOut(deps, handlers, hint));
    const carriers = Object.fromEntries(jobNames.map((name) => [name, carry])) as Record<JobName, typeof carry>;
    bus.work(carriers, {
      concurrency,
      onError: (error) => log.warn({ err: error }, 'trouble with the queue store'),
      together: (hints) => thenSequence(carryOutMany(deps, handlers, hints)),
      onSuspects: async (hints) => {
        log.warn({ works: hints.map(({ workId }) => workId) }, 'a process was lost with these; tried again apart');
        return maySuspectsRun(
          deps,
          hints.map(({ workId }) => workId),
        );
      },
      triesApart: (hints) => triesApart(deps, hints),
      onFailed: async ({ job, hint, error, final }) => {
        log.error({ job, workId: hint.workId, epoch: hint.epoch, final, err: error }, 'a job failed');
        // After an outage the reconciler finds what the queue gave up, and hands it over anew.
        if (final && !isOutage(error)) await buryWork(deps, hint.workId, error);
        else await noteFailure(deps, hint.workId, error, retryAt(deps, job));
      },
    });
    for (const loop of this.loops) loop.start();
    candidate.start((term) => {
      log.info({ term }, term === null ? 'leads no more' : 'leads');
      if (term !== null) for (const loop of this.loops) loop.kick();
    });
  }

  /** Lets running jobs and rounds finish; the queue's connections close with it. */
  async stop(): Promise<void> {
    const loops = Promise.all(this.loops.map((loop) => loop.stop()));
    await this.runtime.bus.close();
    await loops;
    await this.runtime.candidate.close();
  }
}

/** The queue itself tries again; the reconciler asks whether it still holds the work, not before it can have got it back. */
function retryAt(deps: Deps, job: JobName): string {
  return new Date(deps.clock.now().getTime() + jobTable[job].backoffMs).toISOString();
}
