import type Flatbush from 'flatbush';
import type { Position } from '../mission/types.js';

const radians = Math.PI / 180;
/** No degree of latitude is shorter than this, metres (at the equator 110,574; rounded down). */
const degreeMetres = 110_500;

/**
 * The item of a longitude/latitude index that is nearest in metres. What the index calls nearest (in degrees) gives an upper
 * bound; then everything that a box of that reach can hold is measured. Exact, also over the antimeridian and beside a
 * pole, if the index holds true boxes and `measure` is the true distance of an item in metres.
 */
export function nearestIn(
  index: Flatbush,
  position: Position,
  measure: (item: number) => number,
): { item: number; metres: number } {
  let best = { item: -1, metres: Infinity };
  const tried = new Set<number>();
  const attempt = (item: number): void => {
    if (tried.has(item)) return;
    tried.add(item);
    const metres = measure(item);
    // The lower number wins a tie, so that the answer does not hang on the order of the search.
    if (metres < best.metres || (metres === best.metres && item < best.item)) best = { item, metres };
  };
  for (const i of index.neighbors(position.lon, position.lat, 1)) attempt(i);
  // The measure may be off by a little beside the true distance; a wider box costs nothing.
  const high = (best.metres * 1.01 + 1) / degreeMetres;
  const [south, north] = [position.lat - high, position.lat + high];
  const touchesPole = north >= 89.9 || south <= -89.9;
  const wide = touchesPole ? 360 : reach(high, position.lat);
  // Boxes over the antimeridian lie a full turn away from what is on its other side.
  for (const turn of [0, 360, -360]) {
    const lon = position.lon + turn;
    if (lon + wide < index.minX || lon - wide > index.maxX) continue;
    for (const i of index.search(lon - wide, south, lon + wide, north)) attempt(i);
  }
  return best;
}

/** Half the width in degrees of longitude of a circle of `high` degrees of arc around a latitude. */
function reach(high: number, lat: number): number {
  const ratio = Math.sin(Math.min(90, high) * radians) / Math.cos(lat * radians);
  return ratio >= 1 ? 360 : Math.asin(ratio) / radians + 0.01;
}
