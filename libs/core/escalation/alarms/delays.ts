import { countProbabilities } from './negative-binomial.js';

/** When something happened, and when the mission first had a record of it. UTC instants. */
export interface Arrival {
  start: string;
  receivedAt: string;
}

/** Share of events that are on record by a time after they happened, as estimated from those on record. */
export interface DelayDistribution {
  /** Width of one step, hours. */
  stepHours: number;
  /** `onRecord[i]`: share on record i + 1 steps after the event; the last is 1 by definition. */
  onRecord: number[];
  /** Standard error of the logarithm of each share. */
  logError: number[];
  /** Events that it was made from. */
  events: number;
}

export interface DelayOptions {
  stepHours?: number;
  /** Events later than this are not waited for. Default 14 days. */
  maxDelayDays?: number;
}

const hourMs = 3_600_000;

/**
 * Delay between event and record, from events of which only the punctual ones of the last days are known yet
 * (right truncation): the reverse-time hazard of Lawless 1994 (Canadian Journal of Statistics 22:15-31). Of the
 * events whose delay is at most d, and which were so long ago that such a delay would be known, it asks what share
 * had exactly d, and multiplies the rest down from the longest delay; the error by Greenwood's formula likewise.
 * Records from before their event (a clock that is wrong) count as on record at once; longer delays than the
 * longest are left out.
 * @param asOf UTC instant: what was received after it is not looked at
 */
export function estimateDelays(
  arrivals: readonly Arrival[],
  asOf: string,
  { stepHours = 6, maxDelayDays = 14 }: DelayOptions = {},
): DelayDistribution {
  const stepMs = stepHours * hourMs;
  const steps = Math.ceil((maxDelayDays * 24) / stepHours);
  const now = Date.parse(asOf);
  const known = arrivals
    .map((a) => ({ start: Date.parse(a.start), received: Date.parse(a.receivedAt) }))
    .filter((a) => a.received <= now && a.start <= now)
    .map((a) => ({
      delay: Math.max(0, Math.floor((a.received - a.start) / stepMs)),
      // Delays of this many steps and fewer would be known of it by now.
      age: Math.floor((now - a.start) / stepMs) - 1,
    }))
    .filter((a) => a.delay < steps && a.delay <= a.age);
  // Events by delay and least age, so that the sums below need not look at each event again.
  const table = Array.from({ length: steps }, () => new Float64Array(steps));
  for (const { delay, age } of known) table[delay]![Math.min(age, steps - 1)]! += 1;
  for (const row of table) for (let age = steps - 2; age >= 0; age--) row[age]! += row[age + 1]!;
  const onRecord = new Array<number>(steps).fill(1);
  const logError = new Array<number>(steps).fill(0);
  let share = 1;
  let variance = 0;
  for (let d = steps - 1; d > 0; d--) {
    const exactly = table[d]![d]!;
    let atRisk = 0;
    for (let delay = 0; delay <= d; delay++) atRisk += table[delay]![d]!;
    // Where nothing was punctual enough to compare with, the step says nothing.
    if (exactly < atRisk) {
      share *= 1 - exactly / atRisk;
      variance += exactly / (atRisk * (atRisk - exactly));
    }
    onRecord[d - 1] = share;
    logError[d - 1] = Math.sqrt(variance);
  }
  return { stepHours, onRecord, logError, events: known.length };
}

/**
 * Share of the events of an interval, up to `asOf`, that are on record as of then, if they were spread evenly over it;
 * and the standard error of its logarithm. Share 0 where the interval has not begun.
 */
export function shareOnRecord(
  interval: { from: string; to: string },
  asOf: string,
  delays: DelayDistribution,
): { share: number; logError: number } {
  const now = Date.parse(asOf);
  const from = Date.parse(interval.from);
  const to = Math.min(now, Date.parse(interval.to));
  if (to <= from) return { share: 0, logError: 0 };
  const shares = [0, ...delays.onRecord];
  const errors = [delays.logError[0]!, ...delays.logError];
  const parts = 24;
  let share = 0;
  let error = 0;
  for (let i = 0; i < parts; i++) {
    const age = (now - from - ((i + 0.5) / parts) * (to - from)) / (delays.stepHours * hourMs);
    const low = Math.min(shares.length - 1, Math.floor(age));
    const high = Math.min(shares.length - 1, low + 1);
    const part = shares[low]! + (shares[high]! - shares[low]!) * (age - low);
    share += part;
    error += part * errors[low]!;
  }
  return { share: share / parts, logError: share > 0 ? error / share : 0 };
}

export interface Nowcast {
  /** Events on record. */
  count: number;
  /** Expected final count, and the interval it lies in with probability `level`. */
  expected: number;
  low: number;
  high: number;
  /** Share expected to be on record. */
  share: number;
}

/** Nodes and weights of the three-point Gauss-Hermite rule for a standard normal variable. */
const nodes = [
  [-Math.sqrt(3), 1 / 6],
  [0, 2 / 3],
  [Math.sqrt(3), 1 / 6],
] as const;

/**
 * Final count of an interval of which `count` events are on record and `share` (0..1] of all are expected to be:
 * what is still to come is negative binomial (count + 1/2 successes at that share: the posterior under the Jeffreys
 * prior of a Poisson rate), averaged over the error of the share. Null where the share is 0: nothing is known then.
 */
export function nowcast(
  count: number,
  { share, logError }: { share: number; logError: number },
  level = 0.9,
): Nowcast | null {
  if (!(share > 0)) return null;
  if (share >= 1 && logError === 0) return { count, expected: count, low: count, high: count, share: 1 };
  const missing: number[] = [];
  let expected = 0;
  for (const [z, weight] of nodes) {
    const s = Math.min(1, share * Math.exp(z * logError));
    const mean = ((count + 0.5) * (1 - s)) / s;
    expected += weight * mean;
    countProbabilities(mean, 1 / (count + 0.5)).forEach((p, x) => (missing[x] = (missing[x] ?? 0) + weight * p));
  }
  const quantile = (q: number) => {
    let sum = 0;
    const at = missing.findIndex((p) => (sum += p) >= q);
    return at < 0 ? missing.length - 1 : at;
  };
  return {
    count,
    expected: count + expected,
    low: count + quantile((1 - level) / 2),
    high: count + quantile(1 - (1 - level) / 2),
    share,
  };
}
