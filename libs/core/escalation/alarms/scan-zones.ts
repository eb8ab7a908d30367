import { inverse } from '../../geo/geodesic.js';
import type { Position } from '../../mission/types.js';

/** One circle around a place, as what it has beyond the smaller circle before it. */
export interface Zone {
  /** The first circle around its centre; the others grow from it. */
  startsAnew: boolean;
  /** Indexes of the places that this circle has and the one before it had not. */
  added: number[];
  /** All its places, nearest first. */
  places: number[];
  metres: number;
}

/**
 * All circles around each place, growing from place to place up to `maxMetres` and `maxShare` of the events (places
 * equally far are taken together). Places without events are left out: a circle with them has the same events and
 * expectation. A circle over the share is passed over, together with all larger ones.
 */
export function cylinderZones(
  places: readonly Position[],
  events: readonly number[],
  { maxMetres, maxShare = 0.5 }: { maxMetres: number; maxShare?: number },
): Zone[] {
  const total = events.reduce((sum, x) => sum + x, 0);
  const used = places.flatMap((_, i) => (events[i]! > 0 ? [i] : []));
  return used.flatMap((centre) => {
    const around = used
      .map((place) => ({ place, metres: inverse(places[centre]!, places[place]!).metres }))
      .filter(({ metres }) => metres <= maxMetres)
      .sort((a, b) => a.metres - b.metres || a.place - b.place);
    const zones: Zone[] = [];
    let held = 0;
    for (let i = 0; i < around.length;) {
      const metres = around[i]!.metres;
      let end = i + 1;
      while (end < around.length && around[end]!.metres - metres < 0.001) end++;
      const added = around.slice(i, end).map((a) => a.place);
      held += added.reduce((sum, place) => sum + events[place]!, 0);
      if (held > maxShare * total) break;
      zones.push({ startsAnew: i === 0, added, places: around.slice(0, end).map((a) => a.place), metres });
      i = end;
    }
    return zones;
  });
}
