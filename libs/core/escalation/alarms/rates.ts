import { dayInterval, reportingDay } from '../../mission/calendar.js';
import type { ReportingCalendar } from '../../mission/types.js';
import { nowcast, shareOnRecord, type DelayDistribution } from './delays.js';

/** One counted event. Which party it is alleged against or attributed to has no place here. */
export interface CountedEvent {
  sector: string;
  category: string;
  /** UTC instant it began. */
  start: string;
}

/** Watching done, as in an effort record. */
export interface Watching {
  sector: string;
  means: string;
  start: string;
  end: string;
  /** Usable hours in all of [start, end). */
  usableHours: number;
}

/** One reporting day of one sector and category; of a day not yet over, what was before `asOf`. */
export interface DayRate {
  day: string;
  /** Events on record. */
  count: number;
  /** Usable hours of watching; 0 means that the day is unknown, not quiet. */
  hours: number;
  /** Share of the day's events expected to be on record by now, 0..1. */
  share: number;
  /** Expected final count and its 90 % interval; null where nothing can be known yet or nobody watched. */
  expected: number | null;
  low: number | null;
  high: number | null;
  /** Expected final count per usable hour; null as above. */
  rate: number | null;
}

/** Every reporting day from the first to the last, without a gap. */
export interface Series {
  sector: string;
  category: string;
  days: DayRate[];
}

export interface RateOptions {
  calendar: ReportingCalendar;
  /** First and last reporting day, both included. */
  from: string;
  to: string;
  sectors: readonly string[];
  categories: readonly string[];
  /** UTC instant of what is known. */
  asOf: string;
  /** One for all, since arrivals by sector are too few to tell apart. Absent: everything is on record at once. */
  delays?: DelayDistribution;
  /** What an hour of a means counts for, > 0. Default 1 for each. */
  weight?: (means: string) => number;
}

/** Reporting days from the first to the last, both included. */
export function daysBetween(from: string, to: string): string[] {
  const days: string[] = [];
  for (let at = Date.parse(from); at <= Date.parse(to); at += 86_400_000)
    days.push(new Date(at).toISOString().slice(0, 10));
  return days;
}

/**
 * Daily counts and rates for every sector and category, also those without events. Watching is spread evenly over its
 * own interval and so divided among reporting days. Events outside the days, sectors or categories asked for are left out.
 */
export function dailyRates(
  events: readonly CountedEvent[],
  watching: readonly Watching[],
  options: RateOptions,
): Series[] {
  const { calendar, asOf, delays } = options;
  const days = daysBetween(options.from, options.to);
  const intervals = days.map((day) => dayInterval(day, calendar));
  const hours = hoursByDay(watching, intervals, options);
  const counts = new Map<string, Float64Array>();
  const dayOf = new Map(days.map((day, i) => [day, i]));
  for (const event of events) {
    const day = event.start > asOf ? undefined : dayOf.get(reportingDay(event.start, calendar));
    if (day === undefined) continue;
    const key = JSON.stringify([event.sector, event.category]);
    let row = counts.get(key);
    if (!row) counts.set(key, (row = new Float64Array(days.length)));
    row[day]! += 1;
  }
  const shares = intervals.map((interval) => {
    if (delays) return shareOnRecord(interval, asOf, delays);
    return { share: interval.from < asOf ? 1 : 0, logError: 0 };
  });
  const daysOf = (countsOfDays: Float64Array | undefined, hoursOfDays: Float64Array | undefined): DayRate[] =>
    days.map((day, i) => {
      const [count, watched] = [countsOfDays?.[i] ?? 0, hoursOfDays?.[i] ?? 0];
      const found = watched > 0 ? nowcast(count, shares[i]!) : null;
      return {
        day,
        count,
        hours: watched,
        share: shares[i]!.share,
        expected: found?.expected ?? null,
        low: found?.low ?? null,
        high: found?.high ?? null,
        rate: found ? found.expected / watched : null,
      };
    });
  return options.sectors.flatMap((sector) =>
    options.categories.map((category) => ({
      sector,
      category,
      days: daysOf(counts.get(JSON.stringify([sector, category])), hours.get(sector)),
    })),
  );
}

/** By sector one number a day. `intervals` follow one another without a gap. */
function hoursByDay(
  watching: readonly Watching[],
  intervals: readonly { from: string; to: string }[],
  { asOf, weight = () => 1 }: RateOptions,
): Map<string, Float64Array> {
  const now = Date.parse(asOf);
  const edges = [...intervals.map(({ from }) => Date.parse(from)), Date.parse(intervals.at(-1)?.to ?? asOf)];
  const hours = new Map<string, Float64Array>();
  for (const record of watching) {
    const [start, end] = [Date.parse(record.start), Date.parse(record.end)];
    const until = Math.min(end, now, edges.at(-1)!);
    if (!(end > start) || !(until > Math.max(start, edges[0]!))) continue;
    let row = hours.get(record.sector);
    if (!row) hours.set(record.sector, (row = new Float64Array(intervals.length)));
    const hoursOfAll = record.usableHours * weight(record.means);
    for (let day = lastNotAfter(edges, start); day < intervals.length && edges[day]! < until; day++)
      row[day]! += hoursOfAll * ((Math.min(until, edges[day + 1]!) - Math.max(start, edges[day]!)) / (end - start));
  }
  return hours;
}

/** Index of the last of the sorted edges that is at or before the instant; 0 where none is. */
function lastNotAfter(edges: readonly number[], at: number): number {
  let low = 0;
  let high = edges.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (edges[middle]! <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}
