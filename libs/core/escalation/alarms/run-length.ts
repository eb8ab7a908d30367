/** One possible change of a CUSUM in one day, and its probability. */
export interface Step {
  value: number;
  probability: number;
}

/**
 * Average number of days until a CUSUM S = max(0, S + step) first reaches `limit` (S >= limit), from `start`, by the
 * Markov chain of Brook and Evans (1972, Biometrika 59:539-549): the states are `cells` + 1 points from 0 to the
 * limit, and a step that ends between two points is shared between them. Exact where every step is a whole number of
 * cells; otherwise within a few per cent at 100 cells. Probability that `steps` lacks counts as a signal.
 * @param limit > 0 @param start 0 <= start < limit
 */
export function averageRunLength(steps: readonly Step[], limit: number, start = 0, cells = 100): number {
  const size = cells + 1;
  const width = limit / cells;
  const rows = Array.from({ length: size }, (_, i) => {
    const row = new Float64Array(size + 1);
    row[i] = 1;
    row[size] = 1;
    for (const { value, probability } of steps) {
      const at = i + value / width;
      if (at >= cells - 1e-9) continue;
      // Rounding away what the division left behind keeps whole steps whole.
      const near = Math.round(at);
      const place = Math.max(0, Math.abs(at - near) < 1e-9 ? near : at);
      const low = Math.floor(place);
      const share = place - low;
      row[low]! -= probability * (1 - share);
      if (share > 0) row[low + 1]! -= probability * share;
    }
    return row;
  });
  const lengths = solve(rows);
  const place = start / width;
  const low = Math.min(cells - 1, Math.floor(place));
  return lengths[low]! + (lengths[low + 1]! - lengths[low]!) * (place - low);
}

/** Gauss elimination; the matrix I - P is diagonally dominant, so no pivot is sought. Changes `rows`. */
function solve(rows: Float64Array[]): number[] {
  const size = rows.length;
  for (let k = 0; k < size; k++) {
    const pivot = rows[k]!;
    for (let i = k + 1; i < size; i++) {
      const row = rows[i]!;
      const factor = row[k]! / pivot[k]!;
      if (factor === 0) continue;
      for (let j = k; j <= size; j++) row[j]! -= factor * pivot[j]!;
    }
  }
  const solution = new Array<number>(size).fill(0);
  for (let i = size - 1; i >= 0; i--) {
    let sum = rows[i]![size]!;
    for (let j = i + 1; j < size; j++) sum -= rows[i]![j]! * solution[j]!;
    solution[i] = sum / rows[i]![i]!;
  }
  return solution;
}
