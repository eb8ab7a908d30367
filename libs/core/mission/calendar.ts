import { say } from '../said.js';
import { Problem } from '../errors.js';
import type { ReportingCalendar } from './types.js';

/** Half-open interval [from, to) of UTC instants. */
export interface Interval {
  from: string;
  to: string;
}

const dayMs = 86_400_000;
const cachedDays = 20_000;

/** Ends of reporting days of one calendar, by day number (days since 1970-01-01). */
interface Edges {
  minutes: number;
  format: Intl.DateTimeFormat;
  ends: Map<number, number>;
}

const edgesOf = new WeakMap<ReportingCalendar, Edges>();

/**
 * Reporting day of an instant: the day D whose local hours, from D-1 at `dayEnds` (included) to
 * D at `dayEnds` (excluded), hold it. On nights when clocks change a day has 23 or 25 hours.
 * @throws RangeError if `instant` is not a date and time.
 */
export function reportingDay(instant: string, calendar: ReportingCalendar): string {
  return nameOfDay(dayNumber(instant, calendar));
}

/**
 * Reporting week of an instant, `YYYY-Www`. A week ends at `dayEnds` on weekday `weekEndsOn` and
 * takes the ISO 8601 week number of the date on which it ends: with a Sunday end, the days are
 * Monday to Sunday and the week that ends on Sunday 2027-01-03 is `2026-W53`.
 * @throws RangeError if `instant` is not a date and time.
 */
export function reportingWeek(instant: string, calendar: ReportingCalendar): string {
  const day = dayNumber(instant, calendar);
  return isoWeek(day + ((calendar.weekEndsOn - weekday(day) + 7) % 7));
}

/** @throws Problem invalid_input if `day` is not an existing date `YYYY-MM-DD`. */
export function dayInterval(day: string, calendar: ReportingCalendar): Interval {
  const number = Date.parse(`${day}T00:00:00.000Z`) / dayMs;
  if (!/^\d{4}-\d\d-\d\d$/.test(day) || !Number.isInteger(number) || nameOfDay(number) !== day)
    throw new Problem('invalid_input', say`"${day}" is not a date of the form YYYY-MM-DD.`);
  return between(number - 1, number, calendar);
}

/** @throws Problem invalid_input if `week` is not an existing ISO week `YYYY-Www`. */
export function weekInterval(week: string, calendar: ReportingCalendar): Interval {
  const last = mondayOf(week) + calendar.weekEndsOn - 1;
  return between(last - 7, last, calendar);
}

/** @throws Problem invalid_input if `week` is not an existing ISO week `YYYY-Www`. */
export function previousWeek(week: string): string {
  return isoWeek(mondayOf(week) - 7);
}

function between(before: number, last: number, calendar: ReportingCalendar): Interval {
  const edges = edgesFor(calendar);
  return { from: new Date(endOf(before, edges)).toISOString(), to: new Date(endOf(last, edges)).toISOString() };
}

function dayNumber(instant: string, calendar: ReportingCalendar): number {
  const at = Date.parse(instant);
  if (Number.isNaN(at)) throw new RangeError(`not an instant: "${instant}"`);
  const edges = edgesFor(calendar);
  let day = Math.floor((at - edges.minutes * 60_000) / dayMs) + 1;
  while (at >= endOf(day, edges)) day++;
  while (at < endOf(day - 1, edges)) day--;
  return day;
}

function edgesFor(calendar: ReportingCalendar): Edges {
  const known = edgesOf.get(calendar);
  if (known) return known;
  const time = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(calendar.dayEnds);
  if (!time) throw new RangeError(`not a local time HH:MM: "${calendar.dayEnds}"`);
  const edges = {
    minutes: Number(time[1]) * 60 + Number(time[2]),
    format: new Intl.DateTimeFormat('en-US', { timeZone: calendar.timeZone, timeZoneName: 'longOffset' }),
    ends: new Map<number, number>(),
  };
  edgesOf.set(calendar, edges);
  return edges;
}

function endOf(day: number, edges: Edges): number {
  const known = edges.ends.get(day);
  if (known !== undefined) return known;
  // A stray clock in some source must not grow the cache without bound.
  if (edges.ends.size >= cachedDays) edges.ends.clear();
  const wall = day * dayMs + edges.minutes * 60_000;
  // Two guesses settle it: the offsets a day before and after. Where the local time comes twice, the
  // first counts; where it is skipped, the offset before the change counts.
  const early = wall - offsetAt(wall - dayMs, edges.format);
  const late = wall - offsetAt(wall + dayMs, edges.format);
  const end =
    offsetAt(early, edges.format) === wall - early || offsetAt(late, edges.format) !== wall - late ? early : late;
  edges.ends.set(day, end);
  return end;
}

/** Milliseconds that local time is ahead of UTC at the instant. */
function offsetAt(at: number, format: Intl.DateTimeFormat): number {
  const name = format.formatToParts(at).find((p) => p.type === 'timeZoneName')?.value ?? '';
  const parts = /^GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/.exec(name);
  if (!parts) throw new RangeError(`offset not understood: "${name}"`);
  const seconds = Number(parts[2] ?? 0) * 3600 + Number(parts[3] ?? 0) * 60 + Number(parts[4] ?? 0);
  return (parts[1] === '-' ? -1000 : 1000) * seconds;
}

/** Names of days and of weeks by the number of a day: few days are asked for, very often. */
const dayNames = new Map<number, string>();
const weekNames = new Map<number, string>();

function remembered(names: Map<number, string>, day: number, nameOf: (day: number) => string): string {
  let name = names.get(day);
  if (name === undefined) {
    name = nameOf(day);
    if (names.size >= cachedDays) names.clear();
    names.set(day, name);
  }
  return name;
}

function nameOfDay(day: number): string {
  return remembered(dayNames, day, (of) => new Date(of * dayMs).toISOString().slice(0, 10));
}

/** 1 = Monday … 7 = Sunday; 1970-01-01 was a Thursday. */
function weekday(day: number): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}

function isoWeek(day: number): string {
  return remembered(weekNames, day, nameOfWeek);
}

function nameOfWeek(day: number): string {
  const thursday = day - weekday(day) + 4;
  const year = new Date(thursday * dayMs).getUTCFullYear();
  const first = Date.UTC(year, 0, 1) / dayMs;
  return `${String(year).padStart(4, '0')}-W${String(Math.floor((thursday - first) / 7) + 1).padStart(2, '0')}`;
}

function mondayOf(week: string): number {
  const parts = /^(\d{4})-W(\d\d)$/.exec(week);
  if (parts) {
    const fourth = Date.parse(`${parts[1]}-01-04T00:00:00.000Z`) / dayMs;
    const monday = fourth - weekday(fourth) + 1 + (Number(parts[2]) - 1) * 7;
    if (isoWeek(monday) === week) return monday;
  }
  throw new Problem('invalid_input', say`"${week}" is not a week of the form YYYY-Www, for example 2026-W47.`);
}
