/**
 * Probability that a standard normal variable exceeds z, to about 1e-15: the series of the error function
 * (Abramowitz and Stegun 7.1.6) where it converges fast, its continued fraction (7.1.14) in the tail.
 */
export function upperTail(z: number): number {
  if (z < 0) return 1 - upperTail(-z);
  const x = z / Math.SQRT2;
  if (x > 26) return 0;
  const density = Math.exp(-x * x) / Math.sqrt(Math.PI);
  if (x < 2.5) {
    let term = x;
    let sum = x;
    for (let n = 1; term > sum * 1e-17; n++) {
      term *= (2 * x * x) / (2 * n + 1);
      sum += term;
    }
    return 0.5 - density * sum;
  }
  let fraction = x;
  for (let n = 80; n > 0; n--) fraction = x + n / 2 / fraction;
  return density / fraction / 2;
}
