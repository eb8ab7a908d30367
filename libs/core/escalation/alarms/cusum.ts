import { countProbabilities, normalNodes, type Baseline, type Exposed } from './negative-binomial.js';
import { averageRunLength, type Step } from './run-length.js';

export interface TabularState {
  upper: number;
  lower: number;
  /** Values in a row for which the sum has been above zero. */
  upperRun: number;
  lowerRun: number;
  /** Either sum is above the limit. */
  signal: boolean;
}

/** The two-sided tabular CUSUM (Page 1954; Montgomery, Statistical Quality Control, section 9.1), never set back. All in the unit of the values. */
export function tabularCusum(
  values: readonly number[],
  { target, allowance, limit }: { target: number; allowance: number; limit: number },
): TabularState[] {
  let upper = 0;
  let lower = 0;
  let upperRun = 0;
  let lowerRun = 0;
  return values.map((x) => {
    upper = Math.max(0, upper + x - target - allowance);
    lower = Math.max(0, lower + target - allowance - x);
    upperRun = upper > 0 ? upperRun + 1 : 0;
    lowerRun = lower > 0 ? lowerRun + 1 : 0;
    return { upper, lower, upperRun, lowerRun, signal: upper > limit || lower > limit };
  });
}

/** A CUSUM of counts, made for one baseline. */
export interface CusumDesign {
  rate: number;
  dispersion: number;
  /** The change it is tuned to: the rate times this, > 1. */
  shift: number;
  /** Sum of log-likelihood ratios (natural logarithm) at which it signals. */
  limit: number;
  /** Average days between false alarms that it was made for, and that it has by its own reckoning. */
  wantedArl0: number;
  arl0: number;
}

/**
 * What one day's count adds: the logarithm of its likelihood at `shift` times the mean over that at the mean
 * (Moustakides 1986: the CUSUM of these is the fastest for its false-alarm rate). As a line in the count.
 */
export function logLikelihoodRatio(
  mean: number,
  dispersion: number,
  shift: number,
): { perEvent: number; constant: number } {
  const raised = mean * shift;
  if (dispersion === 0) return { perEvent: Math.log(shift), constant: mean - raised };
  const spread = Math.log1p(dispersion * mean) - Math.log1p(dispersion * raised);
  return { perEvent: Math.log(shift) + spread, constant: spread / dispersion };
}

/** Steps of the CUSUM on a day whose exposure is one of `exposures`, each as likely, when counts have `rate`. */
export function cusumSteps(
  exposures: readonly number[],
  rate: number,
  design: Pick<CusumDesign, 'rate' | 'dispersion' | 'shift'>,
): Step[] {
  return exposures.flatMap((exposure) => {
    const { perEvent, constant } = logLikelihoodRatio(design.rate * exposure, design.dispersion, design.shift);
    return countProbabilities(rate * exposure, design.dispersion, 1e-9).map((p, x) => ({
      value: constant + perEvent * x,
      probability: p / exposures.length,
    }));
  });
}

/**
 * A CUSUM of counts for a wanted average run length without any change (`arl0`, days watched). Since the baseline's
 * rate is itself uncertain, the false-alarm *rate* is averaged over that uncertainty (log-normal, five points): the
 * limit then holds on average over baselines, and is wider for a short one (compare Gandy and Kvaløy 2013,
 * doi:10.1002/sjos.12006). Set `rateLogSd` to 0 for a known rate.
 * @param exposures exposures to expect, for example those of the baseline; at most `classes` classes of them are used
 * @throws RangeError for a shift that is not above 1 or no exposure
 */
export function designCusum(
  baseline: Pick<Baseline, 'rate' | 'dispersion' | 'rateLogSd'>,
  exposures: readonly number[],
  { shift, arl0 }: { shift: number; arl0: number },
  classes = 6,
): CusumDesign {
  if (!(shift > 1)) throw new RangeError(`a shift upwards is more than 1: ${shift}`);
  if (exposures.length === 0) throw new RangeError('no exposure to expect');
  const reached = falseRunLength(baseline, exposures, shift, classes);
  let high = 1;
  while (reached(high) < arl0 && high < 512) high *= 2;
  let low = high === 1 ? 0.01 : high / 2;
  while (high - low > 0.01) {
    const middle = (low + high) / 2;
    if (reached(middle) < arl0) low = middle;
    else high = middle;
  }
  const { rate, dispersion } = baseline;
  return { rate, dispersion, shift, limit: high, wantedArl0: arl0, arl0: reached(high) };
}

/** Average days watched between false alarms by limit, as `designCusum` reckons it. */
export function falseRunLength(
  { rate, dispersion, rateLogSd }: Pick<Baseline, 'rate' | 'dispersion' | 'rateLogSd'>,
  exposures: readonly number[],
  shift: number,
  classes = 6,
): (limit: number) => number {
  const kinds = inClasses(exposures, classes);
  const nodes = rateLogSd > 0 ? normalNodes : ([[0, 1]] as const);
  const cases = nodes.map(([z, weight]) => ({
    weight,
    steps: cusumSteps(kinds, rate * Math.exp(z * rateLogSd - (rateLogSd * rateLogSd) / 2), { rate, dispersion, shift }),
  }));
  return (limit) => 1 / cases.reduce((sum, c) => sum + c.weight / averageRunLength(c.steps, limit, 0, 50), 0);
}

export interface CusumState {
  sum: number;
  signal: boolean;
  /** Index of the first day that contributes to the sum; null while it is zero. */
  since: number | null;
}

/** Runs a designed CUSUM over days; a day of null (not watched) leaves it as it was. After a signal it starts anew from zero. */
export function runCusum(days: readonly (Exposed | null)[], design: CusumDesign): CusumState[] {
  let sum = 0;
  let since: number | null = null;
  return days.map((day, i) => {
    if (day) {
      const { perEvent, constant } = logLikelihoodRatio(design.rate * day.exposure, design.dispersion, design.shift);
      sum = Math.max(0, sum + constant + perEvent * day.count);
      since = sum > 0 ? (since ?? i) : null;
    }
    const state = { sum, signal: day !== null && sum >= design.limit, since };
    if (state.signal) {
      sum = 0;
      since = null;
    }
    return state;
  });
}

/** The means of up to `classes` equally full classes of sorted values. */
function inClasses(values: readonly number[], classes: number): number[] {
  const sorted = [...values].sort((a, b) => a - b);
  if (sorted[0] === sorted.at(-1)) return [sorted[0]!];
  const count = Math.min(classes, sorted.length);
  return Array.from({ length: count }, (_, i) => {
    const part = sorted.slice(Math.floor((i * sorted.length) / count), Math.floor(((i + 1) * sorted.length) / count));
    return part.reduce((sum, x) => sum + x, 0) / part.length;
  });
}
