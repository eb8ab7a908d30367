import geographiclib from 'geographiclib-geodesic';
import type { Position } from '../mission/types.js';
import { wrapDegrees } from './compass.js';

const wgs84 = geographiclib.Geodesic.WGS84;

/** Semi-major axis (metres) and flattening of WGS 84 (NGA.STND.0036). */
export const equatorialRadius = wgs84.a;
export const flattening = wgs84.f;
/** First eccentricity squared. */
export const eccentricity2 = flattening * (2 - flattening);

const radians = Math.PI / 180;

/** Longitude into [-180, 180). */
export function wrapLongitude(lon: number): number {
  return lon >= -180 && lon < 180 ? lon : wrapDegrees(lon + 180) - 180;
}

/**
 * Shortest path between two places (Karney 2013, doi:10.1007/s00190-012-0578-z): length in metres,
 * and its direction at either end in degrees true [0, 360). The directions of a zero length are 0 and 0.
 */
export function inverse(a: Position, b: Position): { metres: number; bearing: number; bearingAtEnd: number } {
  const r = wgs84.Inverse(a.lat, a.lon, b.lat, b.lon);
  const metres = r.s12 ?? NaN;
  if (metres === 0) return { metres, bearing: 0, bearingAtEnd: 0 };
  return { metres, bearing: wrapDegrees(r.azi1 ?? NaN), bearingAtEnd: wrapDegrees(r.azi2 ?? NaN) };
}

/** Where one gets by going `metres` from `p` in direction `bearing` (degrees true), and the direction there. */
export function directWithBearing(p: Position, bearing: number, metres: number): Position & { bearingAtEnd: number } {
  const r = wgs84.Direct(p.lat, p.lon, bearing, metres);
  return {
    lat: r.lat2 ?? NaN,
    lon: wrapLongitude(r.lon2 ?? NaN),
    bearingAtEnd: wrapDegrees(r.azi2 ?? NaN),
  };
}

/** Where one gets by going `metres` from `p` in direction `bearing` (degrees true). */
export function direct(p: Position, bearing: number, metres: number): Position {
  const { lat, lon } = directWithBearing(p, bearing, metres);
  return { lat, lon };
}

/** A displacement in the tangent plane, metres. */
export interface Offset {
  east: number;
  north: number;
}

/**
 * East/north of `p` seen from `origin`: azimuthal equidistant, so distance and direction from the
 * origin are exact anywhere (also over the antimeridian and beside a pole).
 */
export function toLocal(origin: Position, p: Position): Offset {
  const { metres, bearing } = inverse(origin, p);
  return { east: metres * Math.sin(bearing * radians), north: metres * Math.cos(bearing * radians) };
}

/** The place at an east/north offset of `origin`; undoes `toLocal`. */
export function fromLocal(origin: Position, offset: Offset): Position {
  return direct(origin, bearingOf(offset), Math.hypot(offset.east, offset.north));
}

/** Direction of an offset, degrees true [0, 360). */
export function bearingOf(offset: Offset): number {
  return wrapDegrees(Math.atan2(offset.east, offset.north) / radians);
}

/**
 * Fast east/north of `p` from `origin` by the Gauss mid-latitude formula on the ellipsoid, turned by half the convergence of
 * the meridians so that directions hold at the origin: within 0.01 % to 100 km where both latitudes are below 80°.
 * For ranking and feet of perpendiculars on the hot path.
 */
export function toLocalQuick(origin: Position, p: Position): Offset {
  const middle = ((origin.lat + p.lat) / 2) * radians;
  const sine = Math.sin(middle);
  const w2 = 1 - eccentricity2 * sine * sine;
  const primeVertical = equatorialRadius / Math.sqrt(w2);
  const meridional = (primeVertical * (1 - eccentricity2)) / w2;
  const turn = wrapLongitude(p.lon - origin.lon) * radians;
  const east = turn * primeVertical * Math.cos(middle);
  const north = (p.lat - origin.lat) * radians * meridional;
  const half = (turn * sine) / 2;
  const cosine = 1 - (half * half) / 2;
  return { east: east * cosine - north * half, north: north * cosine + east * half };
}
