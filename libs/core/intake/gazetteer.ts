import { inverse } from '../geo/geodesic.js';
import { nameKey } from '../geo/settlements.js';
import type { Settlement } from '../mission/types.js';

/** The nearest place with more people; null for the largest of all. Unknown population counts as none. */
export function nearestLarger(
  place: Settlement,
  settlements: Settlement[],
): { settlement: Settlement; metres: number } | null {
  let best: { settlement: Settlement; metres: number } | null = null;
  for (const settlement of settlements) {
    if (settlement.id === place.id || (settlement.population ?? 0) <= (place.population ?? 0)) continue;
    // A degree of latitude is over 110 km: most places need no geodesic.
    if (best && Math.abs(settlement.lat - place.lat) * 110_000 > best.metres) continue;
    const { metres } = inverse(place, settlement);
    if (!best || metres < best.metres) best = { settlement, metres };
  }
  return best;
}

/**
 * Up to five places whose name, in any language, is closest to the spelling by edit distance
 * (Levenshtein over letters, case and accents aside), and no farther than a third of its length.
 */
export function nearestSpellings(name: string, settlements: Settlement[]): Settlement[] {
  const asked = plain(name).slice(0, 60);
  const most = Math.max(1, Math.floor(asked.length / 3));
  const scored: { settlement: Settlement; distance: number }[] = [];
  for (const settlement of settlements) {
    let distance = most + 1;
    for (const candidate of keysOf(settlement)) {
      if (Math.abs(candidate.length - asked.length) < distance)
        distance = Math.min(distance, editDistance(asked, candidate));
    }
    if (distance <= most) scored.push({ settlement, distance });
  }
  scored.sort((a, b) => a.distance - b.distance || (a.settlement.id < b.settlement.id ? -1 : 1));
  return scored.slice(0, 5).map((s) => s.settlement);
}

const known = new WeakMap<Settlement, string[]>();

/** A bulk of unknown names must not spell the whole gazetteer anew for each. */
function keysOf(settlement: Settlement): string[] {
  const keys = known.get(settlement) ?? Object.values(settlement.name).map(plain);
  known.set(settlement, keys);
  return keys;
}

/** As names are compared elsewhere, and without spaces. */
function plain(name: string): string {
  return nameKey(name).replaceAll(' ', '');
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const swap = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
