import { say } from '../said.js';
import { Problem, problemAt } from '../errors.js';
import { fromBearingRange } from '../geo/bearing-range.js';
import { fromFix, fromFootprint, fromPlace } from '../geo/estimate.js';
import { fromLookVector } from '../geo/look-vector.js';
import type { LocationEstimate } from '../geo/types.js';
import type { Means, Settlement } from '../mission/types.js';
import type { Geography } from '../ports.js';
import { nearestLarger, nearestSpellings } from './gazetteer.js';
import type { SaidPlace } from './types.js';

/**
 * Turns what a source said about where into an estimate with its uncertainty (D9). The reach of the
 * means bounds "direction only". `settlements` is the pack's gazetteer, for suggestions.
 * @throws Problem invalid_input; ambiguous_place with `candidates` (id, name, position, the nearest
 * larger place); unknown_place with `suggestions` (id, name)
 */
export function locate(
  said: SaidPlace,
  geography: Geography,
  means: Means,
  settlements: Settlement[],
): LocationEstimate {
  switch (said.type) {
    case 'fix':
      return fromFix({ lat: said.lat, lon: said.lon }, said.precisionMetres);
    case 'bearing_range':
      return fromBearingRange(said, means.rangeMetres);
    case 'look_vector':
      return fromLookVector(said);
    case 'footprint':
      return fromFootprint(said.polygon);
    case 'place_name':
      return fromPlace(settlementOf(said, geography, settlements), said, means.rangeMetres);
  }
}

function settlementOf(
  said: Extract<SaidPlace, { type: 'place_name' }>,
  geography: Geography,
  settlements: Settlement[],
): Settlement {
  if (said.settlementId !== undefined) {
    const known = geography.settlement(said.settlementId);
    if (known) return known;
    throw unknown('/place/settlementId', said.settlementId, []);
  }
  const named = geography.settlementsNamed(said.name);
  const only = named[0];
  if (only === undefined) throw unknown('/place/name', said.name, nearestSpellings(said.name, settlements));
  if (named.length === 1) return only;
  // "The Ford near the other Ford" tells nobody which one is meant.
  const others = settlements.filter((s) => !named.some((n) => n.id === s.id));
  const candidates = named.map((s) => {
    const larger = nearestLarger(s, others);
    return {
      id: s.id,
      name: s.name,
      lat: s.lat,
      lon: s.lon,
      near: larger && { id: larger.settlement.id, name: larger.settlement.name, metres: Math.round(larger.metres) },
    };
  });
  const many = say`"${said.name}" is the name of ${named.length} places. Give its settlementId.`;
  throw problemAt('ambiguous_place', '/place/name', many, { candidates });
}

function unknown(pointer: string, said: string, like: Settlement[]): Problem {
  const words =
    like.length > 0
      ? say`"${said}" is not in the gazetteer. See the suggestions, or give a position.`
      : say`"${said}" is not in the gazetteer.`;
  const suggestions = like.map((s) => ({ id: s.id, name: s.name }));
  return problemAt('unknown_place', pointer, words, { suggestions });
}
