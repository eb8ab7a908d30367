import type { EditionContent, Value } from '#core/compliance/edition-types.js';
import { chance, number, ref, round } from './sample-blocks.js';
import { name, sectors } from './sample-pack.js';

const kinds = ['shot', 'blast', 'drone', 'mine', 'denied', 'delay'];
const standings = ['alleged', 'verified', 'not_verifiable', 'set_aside'] as const;
export const days = [9, 10, 11, 12, 13, 14, 15].map((day) => `2026-11-${String(day).padStart(2, '0')}`);

/** So many incidents, spread over the sectors, kinds and days; the same each time. */
export function placesOf(incidents: number): Omit<EditionContent['features'][number], 'id'>[] {
  return Array.from({ length: incidents }, (_, i) => ({
    lat: round(47.2 + 2.2 * chance(i) + 0.1 * chance(i + 3e6)),
    lon: round(33 + 4.5 * chance(i + 1e6)),
    uncertaintyMetres: 500 + 500 * (i % 7),
    kind: kinds[i % kinds.length]!,
    sector: sectors[i % sectors.length]!,
    party: ['p1', 'p2', 'none'][i % 3]!,
    standing: standings[Math.floor(chance(i + 2e6) * 4)]!,
    day: days[i % days.length]!,
  }));
}

/** The rows of the annex of violations. */
export function listedRows(places: ReturnType<typeof placesOf>, words: string): Value[][] {
  return places.map((one): Value[] => [
    { type: 'word', key: 'withheld' },
    {
      type: 'place',
      lat: one.lat,
      lon: one.lon,
      uncertaintyMetres: one.uncertaintyMetres,
      words: name(
        '3 km SSE of Lower Ford',
        '3 км на ПдПдСх від Нижнього Броду',
        '3 км к ЮЮВ от Нижнего Брода',
        'Aşağı Geçit’in 3 km GGD’su',
        '3 كم جنوب جنوب شرق المخاضة السفلى',
      ),
    },
    ref('means', 'camera'),
    number(3, null),
    ref('kind', one.kind),
    { type: 'word', key: `standing.${one.standing}` },
    { type: 'time', from: `${one.day}T05:10:00.000Z`, to: `${one.day}T05:40:00.000Z`, precision: 'minute' },
    ref('party', one.party),
    { type: 'verbatim', text: words, language: null },
  ]);
}
