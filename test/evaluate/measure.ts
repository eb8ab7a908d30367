/** How well a grouping of records agrees with the truth, by pairs of records. */
export interface PairScore {
  precision: number;
  recall: number;
  f1: number;
  /** Groups found over true groups, less one. */
  countError: number;
}

/** @param truth and @param found group id by record id; records missing in `found` stand alone */
export function pairScore(truth: ReadonlyMap<string, string>, found: ReadonlyMap<string, string>): PairScore {
  const cells = new Map<string, number>();
  const trueSizes = new Map<string, number>();
  const foundSizes = new Map<string, number>();
  for (const [id, event] of truth) {
    const group = found.get(id) ?? `alone:${id}`;
    add(cells, `${event} ${group}`);
    add(trueSizes, event);
    add(foundSizes, group);
  }
  const both = pairs(cells);
  const inTruth = pairs(trueSizes);
  const inFound = pairs(foundSizes);
  const precision = inFound === 0 ? 1 : both / inFound;
  const recall = inTruth === 0 ? 1 : both / inTruth;
  return {
    precision,
    recall,
    f1: precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall),
    countError: foundSizes.size / Math.max(1, trueSizes.size) - 1,
  };
}

function add(map: Map<string, number>, key: string): void {
  map.set(key, (map.get(key) ?? 0) + 1);
}

function pairs(sizes: Map<string, number>): number {
  let sum = 0;
  for (const n of sizes.values()) sum += (n * (n - 1)) / 2;
  return sum;
}

/** Two-sided 95 % quantiles of Student's t by degrees of freedom 1..20. */
const t95 = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131, 2.12, 2.11,
  2.101, 2.093, 2.086,
];

/** Mean over seeds and half the width of its 95 % interval (Student's t). */
export function meanAndHalf(values: number[]): { mean: number; half: number } {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  if (values.length < 2) return { mean, half: NaN };
  const variance = values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (values.length - 1);
  const t = t95[Math.min(values.length - 2, t95.length - 1)]!;
  return { mean, half: t * Math.sqrt(variance / values.length) };
}
