import fc from 'fast-check';
import type { Actor } from '../access/types.js';
import { Problem } from '../errors.js';
import type { Mission } from '../mission/types.js';
import type { Geography } from '../ports.js';
import { hashOf, prepareSighting } from './prepare.js';
import type { SightingInput } from './types.js';

const actor: Actor = { id: 'a', role: 'monitor', scope: { sectors: [], party: null }, type: 'person' };
const deps = {
  clock: { now: () => new Date('2026-11-22T05:00:00.000Z') },
  mission: {
    ceasefireFrom: '2026-01-01T00:00:00.000Z',
    calendar: { timeZone: 'Europe/Kyiv', dayEnds: '19:30', weekEndsOn: 7 },
    parties: [{ id: 'p1' }, { id: 'p2' }],
    settlements: [],
    eventKinds: [{ id: 'blast' }],
    means: [{ id: 'heard', by: 'person', rangeMetres: 8000 }],
    weapons: [],
    thresholds: { intake: { futureToleranceMinutes: 10, oldestDays: 90 } },
    digest: 'd',
  } as unknown as Mission,
  geography: {
    sideOf: () => ({ p1: 0.5, p2: 0.5 }),
    sectorOf: () => null,
    zonesOf: () => [],
    cellsOf: () => ({ cell5: '5', cell7: '7' }),
    settlement: () => null,
    settlementsNamed: () => [],
  } as Partial<Geography> as Geography,
};

const good = {
  id: '01938000-0000-7000-8000-000000000001',
  type: 'report',
  kind: 'blast',
  means: 'heard',
  start: '2026-10-25T03:30:00+03:00',
  end: '2026-10-25T03:30:00+02:00',
  place: { type: 'fix', lat: 48, lon: 38, precisionMetres: 10 },
} satisfies SightingInput;

const odd = fc.oneof(
  fc.jsonValue(),
  fc.double(),
  fc.string(),
  fc.constantFrom<unknown>('__proto__', NaN, Infinity, 1e308, '\ud800', undefined, '9999-12-29T00:00:00Z', -0),
);
const place = fc.record(
  {
    type: fc.constantFrom('fix', 'bearing_range', 'look_vector', 'footprint', 'place_name', 'moon'),
    ...Object.fromEntries(
      ['lat', 'lon', 'precisionMetres', 'bearing', 'distanceMetres', 'distanceFromMetres', 'distanceToMetres'].map(
        (k) => [k, odd],
      ),
    ),
    observer: fc.oneof(odd, fc.constant({ lat: 48, lon: 38 })),
    platform: fc.oneof(odd, fc.constant({ lat: 48, lon: 38, altitudeMetres: 500 })),
    headingDegrees: fc.double({ min: 0, max: 360 }),
    depressionDegrees: fc.double({ min: 0, max: 90 }),
    pixel: odd,
    polygon: fc.oneof(odd, fc.array(fc.tuple(fc.double({ min: -180, max: 180 }), fc.double({ min: -90, max: 90 })))),
    name: odd,
  },
  { requiredKeys: ['type'] },
);

describe('preparing a sighting', () => {
  it('reads an hour that comes twice by its offset, and a moment as a moment', () => {
    const s = prepareSighting(deps, actor, good);
    expect([s.start, s.end, s.reportingDay]).toEqual([
      '2026-10-25T00:30:00.000Z',
      '2026-10-25T01:30:00.000Z',
      '2026-10-25',
    ]);
    expect(prepareSighting(deps, actor, { ...good, end: good.start }).end).toBe(s.start);
    expect(() => prepareSighting(deps, actor, { ...good, start: good.end, end: good.start })).toThrow(/ends before/);
  });

  it('takes null for absent, and every kind of place', () => {
    const nulls = { weapon: null, count: null, text: null, provider: null, casualties: null, evidence: null };
    expect(prepareSighting(deps, actor, { ...good, ...nulls } as unknown as SightingInput)).toMatchObject({
      weapon: null,
      evidence: [],
      provider: 'mission',
    });
    const observer = { lat: 48, lon: 38 };
    const places: SightingInput['place'][] = [
      { type: 'bearing_range', observer, bearing: 'SSE', distanceFromMetres: 3000, distanceToMetres: 5000 },
      { type: 'bearing_range', observer, bearing: 270 },
      {
        type: 'look_vector',
        platform: { ...observer, altitudeMetres: 800 },
        headingDegrees: 90,
        depressionDegrees: 30,
        pixel: { x: 10, y: 10, width: 640, height: 480, horizontalFovDegrees: 60 },
      },
      {
        type: 'footprint',
        polygon: [
          [38, 48],
          [38.1, 48],
          [38.1, 48.1],
        ],
      },
    ];
    for (const p of places) {
      const { estimate, said } = prepareSighting(deps, actor, { ...good, place: p });
      expect([estimate.method, said]).toEqual([p.type, p]);
      expect(estimate.covEE * estimate.covNN - estimate.covEN ** 2).toBeGreaterThan(0);
    }
  });

  it('refuses anything odd with a Problem that points at it, never otherwise', () => {
    const fields = [
      'id',
      'type',
      'kind',
      'means',
      'weapon',
      'count',
      'start',
      'end',
      'text',
      'allegedParty',
      'provider',
    ];
    const more = ['casualties', 'civilianObject', 'confidence', 'evidence', 'quotes', 'sequence', 'platformId'];
    const oddities = fc.record(Object.fromEntries([...fields, ...more].map((k) => [k, odd])), { requiredKeys: [] });
    const check = (input: unknown) => {
      try {
        const s = prepareSighting(deps, actor, input as SightingInput);
        expect(Number.isFinite(s.estimate.lat) && Number.isFinite(s.estimate.covEE)).toBe(true);
        expect(s.sha256).toMatch(/^[0-9a-f]{64}$/);
      } catch (error) {
        expect(error).toBeInstanceOf(Problem);
        expect((error as Problem).pointers.length).toBeGreaterThan(0);
      }
    };
    // What cannot even be made a text or a number.
    const unsayable = [{ toString: '' }];
    check({ ...good, provider: unsayable });
    check({ ...good, place: { type: 'bearing_range', distanceFromMetres: 1, distanceToMetres: unsayable } });
    check({ ...good, origin: { method: 'crater', fromMetres: 1, toMetres: unsayable } });
    fc.assert(
      fc.property(oddities, (o) => check({ ...good, ...o })),
      { numRuns: 300 },
    );
    fc.assert(
      fc.property(place, (p) => check({ ...good, place: p })),
      { numRuns: 500 },
    );
    fc.assert(fc.property(odd, check));
  });

  it('hashes the same content to the same value whatever the order of members', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (o) => {
        fc.pre(!/\\ud[89a-f]/i.test(JSON.stringify(o)));
        const turned = Object.fromEntries(Object.entries(o).reverse());
        expect(hashOf(turned)).toBe(hashOf(o));
        expect(hashOf({ ...o, absent: undefined })).toBe(hashOf(o));
      }),
    );
  });
});
