import { direct, inverse } from '../geo/geodesic.js';
import type { LineVersion, Position } from '../mission/types.js';

/** A place on the line: how far along, and the direction (degrees true) in which the line runs there. */
export interface LinePlace extends Position {
  bearing: number;
}

/** The line of one version as one way to walk along, piece after piece. */
export interface Track {
  kilometres: number;
  /** @param at metres from the start, 0..length */
  at(at: number): LinePlace;
  /** A place so far from the line at `at`, on the side of the party that lies left (or right). */
  beside(at: number, metres: number, side: 'left' | 'right'): Position;
  left: string;
  right: string;
}

/** @throws RangeError for a line without any length */
export function trackOf(line: LineVersion): Track {
  const pieces: { from: Position; metres: number; bearing: number; start: number }[] = [];
  let length = 0;
  for (const polyline of line.coordinates) {
    for (let i = 1; i < polyline.length; i++) {
      const [lon, lat] = polyline[i - 1]!;
      const [lon2, lat2] = polyline[i]!;
      const { metres, bearing } = inverse({ lat, lon }, { lat: lat2, lon: lon2 });
      if (metres > 0) pieces.push({ from: { lat, lon }, metres, bearing, start: length });
      length += metres;
    }
  }
  if (pieces.length === 0) throw new RangeError(`line ${line.id} has no length`);
  const at = (metres: number): LinePlace => {
    const wanted = Math.min(Math.max(metres, 0), length);
    let low = 0;
    let high = pieces.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (pieces[middle]!.start <= wanted) low = middle;
      else high = middle - 1;
    }
    const piece = pieces[low]!;
    return {
      ...direct(piece.from, piece.bearing, Math.min(wanted - piece.start, piece.metres)),
      bearing: piece.bearing,
    };
  };
  return {
    kilometres: length / 1000,
    at,
    beside(along, metres, side) {
      const place = at(along);
      return direct(place, place.bearing + (side === 'left' ? -90 : 90), metres);
    },
    left: line.left,
    right: line.right,
  };
}
