import fc from 'fast-check';
import { Problem } from '../errors.js';
import { direct, inverse } from './geodesic.js';
import { triangulate } from './triangulate.js';

const event = { lat: 48.05, lon: 37.9 };

function post(bearingFrom: number, metres: number, precisionMetres = 1) {
  const observer = { ...direct(event, bearingFrom, metres), precisionMetres };
  return { observer, bearing: inverse(observer, event).bearing, bearingSigmaDegrees: 1 };
}

describe('triangulate', () => {
  it('finds the crossing of exact bearings, whatever the posts', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 360, noNaN: true }),
        fc.double({ min: 20, max: 160, noNaN: true }),
        fc.double({ min: 300, max: 30_000, noNaN: true }),
        fc.double({ min: 300, max: 30_000, noNaN: true }),
        (first, between, near, far) => {
          const e = triangulate([post(first, near), post(first + between, far)]);
          expect(inverse(e, event).metres).toBeLessThan(0.05);
          expect(e.covEE * e.covNN - e.covEN ** 2).toBeGreaterThan(0);
          expect(e.method).toBe('triangulated');
        },
      ),
    );
  });

  it('has the covariance of the textbook case: two posts at right angles, the same distance', () => {
    const e = triangulate([post(180, 5000), post(90, 5000)]);
    const sigma = 5000 * (Math.PI / 180);
    expect(Math.sqrt(e.covEE)).toBeCloseTo(Math.hypot(sigma, 1), 0);
    expect(Math.sqrt(e.covNN)).toBeCloseTo(Math.hypot(sigma, 1), 0);
  });

  it('works over the antimeridian and near a pole', () => {
    for (const target of [
      { lat: 65, lon: 179.999 },
      { lat: 89.99, lon: 10 },
      { lat: -89.99, lon: 170 },
    ]) {
      const posts = [10, 100].map((b) => {
        const observer = { ...direct(target, b, 4000), precisionMetres: 1 };
        return { observer, bearing: inverse(observer, target).bearing, bearingSigmaDegrees: 1 };
      });
      expect(inverse(triangulate(posts), target).metres).toBeLessThan(0.05);
    }
  });

  it('takes wind names, and widens when three bearings disagree', () => {
    const [a, b] = [post(180, 5000), post(90, 5000)];
    const named = triangulate(
      [
        { ...a, bearing: 'N' },
        { ...b, bearing: 'W' },
      ].map(({ observer, bearing }) => ({ observer, bearing })),
    );
    expect(Math.sqrt(named.covEE)).toBeGreaterThan(500);
    const agreeing = triangulate([a, b, post(135, 5000)]);
    const off = post(135, 5000);
    const disagreeing = triangulate([a, b, { ...off, bearing: off.bearing + 12 }]);
    expect(disagreeing.covEE).toBeGreaterThan(agreeing.covEE * 5);
  });

  it('refuses one bearing, parallel ones, and those that cross behind', () => {
    const [a, b] = [post(180, 5000), post(90, 5000)];
    expect(() => triangulate([a])).toThrow(Problem);
    expect(() => triangulate([a, a])).toThrow(Problem);
    expect(() =>
      triangulate([
        { ...a, bearing: 180 },
        { ...b, bearing: 90 },
      ]),
    ).toThrow(Problem);
    expect(() => triangulate([a, { ...b, bearing: NaN }])).toThrow(Problem);
  });
});
