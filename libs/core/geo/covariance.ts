/** Covariance of an error in the east/north plane, square metres. */
export interface Covariance {
  covEE: number;
  covEN: number;
  covNN: number;
}

/** No place is known better than this (one standard deviation, metres): keeps every covariance invertible. */
export const leastSigmaMetres = 1;
/** Nor worse than this: half the way round the Earth. */
export const mostSigmaMetres = 2e7;

const radians = Math.PI / 180;

/** Same spread in all directions. */
export function round(sigmaMetres: number): Covariance {
  return { covEE: sigmaMetres ** 2, covEN: 0, covNN: sigmaMetres ** 2 };
}

/** Covariance with one variance along a direction (degrees true) and one across it. */
export function alongAcross(alongVariance: number, acrossVariance: number, bearing: number): Covariance {
  const sine = Math.sin(bearing * radians);
  const cosine = Math.cos(bearing * radians);
  return {
    covEE: alongVariance * sine * sine + acrossVariance * cosine * cosine,
    covEN: (alongVariance - acrossVariance) * sine * cosine,
    covNN: alongVariance * cosine * cosine + acrossVariance * sine * sine,
  };
}

export function add(a: Covariance, b: Covariance): Covariance {
  return { covEE: a.covEE + b.covEE, covEN: a.covEN + b.covEN, covNN: a.covNN + b.covNN };
}

/** The same spread, turned clockwise by `degrees`: for carrying it along a geodesic between two local frames. */
export function turn(c: Covariance, degrees: number): Covariance {
  const sine = Math.sin(degrees * radians);
  const cosine = Math.cos(degrees * radians);
  const cross = 2 * c.covEN * sine * cosine;
  return {
    covEE: c.covEE * cosine * cosine + cross + c.covNN * sine * sine,
    covEN: (c.covNN - c.covEE) * sine * cosine + c.covEN * (cosine * cosine - sine * sine),
    covNN: c.covEE * sine * sine - cross + c.covNN * cosine * cosine,
  };
}

/** Variance along a direction (degrees true). */
export function varianceAlong(c: Covariance, bearing: number): number {
  const sine = Math.sin(bearing * radians);
  const cosine = Math.cos(bearing * radians);
  return c.covEE * sine * sine + 2 * c.covEN * sine * cosine + c.covNN * cosine * cosine;
}

/** Principal axes: variances and the direction of the larger one, degrees true [0, 180). */
export function axes(c: Covariance): { major: number; minor: number; bearing: number } {
  const mean = (c.covEE + c.covNN) / 2;
  const radius = Math.hypot((c.covEE - c.covNN) / 2, c.covEN);
  const bearing = Math.atan2(2 * c.covEN, c.covNN - c.covEE) / 2 / radians;
  return { major: mean + radius, minor: mean - radius, bearing: radius === 0 ? 0 : (bearing + 180) % 180 };
}

/** Lifts and caps the principal variances so that the result is positive definite and finite. */
export function bounded(c: Covariance): Covariance {
  const { major, minor, bearing } = axes(c);
  const least = leastSigmaMetres ** 2;
  const most = mostSigmaMetres ** 2;
  // Beyond this ratio (1e6 to 1 in metres) rounding alone could make the stored matrix indefinite.
  const thinnest = Math.min(most, Math.max(major, least)) * 1e-12;
  if (minor >= least && minor >= thinnest && major <= most) return c;
  const clamp = (variance: number) => Math.min(most, Math.max(least, thinnest, variance));
  return alongAcross(clamp(major), clamp(minor), bearing);
}
