import type { Reads, Tx } from '../ports.js';
import type { Entry } from './types.js';

/**
 * Keeps what a person typed where it can be erased, and gives the id by which the journal refers to it: people name people
 * in reasons, and the journal is for ever (D4).
 */
export async function keepReason(tx: Tx, reason: string): Promise<string> {
  const id = tx.ids.next();
  await tx.write.personal(id, { reason: reason.trim() });
  return id;
}

/** The reasons that entries refer to, by their id; null where one was erased. */
export async function reasonsOf(
  reads: Pick<Reads, 'personal'>,
  entries: readonly Pick<Entry, 'payload'>[],
): Promise<Record<string, string | null>> {
  const reasons: Record<string, string | null> = {};
  for (const { payload } of entries) {
    const id = payload['reasonId'];
    if (typeof id !== 'string' || id in reasons) continue;
    const text = (await reads.personal.get(id))?.['reason'];
    reasons[id] = typeof text === 'string' ? text : null;
  }
  return reasons;
}
