import { gridDisk, cellToBoundary, latLngToCell } from 'h3-js';
import fc from 'fast-check';
import { Problem } from '../errors.js';
import { exampleVerification } from '../mission/verification/example.fixture.js';
import type { Mission, Rings, Settlement } from '../mission/types.js';
import { AreaIndex, polygonHolds } from './areas.js';
import { cells5Around } from './cells.js';
import { fromFix } from './estimate.js';
import { direct, inverse } from './geodesic.js';
import { makeGeography } from './geography.js';
import { nameKey, SettlementIndex } from './settlements.js';

const box = (west: number, south: number, east: number, north: number): [number, number][] => [
  [west, south],
  [east, south],
  [east, north],
  [west, north],
  [west, south],
];
const town = (id: string, lat: number, lon: number, name: Record<string, string>): Settlement => ({
  id,
  lat,
  lon,
  name: { en: id, ...name },
  radiusMetres: 500,
  population: null,
});

function mission(swapped = false): Mission {
  const [left, right] = swapped ? ['b', 'a'] : ['a', 'b'];
  const parties = ['a', 'b', 'c'].map((id) => ({ id, name: { en: id }, adjective: { en: id } }));
  return {
    id: 'm',
    name: { en: 'm' },
    leadOrganisation: { en: 'o' },
    ceasefireFrom: '2026-01-01T00:00:00.000Z',
    languages: ['en', 'uk'],
    calendar: { timeZone: 'UTC', dayEnds: '19:30', weekEndsOn: 7 },
    parties: swapped ? parties.toReversed() : parties,
    provisions: [],
    lines: [
      {
        id: 'l',
        effectiveFrom: '2026-01-01T00:00:00.000Z',
        label: { en: 'l' },
        coordinates: [
          [
            [38, 47],
            [38, 49],
          ],
        ],
        left,
        right,
        sigmaMetres: 100,
        illustrative: true,
      },
    ],
    sectors: [
      { id: 's2', name: { en: 's2' }, polygons: [[box(38, 47, 39, 48)]] },
      { id: 's1', name: { en: 's1' }, polygons: [[box(37, 47, 38, 48)]] },
    ],
    zones: [
      {
        id: 'z',
        name: { en: 'z' },
        kind: 'disengagement',
        polygons: [[box(37, 47, 38, 48), box(37.4, 47.4, 37.6, 47.6)]],
      },
    ],
    settlements: [
      town('Alder', 47.5, 37.5, { uk: 'Вільхівка' }),
      town('Birch', 47.9, 37.9, { uk: 'Бере́зівка', fr: 'Évian' }),
      town('Birch2', 47.1, 37.1, { en: 'birch' }),
    ],
    eventKinds: [],
    means: [],
    weapons: [],
    escalation: [],
    thresholds: {
      fusion: { joinLogRatio: 0, maxMetres: 1, maxSeconds: 1, baseRatePerKm2Hour: 1 },
      verification: { minIndependentSources: 2, machineConfidence: 0.5 },
      triage: { staleHours: 1, claimMinutes: 1 },
      intake: { futureToleranceMinutes: 1, oldestDays: 1 },
      escalation: { acknowledgeMinutes: 1, replyHours: 1 },
    },
    verification: exampleVerification,
    digest: '',
  };
}
const at = '2026-05-01T00:00:00.000Z';

describe('areas', () => {
  it('hold what is inside and not what is in a hole or outside', () => {
    const g = makeGeography(mission());
    expect(g.zonesOf({ lat: 47.2, lon: 37.2 })).toEqual(['z']);
    expect(g.zonesOf({ lat: 47.5, lon: 37.5 })).toEqual([]);
    expect(g.zonesOf({ lat: 48.2, lon: 37.5 })).toEqual([]);
    expect(g.sectorOf({ lat: 47.5, lon: 37.5 })).toBe('s1');
    expect(g.sectorOf({ lat: 47.5, lon: 38.5 })).toBe('s2');
    expect(g.sectorOf({ lat: 40, lon: 38.5 })).toBeNull();
    expect([g.sectorOf({ lat: 47.5, lon: 38 })]).toEqual(['s2']);
  });

  it('reach over the antimeridian and around a pole', () => {
    const pacific: Rings = [
      [
        [179, -1],
        [-179, -1],
        [-179, 1],
        [179, 1],
        [179, -1],
      ],
    ];
    const index = new AreaIndex([{ id: 'p', polygons: [pacific] }]);
    for (const lon of [179.5, -179.5, 180, -180]) {
      expect(polygonHolds(pacific, { lat: 0, lon })).toBe(true);
      expect(index.at({ lat: 0, lon })).toEqual(['p']);
    }
    for (const lon of [178.5, -178.5, 0]) {
      expect(polygonHolds(pacific, { lat: 0, lon })).toBe(false);
      expect(index.at({ lat: 0, lon })).toEqual([]);
    }
    const open = pacific.map((ring) => ring.slice(0, -1));
    expect(polygonHolds(open, { lat: 0, lon: 179.01 })).toBe(true);
    expect(polygonHolds(open, { lat: 0, lon: 178.99 })).toBe(false);
    const arctic: Rings = [
      [
        [-180, 80],
        [180, 80],
        [180, 90],
        [-180, 90],
        [-180, 80],
      ],
    ];
    expect(polygonHolds(arctic, { lat: 85, lon: 100 })).toBe(true);
    expect(polygonHolds(arctic, { lat: 75, lon: 100 })).toBe(false);
    expect(new AreaIndex([]).at({ lat: 0, lon: 0 })).toEqual([]);
  });

  it('are found wherever one of them alone would hold the place', () => {
    const degrees = (most: number) => fc.double({ min: -most, max: most, noNaN: true });
    const star = fc
      .tuple(
        degrees(180),
        degrees(80),
        fc.array(fc.double({ min: 0.1, max: 9, noNaN: true }), { minLength: 3, maxLength: 9 }),
      )
      .map(([lon, lat, reaches]): Rings => {
        const corner = (reach: number, i: number): [number, number] => {
          const turn = (2 * Math.PI * i) / reaches.length;
          const east = lon + reach * Math.cos(turn);
          return [((((east + 180) % 360) + 360) % 360) - 180, lat + reach * Math.sin(turn)];
        };
        return [reaches.map(corner)];
      });
    const near = fc.tuple(degrees(10), degrees(10));
    fc.assert(
      fc.property(fc.array(star, { minLength: 1, maxLength: 4 }), near, (polygons, [east, north]) => {
        const index = new AreaIndex(polygons.map((rings, i) => ({ id: `a${i}`, polygons: [rings] })));
        for (const rings of polygons) {
          const [lon, lat] = rings[0]![0]!;
          const position = { lon: Math.max(-180, Math.min(180, lon + east)), lat: lat + north };
          const holding = polygons.flatMap((other, i) => (polygonHolds(other, position) ? [`a${i}`] : []));
          expect(index.at(position)).toEqual(holding);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('cells around a place', () => {
  it('never leave out a cell that comes within the distance', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -89.9, max: 89.9, noNaN: true }),
        fc.double({ min: -180, max: 180, noNaN: true }),
        fc.double({ min: 0, max: 30_000, noNaN: true }),
        (lat, lon, metres) => {
          const cells = new Set(cells5Around({ lat, lon }, metres));
          for (let bearing = 0; bearing < 360; bearing += 15) {
            for (const share of [1, 0.7, 0.3]) {
              const p = direct({ lat, lon }, bearing, metres * share);
              expect(cells.has(latLngToCell(p.lat, p.lon, 5))).toBe(true);
            }
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('are not many more than needed', () => {
    const here = { lat: 48, lon: 38 };
    const cells = new Set(cells5Around(here, 20_000));
    for (const cell of gridDisk(latLngToCell(48, 38, 5), 8)) {
      const nearest = Math.min(...cellToBoundary(cell).map(([lat, lon]) => inverse(here, { lat, lon }).metres));
      if (nearest > 45_000) expect(cells.has(cell)).toBe(false);
      if (nearest <= 20_000) expect(cells.has(cell)).toBe(true);
    }
    expect(cells5Around(here, 0).length).toBeLessThanOrEqual(7);
    expect(() => cells5Around(here, NaN)).toThrow(Problem);
    expect(() => cells5Around({ lat: NaN, lon: 0 }, 1)).toThrow(Problem);
    expect(makeGeography(mission()).cellsOf(here)).toEqual({
      cell5: '852d606bfffffff',
      cell7: latLngToCell(48, 38, 7),
    });
  });
});

describe('settlements', () => {
  const g = makeGeography(mission());
  it('describe a place from the nearest one, in the language asked for', () => {
    const alder = { lat: 47.5, lon: 37.5 };
    expect(g.describe(direct(alder, 292.5, 4000), 'en')).toBe('4 km WNW of Alder');
    expect(g.describe(direct(alder, 292.5, 4000), 'uk')).toBe('Вільхівка, 4 км на ЗхПнЗх');
    expect(g.describe(direct(alder, 180, 640), 'en')).toBe('600 m S of Alder');
    expect(g.describe(direct(alder, 180, 960), 'en')).toBe('1 km S of Alder');
    expect(g.describe(direct(alder, 180, 300), 'en')).toBe('Alder');
    expect(g.describe(direct(alder, 0, 3000), 'fr')).toBe('3 km N of Alder');
    expect(new SettlementIndex([]).describe({ lat: 1, lon: 2 }, 'en')).toBe('1.0000, 2.0000');
  });

  it('find the nearest as a search through all does, over the antimeridian too', () => {
    const places = Array.from({ length: 60 }, (_, i) =>
      town(`t${i}`, -60 + ((i * 37) % 120), -180 + ((i * 101) % 360), {}),
    );
    const index = new SettlementIndex(places);
    fc.assert(
      fc.property(
        fc.double({ min: -90, max: 90, noNaN: true }),
        fc.double({ min: -180, max: 180, noNaN: true }),
        (lat, lon) => {
          const best = Math.min(...places.map((p) => inverse(p, { lat, lon }).metres));
          expect(index.nearest({ lat, lon })?.metres).toBeCloseTo(best, 3);
        },
      ),
    );
  });

  it('are found by name in any language, whatever the case and accents, all of that name', () => {
    expect(g.settlementsNamed('ALDER').map((s) => s.id)).toEqual(['Alder']);
    expect(g.settlementsNamed('березівка').map((s) => s.id)).toEqual(['Birch']);
    expect(g.settlementsNamed('evian').map((s) => s.id)).toEqual(['Birch']);
    expect(g.settlementsNamed('Birch').map((s) => s.id)).toEqual(['Birch', 'Birch2']);
    expect(g.settlementsNamed('nowhere')).toEqual([]);
    expect(g.settlement('Alder')?.lat).toBe(47.5);
    expect(g.settlement('x')).toBeNull();
    expect(nameKey('Київ')).not.toBe(nameKey('Киив'));
    expect(nameKey('Мар’їнка')).toBe(nameKey("МАР'ЇНКА"));
    expect(nameKey('DİYARBAKIR')).toBe(nameKey('Diyarbakır'));
    expect(nameKey('Sainte-Foy  la Grande')).toBe(nameKey('sainte foy-la grande'));
  });
});

describe('sides and distances', () => {
  it('give each party its side, nothing to others, and swap with the labels exactly', () => {
    const [g, s] = [makeGeography(mission()), makeGeography(mission(true))];
    fc.assert(
      fc.property(
        fc.double({ min: 46, max: 50, noNaN: true }),
        fc.double({ min: 37.9, max: 38.1, noNaN: true }),
        fc.double({ min: 0, max: 10_000, noNaN: true }),
        (lat, lon, precision) => {
          const e = fromFix({ lat, lon }, precision);
          const [one, two] = [g.sideOf(e, at), s.sideOf(e, at)];
          expect(Object.keys(one).sort()).toEqual(['a', 'b', 'c']);
          expect(one['a']).toBe(two['b']);
          expect(one['b']).toBe(two['a']);
          expect(one['c']).toBe(0);
          expect((one['a'] ?? 0) + (one['b'] ?? 0)).toBe(1);
          expect(g.distanceToLine(e, at)).toEqual(s.distanceToLine(e, at));
        },
      ),
    );
    const west = fromFix(direct({ lat: 48, lon: 38 }, 270, 5000), 75);
    expect(g.sideOf(west, at)['a']).toBeGreaterThan(0.999999);
    expect(g.distanceToLine(west, at).metres).toBeCloseTo(5000, -1);
    expect(g.distanceToLine(west, at).sigmaMetres).toBeCloseTo(125, 6);
  });

  it('refuse places that are none', () => {
    const g = makeGeography(mission());
    const bad = { ...fromFix({ lat: 48, lon: 38 }, 1), lat: NaN };
    for (const call of [
      () => g.sideOf(bad, at),
      () => g.distanceToLine(bad, at),
      () => g.sectorOf(bad),
      () => g.zonesOf(bad),
      () => g.describe(bad, 'en'),
      () => g.cellsOf(bad),
    ]) {
      expect(call).toThrow(Problem);
    }
  });
});
