import type { Position } from '../mission/types.js';

const radians = Math.PI / 180;

/** The sun's centre is this far below the horizon, degrees, at the end of civil twilight: below it is night. */
export const nightBelowDegrees = -6;

/**
 * Elevation of the sun's centre above the horizon, degrees, without refraction: the low-precision formulas of the
 * Astronomical Almanac (as in J. J. Michalsky, "The Astronomical Almanac's algorithm for approximate solar
 * position (1950-2050)", Solar Energy 40, 1988), good to about 0.01°.
 */
export function sunElevation({ lat, lon }: Position, at: string): number {
  const days = Date.parse(at) / 86_400_000 + 2_440_587.5 - 2_451_545;
  const meanLongitude = 280.46 + 0.9856474 * days;
  const meanAnomaly = (357.528 + 0.9856003 * days) * radians;
  const ecliptic = (meanLongitude + 1.915 * Math.sin(meanAnomaly) + 0.02 * Math.sin(2 * meanAnomaly)) * radians;
  const obliquity = (23.439 - 4e-7 * days) * radians;
  const rightAscension = Math.atan2(Math.cos(obliquity) * Math.sin(ecliptic), Math.cos(ecliptic));
  const declination = Math.asin(Math.sin(obliquity) * Math.sin(ecliptic));
  const greenwichSidereal = (280.46061837 + 360.98564736629 * days) * radians;
  const hourAngle = greenwichSidereal + lon * radians - rightAscension;
  const sine =
    Math.sin(lat * radians) * Math.sin(declination) +
    Math.cos(lat * radians) * Math.cos(declination) * Math.cos(hourAngle);
  return Math.asin(Math.max(-1, Math.min(1, sine))) / radians;
}

/** Whether it is night there: the sun more than 6° below the horizon. */
export function isNight(position: Position, at: string): boolean {
  return sunElevation(position, at) < nightBelowDegrees;
}
