import type { Position } from '../../mission/types.js';
import { gammaFactor } from './negative-binomial.js';
import { cylinderZones, type Zone } from './scan-zones.js';

/** One event of a scan: at which of the places (index), on which day (index, 0 = first). */
export interface ScanCase {
  place: number;
  day: number;
}

export interface ScanOptions {
  places: readonly Position[];
  /** Number of days of the study, > 1. */
  days: number;
  /** Largest radius of a circle of places, metres. */
  maxMetres: number;
  /** Longest window, days; at most half of the study is sensible. */
  maxDays: number;
  /** Largest share of all events that one circle may hold. Default 0.5. */
  maxShare?: number;
  /** Only clusters that last until the final day (prospective), or any (retrospective). Default prospective. */
  prospective?: boolean;
  /** Usable hours per place and day, `hours[place][day]`; absent means watched alike always. */
  hours?: readonly (readonly number[])[];
  /**
   * Over-dispersion of the daily count of a place (variance m + d m²): events that come in bunches make chance clusters
   * stronger than shuffling single events shows. Default 0.
   */
  dispersion?: number;
  /** Monte Carlo replicates; 0 leaves the p-value out. p is then never below 1 / (replicates + 1). */
  replicates: number;
  /**
   * No more replicates are drawn once so many were at least as good as the data: the p-value is then that number over
   * those drawn (Besag and Clifford 1991, doi:10.1093/biomet/78.2.301), which holds as well. Default: all are drawn.
   */
  enough?: number;
  /** Uniform in [0, 1), repeatable. */
  random: () => number;
}

/** The cylinder that stands out most. */
export interface ScanCluster {
  /** Indexes of the places within the circle, nearest first. */
  places: number[];
  metres: number;
  firstDay: number;
  lastDay: number;
  observed: number;
  expected: number;
  /** Logarithm of the generalised likelihood ratio. */
  logRatio: number;
}

export interface ScanResult {
  cluster: ScanCluster | null;
  /** Share of the replicates, and the data, whose best cylinder is at least as good; null without replicates. */
  pValue: number | null;
  /** Best log-ratio of each replicate, sorted from the highest. */
  replicateRatios: number[];
  cases: number;
}

/**
 * Log-ratio of a cylinder with `observed` events where `expected` were, of `total`; 0 where it has no excess
 * (Kulldorff et al. 2005, doi:10.1371/journal.pmed.0020059, the Poisson approximation).
 */
export function scanLogRatio(observed: number, expected: number, total: number): number {
  if (observed <= expected || expected <= 0) return 0;
  const outside = total - observed;
  const inside = observed * Math.log(observed / expected);
  return outside > 0 ? inside + outside * Math.log(outside / (total - expected)) : inside;
}

/**
 * Space-time permutation scan statistic (Kulldorff, Heffernan, Hartman, Assunção and Mostashari 2005): looks over all
 * cylinders (circle of places × run of days) for the one with the most events beyond what its places and its days
 * have on their own. Needs no population: it asks only whether place and time go together. Its p-value comes from
 * shuffling the days among the events, so a busy place, or a busy day everywhere, is no cluster.
 *
 * Where `hours` are given, a cylinder is also expected to have the more, the more its places were watched on its days:
 * expected counts are fitted to hours × place × day (iterative proportional fitting). With equal hours the expectations
 * are the same. With `hours` or a `dispersion`, replicates are drawn from the expected counts instead of shuffled: each
 * day keeps its number of events, which fall on places in proportion, each place-day first multiplied by a gamma factor.
 */
export function scan(cases: readonly ScanCase[], options: ScanOptions): ScanResult {
  const { places, days, replicates, random, hours, dispersion = 0, enough = Infinity } = options;
  const drawnAnew = hours !== undefined || dispersion > 0;
  for (const c of cases)
    if (!(c.place >= 0 && c.place < places.length && c.day >= 0 && c.day < days))
      throw new RangeError(`no such place or day: ${c.place}, ${c.day}`);
  const counts = tally(cases, places.length, days);
  const zones = cylinderZones(places, placeTotals(counts, days), options);
  const watched = hours && Float64Array.from(counts, (_, i) => hours[Math.floor(i / days)]![i % days]!);
  const expected = expectedCounts(counts, days, watched);
  const cluster = best(counts, expected, cases.length, zones, options);
  const replicateRatios: number[] = [];
  const draw = drawnAnew
    ? fromExpected(counts, expected, days, { random, dispersion })
    : shuffled(cases, random, places.length, days);
  // Equal up to rounding counts as equal: shuffles often repeat the same counts in another order of adding up.
  const wanted = (cluster?.logRatio ?? 0) - 1e-9;
  let asGood = 0;
  for (let i = 0; i < replicates && asGood < enough; i++) {
    const drawn = draw();
    const means = drawnAnew ? expectedCounts(drawn, days, watched) : expected;
    const ratio = best(drawn, means, cases.length, zones, options)?.logRatio ?? 0;
    if (ratio >= wanted) asGood++;
    replicateRatios.push(ratio);
  }
  replicateRatios.sort((a, b) => b - a);
  const ofAll = (1 + asGood) / (1 + replicates);
  const pValue = asGood >= enough ? Math.max(ofAll, asGood / replicateRatios.length) : ofAll;
  return { cluster, pValue: replicates > 0 ? pValue : null, replicateRatios, cases: cases.length };
}

/** Counts as one row of days per place, laid end to end. */
function tally(cases: readonly ScanCase[], places: number, days: number): Float64Array {
  const counts = new Float64Array(places * days);
  for (const c of cases) counts[c.place * days + c.day]! += 1;
  return counts;
}

function placeTotals(counts: Float64Array, days: number): number[] {
  const totals = new Array<number>(counts.length / days).fill(0);
  for (let i = 0; i < counts.length; i++) totals[Math.floor(i / days)]! += counts[i]!;
  return totals;
}

function dayTotals(counts: Float64Array, days: number): number[] {
  const totals = new Array<number>(days).fill(0);
  for (let i = 0; i < counts.length; i++) totals[i % days]! += counts[i]!;
  return totals;
}

/**
 * place total × day total / all; or, with hours, the table of that form times hours that has the same totals, to one in
 * a thousand. `like` is any table of that form: hours themselves, or what was fitted to other counts before.
 */
function expectedCounts(counts: Float64Array, days: number, like?: Float64Array): Float64Array {
  const byPlace = placeTotals(counts, days);
  const byDay = dayTotals(counts, days);
  const total = byPlace.reduce((sum, x) => sum + x, 0);
  if (!like) return Float64Array.from(counts, (_, i) => (byPlace[Math.floor(i / days)]! * byDay[i % days]!) / total);
  const fitted = like.slice();
  for (let round = 0; round < 50; round++) {
    const have = placeTotals(fitted, days);
    const haveByDay = new Array<number>(days).fill(0);
    for (let place = 0, i = 0; place < have.length; place++) {
      const factor = have[place]! > 0 ? byPlace[place]! / have[place]! : 0;
      for (let day = 0; day < days; day++, i++) haveByDay[day]! += fitted[i]! *= factor;
    }
    const factors = haveByDay.map((x, day) => (x > 0 ? byDay[day]! / x : 0));
    for (let i = 0; i < fitted.length; i++) fitted[i]! *= factors[i % days]!;
    if (factors.every((factor) => factor === 0 || Math.abs(factor - 1) < 1e-3)) break;
  }
  return fitted;
}

/** Each call: the events with their days shuffled among them (Fisher and Yates). */
function shuffled(cases: readonly ScanCase[], random: () => number, places: number, days: number): () => Float64Array {
  // In an order that the order of the input does not change.
  const sorted = [...cases].sort((a, b) => a.place - b.place || a.day - b.day);
  const order = sorted.map((c) => c.day);
  return () => {
    for (let i = order.length - 1; i > 0; i--) {
      const j = Math.floor(random() * (i + 1));
      [order[i], order[j]] = [order[j]!, order[i]!];
    }
    return tally(
      sorted.map((c, i) => ({ place: c.place, day: order[i]! })),
      places,
      days,
    );
  };
}

/** Each call: every day's events spread over the places in proportion to what was expected there, with its scatter. */
function fromExpected(
  counts: Float64Array,
  expected: Float64Array,
  days: number,
  { random, dispersion }: { random: () => number; dispersion: number },
): () => Float64Array {
  const places = counts.length / days;
  const byDay = dayTotals(counts, days);
  const weights = new Float64Array(places);
  return () => {
    const drawn = new Float64Array(counts.length);
    byDay.forEach((total, day) => {
      if (total === 0) return;
      let sum = 0;
      for (let place = 0; place < places; place++) {
        const factor = dispersion > 0 ? gammaFactor(dispersion, random) : 1;
        sum += weights[place] = expected[place * days + day]! * factor;
      }
      for (let n = 0; n < total; n++) {
        let left = random() * sum;
        let place = 0;
        while (place < places - 1 && (left -= weights[place]!) >= 0) place++;
        drawn[place * days + day]! += 1;
      }
    });
    return drawn;
  };
}

function best(
  counts: Float64Array,
  expected: Float64Array,
  total: number,
  zones: readonly Zone[],
  { days, maxDays, prospective = true }: ScanOptions,
): ScanCluster | null {
  const seen = new Float64Array(days + 1);
  const meant = new Float64Array(days + 1);
  let found: ScanCluster | null = null;
  for (const zone of zones) {
    if (zone.startsAnew) {
      seen.fill(0);
      meant.fill(0);
    }
    addPlaces(zone.added, counts, expected, days, seen, meant);
    for (let last = prospective ? days - 1 : 0; last < days; last++) {
      for (let first = last; first >= Math.max(0, last - maxDays + 1); first--) {
        const observed = seen[last + 1]! - seen[first]!;
        const mean = meant[last + 1]! - meant[first]!;
        if (observed < 2 || observed <= mean) continue;
        const logRatio = scanLogRatio(observed, mean, total);
        if (logRatio > (found?.logRatio ?? 0) + 1e-12)
          found = {
            places: zone.places,
            metres: zone.metres,
            firstDay: first,
            lastDay: last,
            observed,
            expected: mean,
            logRatio,
          };
      }
    }
  }
  return found;
}

/** Adds the running sums over the days of some places to those of a growing circle. */
function addPlaces(
  added: readonly number[],
  counts: Float64Array,
  expected: Float64Array,
  days: number,
  seen: Float64Array,
  meant: Float64Array,
): void {
  for (const place of added) {
    let events = 0;
    let mean = 0;
    for (let day = 0; day < days; day++) {
      events += counts[place * days + day]!;
      mean += expected[place * days + day]!;
      seen[day + 1]! += events;
      meant[day + 1]! += mean;
    }
  }
}
