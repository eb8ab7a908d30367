import fc from 'fast-check';
import { Problem } from '../errors.js';
import { ellipse, ellipseRing, fuseEstimates, mahalanobis2 } from './combine.js';
import { alongAcross, axes, bounded } from './covariance.js';
import { direct, inverse, toLocal } from './geodesic.js';
import { makeEstimate } from './make.js';
import type { LocationEstimate } from './types.js';

const at = (lat: number, lon: number, covEE: number, covEN: number, covNN: number): LocationEstimate => ({
  lat,
  lon,
  covEE,
  covEN,
  covNN,
  method: 'fix',
});
const anywhere = fc
  .record({
    lat: fc.double({ min: -90, max: 90, noNaN: true }),
    lon: fc.double({ min: -180, max: 180, noNaN: true }),
    major: fc.double({ min: 1, max: 1e5, noNaN: true }),
    minor: fc.double({ min: 1, max: 1e5, noNaN: true }),
    bearing: fc.double({ min: 0, max: 180, noNaN: true }),
  })
  .map(({ lat, lon, major, minor, bearing }) =>
    makeEstimate({ lat, lon }, alongAcross(major ** 2, minor ** 2, bearing), 'fix'),
  );

describe('mahalanobis2', () => {
  it('is the squared distance over the summed variance along it', () => {
    const a = at(48, 38, 900, 0, 100);
    const east = { ...a, ...direct(a, 90, 60) };
    const north = { ...a, ...direct(a, 0, 60) };
    expect(mahalanobis2(a, east)).toBeCloseTo(3600 / 1800, 6);
    expect(mahalanobis2(a, north)).toBeCloseTo(3600 / 200, 6);
    expect(mahalanobis2(a, a)).toBe(0);
  });

  it('takes correlation into account', () => {
    const a = at(0, 10, 200, 100, 200);
    const b = { ...a, ...direct(a, 45, 40) };
    const c = { ...a, ...direct(a, 135, 40) };
    expect(mahalanobis2(a, b)).toBeCloseTo(1600 / 600, 4);
    expect(mahalanobis2(a, c)).toBeCloseTo(1600 / 200, 4);
  });

  it('is symmetric and the same wherever on Earth, at the antimeridian and beside the poles', () => {
    fc.assert(
      fc.property(
        anywhere,
        fc.double({ min: 0, max: 360, noNaN: true }),
        fc.double({ min: 0, max: 5e4, noNaN: true }),
        (a, bearing, metres) => {
          const b = { ...a, ...direct(a, bearing, metres) };
          const forth = mahalanobis2(a, b);
          expect(forth).toBeGreaterThanOrEqual(0);
          expect(Math.abs(forth - mahalanobis2(b, a))).toBeLessThanOrEqual(1e-6 * (1 + forth));
        },
      ),
    );
    const pair = (lat: number, lon: number) => {
      const a = at(lat, lon, 2500, 0, 2500);
      return mahalanobis2(a, { ...a, ...direct(a, 77, 120) });
    };
    for (const [lat, lon] of [
      [0, 180],
      [89.9999, 0],
      [-89.9999, 50],
      [65, -180],
    ] as const) {
      expect(pair(lat, lon)).toBeCloseTo(pair(48, 38), 6);
    }
    const [one, other] = [at(89.999, 0, 400, 0, 100), at(89.999, 180, 400, 0, 100)];
    expect(mahalanobis2(one, other)).toBeCloseTo(inverse(one, other).metres ** 2 / 200, 3);
  });

  it('stays finite with a huge covariance', () => {
    const huge = makeEstimate({ lat: 48, lon: 38 }, { covEE: 1e300, covEN: 0, covNN: 1e300 }, 'fix');
    const far = { ...huge, lat: -48, lon: -142 };
    expect(Number.isFinite(mahalanobis2(huge, far))).toBe(true);
    expect(fuseEstimates([huge, at(48, 38, 25, 0, 25)])).toMatchObject({
      lat: expect.closeTo(48, 9),
      covEE: expect.closeTo(25, 6),
    });
  });
});

describe('fuseEstimates', () => {
  it('weighs by information: two equal ones halve the variance, midway', () => {
    const a = at(48, 38, 400, 0, 400);
    const b = { ...a, ...direct(a, 90, 100) };
    const f = fuseEstimates([a, b]);
    expect(inverse(f, direct(a, 90, 50)).metres).toBeLessThan(0.01);
    expect(f.covEE).toBeCloseTo(200, 3);
    expect(f.method).toBe('fused');
  });

  it('takes each direction from the one that knows it', () => {
    const a = at(48, 38, 1e6, 0, 100);
    const b = { ...at(48, 38, 100, 0, 1e6), ...direct(a, 45, 500) };
    const offset = toLocal(a, fuseEstimates([a, b]));
    expect(Math.abs(offset.east - 500 * Math.SQRT1_2)).toBeLessThan(0.5);
    expect(Math.abs(offset.north)).toBeLessThan(0.5);
  });

  it('does not depend on the order, and never gets wider than the narrowest', () => {
    fc.assert(
      fc.property(
        anywhere,
        fc.array(fc.tuple(fc.double({ min: 0, max: 360, noNaN: true }), fc.double({ min: 0, max: 2e4, noNaN: true })), {
          minLength: 1,
          maxLength: 4,
        }),
        (a, ways) => {
          const list = [
            a,
            ...ways.map(([bearing, metres], i) => ({
              ...a,
              covEE: a.covEE * (i + 2),
              covNN: a.covNN * (i + 2),
              ...direct(a, bearing, metres),
            })),
          ];
          const [forth, back] = [fuseEstimates(list), fuseEstimates(list.toReversed())];
          expect(inverse(forth, back).metres).toBeLessThan(1e-3);
          expect(axes(forth).minor).toBeLessThanOrEqual(axes(a).minor * (1 + 1e-6));
          expect(forth.covEE * forth.covNN - forth.covEN ** 2).toBeGreaterThan(0);
        },
      ),
    );
    expect(() => fuseEstimates([])).toThrow(Problem);
  });
});

describe('ellipse', () => {
  it('has the chi-square scale and the direction of the longer axis', () => {
    const e = { ...at(48, 38, 0, 0, 0), ...alongAcross(90_000, 2500, 30) };
    const half = ellipse(e, 0.95);
    // 5.991 is the 95 % quantile of chi-square with 2 degrees of freedom.
    expect(half.semiMajor).toBeCloseTo(300 * Math.sqrt(5.991464547), 5);
    expect(half.semiMinor).toBeCloseTo(50 * Math.sqrt(5.991464547), 5);
    expect(half.bearing).toBeCloseTo(30, 9);
    for (const bad of [0, 1, -0.1, NaN]) expect(() => ellipse(e, bad)).toThrow(Problem);
  });

  it('closes as a ring of places at one Mahalanobis distance, anticlockwise', () => {
    const e = { ...at(48, 38, 0, 0, 0), ...alongAcross(90_000, 2500, 30) };
    const ring = ellipseRing(e, 0.5);
    expect(ring[0]).toEqual(ring.at(-1));
    let area = 0;
    ring.slice(1).forEach(([lon, lat], i) => {
      const before = ring[i] ?? [0, 0];
      area += (lon - before[0]) * (lat + before[1] - 96);
      const point = { ...at(lat, lon, 1e-6, 0, 1e-6) };
      expect(mahalanobis2(e, point)).toBeCloseTo(-2 * Math.log(0.5), 3);
    });
    expect(area).toBeLessThan(0);
  });

  it('is not torn at the antimeridian and closes over a pole', () => {
    const steps = (ring: [number, number][]) => ring.slice(1).map(([lon], i) => Math.abs(lon - (ring[i]?.[0] ?? 0)));
    expect(Math.max(...steps(ellipseRing(at(10, 179.999, 1e6, 0, 1e6), 0.9)))).toBeLessThan(1);
    const over = ellipseRing(at(89.99, 20, 1e8, 0, 1e8), 0.9);
    expect(over[0]).toEqual(over.at(-1));
    expect(over.filter(([, lat]) => lat === 90)).toHaveLength(2);
  });
});

describe('bounded covariances', () => {
  it('are positive definite whatever goes in', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1e9, max: 1e18, noNaN: true }),
        fc.double({ min: -1e9, max: 1e9, noNaN: true }),
        fc.double({ min: -1e9, max: 1e18, noNaN: true }),
        (covEE, covEN, covNN) => {
          const c = bounded({ covEE, covEN, covNN });
          expect(c.covEE).toBeGreaterThan(0);
          expect(c.covNN).toBeGreaterThan(0);
          expect(c.covEE * c.covNN - c.covEN ** 2).toBeGreaterThan(0);
        },
      ),
    );
  });
});
