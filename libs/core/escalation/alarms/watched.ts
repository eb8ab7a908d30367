import type { Exposed } from './negative-binomial.js';
import type { Series } from './rates.js';

/**
 * A day that can be judged: its exposure is hours × share on record, so that both little watching and late records
 * lower what is expected of it, and the count itself is never touched.
 */
export interface KnownDay extends Exposed {
  day: string;
  hours: number;
}

/** A series with its known days only, in order, and the exposure of a usual one. */
export interface WatchedSeries {
  sector: string;
  category: string;
  known: KnownDay[];
  /** Known days up to `baselineTo`. */
  baseline: KnownDay[];
  /** Median exposure of the baseline; 0 where it is empty. */
  usual: number;
}

/** Leaves out the days that say too little: not watched, far less watched than usual, or mostly not on record yet. */
export function watchedSeries(
  series: Series,
  options: { baselineTo: string; minShareOnRecord: number; minShareWatched: number },
): WatchedSeries {
  const watched = series.days.flatMap(({ day, count, hours, share }) =>
    hours > 0 && share >= options.minShareOnRecord ? [{ day, count, hours, exposure: hours * share }] : [],
  );
  const before = (day: KnownDay) => day.day <= options.baselineTo;
  const usual = median(watched.filter(before).map((day) => day.exposure));
  const known = watched.filter((day) => day.exposure >= options.minShareWatched * usual);
  return { sector: series.sector, category: series.category, known, baseline: known.filter(before), usual };
}

function median(values: number[]): number {
  const sorted = values.sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  if (sorted.length === 0) return 0;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
