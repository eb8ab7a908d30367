import { upperTail } from '../../geo/normal.js';

export type EarsMethod = 'C1' | 'C2' | 'C3';

export interface EarsOptions {
  method: EarsMethod;
  /** Probability of exceeding the threshold if the values were normal: 0 < alpha < 1. Default 0.001, for C3 0.025. */
  alpha?: number;
  /** Instead of alpha: how many standard deviations above the mean the threshold lies. */
  deviations?: number;
  /** Earlier values that the mean and deviation are made of. Default 7. */
  baseline?: number;
  /**
   * What C3 sums. `package`: the two values before only, as `surveillance` 1.20.3 computes it, which therefore speaks
   * up a day late; `defined`: also the value's own excess, as its papers define it. Default `package`.
   */
  c3?: 'package' | 'defined';
  /** The deviation is taken as at least this; 0.5 to 1 suits sparse counts. Default 0. */
  minSigma?: number;
}

/** What EARS says of one value; null members where too few values precede it. */
export interface EarsResult {
  mean: number | null;
  sigma: number | null;
  /** The threshold as published: the value exceeds it exactly when there is an alarm. For C3 it moves with the value. */
  upper: number | null;
  /** What the value had to exceed for an alarm, given all values before; for C1 and C2 the same as `upper`. */
  needed: number | null;
  /** C1, C2: standard deviations above the mean. C3: the sum of excesses. */
  statistic: number | null;
  alarm: boolean;
}

/**
 * EARS C1, C2 and C3 (Hutwagner et al. 2003; Fricker et al. 2008, doi:10.1002/sim.3197), with the thresholds as in
 * Salmon et al. 2016 (doi:10.18637/jss.v070.i10): C1 compares with the seven values before, C2 with the seven before
 * the last two, C3 sums over three values what they exceed their own C2 mean by, beyond one deviation (see `c3`).
 * One result per value, in the unit of the values.
 */
export function ears(values: readonly number[], options: EarsOptions): EarsResult[] {
  const { method, baseline = 7, minSigma = 0, c3 = 'package' } = options;
  const limit = options.deviations ?? normalUpperPoint(options.alpha ?? (method === 'C3' ? 0.025 : 0.001));
  const lag = method === 'C1' ? 0 : 2;
  const windows = values.map((_, i) => moments(values, i - lag, baseline, minSigma));
  const excess = (i: number) => Math.max(0, deviationsAbove(values[i]!, windows[i]!) - 1);
  return values.map((value, i) => {
    const window = windows[i];
    if (!window || (method === 'C3' && !windows[i - 2])) return nothing;
    const { mean, sigma } = window;
    if (method !== 'C3') {
      const upper = mean + limit * sigma;
      return { mean, sigma, upper, needed: upper, statistic: deviationsAbove(value, window), alarm: value > upper };
    }
    const carried = excess(i - 1) + excess(i - 2);
    const statistic = c3 === 'package' ? carried : carried + excess(i);
    // Without any deviation the product below has no value: then only an excess that was there counts.
    const upper = sigma > 0 ? Math.max(0, value + sigma * (limit - statistic)) : statistic > limit ? 0 : value;
    const own = c3 === 'package' ? Infinity : mean + sigma * (1 + limit - carried);
    const needed = carried > limit ? 0 : own;
    return { mean, sigma, upper, needed, statistic, alarm: value > upper };
  });
}

/** The number of standard deviations that a normal variable exceeds with probability `alpha` (0 < alpha < 1). */
export function normalUpperPoint(alpha: number): number {
  if (!(alpha > 0 && alpha < 1)) throw new RangeError(`not a probability: ${alpha}`);
  let low = -40;
  let high = 40;
  while (high - low > 1e-13) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (upperTail(middle) > alpha) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

const nothing: EarsResult = { mean: null, sigma: null, upper: null, needed: null, statistic: null, alarm: false };

function moments(values: readonly number[], end: number, length: number, minSigma: number) {
  if (end < length) return null;
  const window = values.slice(end - length, end);
  const mean = window.reduce((sum, x) => sum + x, 0) / length;
  const squares = window.reduce((sum, x) => sum + (x - mean) ** 2, 0);
  return { mean, sigma: Math.max(minSigma, Math.sqrt(squares / (length - 1))) };
}

function deviationsAbove(value: number, { mean, sigma }: { mean: number; sigma: number }): number {
  if (sigma > 0) return (value - mean) / sigma;
  return value > mean ? Infinity : 0;
}
