import { say } from '../said.js';
import { problemAt } from '../errors.js';
import type { Position } from '../mission/types.js';
import { checkNumber, checkPosition, farthestMetres } from './check.js';
import { add, round } from './covariance.js';
import type { Covariance } from './covariance.js';
import { fromLocal, toLocal } from './geodesic.js';
import type { Offset } from './geodesic.js';
import { fromBearingRange } from './bearing-range.js';
import type { LocationEstimate } from './types.js';
import { makeEstimate } from './make.js';

/**
 * A position as given by its source. `precisionMetres` is one standard deviation in any one
 * direction (0 is lifted to the least uncertainty).
 * @throws Problem invalid_input
 */
export function fromFix(position: Position, precisionMetres: number): LocationEstimate {
  checkPosition(position);
  checkNumber(precisionMetres, 0, farthestMetres, 'precisionMetres');
  return makeEstimate(position, round(precisionMetres), 'fix');
}

/** A settlement, or a bearing and distance from one. */
export interface SaidOfPlace {
  bearing?: number | string;
  distanceMetres?: number;
}

/**
 * "In X" or "4 km WNW of X". The settlement's radius is one standard deviation of "somewhere in it", and of
 * where in it a distance is counted from. A distance without a bearing spreads over the ring
 * (variance d²/2 on either axis), a bearing without a distance over 0..`maxRangeMetres`.
 * @throws Problem invalid_input
 */
export function fromPlace(
  settlement: Position & { radiusMetres: number },
  said: SaidOfPlace = {},
  maxRangeMetres = 10_000,
): LocationEstimate {
  const { radiusMetres, lat, lon } = settlement;
  checkPosition(settlement);
  checkNumber(radiusMetres, 0, farthestMetres, 'radiusMetres');
  if (said.bearing !== undefined) {
    const observer = { lat, lon, precisionMetres: radiusMetres };
    const distance = said.distanceMetres === undefined ? {} : { distanceMetres: said.distanceMetres };
    const estimate = fromBearingRange({ observer, bearing: said.bearing, ...distance }, maxRangeMetres);
    return { ...estimate, method: 'place_name' };
  }
  const ring = said.distanceMetres ?? 0;
  checkNumber(ring, 0, farthestMetres, 'distanceMetres');
  return makeEstimate(settlement, add(round(radiusMetres), round(ring / Math.SQRT2)), 'place_name');
}

/**
 * Somewhere in the polygon ([lon, lat], closed or not), uniformly: mean and covariance are the polygon's
 * centroid and second central moments (Green's theorem over the edges) in the plane around its first
 * corner. A polygon without area (a line, a bow tie) spreads evenly over its corners instead.
 * @throws Problem invalid_input with fewer than 3 corners or a bad coordinate
 */
export function fromFootprint(polygon: [number, number][]): LocationEstimate {
  const places = polygon.map(([lon, lat]) => ({ lat, lon }));
  places.forEach((p) => checkPosition(p));
  const origin = places[0];
  const last = places.at(-1);
  if (origin && last && places.length > 1 && last.lat === origin.lat && last.lon === origin.lon) places.pop();
  if (!origin || places.length < 3) {
    throw problemAt('invalid_input', '/place/polygon', say`A footprint needs at least 3 corners.`);
  }
  const corners = places.map((p) => toLocal(origin, p));
  const { mean, covariance } = areaMoments(corners) ?? cornerMoments(corners);
  return makeEstimate(fromLocal(origin, mean), covariance, 'footprint');
}

interface Moments {
  mean: Offset;
  covariance: Covariance;
}

function areaMoments(corners: Offset[]): Moments | null {
  let area2 = 0;
  let size2 = 0;
  let sums = { e: 0, n: 0, ee: 0, en: 0, nn: 0 };
  corners.forEach((a, i) => {
    const b = corners[(i + 1) % corners.length] ?? a;
    const cross = a.east * b.north - b.east * a.north;
    area2 += cross;
    size2 = Math.max(size2, a.east ** 2 + a.north ** 2);
    sums = {
      e: sums.e + cross * (a.east + b.east),
      n: sums.n + cross * (a.north + b.north),
      ee: sums.ee + cross * (a.east ** 2 + a.east * b.east + b.east ** 2),
      nn: sums.nn + cross * (a.north ** 2 + a.north * b.north + b.north ** 2),
      en: sums.en + cross * (a.east * (2 * a.north + b.north) + b.east * (a.north + 2 * b.north)),
    };
  });
  if (Math.abs(area2) < size2 * 1e-3) return null;
  const mean = { east: sums.e / (3 * area2), north: sums.n / (3 * area2) };
  const covariance = {
    covEE: sums.ee / (6 * area2) - mean.east ** 2,
    covEN: sums.en / (12 * area2) - mean.east * mean.north,
    covNN: sums.nn / (6 * area2) - mean.north ** 2,
  };
  // Where loops of opposite sense cancel, the "variance" can be negative or the centroid far outside.
  const inside = mean.east ** 2 + mean.north ** 2 <= size2;
  return inside && covariance.covEE > 0 && covariance.covNN > 0 ? { mean, covariance } : null;
}

function cornerMoments(corners: Offset[]): Moments {
  const average = (of: (c: Offset) => number) => corners.reduce((sum, c) => sum + of(c), 0) / corners.length;
  const mean = { east: average((c) => c.east), north: average((c) => c.north) };
  const covariance = {
    covEE: average((c) => (c.east - mean.east) ** 2),
    covEN: average((c) => (c.east - mean.east) * (c.north - mean.north)),
    covNN: average((c) => (c.north - mean.north) ** 2),
  };
  return { mean, covariance };
}
