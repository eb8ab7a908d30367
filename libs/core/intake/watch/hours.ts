import { round } from '../../geo/covariance.js';
import { isNight } from '../../geo/sun.js';
import { reportingWeek } from '../../mission/calendar.js';
import type { Mission } from '../../mission/types.js';
import type { Geography } from '../../ports.js';
import type { Lost, Watch } from './types.js';
import { stepsOf } from './steps.js';

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

/** What a post's own position is known to, one standard deviation, metres: enough to tell its side. */
const placeSigmaMetres = 50;

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
  const lost = watch.lost.map((l) => ({ ...l, from: Date.parse(l.start), to: Date.parse(l.end) }));
  let last: { lat: number; lon: number } | null = null;
  for (const step of stepsOf(watch.said, watch.start, watch.end)) {
    const at = step.at ?? last;
    last = step.at ?? last;
    const sector = at && geography.sectorOf(at);
    if (!at || sector === null) continue;
    const start = new Date(step.from).toISOString();
    const end = new Date(step.to).toISOString();
    const probable = geography.sideOf({ ...at, ...round(placeSigmaMetres), method: 'fix' }, start);
    const side = Object.keys(probable).find((party) => probable[party]! > 0.5) ?? null;
    const week = reportingWeek(start, mission.calendar);
    const key = JSON.stringify([sector, side, week]);
    const row = rows.get(key) ?? fresh(sector, side, week, start);
    rows.set(key, row);
    row.end = end > row.end ? end : row.end;
    const hours = ((step.to - step.from) / 3_600_000) * step.share;
    const why = step.at === null ? 'gap in the track' : reasonAt(lost, (step.from + step.to) / 2);
    if (why !== null) {
      row.lostHours += hours;
      row.reasons.set(why, (row.reasons.get(why) ?? 0) + hours);
      continue;
    }
    row.usableHours += hours;
    if (isNight(at, start)) row.nightHours += hours;
    else row.dayHours += hours;
  }
  return [...rows.values()]
    .map(({ reasons, ...row }) => ({ ...row, lostReason: inWords(reasons) }))
    .sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
}

function fresh(sector: string, side: string | null, week: string, start: string) {
  const none = { usableHours: 0, dayHours: 0, nightHours: 0, lostHours: 0, lostReason: null };
  return { sector, side, reportingWeek: week, start, end: start, ...none, reasons: new Map<string, number>() };
}

function reasonAt(lost: (Lost & { from: number; to: number })[], instant: number): string | null {
  return lost.find((l) => l.from <= instant && instant < l.to)?.reason ?? null;
}

/** "jamming 1.5 h, weather 0.2 h", the longest first. */
function inWords(reasons: Map<string, number>): string | null {
  const list = [...reasons].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return list.length === 0 ? null : list.map(([why, hours]) => `${why} ${hours.toFixed(2)} h`).join(', ');
}

function orderOf(row: WatchedHours): string {
  return JSON.stringify([row.reportingWeek, row.sector, row.side]);
}
