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
  const hours = hoursByDay(watching, options);
  const counts = new Map<string, number>();
  for (const event of events) {
    if (event.start > asOf) continue;
    const key = JSON.stringify([event.sector, event.category, reportingDay(event.start, calendar)]);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const shares = days.map((day) => {
    const interval = dayInterval(day, calendar);
    if (delays) return shareOnRecord(interval, asOf, delays);
    return { share: interval.from < asOf ? 1 : 0, logError: 0 };
  });
  return options.sectors.flatMap((sector) =>
    options.categories.map((category) => ({
      sector,
      category,
      days: days.map((day, i) => {
        const count = counts.get(JSON.stringify([sector, category, day])) ?? 0;
        const watched = hours.get(`${sector} ${day}`) ?? 0;
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
      }),
    })),
  );
}

function hoursByDay(
  watching: readonly Watching[],
  { calendar, asOf, weight = () => 1 }: RateOptions,
): Map<string, number> {
  const hours = new Map<string, number>();
  for (const record of watching) {
    const whole = Date.parse(record.end) - Date.parse(record.start);
    if (!(whole > 0)) continue;
    const end = record.end < asOf ? record.end : asOf;
    for (let from = record.start; from < end;) {
      const day = reportingDay(from, calendar);
      const { to } = dayInterval(day, calendar);
      const until = to < end ? to : end;
      const part = (Date.parse(until) - Date.parse(from)) / whole;
      const key = `${record.sector} ${day}`;
      hours.set(key, (hours.get(key) ?? 0) + record.usableHours * weight(record.means) * part);
      from = until;
    }
  }
  return hours;
}
