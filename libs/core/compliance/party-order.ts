import type { Party } from '../mission/types.js';

const weekMs = 7 * 86_400_000;

/**
 * Party ids in the order of one week's tables: sorted by id, then moved round by one place a week, so that each is first
 * equally often. Weeks are counted through (by the Monday of the ISO week), since the number alone would
 * put the same one first twice where a year of 53 weeks ends.
 */
export function partyOrder(parties: Party[], week: string): string[] {
  const ids = parties.map((party) => party.id).sort();
  const [year, number] = week.split('-W').map(Number) as [number, number];
  const fourth = Date.UTC(year, 0, 4);
  const firstMonday = fourth - ((new Date(fourth).getUTCDay() + 6) % 7) * 86_400_000;
  // 1970-01-05 was a Monday.
  const weeks = Math.round((firstMonday - Date.UTC(1970, 0, 5)) / weekMs) + number;
  const start = ids.length === 0 ? 0 : ((weeks % ids.length) + ids.length) % ids.length;
  return [...ids.slice(start), ...ids.slice(0, start)];
}
