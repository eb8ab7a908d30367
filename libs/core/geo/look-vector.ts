import { say } from '../said.js';
import { problemAt } from '../errors.js';
import type { Position } from '../mission/types.js';
import { checkNumber, checkPosition, farthestMetres } from './check.js';
import { add, round } from './covariance.js';
import type { Covariance } from './covariance.js';
import { eccentricity2, equatorialRadius, flattening, toLocal } from './geodesic.js';
import type { Offset } from './geodesic.js';
import { makeEstimate } from './make.js';
import type { LocationEstimate } from './types.js';

/** Where in a picture, and what took it. x to the right and y down from the top left corner, in pixels. */
export interface Pixel {
  x: number;
  y: number;
  width: number;
  height: number;
  /** Across the full width, degrees. */
  horizontalFovDegrees: number;
  /** Clockwise seen from behind the camera, degrees; default 0. */
  rollDegrees?: number;
}

/** Pose of a platform and of its camera's axis. Metres, degrees true; both altitudes in the same datum. */
export interface SaidLookVector {
  platform: Position & { altitudeMetres: number; precisionMetres?: number };
  headingDegrees: number;
  depressionDegrees: number;
  headingSigmaDegrees?: number;
  depressionSigmaDegrees?: number;
  groundAltitudeMetres?: number;
  pixel?: Pixel;
}

/**
 * One standard deviation of each where the source gives none (assumptions about small drones: satellite fix,
 * magnetic compass, gimbal): platform 5 m each way, half as much again in height (the usual ratio of
 * satellite fixes); ground altitude 10 m if given, 60 m if taken as 0.
 */
const standard = { platform: 5, heightRatio: 1.5, heading: 2, depression: 1, ground: 10, unknownGround: 60 };

const radians = Math.PI / 180;

/** East, north, up. */
type Vector = readonly [number, number, number];

/** Direction (unit length not kept) of a pixel's ray, east/north/up at the platform: a pinhole camera. */
export function pixelRay(headingDegrees: number, depressionDegrees: number, pixel?: Pixel): Vector {
  const [sh, ch] = [Math.sin(headingDegrees * radians), Math.cos(headingDegrees * radians)];
  const [sd, cd] = [Math.sin(depressionDegrees * radians), Math.cos(depressionDegrees * radians)];
  const axis: Vector = [sh * cd, ch * cd, -sd];
  if (!pixel) return axis;
  const focal = pixel.width / 2 / Math.tan((pixel.horizontalFovDegrees / 2) * radians);
  const x = (pixel.x - pixel.width / 2) / focal;
  const y = (pixel.y - pixel.height / 2) / focal;
  const roll = (pixel.rollDegrees ?? 0) * radians;
  const right = x * Math.cos(roll) - y * Math.sin(roll);
  const down = x * Math.sin(roll) + y * Math.cos(roll);
  // Level right is (ch, -sh, 0); down in the picture is axis × right.
  return [axis[0] + right * ch - down * sh * sd, axis[1] - right * sh - down * ch * sd, axis[2] - down * cd];
}

/**
 * First point where a ray (east/north/up at the platform) meets the ground at one ellipsoidal height: the ray
 * against the ellipsoid with both half axes longer by that height (which is within centimetres of the surface of
 * that height up to 9 km), then back to geodetic coordinates. Null when it misses or the platform is not above it.
 */
export function groundPoint(
  platform: Position & { altitudeMetres: number },
  ray: Vector,
  groundAltitudeMetres: number,
): (Position & { slantMetres: number }) | null {
  const [slat, clat] = [Math.sin(platform.lat * radians), Math.cos(platform.lat * radians)];
  const [slon, clon] = [Math.sin(platform.lon * radians), Math.cos(platform.lon * radians)];
  const normal = equatorialRadius / Math.sqrt(1 - eccentricity2 * slat * slat);
  const h = platform.altitudeMetres;
  const start = [
    (normal + h) * clat * clon,
    (normal + h) * clat * slon,
    (normal * (1 - eccentricity2) + h) * slat,
  ] as const;
  const length = Math.hypot(...ray);
  const [e, n, u] = ray.map((part) => part / length) as unknown as Vector;
  const way = [
    -slon * e - slat * clon * n + clat * clon * u,
    clon * e - slat * slon * n + clat * slon * u,
    clat * n + slat * u,
  ] as const;

  const a = equatorialRadius + groundAltitudeMetres;
  const b = equatorialRadius * (1 - flattening) + groundAltitudeMetres;
  const weigh = (p: readonly [number, number, number], q: readonly [number, number, number]) =>
    (p[0] * q[0] + p[1] * q[1]) / a ** 2 + (p[2] * q[2]) / b ** 2;
  // |start + t·way|² = 1 in the metric of the ellipsoid; the nearer root, in the form that does not cancel.
  const square = weigh(way, way);
  const half = weigh(start, way);
  const above = weigh(start, start) - 1;
  const discriminant = half * half - square * above;
  if (above < 0 || half >= 0 || discriminant < 0) return null;
  const slantMetres = above / (-half + Math.sqrt(discriminant));
  return {
    ...geodetic(start[0] + slantMetres * way[0], start[1] + slantMetres * way[1], start[2] + slantMetres * way[2]),
    slantMetres,
  };
}

/** Latitude and longitude of a point near the Earth's surface from Earth-centred axes (Bowring 1985, one pass). */
function geodetic(x: number, y: number, z: number): Position {
  const p = Math.hypot(x, y);
  const b = equatorialRadius * (1 - flattening);
  const second = eccentricity2 / (1 - eccentricity2);
  const r = Math.hypot(p, z);
  const reduced = Math.atan2(b * z * (1 + (second * b) / r), equatorialRadius * p);
  const lat = Math.atan2(
    z + second * b * Math.sin(reduced) ** 3,
    p - eccentricity2 * equatorialRadius * Math.cos(reduced) ** 3,
  );
  return { lat: lat / radians, lon: Math.atan2(y, x) / radians };
}

/**
 * What a camera looks at, on the WGS 84 ellipsoid at the ground's altitude. The errors of heading, depression and
 * height over ground are carried through by a pair of rays at ± one standard deviation each (so that the spread grows
 * as the look gets shallower, which a first-order formula understates); where the shallower ray misses the ground,
 * the horizon stands in for it. The platform's own horizontal error is added.
 * @throws Problem invalid_input: a number out of range, the platform not above the ground, or a ray that misses it
 */
export function fromLookVector(said: SaidLookVector): LocationEstimate {
  check(said);
  const { platform, headingDegrees: heading, depressionDegrees: depression, pixel } = said;
  const ground = said.groundAltitudeMetres ?? 0;
  const mean = groundPoint(platform, pixelRay(heading, depression, pixel), ground);
  if (!mean) {
    throw problemAt(
      'invalid_input',
      '/place/depressionDegrees',
      say`The line of sight does not meet the ground: check altitude, depression and pixel.`,
    );
  }
  const precision = platform.precisionMetres ?? standard.platform;
  const groundSigma = said.groundAltitudeMetres === undefined ? standard.unknownGround : standard.ground;
  const heightSigma = Math.hypot(precision * standard.heightRatio, groundSigma);
  const dh = said.headingSigmaDegrees ?? standard.heading;
  const dd = said.depressionSigmaDegrees ?? standard.depression;
  const seen = (turn: number, tilt: number, rise: number): Offset => {
    const ray = pixelRay(heading + turn, depression + tilt, pixel);
    const point = groundPoint(platform, ray, ground + rise) ?? horizon(platform, ray, ground + rise);
    return toLocal(mean, point);
  };
  const pairs: [Offset, Offset][] = [
    [seen(-dh, 0, 0), seen(dh, 0, 0)],
    [seen(0, -dd, 0), seen(0, dd, 0)],
    [seen(0, 0, -heightSigma), seen(0, 0, heightSigma)],
  ];
  const spread = pairs.map(pairCovariance).reduce(add, round(precision));
  return makeEstimate(mean, spread, 'look_vector');
}

/** Mean of the two outer products: the second moment about the nominal point of a pair of sigma points. */
function pairCovariance([a, b]: [Offset, Offset]): Covariance {
  return {
    covEE: (a.east ** 2 + b.east ** 2) / 2,
    covEN: (a.east * a.north + b.east * b.north) / 2,
    covNN: (a.north ** 2 + b.north ** 2) / 2,
  };
}

/** Where a ray in the same direction that just grazes the ground would touch it; below the platform if it is not above. */
function horizon(platform: Position & { altitudeMetres: number }, ray: Vector, ground: number): Position {
  const height = Math.max(0, platform.altitudeMetres - ground);
  const dip = Math.acos(equatorialRadius / (equatorialRadius + height));
  const level = Math.hypot(ray[0], ray[1]);
  // Slightly steeper than the dip, which on the ellipsoid differs from the sphere's by far less than this.
  const grazing: Vector = [ray[0], ray[1], -level * Math.tan(dip * 1.01 + 1e-9)];
  return groundPoint(platform, grazing, ground) ?? { lat: platform.lat, lon: platform.lon };
}

function check({ platform, pixel, ...said }: SaidLookVector): void {
  checkPosition(platform, 'platform/');
  checkNumber(platform.altitudeMetres, -500, 2_000_000, 'platform/altitudeMetres');
  checkNumber(platform.precisionMetres ?? 0, 0, farthestMetres, 'platform/precisionMetres');
  checkNumber(said.headingDegrees, -360, 360, 'headingDegrees');
  checkNumber(said.depressionDegrees, -90, 90, 'depressionDegrees');
  checkNumber(said.headingSigmaDegrees ?? 0, 0, 180, 'headingSigmaDegrees');
  checkNumber(said.depressionSigmaDegrees ?? 0, 0, 90, 'depressionSigmaDegrees');
  checkNumber(said.groundAltitudeMetres ?? 0, -500, 9_000, 'groundAltitudeMetres');
  if (!pixel) return;
  checkNumber(pixel.width, 1, 1e6, 'pixel/width');
  checkNumber(pixel.height, 1, 1e6, 'pixel/height');
  checkNumber(pixel.x, 0, pixel.width, 'pixel/x');
  checkNumber(pixel.y, 0, pixel.height, 'pixel/y');
  checkNumber(pixel.horizontalFovDegrees, 0.001, 179, 'pixel/horizontalFovDegrees');
  checkNumber(pixel.rollDegrees ?? 0, -360, 360, 'pixel/rollDegrees');
}
