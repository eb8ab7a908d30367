/** Statistics of C1, C2 and C3 on days without any change, each sorted from the lowest. */
export type NullStatistics = Record<'C1' | 'C2' | 'C3', Float64Array>;

const length = 7;
const lag = 2;

/**
 * What `ears` says of a long series (C3 as defined), all three at once and without its other numbers: the limits need
 * tens of thousands of values. Where C3 has no alarm for want of any event, its sum does not count.
 * @param judged of each day, what it would be if it were the day judged, which is watched and on record as that one is
 * @param minSigma least deviation, > 0
 */
export function nullStatistics(values: Float64Array, judged: Float64Array, minSigma: number): NullStatistics {
  const first = length + lag;
  const count = Math.max(0, values.length - length);
  const c1 = new Float64Array(count);
  const c2 = new Float64Array(Math.max(0, values.length - first));
  const c3 = new Float64Array(Math.max(0, values.length - first - 2));
  const means = new Float64Array(count + 1);
  const sigmas = new Float64Array(count + 1);
  let [before, last] = [0, 0];
  for (let i = length; i < values.length; i++) {
    const at = i - length;
    let sum = 0;
    for (let j = at; j < i; j++) sum += values[j]!;
    const mean = sum / length;
    let squares = 0;
    for (let j = at; j < i; j++) squares += (values[j]! - mean) ** 2;
    means[at] = mean;
    sigmas[at] = Math.max(minSigma, Math.sqrt(squares / (length - 1)));
    const value = judged[i]!;
    c1[at] = (value - mean) / sigmas[at]!;
    if (i < first) continue;
    const above = (x: number) => (x - means[at - lag]!) / sigmas[at - lag]!;
    c2[i - first] = above(value);
    if (i >= first + 2) c3[i - first - 2] = value > 0 ? Math.max(0, above(value) - 1) + last + before : -Infinity;
    [before, last] = [last, Math.max(0, above(values[i]!) - 1)];
  }
  return { C1: c1.sort(), C2: c2.sort(), C3: c3.sort() };
}

/** How many of the values, sorted from the lowest, are above a limit. */
export function countAbove(sorted: Float64Array, limit: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! > limit) high = middle;
    else low = middle + 1;
  }
  return sorted.length - low;
}
