/**
 * Counts with more scatter than chance alone: the negative binomial by its mean m >= 0 and dispersion
 * d >= 0, variance m + d m² (NB2; Hilbe 2011, ch. 8). Dispersion 0 is the Poisson distribution.
 */

/** Probabilities of 0, 1, 2 … until what is left is below `rest`; never normalised. @throws RangeError for a mean or dispersion that is negative or not finite */
export function countProbabilities(mean: number, dispersion: number, rest = 1e-12): number[] {
  check(mean, dispersion);
  // In logarithms, since p(0) underflows for a large mean.
  let log = dispersion > 0 ? -Math.log1p(dispersion * mean) / dispersion : -mean;
  const all: number[] = [];
  let left = 1;
  for (let x = 0; ; x++) {
    const p = Math.exp(log);
    all.push(p);
    left -= p;
    const ratio = (mean * (1 + dispersion * x)) / ((x + 1) * (1 + dispersion * mean));
    // Past the peak the terms fall at least as fast as this ratio, so their sum is bounded by a geometric series.
    if (ratio === 0 || left < rest || (ratio < 1 && (p * ratio) / (1 - ratio) < rest)) return all;
    log += Math.log(ratio);
  }
}

/** Probability of `count` or more. */
export function probabilityOfAtLeast(count: number, mean: number, dispersion: number): number {
  const all = countProbabilities(mean, dispersion, 1e-15);
  if (count > mean) return all.slice(count).reduce((sum, p) => sum + p, 0);
  return 1 - all.slice(0, Math.max(0, count)).reduce((sum, p) => sum + p, 0);
}

/** Turns uniform numbers in [0, 1) into counts of one distribution, by its inverse distribution function. */
export function countSampler(mean: number, dispersion: number): (uniform: number) => number {
  const cumulative: number[] = [];
  let sum = 0;
  for (const p of countProbabilities(mean, dispersion)) cumulative.push((sum += p));
  return (uniform) => {
    let low = 0;
    let high = cumulative.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (cumulative[middle]! > uniform) high = middle;
      else low = middle + 1;
    }
    return low;
  };
}

/**
 * A gamma variable of mean 1 and variance `dispersion` > 0 (Marsaglia and Tsang 2000, doi:10.1145/358407.358414):
 * a Poisson count whose mean is multiplied by it is negative binomial with that dispersion.
 * @param random uniform in [0, 1)
 */
export function gammaFactor(dispersion: number, random: () => number): number {
  const shape = 1 / dispersion;
  // Below 1 the method does not hold: a power of a uniform number brings shape + 1 down to it.
  const boost = shape < 1 ? (1 - random()) ** dispersion : 1;
  const d = (shape < 1 ? shape + 1 : shape) - 1 / 3;
  for (;;) {
    const z = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    const v = (1 + z / Math.sqrt(9 * d)) ** 3;
    if (v > 0 && Math.log(1 - random()) < z * z * 0.5 + d * (1 - v + Math.log(v))) return d * v * boost * dispersion;
  }
}

/** Gauss-Hermite nodes and weights for a standard normal variable (Abramowitz and Stegun 25.10, n = 5). */
export const normalNodes = [
  [-2.856970013872806, 0.01125741132772069],
  [-1.355626179974266, 0.2220759220056126],
  [0, 0.5333333333333333],
  [1.355626179974266, 0.2220759220056126],
  [2.856970013872806, 0.01125741132772069],
] as const;

/** One observed count and how much was watched for it: exposure > 0, in any unit that the rate is per. */
export interface Exposed {
  count: number;
  exposure: number;
}

/** What a baseline says of its own future: counts of mean `rate × exposure` and this dispersion. */
export interface Baseline {
  /** Events per unit of exposure, always > 0. */
  rate: number;
  /** One standard deviation of the logarithm of the rate, from how little was seen. */
  rateLogSd: number;
  dispersion: number;
  /** Days it was made from. */
  days: number;
}

/**
 * The sums from which dispersion is estimated by moments (Cameron and Trivedi 2013, section 3.2): the
 * expectation of (x - m)² - m is d m². Sums of several series may be added, which pools them.
 * `excess` allows for the mean's own estimation by the factor n / (n - 1).
 */
export function dispersionSums(days: readonly Exposed[]): { excess: number; squares: number } {
  const exposure = days.reduce((sum, day) => sum + day.exposure, 0);
  const rate = days.reduce((sum, day) => sum + day.count, 0) / exposure;
  if (days.length < 2 || !(exposure > 0)) return { excess: 0, squares: 0 };
  const factor = days.length / (days.length - 1);
  let excess = 0;
  let squares = 0;
  for (const day of days) {
    const mean = rate * day.exposure;
    excess += factor * (day.count - mean) ** 2 - mean;
    squares += mean * mean;
  }
  return { excess, squares };
}

/**
 * Rate and scatter of a baseline. The rate is (events + 1/2) / exposure, the mean of the posterior under the
 * Jeffreys prior, so a baseline without events still expects a few. `dispersionAtLeast` carries what other series
 * of the same kind showed, since one short series tells little of its scatter; its own counts as far as it is more than
 * one standard error (of a Poisson series: sqrt(2 / sum of squared means)) above nothing.
 * @throws RangeError where no day has exposure
 */
export function fitBaseline(days: readonly Exposed[], dispersionAtLeast = 0): Baseline {
  const exposure = days.reduce((sum, day) => sum + day.exposure, 0);
  if (!(exposure > 0)) throw new RangeError('a baseline needs days that were watched');
  const events = days.reduce((sum, day) => sum + day.count, 0) + 0.5;
  const rate = events / exposure;
  const { excess, squares } = dispersionSums(days);
  const own = squares > 0 ? excess / squares - Math.sqrt(2 / squares) : 0;
  const dispersion = Math.max(0, own, dispersionAtLeast);
  const scatter = days.reduce((sum, day) => sum + dispersion * (rate * day.exposure) ** 2, events);
  return { rate, rateLogSd: Math.sqrt(scatter) / events, dispersion, days: days.length };
}

function check(mean: number, dispersion: number): void {
  if (!(mean >= 0 && mean < Infinity)) throw new RangeError(`not a mean of counts: ${mean}`);
  if (!(dispersion >= 0 && dispersion < Infinity)) throw new RangeError(`not a dispersion: ${dispersion}`);
}
