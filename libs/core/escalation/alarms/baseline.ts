const dayMs = 86_400_000;
/** A baseline is kept for four weeks, then moved on by as much. */
const keptDays = 28;
/** It ends at least two weeks before the day judged: late records are in, and a fresh rise is not yet normal. */
const gapDays = 14;
/** Days of records that are looked at. */
export const reach = 120;

export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00.000Z`) + days * dayMs).toISOString().slice(0, 10);
}

/**
 * First day looked at and last day of the baseline for judging `day`; both follow from the date of the ceasefire alone,
 * so that nobody can choose a convenient one. In the first weeks the baseline ends with the first four.
 */
export function baselineOf(day: string, ceasefireDay: string): { from: string; baselineTo: string } {
  const since = Math.round((Date.parse(day) - Date.parse(ceasefireDay)) / dayMs);
  const blocks = Math.max(1, Math.floor((since - gapDays) / keptDays));
  const earliest = dayAfter(day, -reach);
  const baselineTo = dayAfter(ceasefireDay, blocks * keptDays - 1);
  return { from: earliest > ceasefireDay ? earliest : ceasefireDay, baselineTo };
}
