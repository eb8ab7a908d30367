/** Work whose carrying out ended with the process that did it: it may be the work's own doing. */
import type { Deps } from '../ports.js';
import { buryWork } from './work.js';

/** How often work may be tried apart before it counts as what ends processes. */
const mostTries = 3;
const reason = 'The process that carried this out ended while it did, and nothing else was suspected.';

/**
 * To be called before work is tried again, alone or with a few others, after a process ended with it in hand. Counts the
 * try before it begins, for nothing can be counted after the process has ended; what has had its tries becomes a dead
 * letter. Work that merely was in hand beside it loses nothing: in the end each is tried alone.
 * @returns whether to go on with each, in the order given
 */
export async function maySuspectsRun(deps: Deps, workIds: readonly string[]): Promise<boolean[]> {
  const had: string[] = [];
  await deps.uow.run(async (tx) => {
    had.length = 0; // the body may run again
    for (const id of workIds) {
      const work = await tx.work.get(id);
      if (work?.state !== 'owed') continue; // done by another delivery, which carrying out will find as well
      if (work.lastError === reason && work.attempts >= mostTries) had.push(id);
      else await tx.workFailed(id, reason, tx.now);
    }
  });
  for (const id of had) await buryWork(deps, id, new Error(reason));
  return workIds.map((id) => !had.includes(id));
}

/**
 * How often each was tried apart before, in the order given; null for what is not owed any more. Whoever was tried and is
 * still owed may have ended the process again: the rest must not wait behind it.
 */
export async function triesApart(deps: Deps, hints: readonly { workId: string }[]): Promise<(number | null)[]> {
  return deps.uow.read(async (reads) => {
    const counts: (number | null)[] = [];
    for (const { workId } of hints) {
      const work = await reads.work.get(workId);
      if (work?.state !== 'owed') counts.push(null);
      else counts.push(work.lastError === reason ? work.attempts : 0);
    }
    return counts;
  });
}
