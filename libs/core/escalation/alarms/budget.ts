/** What counts less than this in its baseline can hardly rise by a multiple that means anything … */
const fewCounts = 5;
/** … so all such charts together have this share of a method's budget, and the others the rest. */
const shareOfFew = 0.1;

/**
 * Divides one budget among charts by what their baselines count: equally within the busy ones and within those that count
 * next to nothing. The portions of all charts add up to 1.
 */
export function portions<T>(
  charts: readonly T[],
  baselineOf: (chart: T) => readonly { count: number }[],
): (chart: T) => number {
  const hasFew = (chart: T) => baselineOf(chart).reduce((sum, day) => sum + day.count, 0) < fewCounts;
  const few = new Set(charts.filter(hasFew));
  const busy = charts.length - few.size;
  const forFew = few.size === 0 ? 0 : busy === 0 ? 1 : shareOfFew;
  return (chart) => (few.has(chart) ? forFew / few.size : (1 - forFew) / busy);
}
