import { say, type Said } from '../said.js';
import { Problem } from '../errors.js';
import type { Position } from '../mission/types.js';
import { checkNumber, checkPosition, farthestMetres } from './check.js';
import { parseBearing, wrapDegrees } from './compass.js';
import { direct, fromLocal, inverse, toLocal } from './geodesic.js';
import type { Offset } from './geodesic.js';
import { makeEstimate } from './make.js';
import type { LocationEstimate } from './types.js';

/** One post's bearing to the same event. Degrees true or a wind name; defaults: position 20 m, reading 5°. */
export interface PostBearing {
  observer: Position & { precisionMetres?: number };
  bearing: number | string;
  bearingSigmaDegrees?: number;
}

const standard = { precision: 20, sigmaDegrees: 5 };
const radians = Math.PI / 180;
/** Bearings that cross at less than this angle say nothing of the distance. */
const leastCrossingDegrees = 1;

interface Ray {
  observer: Position;
  degrees: number;
  /** Variance of the bearing, radians², and of the observer across it, square metres. */
  variance: number;
  positionVariance: number;
}

/**
 * Where bearings from two or more posts cross: weighted least squares on the ellipsoid by Gauss-Newton steps (Torrieri 1984,
 * doi:10.1109/TAES.1984.310439), started from the lines' least-squares crossing in a plane. A bearing's residual at distance s
 * has variance σ² + (position error / s)²; a wind name counts as uniform (σ = 11.25°/√3). Covariance is the inverse of the
 * normal matrix, widened by χ²/(n − 2) where more than two bearings disagree by more than their errors allow.
 * @throws Problem invalid_input for fewer than two bearings or bad numbers; not_possible where they do not cross ahead
 */
export function triangulate(bearings: PostBearing[]): LocationEstimate {
  if (bearings.length < 2) throw new Problem('invalid_input', say`Two bearings or more are needed to find a crossing.`);
  const rays = bearings.map(rayOf);
  const widest = Math.max(...rays.map((a) => Math.max(...rays.map((b) => crossing(a.degrees, b.degrees)))));
  if (widest < leastCrossingDegrees) throw notCrossing(say`The bearings are parallel.`);
  let at = planeCrossing(rays);
  let solved = normalEquations(rays, at);
  for (let step = 0; step < 20; step++) {
    // A step longer than the triangle itself would be out of the range of the linear formula.
    const size = Math.hypot(solved.step.east, solved.step.north);
    const share = Math.min(1, solved.nearest / 2 / Math.max(size, 1e-9));
    at = fromLocal(at, { east: solved.step.east * share, north: solved.step.north * share });
    solved = normalEquations(rays, at);
    if (size < 1e-3) break;
  }
  if (solved.behind || !(solved.nearest < farthestMetres))
    throw notCrossing(say`The bearings do not cross ahead of the posts.`);
  const widening = rays.length > 2 ? Math.max(1, solved.chi2 / (rays.length - 2)) : 1;
  const { covEE, covEN, covNN } = solved.covariance;
  return makeEstimate(
    at,
    { covEE: covEE * widening, covEN: covEN * widening, covNN: covNN * widening },
    'triangulated',
  );
}

function rayOf(said: PostBearing, i: number): Ray {
  checkPosition(said.observer, `${i}/observer/`);
  const precision = said.observer.precisionMetres ?? standard.precision;
  checkNumber(precision, 0, farthestMetres, `${i}/observer/precisionMetres`);
  const bearing = parseBearing(said.bearing, `/place/${i}/bearing`);
  const sigma = said.bearingSigmaDegrees ?? (bearing.halfWidthDegrees > 0 ? 0 : standard.sigmaDegrees);
  checkNumber(sigma, 0, 180, `${i}/bearingSigmaDegrees`);
  const variance = (sigma * radians) ** 2 + (bearing.halfWidthDegrees * radians) ** 2 / 3;
  return {
    observer: said.observer,
    degrees: bearing.degrees,
    // A compass better than 0.001° does not exist; zero would make the weights infinite.
    variance: Math.max(variance, (0.001 * radians) ** 2),
    positionVariance: precision ** 2,
  };
}

/** Angle between two lines, degrees 0..90. */
function crossing(a: number, b: number): number {
  const d = Math.abs(wrapDegrees(a - b)) % 180;
  return Math.min(d, 180 - d);
}

/** Least-squares crossing of the lines in the plane around the first post. */
function planeCrossing(rays: Ray[]): Position {
  const origin = rays[0]?.observer ?? { lat: 0, lon: 0 };
  const m = { ee: 0, en: 0, nn: 0, e: 0, n: 0 };
  for (const ray of rays) {
    const p = toLocal(origin, ray.observer);
    const ahead = toLocal(origin, direct(ray.observer, ray.degrees, 10_000));
    const length = Math.hypot(ahead.east - p.east, ahead.north - p.north);
    // Unit vector across the ray: the distance of a point from the line is measured along it.
    const [ce, cn] = [(ahead.north - p.north) / length, -(ahead.east - p.east) / length];
    const w = 1 / ray.variance;
    const offset = ce * p.east + cn * p.north;
    m.ee += w * ce * ce;
    m.en += w * ce * cn;
    m.nn += w * cn * cn;
    m.e += w * ce * offset;
    m.n += w * cn * offset;
  }
  const det = m.ee * m.nn - m.en ** 2;
  const offset: Offset = { east: (m.nn * m.e - m.en * m.n) / det, north: (m.ee * m.n - m.en * m.e) / det };
  if (!(Math.hypot(offset.east, offset.north) < farthestMetres))
    throw notCrossing(say`The bearings are nearly parallel.`);
  return fromLocal(origin, offset);
}

/** One Gauss-Newton step at a place, with the covariance, the misfit and whether any post looks the other way. */
function normalEquations(rays: Ray[], at: Position) {
  const m = { ee: 0, en: 0, nn: 0, e: 0, n: 0, chi2: 0 };
  let behind = false;
  let nearest = Infinity;
  for (const ray of rays) {
    const path = inverse(ray.observer, at);
    const s = Math.max(path.metres, 1);
    const miss = (wrapDegrees(ray.degrees - path.bearing + 180) - 180) * radians;
    if (Math.abs(miss) > Math.PI / 2) behind = true;
    nearest = Math.min(nearest, s);
    // Moving the place to the right of the path by s·dα raises the bearing by dα.
    const end = path.bearingAtEnd * radians;
    const [ce, cn] = [Math.cos(end) / s, -Math.sin(end) / s];
    const w = 1 / (ray.variance + ray.positionVariance / (s * s));
    m.ee += w * ce * ce;
    m.en += w * ce * cn;
    m.nn += w * cn * cn;
    m.e += w * ce * miss;
    m.n += w * cn * miss;
    m.chi2 += w * miss * miss;
  }
  const det = m.ee * m.nn - m.en ** 2;
  return {
    step: { east: (m.nn * m.e - m.en * m.n) / det, north: (m.ee * m.n - m.en * m.e) / det },
    covariance: { covEE: m.nn / det, covEN: -m.en / det, covNN: m.ee / det },
    chi2: m.chi2,
    behind,
    nearest,
  };
}

function notCrossing(said: Said): Problem {
  return new Problem('not_possible', said);
}
