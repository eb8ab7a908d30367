import { say } from '../said.js';
import { problemAt } from '../errors.js';
import type { Position } from '../mission/types.js';
import { checkNumber, checkPosition, farthestMetres } from './check.js';
import { parseBearing } from './compass.js';
import { add, alongAcross, round } from './covariance.js';
import { directWithBearing } from './geodesic.js';
import { makeEstimate } from './make.js';
import type { LocationEstimate } from './types.js';

/** What an observer says: a direction and perhaps a distance or a range of distances. Metres, degrees true. */
export interface SaidBearingRange {
  /** `precisionMetres`: one standard deviation of the observer's own position (default 20). */
  observer: Position & { precisionMetres?: number };
  bearing: number | string;
  bearingSigmaDegrees?: number;
  distanceMetres?: number;
  distanceFromMetres?: number;
  distanceToMetres?: number;
}

/**
 * Assumptions where the source says nothing of its errors (no published figure; chosen wide rather than
 * narrow, since a spread that is too small tears one event in two):
 * an observer known to 20 m, a bearing in degrees read to 5°, one distance judged to a fifth.
 */
const observerSigmaMetres = 20;
const readBearingSigmaDegrees = 5;
const distanceSigmaFraction = 0.2;

const radians = Math.PI / 180;

/**
 * The annular sector that a direction and a range describe, as mean and covariance.
 *
 * With range r and deviation δ from the bearing independent, along the bearing x = r cos δ and across it
 * y = r sin δ, so E[x] = E[r]·c₁, E[x²] = E[r²]·(1 + c₂)/2, E[y²] = E[r²]·(1 − c₂)/2, E[y] = E[xy] = 0, where
 * c_k = E[cos kδ] is the characteristic function of δ: sin(kw)/(kw) for a wind name (uniform within ± w = 11.25°)
 * times exp(−k²σ²/2) for the error σ of reading a bearing (unbiased conversion of range and bearing,
 * Lerro and Bar-Shalom 1993, doi:10.1109/7.220948). The range is uniform between its ends (between 0 and
 * `maxRangeMetres` where none is given: "direction only"), or normal about a single distance. The mean is carried
 * along the geodesic; the observer's own variance is added.
 *
 * @throws Problem invalid_input: a number missing its range, a range that ends before it begins, a bad bearing
 */
export function fromBearingRange(said: SaidBearingRange, maxRangeMetres: number): LocationEstimate {
  const { observer } = said;
  checkPosition(observer, 'observer/');
  const precision = observer.precisionMetres ?? observerSigmaMetres;
  checkNumber(precision, 0, farthestMetres, 'observer/precisionMetres');
  const bearing = parseBearing(said.bearing);
  const named = bearing.halfWidthDegrees > 0;
  const sigmaDegrees = said.bearingSigmaDegrees ?? (named ? 0 : readBearingSigmaDegrees);
  checkNumber(sigmaDegrees, 0, 180, 'bearingSigmaDegrees');
  const range = rangeMoments(said, maxRangeMetres);

  const w = bearing.halfWidthDegrees * radians;
  const sigma = sigmaDegrees * radians;
  const cosineMean = (k: number) => (w === 0 ? 1 : Math.sin(k * w) / (k * w)) * Math.exp((-k * k * sigma * sigma) / 2);
  const along = range.mean * cosineMean(1);
  const alongVariance = (range.square * (1 + cosineMean(2))) / 2 - along * along;
  const acrossVariance = (range.square * (1 - cosineMean(2))) / 2;

  const mean = directWithBearing(observer, bearing.degrees, along);
  const spread = alongAcross(alongVariance, acrossVariance, mean.bearingAtEnd);
  return makeEstimate(mean, add(spread, round(precision)), 'bearing_range');
}

/** E[r] and E[r²]. */
function rangeMoments(said: SaidBearingRange, maxRangeMetres: number): { mean: number; square: number } {
  const { distanceMetres, distanceFromMetres, distanceToMetres } = said;
  checkNumber(maxRangeMetres, 0, farthestMetres, 'maxRangeMetres');
  if (distanceMetres !== undefined) {
    checkNumber(distanceMetres, 0, farthestMetres, 'distanceMetres');
    return { mean: distanceMetres, square: distanceMetres ** 2 * (1 + distanceSigmaFraction ** 2) };
  }
  const from = distanceFromMetres ?? 0;
  checkNumber(from, 0, farthestMetres, 'distanceFromMetres');
  // "More than 5 km" reaches to the end of what can be perceived, or half as far again where that is nearer.
  const to = distanceToMetres ?? Math.max(maxRangeMetres, from * 1.5);
  checkNumber(to, 0, farthestMetres * 1.5, 'distanceToMetres');
  if (to < from) {
    throw problemAt('invalid_input', '/place/distanceToMetres', say`The range ends before it begins.`);
  }
  return { mean: (from + to) / 2, square: (from * from + from * to + to * to) / 3 };
}
