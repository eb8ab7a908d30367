import type { Mission } from '../../mission/types.js';
import type { Geography } from '../../ports.js';
import type { Watch } from './types.js';
import { walk } from './walk.js';

/** Watching by one source in one sector, on one side and in one reporting week. Hours. */
export interface WatchedHours {
  sector: string;
  /** Party on whose side it was, with more than half the probability; null where that cannot be told. */
  side: string | null;
  reportingWeek: string;
  start: string;
  end: string;
  usableHours: number;
  dayHours: number;
  nightHours: number;
  lostHours: number;
  lostReason: string | null;
}

/**
 * Usable and lost hours of a watch per sector, side and reporting week, by day and by night (civil twilight counts as
 * day). Lost are the intervals given as such and those during which a track has a gap; what lies outside all
 * sectors counts nowhere. Where several reasons hold at once the first given counts. No place is counted twice.
 */
export function hoursOf(
  watch: Pick<Watch, 'said' | 'start' | 'end' | 'lost'>,
  mission: Pick<Mission, 'calendar'>,
  geography: Pick<Geography, 'sectorOf' | 'sideOf'>,
): WatchedHours[] {
  const rows = new Map<string, WatchedHours & { reasons: Map<string, number> }>();
  for (const { from, to, sector, side, week, hours, night, lost } of walk(watch, mission, geography)) {
    const [start, end] = [new Date(from).toISOString(), new Date(to).toISOString()];
    const key = keyOf(sector, side, week);
    const row = rows.get(key) ?? fresh(sector, side, week, start);
    rows.set(key, row);
    row.end = end > row.end ? end : row.end;
    if (lost !== null) {
      row.lostHours += hours;
      row.reasons.set(lost, (row.reasons.get(lost) ?? 0) + hours);
      continue;
    }
    row.usableHours += hours;
    if (night) row.nightHours += hours;
    else row.dayHours += hours;
  }
  return [...rows.values()]
    .map(({ reasons, ...row }) => ({ ...row, lostReason: inWords(reasons) }))
    .sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
}

/** Key of one row of hours. */
export function keyOf(sector: string, side: string | null, week: string): string {
  return JSON.stringify([week, sector, side]);
}

function fresh(sector: string, side: string | null, week: string, start: string) {
  const none = { usableHours: 0, dayHours: 0, nightHours: 0, lostHours: 0, lostReason: null };
  return { sector, side, reportingWeek: week, start, end: start, ...none, reasons: new Map<string, number>() };
}

/** "jamming 1.5 h, weather 0.2 h", the longest first. */
function inWords(reasons: Map<string, number>): string | null {
  const list = [...reasons].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return list.length === 0 ? null : list.map(([why, hours]) => `${why} ${hours.toFixed(2)} h`).join(', ');
}

function orderOf(row: WatchedHours): string {
  return keyOf(row.sector, row.side, row.reportingWeek);
}
