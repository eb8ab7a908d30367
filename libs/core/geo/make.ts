import { say } from '../said.js';
import { Problem, faultAt } from '../errors.js';
import type { Position } from '../mission/types.js';
import { bounded } from './covariance.js';
import type { Covariance } from './covariance.js';
import type { LocationEstimate, LocationMethod } from './types.js';

/**
 * An estimate with its covariance made positive definite and its numbers checked.
 * @throws Problem invalid_input where a number is not finite
 */
export function makeEstimate(mean: Position, covariance: Covariance, method: LocationMethod): LocationEstimate {
  const { covEE, covEN, covNN } = bounded(covariance);
  if (![mean.lat, mean.lon, covEE, covEN, covNN].every(Number.isFinite)) {
    throw new Problem('invalid_input', say`The place cannot be computed from these numbers.`, [
      faultAt('/place', say`The place cannot be computed from these numbers.`),
    ]);
  }
  return { lat: mean.lat, lon: mean.lon, covEE, covEN, covNN, method };
}
