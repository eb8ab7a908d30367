import { say } from '../said.js';
import { problemAt } from '../errors.js';
import type { Position } from '../mission/types.js';

/** Refuses what is not a finite number in [least, most]. @throws Problem invalid_input */
export function checkNumber(value: number, least: number, most: number, name: string): void {
  if (typeof value === 'number' && value >= least && value <= most) return;
  const said = say`${name} must be a number from ${least} to ${most}, not ${String(value)}.`;
  throw problemAt('invalid_input', `/place/${name}`, said);
}

/** Latitude -90..90 and longitude -180..180. @throws Problem invalid_input */
export function checkPosition(p: Position, prefix = ''): void {
  checkNumber(p.lat, -90, 90, `${prefix}lat`);
  checkNumber(p.lon, -180, 180, `${prefix}lon`);
}

/** Distances that are said or measured end here: 1,000 km, in metres. */
export const farthestMetres = 1_000_000;
