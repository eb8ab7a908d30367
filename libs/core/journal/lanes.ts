/** Whoever submits very much at once waits behind the others, not they behind him. */

/** Pieces of work of one submitter that are handed over in their turn, whatever else he submitted lately. */
const free = 1_000;
/** Pieces beyond that which share a rank. */
const step = 200;
/** What counts as lately: a count halves in this time, milliseconds. */
const halfLifeMs = 60_000;
/** The queue knows no lower ranks. */
const lastRank = 1_000_000;
/** Submitters remembered; those seen longest ago are forgotten first. */
const memory = 10_000;

/**
 * Ranks of work by how much the same submitter had handed over lately: 0 goes in its turn; the higher, the later.
 * Every submitter alike, whichever side it belongs to. Kept in memory: forgetting it only forgets the ranks.
 */
export class Lanes {
  private readonly lanes = new Map<string, { count: number; at: number }>();

  /** @param by submitter, null for the program itself. @param now milliseconds since 1970 */
  rank(by: string | null, now: number): number {
    if (by === null) return 0;
    const before = this.lanes.get(by);
    const elapsed = before ? Math.max(0, now - before.at) : 0;
    const count = (before?.count ?? 0) * 2 ** (-elapsed / halfLifeMs) + 1;
    this.lanes.delete(by);
    this.lanes.set(by, { count, at: now });
    if (this.lanes.size > memory) this.lanes.delete(this.lanes.keys().next().value!);
    return count <= free ? 0 : Math.min(lastRank, 1 + Math.floor((count - free) / step));
  }
}
