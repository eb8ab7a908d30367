import { say } from '../said.js';
import { Problem, faultAt } from '../errors.js';
import type { Entry } from '../journal/types.js';
import type { Reads } from '../ports.js';

/** Locks on record ids by their last two digits: a bounded number of locks however many items there are. */
export function intakeLocks(ids: string[]): string[] {
  return [...new Set(ids.map((id) => `intake:${id.slice(-2)}`))].sort();
}

/** The entry that accepted a stored record. @throws Error if it is missing, which no history of ours can produce */
export async function acceptingEntry(reads: Reads, kind: string, id: string, type: string): Promise<Entry> {
  const entry = (await reads.journal.ofSubject(kind, id)).find((e) => e.type === type);
  if (!entry) throw new Error(`no journal entry ${type} for the stored ${kind} ${id}`);
  return entry;
}

/** The answer to a known id that comes with other content (D7). */
export function contentConflict(id: string): Problem {
  return new Problem('conflict', say`${id} is already here with other content. Use a new id.`, [
    faultAt('/id', say`Already used for other content.`),
  ]);
}
