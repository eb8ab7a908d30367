import { say } from '../said.js';
import { Problem } from '../errors.js';
import { parseBearing } from '../geo/compass.js';
import { isGiven, type Faults } from './faults.js';
import { originMethods, type SaidOrigin, type SaidPlace } from './types.js';

const farthestMetres = 1_000_000;

/** Checks form and ranges of a place; adds every fault under `pointer`. Geometry is left to core/geo. */
export function checkPlace(place: SaidPlace, faults: Faults, pointer = '/place'): void {
  if (typeof place !== 'object' || place === null) return faults.add(pointer, say`A place is needed.`);
  switch (place.type) {
    case 'fix':
      checkPosition(place, faults, pointer);
      return faults.number(place.precisionMetres, `${pointer}/precisionMetres`, 0, farthestMetres);
    case 'bearing_range':
      checkPosition(place.observer, faults, `${pointer}/observer`);
      checkBearing(place.bearing, faults, `${pointer}/bearing`);
      faults.numberIfGiven(place.bearingSigmaDegrees, `${pointer}/bearingSigmaDegrees`, 0.001, 180);
      return checkRange(place, faults, pointer);
    case 'look_vector':
      return checkLook(place, faults, pointer);
    case 'footprint':
      return checkFootprint(place.polygon, faults, `${pointer}/polygon`);
    case 'place_name':
      faults.textIfGiven(place.name ?? '', `${pointer}/name`, 200);
      if (isGiven(place.bearing)) checkBearing(place.bearing, faults, `${pointer}/bearing`);
      faults.numberIfGiven(place.distanceMetres, `${pointer}/distanceMetres`, 0, farthestMetres);
      return;
    default:
      faults.add(`${pointer}/type`, say`Must be fix, bearing_range, look_vector, footprint or place_name.`);
  }
}

/** Checks the direction that fire came from; adds every fault under /origin. */
export function checkOrigin(origin: SaidOrigin, faults: Faults): void {
  if (typeof origin !== 'object') return faults.add('/origin', say`Must be an object.`);
  if (!originMethods.includes(origin.method))
    faults.add('/origin/method', say`Must be one of ${originMethods.join(', ')}.`);
  faults.number(origin.bearing, '/origin/bearing', 0, 360);
  faults.number(origin.sigmaDegrees, '/origin/sigmaDegrees', 0.01, 180);
  faults.numberIfGiven(origin.fromMetres, '/origin/fromMetres', 0, farthestMetres);
  faults.numberIfGiven(origin.toMetres, '/origin/toMetres', 0, farthestMetres);
  if (endsBefore(origin.fromMetres, origin.toMetres))
    faults.add('/origin/toMetres', say`The range ends before it begins.`);
  if (isGiven(origin.at)) checkPosition(origin.at, faults, '/origin/at');
}

function checkPosition(
  at: { lat?: unknown; lon?: unknown; precisionMetres?: unknown } | undefined,
  faults: Faults,
  pointer: string,
): void {
  if (typeof at !== 'object' || at === null) return faults.add(pointer, say`A position with lat and lon is needed.`);
  faults.number(at.lat, `${pointer}/lat`, -90, 90);
  faults.number(at.lon, `${pointer}/lon`, -180, 180);
  faults.numberIfGiven(at.precisionMetres, `${pointer}/precisionMetres`, 0, farthestMetres);
}

function checkBearing(bearing: unknown, faults: Faults, pointer: string): void {
  if (typeof bearing !== 'string') return faults.number(bearing, pointer, 0, 360);
  try {
    parseBearing(bearing, pointer);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    faults.add(pointer, error.said ?? error.detail);
  }
}

function checkRange(place: Extract<SaidPlace, { type: 'bearing_range' }>, faults: Faults, pointer: string): void {
  faults.numberIfGiven(place.distanceMetres, `${pointer}/distanceMetres`, 0, farthestMetres);
  faults.numberIfGiven(place.distanceFromMetres, `${pointer}/distanceFromMetres`, 0, farthestMetres);
  faults.numberIfGiven(place.distanceToMetres, `${pointer}/distanceToMetres`, 0, farthestMetres);
  const from = isGiven(place.distanceFromMetres);
  const to = isGiven(place.distanceToMetres);
  if (isGiven(place.distanceMetres) && (from || to))
    faults.add(`${pointer}/distanceMetres`, say`Give one distance or a range, not both.`);
  if (endsBefore(place.distanceFromMetres, place.distanceToMetres))
    faults.add(`${pointer}/distanceToMetres`, say`The range ends before it begins.`);
}

/** Of a range that is one; whatever is no number was refused as such, and may be nothing that can be compared. */
function endsBefore(from: unknown, to: unknown): boolean {
  return typeof from === 'number' && typeof to === 'number' && to < from;
}

function checkLook(place: Extract<SaidPlace, { type: 'look_vector' }>, faults: Faults, pointer: string): void {
  checkPosition(place.platform, faults, `${pointer}/platform`);
  faults.number(place.platform?.altitudeMetres, `${pointer}/platform/altitudeMetres`, -500, 2_000_000);
  faults.number(place.headingDegrees, `${pointer}/headingDegrees`, 0, 360);
  faults.number(place.depressionDegrees, `${pointer}/depressionDegrees`, 0, 90);
  faults.numberIfGiven(place.headingSigmaDegrees, `${pointer}/headingSigmaDegrees`, 0, 180);
  faults.numberIfGiven(place.depressionSigmaDegrees, `${pointer}/depressionSigmaDegrees`, 0, 90);
  faults.numberIfGiven(place.groundAltitudeMetres, `${pointer}/groundAltitudeMetres`, -500, 9_000);
  const pixel = place.pixel;
  if (!isGiven(pixel)) return;
  faults.number(pixel.width, `${pointer}/pixel/width`, 1, 100_000);
  faults.number(pixel.height, `${pointer}/pixel/height`, 1, 100_000);
  faults.number(pixel.x, `${pointer}/pixel/x`, 0, Number.isFinite(pixel.width) ? pixel.width : 0);
  faults.number(pixel.y, `${pointer}/pixel/y`, 0, Number.isFinite(pixel.height) ? pixel.height : 0);
  faults.number(pixel.horizontalFovDegrees, `${pointer}/pixel/horizontalFovDegrees`, 0.01, 170);
  faults.numberIfGiven(pixel.rollDegrees, `${pointer}/pixel/rollDegrees`, -180, 180);
}

/** 3 to 10000 corners [lon, lat]; adds every fault under `pointer`. */
export function checkFootprint(polygon: unknown, faults: Faults, pointer: string): void {
  if (!Array.isArray(polygon) || polygon.length < 3 || polygon.length > 10_000)
    return faults.add(pointer, say`A footprint needs 3 to 10000 corners.`);
  polygon.forEach((corner: unknown, i) => {
    if (!Array.isArray(corner) || corner.length !== 2) return faults.add(`${pointer}/${i}`, say`Must be [lon, lat].`);
    faults.number(corner[0], `${pointer}/${i}/0`, -180, 180);
    faults.number(corner[1], `${pointer}/${i}/1`, -90, 90);
  });
}
