/** Work whose carrying out ended with the process that did it: it may be the work's own doing. */
import type { Deps } from '../ports.js';
import { buryWork } from './work.js';

/** How often work may be tried alone before it counts as what ends processes. */
const mostTries = 3;
const reason = 'The process that carried this out ended while it did, and nothing else was suspected.';

/**
 * To be called before work is tried again, alone, after a process ended with it in hand. Counts the try before it
 * begins, for nothing can be counted after the process has ended; what has had its tries becomes a dead letter. Work
 * that merely was in hand beside it loses nothing: each is tried alone.
 * @returns whether to go on with it
 */
export async function maySuspectRun(deps: Deps, workId: string): Promise<boolean> {
  const work = await deps.uow.read((reads) => reads.work.get(workId));
  if (work?.state !== 'owed') return true; // done by another delivery, which carrying out will find as well
  if (work.lastError === reason && work.attempts >= mostTries) {
    await buryWork(deps, workId, new Error(reason));
    return false;
  }
  await deps.uow.run((tx) => tx.workFailed(workId, reason, tx.now));
  return true;
}

/**
 * How often each was tried alone before, in the order given; 0 for what is done. Whoever was tried and is still owed
 * may have ended the process again: the rest must not wait behind it.
 */
export async function triesAlone(deps: Deps, hints: readonly { workId: string }[]): Promise<number[]> {
  return deps.uow.read(async (reads) => {
    const counts: number[] = [];
    for (const { workId } of hints) {
      const work = await reads.work.get(workId);
      counts.push(work?.state === 'owed' && work.lastError === reason ? work.attempts : 0);
    }
    return counts;
  });
}
