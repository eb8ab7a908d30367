import type { Position } from '../mission/types.js';
import { parseBearing } from './compass.js';
import { axes, type Covariance } from './covariance.js';
import { direct, inverse } from './geodesic.js';
import type { LocationEstimate } from './types.js';

/** A closed ring of corners [lon, lat], degrees, counter-clockwise as GeoJSON (RFC 7946) asks of outer rings. */
export type Ring = [number, number][];

/** Uncertainty as semi-axes of one standard deviation, metres, and the direction of the longer, degrees true [0, 180). */
export interface Axes {
  major: number;
  minor: number;
  bearing: number;
}

/** Standard deviations within which 95 % of a bivariate normal lies: √(−2 ln 0.05). */
export const sigmas95 = Math.sqrt(-2 * Math.log(0.05));

const radians = Math.PI / 180;
const corners = 64;

/** One standard deviation of an estimate, in whole metres and tenths of degrees. */
export function axesOf(estimate: Covariance): Axes {
  const { major, minor, bearing } = axes(estimate);
  return {
    major: Math.round(Math.sqrt(major)),
    minor: Math.round(Math.sqrt(Math.max(0, minor))),
    bearing: Math.round(bearing * 10) / 10,
  };
}

/** The ellipse of `sigmas` standard deviations around an estimate, on the ellipsoid. */
export function ellipseRing(estimate: LocationEstimate, sigmas = sigmas95): Ring {
  const { major, minor, bearing } = axes(estimate);
  const [a, b] = [Math.sqrt(major) * sigmas, Math.sqrt(Math.max(0, minor)) * sigmas];
  const points: Ring = [];
  for (let i = 0; i < corners; i++) {
    // Against the clock: bearings run with it.
    const along = (360 - (i * 360) / corners) % 360;
    const angle = (along - bearing) * radians;
    const radius = (a * b) / Math.hypot(b * Math.cos(angle), a * Math.sin(angle));
    points.push(pointOf(direct(estimate, along, radius)));
  }
  return closed(points);
}

/**
 * What "3 to 5 km SSE" covers: between two distances from the observer, and between two directions. A single distance
 * reaches a fifth to either side, a number for a direction twice its deviation (5° where none is given), a name of a
 * wind its own width, as in `fromBearingRange`; where no distance is given it reaches to `maxRangeMetres`.
 * @throws Problem invalid_input for a bad bearing
 */
export function sectorRing(
  said: {
    observer: Position;
    bearing: number | string;
    bearingSigmaDegrees?: number;
    distanceMetres?: number;
    distanceFromMetres?: number;
    distanceToMetres?: number;
  },
  maxRangeMetres: number,
): Ring {
  const { degrees, halfWidthDegrees } = parseBearing(said.bearing);
  const half = Math.min(180, halfWidthDegrees + 2 * (said.bearingSigmaDegrees ?? (halfWidthDegrees > 0 ? 0 : 5)));
  const one = said.distanceMetres;
  const from = one === undefined ? (said.distanceFromMetres ?? 0) : one * 0.8;
  const to = one === undefined ? (said.distanceToMetres ?? Math.max(maxRangeMetres, from * 1.5)) : one * 1.2;
  const steps = Math.max(4, Math.ceil(half / 2));
  const arc = (metres: number): Ring =>
    Array.from({ length: steps + 1 }, (_, i) =>
      pointOf(direct(said.observer, degrees + half - (i * 2 * half) / steps, metres)),
    );
  const outer = arc(Math.max(to, 1));
  const inner = from > 0 ? arc(from).reverse() : [pointOf(said.observer)];
  return closed([...outer, ...inner]);
}

/** A ring as given, closed and turned the way GeoJSON asks for. */
export function footprintRing(polygon: readonly [number, number][]): Ring {
  const ring = polygon.map(([lon, lat]): [number, number] => [round(lon), round(lat)]);
  const [first, last] = [ring[0]!, ring.at(-1)!];
  const open = ring.length > 1 && first[0] === last[0] && first[1] === last[1] ? ring.slice(0, -1) : ring;
  return closed(areaOf(open) < 0 ? [...open].reverse() : open);
}

/** Radius in metres of a circle around the middle of a box that covers it, and that middle. Degrees; west may exceed east. */
export function circleAround(box: { west: number; south: number; east: number; north: number }): {
  centre: Position;
  metres: number;
} {
  const width = box.east >= box.west ? box.east - box.west : box.east - box.west + 360;
  const lon = box.west + width / 2;
  const centre = { lat: (box.south + box.north) / 2, lon: lon >= 180 ? lon - 360 : lon };
  const far = [box.south, box.north].flatMap((lat) => [box.west, box.east].map((edge) => ({ lat, lon: edge })));
  return { centre, metres: Math.max(...far.map((corner) => inverse(centre, corner).metres)) };
}

function pointOf({ lon, lat }: Position): [number, number] {
  return [round(lon), round(lat)];
}

/** Seven digits: a centimetre. */
const round = (degrees: number): number => Math.round(degrees * 1e7) / 1e7;

const closed = (ring: Ring): Ring => [...ring, ring[0]!];

/** Twice the signed area in square degrees: positive against the clock. */
function areaOf(ring: Ring): number {
  return ring.reduce((sum, [x, y], i) => {
    const [u, v] = ring[(i + 1) % ring.length]!;
    return sum + x * v - u * y;
  }, 0);
}
