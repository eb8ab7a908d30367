import type { Deps, Tx } from '../ports.js';
import type { NoticeClock } from './types.js';

/**
 * Puts on record, once for each, that a clock has run out without an acknowledgement or without a reply: however often it
 * is called, however late, and by however many processes. Returns how many clocks.
 */
export async function sweepNotices(deps: Deps): Promise<number> {
  // Most sweeps find nothing: those open no transaction.
  const due = await deps.uow.read((reads) => reads.notices.overdue(deps.clock.now().toISOString()));
  if (due.length === 0) return 0;
  return deps.uow.run(async (tx) => {
    const overdue = await tx.notices.overdue(tx.now);
    await tx.lock(overdue.map((c) => `notice:${c.id}`));
    let missed = 0;
    // Read again under the locks: an answer may have come, or another process was here.
    for (const clock of await tx.notices.clocks(overdue.map((c) => c.id))) {
      if (clock.closedAt !== null) continue;
      const unacknowledged = await recordUnacknowledged(tx, clock);
      if (unacknowledged !== clock) missed += 1;
      if (clock.replyBy === null || clock.replyBy > tx.now) continue;
      await recordSilence(tx, unacknowledged);
      missed += 1;
    }
    return missed;
  });
}

/**
 * Writes that the notice was not acknowledged within its clock, where that is so and not on record yet, in the same words
 * for everyone; the clock as it stands then. The clock for the reply runs on.
 */
export async function recordUnacknowledged(tx: Tx, clock: NoticeClock): Promise<NoticeClock> {
  const { acknowledgeBy, acknowledgedAt, unacknowledgedAt } = clock;
  if (acknowledgeBy === null || acknowledgeBy > tx.now || acknowledgedAt !== null || unacknowledgedAt !== null)
    return clock;
  const missed = { ...clock, unacknowledgedAt: tx.now };
  await tx.write.noticeClock(missed);
  await tx.append({
    actor: 'system',
    type: 'notice.unacknowledged',
    subject: { kind: 'notice', id: clock.id },
    payload: { party: clock.party, acknowledgeBy },
  });
  return missed;
}

/** Writes that no reply came within the clock, in the same words for everyone; the clock as it stands then. */
export async function recordSilence(tx: Tx, clock: NoticeClock): Promise<NoticeClock> {
  const silent = { ...clock, silentAt: tx.now, closedAt: tx.now };
  await tx.write.noticeClock(silent);
  await tx.append({
    actor: 'system',
    type: 'notice.unanswered',
    subject: { kind: 'notice', id: clock.id },
    payload: { party: clock.party, replyBy: clock.replyBy, acknowledged: clock.acknowledgedAt !== null },
  });
  return silent;
}
