/** One judged incident: the probability given to the likeliest hypothesis, whether it was right, and what was said. */
export interface Judged {
  probability: number;
  right: boolean;
  /** Whether the ledger reached the pack's standard for naming somebody. */
  attributed: boolean;
  standard: string | null;
}

export interface Bin {
  from: number;
  to: number;
  incidents: number;
  meanProbability: number;
  shareRight: number;
}

/** Reliability table over equal bins of [0, 1]; empty bins are left out. */
export function reliability(judged: readonly Judged[], bins = 10): Bin[] {
  const rows: Bin[] = [];
  for (let i = 0; i < bins; i++) {
    const [from, to] = [i / bins, (i + 1) / bins];
    const own = judged.filter(
      (j) => j.probability >= from && (j.probability < to || (i === bins - 1 && j.probability <= 1)),
    );
    if (own.length === 0) continue;
    rows.push({
      from,
      to,
      incidents: own.length,
      meanProbability: own.reduce((sum, j) => sum + j.probability, 0) / own.length,
      shareRight: own.filter((j) => j.right).length / own.length,
    });
  }
  return rows;
}

/** Expected calibration error: mean distance of said and true share over the bins, weighted by their incidents. */
export function expectedCalibrationError(bins: readonly Bin[]): number {
  const all = bins.reduce((sum, b) => sum + b.incidents, 0);
  return bins.reduce((sum, b) => sum + (b.incidents / all) * Math.abs(b.meanProbability - b.shareRight), 0);
}
