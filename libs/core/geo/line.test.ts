import fc from 'fast-check';
import type { LineVersion } from '../mission/types.js';
import { Problem } from '../errors.js';
import { direct, inverse } from './geodesic.js';
import { LineIndex, lineInForce } from './line.js';
import { makeEstimate } from './make.js';
import { upperTail } from './normal.js';

const version = (coordinates: [number, number][][], more: Partial<LineVersion> = {}): LineVersion => ({
  id: 'l1',
  effectiveFrom: '2026-01-01T00:00:00.000Z',
  label: { en: 'line' },
  coordinates,
  left: 'one',
  right: 'two',
  sigmaMetres: 50,
  illustrative: true,
  ...more,
});
/** North-south through 38° E, walked northwards: left is west. */
const straight = version([
  [
    [38, 47],
    [38, 49],
  ],
]);
const zigzag: [number, number][] = [
  [37.2, 47],
  [37.6, 47.3],
  [37.5, 47.8],
  [38.1, 48.0],
  [37.9, 48.4],
  [38.4, 48.9],
  [38.3, 49.6],
];
const estimate = (lat: number, lon: number, sigma: number) =>
  makeEstimate({ lat, lon }, { covEE: sigma ** 2, covEN: 0, covNN: sigma ** 2 }, 'fix');

describe('the line in force', () => {
  const [a, b, c] = ['2026-01-01', '2026-03-01', '2026-03-01'].map((day, i) =>
    version(straight.coordinates, { id: `l${i}`, effectiveFrom: `${day}T00:00:00.000Z` }),
  );
  const all = [b, c, a] as LineVersion[];
  it('is the newest that has begun, from its first instant on; before the first, the first', () => {
    expect(lineInForce(all, '2026-02-01T00:00:00.000Z').id).toBe('l0');
    expect(lineInForce(all, '2026-02-28T23:59:59.999Z').id).toBe('l0');
    expect(lineInForce(all, '2026-03-01T00:00:00.000Z').id).toBe('l2');
    expect(lineInForce(all, '2025-01-01T00:00:00.000Z').id).toBe('l0');
    expect(() => lineInForce([], '2025-01-01T00:00:00.000Z')).toThrow(Problem);
  });
});

describe('distance to the line', () => {
  const index = new LineIndex(straight);
  it('is geodesic and signed: left positive, right negative', () => {
    for (const metres of [0.5, 100, 12_345, 90_000, 400_000]) {
      const west = direct({ lat: 48, lon: 38 }, 270, metres);
      const offset = index.offset(west);
      // From the far point the nearest place on a meridian lies a little further towards the pole.
      expect(offset.acrossMetres).toBeGreaterThan(metres * 0.998);
      expect(offset.acrossMetres).toBeLessThanOrEqual(metres + 1e-3);
      expect(index.offset(direct({ lat: 48, lon: 38 }, 90, metres)).acrossMetres).toBeCloseTo(-offset.acrossMetres, 3);
    }
  });

  it('agrees with a search along the whole line', () => {
    const bent = new LineIndex(version([zigzag]));
    const steps = zigzag.slice(1).flatMap(([lon, lat], i) => {
      const [lon0, lat0] = zigzag[i] as [number, number];
      return Array.from({ length: 151 }, (_, k) => ({
        lat: lat0 + ((lat - lat0) * k) / 150,
        lon: lon0 + ((lon - lon0) * k) / 150,
      }));
    });
    fc.assert(
      fc.property(
        fc.double({ min: 46.8, max: 49.8, noNaN: true }),
        fc.double({ min: 36.5, max: 39.5, noNaN: true }),
        (lat, lon) => {
          const brute = Math.min(...steps.map((p) => inverse(p, { lat, lon }).metres));
          const { metres } = bent.offset({ lat, lon });
          expect(metres).toBeLessThanOrEqual(brute * (1 + 1e-6) + 0.1);
          // Points of the search lie at most 600 m apart along the line.
          expect(metres).toBeGreaterThan(Math.sqrt(Math.max(0, brute ** 2 - 300 ** 2)) - 1);
        },
      ),
      { numRuns: 25 },
    );
  });

  it('keeps its side in the outer wedge of a sharp corner', () => {
    const corner = new LineIndex(
      version([
        [
          [38, 48],
          [38.5, 48.2],
          [38, 48.4],
        ],
      ]),
    );
    // East of the tip is right of both stretches; west of it, inside, is left of both.
    for (const bearing of [60, 80, 90, 100, 120]) {
      expect(corner.offset(direct({ lat: 48.2, lon: 38.5 }, bearing, 3000)).acrossMetres).toBeCloseTo(-3000, 0);
    }
    expect(corner.offset(direct({ lat: 48.2, lon: 38.5 }, 270, 3000)).acrossMetres).toBeGreaterThan(0);
  });

  it('goes on beyond an open end without a jump, and joins polylines that meet', () => {
    const beyond = direct({ lat: 49, lon: 38 }, 0, 10_000);
    const west = index.offset(direct(beyond, 270, 20));
    const east = index.offset(direct(beyond, 90, 20));
    expect(west.acrossMetres).toBeCloseTo(20, 0);
    expect(east.acrossMetres).toBeCloseTo(-20, 0);
    expect(west.metres).toBeCloseTo(10_000, 0);
    const joined = new LineIndex(
      version([
        [
          [38.5, 48.2],
          [38, 48.4],
        ],
        [
          [38, 48],
          [38.5, 48.2],
        ],
      ]),
    );
    expect(joined.offset(direct({ lat: 48.2, lon: 38.5 }, 85, 3000)).acrossMetres).toBeCloseTo(-3000, 0);
  });

  it('works over the antimeridian and near a pole', () => {
    const pacific = new LineIndex(
      version([
        [
          [179.9, 10],
          [-179.9, 10.5],
          [179.8, 11],
        ],
      ]),
    );
    const p = { lat: 10.25, lon: 180 };
    expect(pacific.offset(p).metres).toBeLessThan(5);
    expect(pacific.offset(direct(p, 100, 7000)).acrossMetres).toBeLessThan(-6000);
    expect(pacific.offset({ lat: 10.25, lon: -179 }).metres).toBeLessThan(120_000);
    const polar = new LineIndex(
      version([
        [
          [0, 85],
          [0, 89.9],
        ],
      ]),
    );
    expect(polar.offset(direct({ lat: 89.5, lon: 0 }, 270, 500)).acrossMetres).toBeCloseTo(500, 0);
    expect(polar.offset({ lat: 89.9, lon: 180 }).metres).toBeCloseTo(
      inverse({ lat: 89.9, lon: 180 }, { lat: 89.9, lon: 0 }).metres,
      0,
    );
  });

  it('refuses a line without length', () => {
    expect(
      () =>
        new LineIndex(
          version([
            [
              [38, 48],
              [38, 48],
            ],
          ]),
        ),
    ).toThrow(Problem);
    expect(() => new LineIndex(version([]))).toThrow(Problem);
  });
});

describe('side probability', () => {
  const index = new LineIndex(straight);
  it('is one half on the line and the normal distribution beside it', () => {
    expect(index.sides(estimate(48, 38, 100)).left).toBeCloseTo(0.5, 6);
    const sigma = Math.hypot(120, 50);
    const one = direct({ lat: 48, lon: 38 }, 270, sigma);
    expect(index.sides(estimate(one.lat, one.lon, 120)).left).toBeCloseTo(0.841344746, 5);
    expect(index.sides(estimate(48, 37, 100)).left).toBe(1);
    expect(index.sides(estimate(48, 37, 2e7)).left).toBeCloseTo(0.5, 1);
  });

  it('counts only the spread across the line', () => {
    const p = direct({ lat: 48, lon: 38 }, 90, 200);
    const along = makeEstimate(p, { covEE: 100, covEN: 0, covNN: 1e6 }, 'fix');
    const across = makeEstimate(p, { covEE: 1e6, covEN: 0, covNN: 100 }, 'fix');
    expect(index.sides(along).right).toBeGreaterThan(0.9999);
    expect(index.sides(across).right).toBeLessThan(0.6);
  });

  it('is symmetric: turn the line round, and left and right change places exactly or to rounding', () => {
    const forth = new LineIndex(version([zigzag]));
    const back = new LineIndex(version([zigzag.toReversed()]));
    fc.assert(
      fc.property(
        fc.double({ min: 46.5, max: 50, noNaN: true }),
        fc.double({ min: 36.5, max: 39.5, noNaN: true }),
        fc.double({ min: 1, max: 20_000, noNaN: true }),
        (lat, lon, sigma) => {
          const e = estimate(lat, lon, sigma);
          const [a, b] = [forth.sides(e), back.sides(e)];
          expect(Math.abs(a.left - b.right)).toBeLessThan(1e-6);
          expect(Math.abs(a.right - b.left)).toBeLessThan(1e-6);
          expect(a.left + a.right).toBe(1);
        },
      ),
      {
        examples: [
          // Between 39 and 41 km off, where only one end of a piece may be near enough for the quick plane.
          [46.70488683210825, 36.8999372829279, 1896.8558606128101],
          [46.7, 36.91, 1900],
        ],
      },
    );
  });
});

describe('the normal tail', () => {
  it.each([
    [0, 0.5],
    [1, 0.15865525393145707],
    [1.959963984540054, 0.025],
    [3, 0.0013498980316300933],
    [3.6, 1.591085901575338e-4],
    [6, 9.865876450376946e-10],
    [50, 0],
    [-1, 0.8413447460685429],
    [-50, 1],
  ])('beyond %d is %d', (z, tail) => {
    expect(Math.abs(upperTail(z) - tail)).toBeLessThanOrEqual(tail * 1e-9 + 1e-16);
  });
});
