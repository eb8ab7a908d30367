/** Owed work from the journal to the queue and back (D5, D6). The database decides what is done. */
import { say } from '../said.js';
import { Problem, type ProblemCode } from '../errors.js';
import { Lanes } from './lanes.js';
import type { Work } from './types.js';
import type { Deps, Job, JobHandler, ManyJob, WorkBus } from '../ports.js';

/** Faults that pass: another writer was first, something is away or full. */
const passing: ReadonlySet<ProblemCode> = new Set([
  'conflict',
  'unavailable',
  'too_many_requests',
  'storage_full',
  'internal',
]);

/** Whether trying again cannot help, so that the work becomes a dead letter at once. */
export function isPermanent(error: unknown): boolean {
  return error instanceof Problem && !passing.has(error.code);
}

/** Whether a store was away or full: the work is none the worse for it, however often it was tried meanwhile. */
export function isOutage(error: unknown): boolean {
  return error instanceof Problem && (error.code === 'unavailable' || error.code === 'storage_full');
}

/**
 * Carries out one piece of owed work. Its effect and its done mark commit together, so a second
 * delivery changes nothing.
 * @throws Problem not_found for work that the database does not know; whatever the handler throws.
 */
export async function carryOut(
  deps: Deps,
  handlers: Readonly<Record<string, Job>>,
  hint: { workId: string; epoch: number },
): Promise<'done' | 'already done'> {
  const handler = await madeReady(deps, handlers, hint);
  if (handler === null) return 'already done';
  return deps.uow.run(async (tx) => {
    const work = await tx.work.get(hint.workId);
    if (!work) throw new Problem('not_found', say`No work is owed under ${hint.workId}`);
    if (!(await tx.workDone(work.id, hint.epoch))) return 'already done';
    if (!handler) throw new Problem('not_possible', say`No handler does jobs named "${work.job}"`);
    await handler(tx, deps, work.subjectId);
    return 'done';
  });
}

/** A piece of work of a batch that could not be done, and why. */
export interface NotDone<Hint> {
  hint: Hint;
  error: Error;
}

/**
 * Carries out owed work of one job: together where the job can be done for many at once, else one after the other.
 * What fails together is tried one by one, so that one bad subject stops nobody else's.
 * @returns what could not be done. @throws Problem where a store is away: the rest is then for another time, together
 */
export async function carryOutMany<Hint extends { workId: string; epoch: number; subjectId: string }>(
  deps: Deps,
  handlers: Readonly<Record<string, Job>>,
  hints: readonly Hint[],
): Promise<NotDone<Hint>[]> {
  const job = handlers[jobNameOf(hints[0]!.workId)];
  if (hints.length > 1 && job !== undefined && 'many' in job) {
    try {
      await carryOutTogether(deps, job, hints);
      return [];
    } catch (error) {
      // A store that is away would be waited for by one after the other, and what is done singly afterwards takes longer.
      if (isOutage(error)) throw error;
      // Whatever else it was, it will show itself again where it belongs.
    }
  }
  const failed: NotDone<Hint>[] = [];
  for (const hint of hints) {
    try {
      await carryOut(deps, handlers, hint);
    } catch (error) {
      if (hints.length > 1 && isOutage(error)) throw error;
      failed.push({ hint, error: error instanceof Error ? error : new Error(String(error)) });
    }
  }
  return failed;
}

async function carryOutTogether(
  deps: Deps,
  job: ManyJob,
  hints: readonly { workId: string; epoch: number; subjectId: string }[],
): Promise<void> {
  const subjects = [...new Set(hints.map((hint) => hint.subjectId))];
  const body = await job.many(deps, subjects);
  await deps.uow.run(async (tx) => {
    const done = await tx.workAllDone([...hints]);
    // The hints were right: what is done is what was prepared, and all of it was owed.
    if (done.length < hints.length || done.some((work) => !subjects.includes(work.subjectId)))
      throw new Error('some of the work is not owed any more');
    await body(tx);
  });
}

/** The name is the end of the id. */
function jobNameOf(workId: string): string {
  return workId.slice(workId.lastIndexOf('.') + 1);
}

/**
 * The handler for the work, its first part done where it has one: outside the transaction, so that reading
 * files keeps no writer waiting. Null where such work is not owed any more; undefined where there is no handler.
 */
async function madeReady(
  deps: Deps,
  handlers: Readonly<Record<string, Job>>,
  { workId, epoch }: { workId: string; epoch: number },
): Promise<JobHandler | null | undefined> {
  const found = handlers[jobNameOf(workId)];
  const job = found !== undefined && 'many' in found ? found.one : found;
  // Most jobs need no reading before their transaction.
  if (job === undefined || typeof job === 'function') return job;
  const work = await deps.uow.read((reads) => reads.work.get(workId));
  if (!work) return undefined;
  if (work.state !== 'owed' || work.epoch !== epoch) return null;
  const ready = await job.prepare(deps, work.subjectId);
  return (tx, _deps, subjectId) => job.carryOut(tx, deps, subjectId, ready);
}

/** Keeps the reason of a failed try that will be repeated; `retryAt` is an instant. */
export async function noteFailure(deps: Deps, workId: string, error: Error, retryAt: string): Promise<void> {
  await deps.uow.run(async (tx) => {
    if ((await tx.work.get(workId))?.state === 'owed') await tx.workFailed(workId, reasonOf(error), retryAt);
  });
}

/** Makes work that cannot be carried out a visible fact: a dead letter and an entry in the journal (D6). */
export async function buryWork(deps: Deps, workId: string, error: Error): Promise<void> {
  await deps.uow.run(async (tx) => {
    const work = await tx.work.get(workId);
    if (!work || work.state !== 'owed') return; // done by another delivery, or buried already
    const reason = reasonOf(error);
    await tx.workFailed(workId, reason, null);
    await tx.append({
      actor: 'system',
      type: 'work.dead',
      subject: { kind: 'work', id: workId },
      payload: { job: work.job, subjectId: work.subjectId, epoch: work.epoch, reason },
    });
  });
}

/**
 * Hands owed work that is due and was never handed over to the queue. It is marked first, while nobody can have it in
 * hand: afterwards the mark would wait for workers, and keep others waiting. What a crash leaves marked and
 * not handed over, the reconciler finds.
 * `lanes`: what is known of how much each submitter had handed over lately.
 * @returns how many were handed over. @throws Problem unavailable while the queue's store is away
 */
export async function relayDue(deps: Deps, bus: WorkBus, limit: number, lanes = new Lanes()): Promise<number> {
  const now = deps.clock.now();
  const works = await deps.uow.read((reads) => reads.work.due(now.toISOString(), NEVER, limit));
  if (works.length === 0) return 0;
  const laneOf = ({ by, job }: Work) => (by === undefined || by === 'system' ? null : `${job} ${by}`);
  const ranked = works.map((work) => ({ ...work, rank: lanes.rank(laneOf(work), now.getTime()) }));
  let marked = false;
  try {
    await bus.add(ranked, async (carriers) => {
      const carried = works.map(({ id }) => ({ id, carrier: carriers.get(id) ?? null }));
      await deps.uow.run((tx) => tx.workRelayed(carried));
      marked = true;
    });
  } catch (error) {
    if (marked) await deps.uow.run((tx) => tx.workNotRelayed(works.map(({ id }) => id)));
    throw error;
  }
  return works.length;
}

/** Before anything was ever relayed: only work never handed over lies before it. */
const NEVER = '1970-01-01T00:00:00.000Z';

/**
 * Finds work that was handed over at least `olderThanMs` ago, is still owed, and that the queue no
 * longer holds; raises its epoch, because the queue may ignore an id it has seen, and hands it over again.
 * @returns how many were lost and how many were handed over (these include work never relayed).
 */
export async function reconcile(
  deps: Deps,
  bus: WorkBus,
  olderThanMs: number,
  limit = 1000,
  lanes = new Lanes(),
): Promise<{ lost: number; relayed: number }> {
  // A clock that was ahead for a while must not put work off until that time really comes.
  await deps.uow.run((tx) => tx.workSetRight());
  const now = deps.clock.now();
  const before = new Date(now.getTime() - olderThanMs).toISOString();
  const stale = (await deps.uow.read((reads) => reads.work.due(now.toISOString(), before, limit))).filter(
    (work) => work.relayedAt !== null,
  );
  if (stale.length > 0) {
    const lost = new Set(await bus.forgotten(stale));
    await deps.uow.run(async (tx) => {
      for (const { id, epoch } of stale) {
        if (!lost.has(id)) continue;
        // What was done while the queue was asked has left it as well, and must not be owed again.
        const work = await tx.work.get(id);
        if (work?.state === 'owed' && work.epoch === epoch) await tx.workRedrive(id);
      }
      // Seen in the queue just now: not asked after again before `olderThanMs` has passed.
      await tx.workRelayed(stale.filter((work) => !lost.has(work.id)));
    });
    return { lost: lost.size, relayed: await relayDue(deps, bus, limit, lanes) };
  }
  return { lost: 0, relayed: await relayDue(deps, bus, limit, lanes) };
}

/** One line; a stack or a whole document has no place in the journal. */
function reasonOf(error: Error): string {
  const text = error instanceof Problem ? `${error.code}: ${error.detail}` : `${error.name}: ${error.message}`;
  return text.replace(/\s+/g, ' ').slice(0, 500);
}
