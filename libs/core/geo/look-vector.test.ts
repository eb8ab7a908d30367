import fc from 'fast-check';
import { Problem } from '../errors.js';
import { axes, varianceAlong } from './covariance.js';
import { inverse } from './geodesic.js';
import { fromLookVector, groundPoint, pixelRay } from './look-vector.js';

describe('the line of sight to the ellipsoid', () => {
  // Computed apart with Earth-centred vectors (pyproj 3.4.1): height, azimuth, depression -> place, slant, ground.
  it.each([
    [2000, 0, 90, 48, 38, 2000, 0],
    [2000, 0, 45, 48.017989973, 38, 2828.871, 2000.314],
    [3000, 67.5, 10, 48.058809023, 38.212493062, 17408.817, 17144.359],
    [5000, 200, 3, 47.024120542, 37.481191114, null, 115321.805],
  ])('from %d m, towards %d°, %d° down', (altitudeMetres, heading, depression, lat, lon, slant, ground) => {
    const platform = { lat: 48, lon: 38, altitudeMetres };
    const point = groundPoint(platform, pixelRay(heading, depression), 0);
    expect(point?.lat).toBeCloseTo(lat, 8);
    expect(point?.lon).toBeCloseTo(lon, 8);
    if (slant !== null) expect(point?.slantMetres).toBeCloseTo(slant, 2);
    expect(Math.abs(inverse(platform, point ?? platform).metres - ground)).toBeLessThan(0.002);
  });

  it('says so when it misses', () => {
    const platform = { lat: 48, lon: 38, altitudeMetres: 2000 };
    expect(groundPoint(platform, pixelRay(0, 0.5), 0)).toBeNull();
    expect(groundPoint(platform, pixelRay(0, -10), 0)).toBeNull();
    expect(groundPoint(platform, pixelRay(0, 45), 2500)).toBeNull();
    expect(() => fromLookVector({ platform, headingDegrees: 0, depressionDegrees: 0.5 })).toThrow(Problem);
  });

  it('meets ground that lies high nearer by', () => {
    const platform = { lat: 48, lon: 38, altitudeMetres: 1200 };
    const point = groundPoint(platform, pixelRay(90, 45), 200);
    expect(Math.abs(inverse(platform, point ?? platform).metres - 1000.08)).toBeLessThan(0.1);
  });
});

describe('the camera', () => {
  const pixel = { x: 960, y: 540, width: 1920, height: 1080, horizontalFovDegrees: 60 };
  const direction = ([e, n, u]: readonly [number, number, number]) => ({
    heading: (Math.atan2(e, n) * 180) / Math.PI,
    depression: (Math.atan2(-u, Math.hypot(e, n)) * 180) / Math.PI,
  });

  it('looks along its axis in the centre and half its field of view at the edge', () => {
    expect(direction(pixelRay(30, 20, pixel)).heading).toBeCloseTo(30, 10);
    expect(direction(pixelRay(30, 20, pixel)).depression).toBeCloseTo(20, 10);
    expect(direction(pixelRay(30, 0, { ...pixel, x: 1920 })).heading).toBeCloseTo(60, 10);
    expect(direction(pixelRay(30, 0, { ...pixel, x: 0 })).heading).toBeCloseTo(0, 10);
    const down = (Math.atan(540 / (960 / Math.tan(Math.PI / 6))) * 180) / Math.PI;
    expect(direction(pixelRay(30, 20, { ...pixel, y: 1080 })).depression).toBeCloseTo(20 + down, 10);
    expect(direction(pixelRay(30, 20, { ...pixel, y: 1080 })).heading).toBeCloseTo(30, 10);
  });

  it('turns the picture with its roll: rolled 90° clockwise, the right edge looks down', () => {
    const rolled = direction(pixelRay(30, 10, { ...pixel, x: 1920, rollDegrees: 90 }));
    expect(rolled.heading).toBeCloseTo(30, 10);
    expect(rolled.depression).toBeCloseTo(40, 10);
  });
});

describe('the error of a look', () => {
  const platform = { lat: 48, lon: 38, altitudeMetres: 1000, precisionMetres: 0 };
  const exact = { headingSigmaDegrees: 0, depressionSigmaDegrees: 0, groundAltitudeMetres: 0 };

  it('follows the textbook derivatives at 45°', () => {
    const heading = fromLookVector({
      ...exact,
      platform,
      headingDegrees: 0,
      depressionDegrees: 45,
      headingSigmaDegrees: 1,
    });
    expect(Math.sqrt(heading.covEE)).toBeCloseTo(1000 * (Math.PI / 180), 1);
    const tilt = fromLookVector({
      ...exact,
      platform,
      headingDegrees: 0,
      depressionDegrees: 45,
      depressionSigmaDegrees: 0.5,
    });
    // dρ/dd = h / sin²d = 2h; plus the 10 m of the ground's own height at 45°.
    expect(Math.sqrt(tilt.covNN)).toBeCloseTo(Math.hypot(2000 * (0.5 * (Math.PI / 180)), 10), 0);
  });

  it('grows as the look gets shallower, and stays finite up to the horizon', () => {
    let before = 0;
    for (const depressionDegrees of [80, 45, 20, 10, 5, 3, 2]) {
      const e = fromLookVector({ platform, headingDegrees: 200, depressionDegrees });
      const spread = Math.sqrt(axes(e).major);
      expect(spread).toBeGreaterThan(before);
      expect(spread).toBeLessThan(2e5);
      before = spread;
    }
    const e = fromLookVector({ platform, headingDegrees: 90, depressionDegrees: 3 });
    expect(varianceAlong(e, 90)).toBeGreaterThan(varianceAlong(e, 0) * 4);
  });

  it('is sound for any pose that looks steeper than the horizon, and refused or sound below', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -90, max: 90, noNaN: true }),
        fc.double({ min: -180, max: 180, noNaN: true }),
        fc.double({ min: 1, max: 12_000, noNaN: true }),
        fc.double({ min: 0, max: 360, noNaN: true }),
        fc.double({ min: 0, max: 90, noNaN: true }),
        (lat, lon, altitudeMetres, headingDegrees, depressionDegrees) => {
          try {
            const e = fromLookVector({ platform: { lat, lon, altitudeMetres }, headingDegrees, depressionDegrees });
            expect(e.covEE * e.covNN - e.covEN ** 2).toBeGreaterThan(0);
            expect([e.lat, e.lon, e.covEE, e.covEN, e.covNN].every(Number.isFinite)).toBe(true);
          } catch (error) {
            if (!(error instanceof Problem)) throw error;
            expect(depressionDegrees).toBeLessThan(4);
          }
        },
      ),
    );
  });

  it('refuses numbers that are none', () => {
    for (const bad of [
      { headingDegrees: NaN },
      { depressionDegrees: Infinity },
      { platform: { lat: 48, lon: 38, altitudeMetres: NaN } },
    ]) {
      expect(() => fromLookVector({ platform, headingDegrees: 0, depressionDegrees: 45, ...bad })).toThrow(Problem);
    }
    const pixel = { x: 5000, y: 0, width: 100, height: 100, horizontalFovDegrees: 60 };
    expect(() => fromLookVector({ platform, headingDegrees: 0, depressionDegrees: 45, pixel })).toThrow(Problem);
  });
});
