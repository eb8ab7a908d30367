import type { Position } from '../mission/types.js';

/** How a location estimate was made (DESIGN.md, "location estimate"). */
export type LocationMethod =
  'fix' | 'bearing_range' | 'look_vector' | 'footprint' | 'place_name' | 'triangulated' | 'fused';

/**
 * A place with its uncertainty: the mean on WGS 84 and the covariance of the error
 * in the local east/north plane at the mean, in square metres. Always symmetric and
 * positive definite; every number finite.
 */
export interface LocationEstimate extends Position {
  covEE: number;
  covEN: number;
  covNN: number;
  method: LocationMethod;
}

/** Probability, per party id, that a place lies on that party's side of the line. Sums to 1. */
export type SideProbability = Record<string, number>;
