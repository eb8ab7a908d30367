import { say } from '../said.js';
import { Problem } from '../errors.js';
import { add, axes, turn } from './covariance.js';
import type { Covariance } from './covariance.js';
import { fromLocal, inverse, direct, wrapLongitude } from './geodesic.js';
import type { Position } from '../mission/types.js';
import { makeEstimate } from './make.js';
import type { LocationEstimate } from './types.js';

const radians = Math.PI / 180;

/**
 * Squared Mahalanobis distance between two estimates on the sum of their covariances: sᵀ(A + B)⁻¹s. Each covariance is
 * carried along the geodesic that joins the means (in a frame of along and across the path), so it is right
 * over the antimeridian and beside a pole. Chi-square with 2 degrees of freedom if both are of the same place.
 */
export function mahalanobis2(a: LocationEstimate, b: LocationEstimate): number {
  const path = inverse(a, b);
  if (path.metres === 0) return 0;
  // Turned so that the path runs along north in either frame.
  const c = add(turn(a, -path.bearing), turn(b, -path.bearingAtEnd));
  return (path.metres ** 2 * c.covEE) / determinant(c);
}

/**
 * The best single estimate from independent ones: information (inverse covariances) adds up, C⁻¹ = ΣCᵢ⁻¹,
 * x = C·ΣCᵢ⁻¹xᵢ (Bar-Shalom, Li and Kirubarajan 2001, ch. 3). The order of the list makes no difference beyond rounding.
 * @throws Problem invalid_input for an empty list
 */
export function fuseEstimates(list: LocationEstimate[]): LocationEstimate {
  const origin = [...list].sort(bySpread)[0];
  if (!origin) throw new Problem('invalid_input', say`There is no estimate to combine.`);
  const sum = { ee: 0, en: 0, nn: 0, e: 0, n: 0 };
  for (const estimate of list) {
    const path = inverse(origin, estimate);
    const c = turn(estimate, path.bearing - path.bearingAtEnd);
    const det = determinant(c);
    const east = path.metres * Math.sin(path.bearing * radians);
    const north = path.metres * Math.cos(path.bearing * radians);
    sum.ee += c.covNN / det;
    sum.en -= c.covEN / det;
    sum.nn += c.covEE / det;
    sum.e += (c.covNN * east - c.covEN * north) / det;
    sum.n += (c.covEE * north - c.covEN * east) / det;
  }
  const det = sum.ee * sum.nn - sum.en ** 2;
  const covariance = { covEE: sum.nn / det, covEN: -sum.en / det, covNN: sum.ee / det };
  const offset = {
    east: covariance.covEE * sum.e + covariance.covEN * sum.n,
    north: covariance.covEN * sum.e + covariance.covNN * sum.n,
  };
  const mean = fromLocal(origin, offset);
  const back = inverse(origin, mean);
  return makeEstimate(mean, turn(covariance, back.bearingAtEnd - back.bearing), 'fused');
}

/** Narrowest first; the place breaks ties so that the order given does not matter. */
function bySpread(a: LocationEstimate, b: LocationEstimate): number {
  return determinant(a) - determinant(b) || a.lat - b.lat || a.lon - b.lon;
}

function determinant(c: Covariance): number {
  return c.covEE * c.covNN - c.covEN ** 2;
}

/**
 * Ellipse that holds the true place with `probability` (0 < p < 1): half axes in metres and the direction of the
 * longer one, degrees true [0, 180). Scale √(−2 ln(1 − p)), the chi-square quantile of 2 degrees of freedom.
 * @throws Problem invalid_input
 */
export function ellipse(
  estimate: LocationEstimate,
  probability: number,
): { semiMajor: number; semiMinor: number; bearing: number } {
  if (!(probability > 0 && probability < 1)) {
    throw new Problem('invalid_input', say`A probability lies between 0 and 1, both excluded.`);
  }
  const scale = Math.sqrt(-2 * Math.log1p(-probability));
  const { major, minor, bearing } = axes(estimate);
  return { semiMajor: scale * Math.sqrt(major), semiMinor: scale * Math.sqrt(Math.max(minor, 0)), bearing };
}

/**
 * The ellipse as a closed GeoJSON ring, anticlockwise. Longitudes run on beyond ± 180 where it crosses the
 * antimeridian, so the ring is never torn; around a pole it is closed along that pole's latitude.
 */
export function ellipseRing(estimate: LocationEstimate, probability: number, corners = 48): [number, number][] {
  const { semiMajor, semiMinor, bearing } = ellipse(estimate, probability);
  const ring: [number, number][] = [];
  for (let i = 0; i <= corners; i++) {
    const t = (-2 * Math.PI * (i % corners)) / corners;
    const along = semiMajor * Math.cos(t);
    const across = semiMinor * Math.sin(t);
    const p = direct(estimate, bearing + Math.atan2(across, along) / radians, Math.hypot(along, across));
    const before = ring.at(-1)?.[0] ?? p.lon;
    ring.push([before + wrapLongitude(p.lon - before), p.lat]);
  }
  return closeOverPole(ring, estimate);
}

function closeOverPole(ring: [number, number][], centre: Position): [number, number][] {
  const first = ring[0];
  const last = ring.at(-1);
  if (!first || !last || Math.abs(last[0] - first[0]) < 180) return first ? [...ring.slice(0, -1), first] : ring;
  const pole = centre.lat > 0 ? 90 : -90;
  return [...ring, [last[0], pole], [first[0], pole], first];
}
