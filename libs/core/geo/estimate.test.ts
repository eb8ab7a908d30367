import fc from 'fast-check';
import { Problem } from '../errors.js';
import { fromBearingRange } from './bearing-range.js';
import { axes } from './covariance.js';
import { fromFix, fromFootprint, fromPlace } from './estimate.js';
import { direct, inverse } from './geodesic.js';
import type { LocationEstimate } from './types.js';

const degree = Math.PI / 180;
const post = { lat: 48.1167, lon: 37.7833, precisionMetres: 0 };

/** Deterministic uniform numbers for the Monte Carlo check (Park and Miller 1988). */
function uniform(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}

function sound(e: LocationEstimate): void {
  for (const value of [e.lat, e.lon, e.covEE, e.covEN, e.covNN]) expect(Number.isFinite(value)).toBe(true);
  expect(e.covEE).toBeGreaterThan(0);
  expect(e.covEE * e.covNN - e.covEN ** 2).toBeGreaterThan(0);
  expect(Math.abs(e.lat)).toBeLessThanOrEqual(90);
  expect(e.lon >= -180 && e.lon < 180).toBe(true);
}

describe('fromFix', () => {
  it('keeps the place and takes the precision as one standard deviation, never below 1 m', () => {
    expect(fromFix({ lat: 48, lon: 38 }, 25)).toEqual({
      lat: 48,
      lon: 38,
      covEE: 625,
      covEN: 0,
      covNN: 625,
      method: 'fix',
    });
    expect(fromFix({ lat: 48, lon: 38 }, 0).covNN).toBe(1);
  });

  it.each([
    [NaN, 38, 5],
    [91, 38, 5],
    [48, 181, 5],
    [48, 38, -1],
    [48, 38, Infinity],
    [48, 38, NaN],
    [48, Infinity, 5],
  ])('refuses %d, %d ± %d', (lat, lon, precision) => {
    expect(() => fromFix({ lat, lon }, precision)).toThrow(Problem);
  });
});

describe('fromBearingRange', () => {
  it('puts "3 km S" and "5 km SSE" where the geodesic ends, pulled in by the width of the wind', () => {
    const pull = Math.sin(11.25 * degree) / (11.25 * degree);
    const south = fromBearingRange({ observer: post, bearing: 'S', distanceMetres: 3000 }, 20_000);
    expect(inverse(south, { lat: 48.089719722, lon: 37.7833 }).metres).toBeCloseTo(3000 * (1 - pull), 2);
    const sse = fromBearingRange({ observer: post, bearing: 'sse', distanceMetres: 5000 }, 20_000);
    expect(inverse(sse, { lat: 48.075152865, lon: 37.808977623 }).metres).toBeCloseTo(5000 * (1 - pull), 2);
    expect(inverse(post, sse).bearing).toBeCloseTo(157.5, 6);
    sound(sse);
  });

  it('has the moments of the annular sector itself (200,000 random places in it)', () => {
    const random = uniform(7);
    const n = 200_000;
    let [x, xx, yy] = [0, 0, 0];
    for (let i = 0; i < n; i++) {
      const r = 3000 + 2000 * random();
      const delta = (2 * random() - 1) * 11.25 * degree;
      x += (r * Math.cos(delta)) / n;
      xx += (r * Math.cos(delta)) ** 2 / n;
      yy += (r * Math.sin(delta)) ** 2 / n;
    }
    const e = fromBearingRange(
      { observer: post, bearing: 'N', distanceFromMetres: 3000, distanceToMetres: 5000 },
      20_000,
    );
    expect(Math.abs(inverse(post, e).metres - x)).toBeLessThan(6);
    expect(Math.abs(Math.sqrt(e.covNN) - Math.sqrt(xx - x * x))).toBeLessThan(6);
    expect(Math.abs(Math.sqrt(e.covEE) - Math.sqrt(yy))).toBeLessThan(6);
  });

  it('spreads over everything perceivable where only a direction is said', () => {
    const e = fromBearingRange({ observer: post, bearing: 90, bearingSigmaDegrees: 1 }, 12_000);
    expect(inverse(post, e).metres).toBeCloseTo(6000, -1);
    expect(Math.sqrt(e.covEE)).toBeCloseTo(12_000 / Math.sqrt(12), -1);
    expect(Math.sqrt(e.covNN)).toBeCloseTo((12_000 / Math.sqrt(3)) * degree, 0);
  });

  it('adds the observer’s own uncertainty', () => {
    const said = { bearing: 90, bearingSigmaDegrees: 1, distanceMetres: 2000 };
    const sure = fromBearingRange({ observer: post, ...said }, 0);
    const unsure = fromBearingRange({ observer: { ...post, precisionMetres: 300 }, ...said }, 0);
    expect(unsure.covNN - sure.covNN).toBeCloseTo(90_000, 3);
    expect(unsure.covEE - sure.covEE).toBeCloseTo(90_000, 3);
  });

  it('is sound and turns with the bearing anywhere on Earth, at the poles and the antimeridian too', () => {
    fc.assert(
      fc.property(
        fc.record({
          lat: fc.double({ min: -90, max: 90, noNaN: true }),
          lon: fc.double({ min: -180, max: 180, noNaN: true }),
        }),
        fc.double({ min: 0, max: 360, noNaN: true }),
        fc.double({ min: 0, max: 20_000, noNaN: true }),
        fc.double({ min: 0, max: 20_000, noNaN: true }),
        (observer, bearing, from, width) => {
          const e = fromBearingRange(
            {
              observer: { ...observer, precisionMetres: 0 },
              bearing,
              distanceFromMetres: from,
              distanceToMetres: from + width,
            },
            30_000,
          );
          sound(e);
          const base = fromBearingRange(
            {
              observer: { lat: 0, lon: 0, precisionMetres: 0 },
              bearing: 0,
              distanceFromMetres: from,
              distanceToMetres: from + width,
            },
            30_000,
          );
          expect(Math.abs(axes(e).major - axes(base).major)).toBeLessThan(1 + axes(base).major * 1e-6);
        },
      ),
    );
    for (const lat of [90, -90])
      sound(fromBearingRange({ observer: { lat, lon: 17 }, bearing: 'ENE', distanceMetres: 0 }, 1));
    const over = fromBearingRange({ observer: { lat: 65, lon: 179.99 }, bearing: 'E', distanceMetres: 5000 }, 1);
    expect(over.lon).toBeLessThan(-179.8);
  });

  it('refuses ranges that end before they begin, bad bearings and numbers that are none', () => {
    const bad = [
      { bearing: 'S', distanceFromMetres: 5000, distanceToMetres: 3000 },
      { bearing: 'southish', distanceMetres: 1 },
      { bearing: NaN, distanceMetres: 1 },
      { bearing: 1, distanceMetres: -1 },
      { bearing: 1, distanceMetres: NaN },
      { bearing: 1, distanceMetres: 2e6 },
      { bearing: 1, bearingSigmaDegrees: -1 },
    ];
    for (const said of bad) expect(() => fromBearingRange({ observer: post, ...said }, 10_000)).toThrow(Problem);
    expect(() => fromBearingRange({ observer: post, bearing: 1 }, NaN)).toThrow(Problem);
  });
});

describe('fromPlace', () => {
  const town = { lat: 48, lon: 38, radiusMetres: 800 };
  it('is somewhere in the settlement, or off it in a direction', () => {
    expect(fromPlace(town)).toMatchObject({ lat: 48, lon: 38, covEE: 640_000, method: 'place_name' });
    const off = fromPlace(town, { bearing: 'WNW', distanceMetres: 4000 });
    expect(off.method).toBe('place_name');
    expect(inverse(town, off).bearing).toBeCloseTo(292.5, 6);
    expect(axes(off).minor).toBeGreaterThan(640_000);
    expect(fromPlace(town, { distanceMetres: 4000 }).covEE).toBeCloseTo(640_000 + 8e6, 3);
  });
});

describe('fromFootprint', () => {
  it('is the centroid and the second moments of the polygon', () => {
    const origin = { lat: 48, lon: 38 };
    const east = direct(origin, 90, 1200);
    const corner = direct(east, 0, 600);
    const north = direct(origin, 0, 600);
    const ring = [origin, east, corner, north, origin].map((p): [number, number] => [p.lon, p.lat]);
    for (const polygon of [ring, ring.toReversed(), ring.slice(0, -1)]) {
      const e = fromFootprint(polygon);
      expect(inverse(e, direct(direct(origin, 90, 600), 0, 300)).metres).toBeLessThan(0.1);
      expect(e.covEE / (1200 ** 2 / 12)).toBeCloseTo(1, 3);
      expect(e.covNN / (600 ** 2 / 12)).toBeCloseTo(1, 3);
      expect(Math.abs(e.covEN)).toBeLessThan(100);
    }
  });

  it('copes with lines, bow ties, repeated corners, the antimeridian and a pole', () => {
    const across = fromFootprint([
      [179.9, 10],
      [-179.9, 10],
      [-179.9, 10.1],
      [179.9, 10.1],
    ]);
    expect(180 - Math.abs(across.lon)).toBeLessThan(1e-6);
    sound(across);
    sound(
      fromFootprint([
        [38, 48],
        [38.1, 48.1],
        [38.2, 48.2],
      ]),
    );
    sound(
      fromFootprint([
        [38, 48],
        [38.1, 48.1],
        [38.1, 48],
        [38, 48.1],
      ]),
    );
    sound(
      fromFootprint([
        [38, 48],
        [38, 48],
        [38.1, 48],
      ]),
    );
    const pole = fromFootprint([
      [0, 89],
      [90, 89],
      [180, 89],
      [-90, 89],
    ]);
    expect(pole.lat).toBeGreaterThan(89.999);
    sound(pole);
  });

  it('refuses too few corners and bad coordinates', () => {
    expect(() => fromFootprint([])).toThrow(Problem);
    expect(() =>
      fromFootprint([
        [38, 48],
        [39, 48],
        [38, 48],
      ]),
    ).toThrow(Problem);
    expect(() =>
      fromFootprint([
        [38, NaN],
        [39, 48],
        [38, 49],
      ]),
    ).toThrow(Problem);
  });
});
