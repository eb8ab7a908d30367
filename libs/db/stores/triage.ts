/** Hours in which waiting doubles an incident's standing in the triage list. */
export const doublingHours = 6;
/** Floor of urgency × harm, so that waiting lifts even what seemed to matter not at all. */
const least = 1e-6;

/**
 * Stored sort key of the triage list: log2(urgency × harm) + (waiting time ÷ doublingHours), with the
 * part that is the same for all rows (now) left out:
 *
 *   key = log2(max(urgency × harm, 1e-6)) − openedAt in hours ÷ doublingHours
 *
 * Staleness thus grows as 2^(hours waiting ÷ 6). Because growth is exponential, the order of any two
 * incidents never depends on the present instant, so that the list is one scan of an index at any size.
 * A cap needs none: a factor can outrun 1e-6 only by waiting log2(1e6) × 6 ≈ 120 hours longer, which is
 * the point past which nothing may be left lying because something else always seems to matter more.
 */
export function triageKey(incident: { urgency: number; harm: number; openedAt: string }): number {
  const hours = Date.parse(incident.openedAt) / 3_600_000;
  return Math.log2(Math.max(incident.urgency * incident.harm, least)) - hours / doublingHours;
}
