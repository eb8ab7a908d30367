/** What of the program's own working material is removed after a while. Records are not touched: they say what happened. */
import type { Deps } from '../ports.js';

/** What is past its time: rows to be removed, or removed. */
export interface Outdated {
  doneWork: number;
  endedSessions: number;
}

/** Rows that one transaction removes: few enough that nobody waits long for the one writer. */
const batch = 2_000;
const dayMs = 86_400_000;

/** How much is past its time at this instant; null where the pack has no policy, and nothing is ever removed. */
export async function outdated(deps: Deps): Promise<Outdated | null> {
  const until = limitsOf(deps);
  if (until === null) return null;
  return deps.uow.read(async ({ upkeep }) => ({
    doneWork: await upkeep.doneWork(until.doneWork),
    endedSessions: await upkeep.endedSessions(until.endedSessions),
  }));
}

/**
 * Removes what is past its time, and puts on record how much of what that was. Safe at any time and by several at once.
 * Returns what was removed; null where the pack has no policy.
 */
export async function applyRetention(deps: Deps): Promise<Outdated | null> {
  const until = limitsOf(deps);
  if (until === null) return null;
  const removed = { doneWork: 0, endedSessions: 0 };
  for (const what of ['doneWork', 'endedSessions'] as const) {
    for (;;) {
      const count = await deps.uow.run(async (tx) => {
        const rows = await tx.write.upkeep[what](until[what], batch);
        if (rows > 0) {
          await tx.append({
            actor: 'system',
            type: 'retention.applied',
            subject: { kind: 'store', id: 'retention' },
            payload: { what, until: until[what], rows },
          });
        }
        return rows;
      });
      removed[what] += count;
      if (count < batch) break;
    }
  }
  return removed;
}

/** Instants before which each kind is past its time. */
function limitsOf({ mission, clock }: Deps): Record<keyof Outdated, string> | null {
  const { retention } = mission;
  if (!retention) return null;
  const before = (days: number) => new Date(clock.now().getTime() - days * dayMs).toISOString();
  return { doneWork: before(retention.doneWorkDays), endedSessions: before(retention.endedSessionsDays) };
}
