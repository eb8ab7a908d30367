import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { direct, fromLocal, inverse, toLocal, toLocalQuick } from './geodesic.js';

const place = fc.record({
  lat: fc.double({ min: -90, max: 90, noNaN: true }),
  lon: fc.double({ min: -180, max: 180, noNaN: true }),
});

describe('geodesics on WGS 84', () => {
  // lat1 lon1 azi1 lat2 lon2 azi2 s12: published lines of geographiclib's test and of GeodTest.dat (C. Karney).
  const published = [
    [35.60777, -139.44815, 111.098748429560326, -11.17491, -69.95921, 129.289270889708762, 8935244.5604818305],
    [
      0.003311913742, 0, 90.001862369144, 0.001762385472585824, 32.846794581272844, 90.003358355630087731,
      3656488.4472191,
    ],
    [
      20.423135394589, 0, 169.895260694771, -21.179388017798691648, 179.757116934570412271, 10.155770628519677379,
      19917969.3423672,
    ],
    [
      35.602540598169, 0, 111.870427868602, -19.406200172031696834, 78.995799629955596127, 126.810557548058637274,
      10299779.6328425,
    ],
  ] as const;

  it.each(published)('agrees with the published line from %d, %d', (lat1, lon1, azi1, lat2, lon2, azi2, s12) => {
    const path = inverse({ lat: lat1, lon: lon1 }, { lat: lat2, lon: lon2 });
    expect(Math.abs(path.metres - s12)).toBeLessThan(1e-6);
    expect(path.bearing).toBeCloseTo(azi1, 8);
    expect(path.bearingAtEnd).toBeCloseTo(azi2, 8);
    const end = direct({ lat: lat1, lon: lon1 }, azi1, s12);
    expect(end.lat).toBeCloseTo(lat2, 10);
    expect(end.lon).toBeCloseTo(lon2, 10);
  });

  // GeographicLib 2.0 (directions of 16-wind reports).
  it.each([
    [48.1167, 37.7833, 180, 3000, 48.089719722, 37.7833],
    [48.1167, 37.7833, 157.5, 5000, 48.075152865, 37.808977623],
    [47.2106, 37.7892, 67.5, 10000, 47.244956672, 37.91123249],
    [48, 38, 270, 50000, 47.998046124, 37.33000329],
  ])('goes from %d, %d towards %d° for %d m', (lat, lon, bearing, metres, lat2, lon2) => {
    const end = direct({ lat, lon }, bearing, metres);
    expect(end.lat).toBeCloseTo(lat2, 8);
    expect(end.lon).toBeCloseTo(lon2, 8);
  });

  const file = '../shared/data/geodtest/GeodTest-100_first50.dat';
  (existsSync(file) ? it : it.skip)(`agrees with all lines of ${file} (skipped where it is not there)`, () => {
    const lines = readFileSync(file, 'utf8').trim().split('\n');
    expect(lines).toHaveLength(50);
    for (const line of lines) {
      const [lat1, lon1, azi1, lat2, lon2, , s12] = line.split(' ').map(Number) as [
        number,
        number,
        number,
        number,
        number,
        number,
        number,
      ];
      expect(Math.abs(inverse({ lat: lat1, lon: lon1 }, { lat: lat2, lon: lon2 }).metres - s12)).toBeLessThan(1e-6);
      const end = direct({ lat: lat1, lon: lon1 }, azi1, s12);
      expect(inverse(end, { lat: lat2, lon: lon2 }).metres).toBeLessThan(1e-5);
    }
  });

  it('gives zero for no distance and stays in range everywhere', () => {
    expect(inverse({ lat: 48, lon: 38 }, { lat: 48, lon: 38 })).toEqual({ metres: 0, bearing: 0, bearingAtEnd: 0 });
    expect(direct({ lat: 48, lon: 180 }, 90, 0).lon).toBe(-180);
    fc.assert(
      fc.property(
        place,
        fc.double({ min: 0, max: 360, noNaN: true }),
        fc.double({ min: 0, max: 1e7, noNaN: true }),
        (p, b, s) => {
          const end = direct(p, b, s);
          expect(Math.abs(end.lat)).toBeLessThanOrEqual(90);
          expect(end.lon >= -180 && end.lon < 180).toBe(true);
          expect(Math.abs(inverse(p, end).metres - s)).toBeLessThan(1e-5);
        },
      ),
    );
  });

  it('goes to a local plane and back, over the antimeridian and at the poles too', () => {
    fc.assert(
      fc.property(
        place,
        fc.double({ min: -2e5, max: 2e5, noNaN: true }),
        fc.double({ min: -2e5, max: 2e5, noNaN: true }),
        (p, east, north) => {
          const back = toLocal(p, fromLocal(p, { east, north }));
          expect(Math.hypot(back.east - east, back.north - north)).toBeLessThan(1e-5);
        },
      ),
    );
  });

  it('has a quick local plane that is good to 0.01 % within 100 km', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -78, max: 78, noNaN: true }),
        fc.double({ min: -180, max: 180, noNaN: true }),
        fc.double({ min: 0, max: 360, noNaN: true }),
        fc.double({ min: 1, max: 1e5, noNaN: true }),
        (lat, lon, bearing, metres) => {
          const quick = toLocalQuick({ lat, lon }, direct({ lat, lon }, bearing, metres));
          const exact = toLocal({ lat, lon }, direct({ lat, lon }, bearing, metres));
          expect(Math.hypot(quick.east - exact.east, quick.north - exact.north)).toBeLessThan(metres * 1e-3);
          expect(Math.abs(Math.hypot(quick.east, quick.north) - metres)).toBeLessThan(metres * 1e-4);
        },
      ),
    );
  });
});
