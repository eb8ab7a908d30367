import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { makeUniform } from './uniform.fixture.js';
import { scan, scanLogRatio, type ScanCase } from './scan.js';

const row = (n: number) => Array.from({ length: n }, (_, i) => ({ lat: 0, lon: i * 0.1 }));
const base = { days: 20, maxMetres: 40_000, maxDays: 7, replicates: 99 };

it('gives the log-ratios of the New Mexico clusters (brain cancer 1973-91, 1,175 cases)', () => {
  expect(scanLogRatio(43, 21.642, 1175)).toBeCloseTo(8.363, 3);
  expect(scanLogRatio(232, 175.136, 1175)).toBeCloseTo(10.017, 2);
  expect(scanLogRatio(262, 184.8, 1175)).toBeCloseTo(17.3466, 2);
  expect(scanLogRatio(20, 21.642, 1175)).toBe(0);
});

it('agrees with a count over every cylinder by hand', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ place: fc.nat(4), day: fc.nat(5) }), { minLength: 3, maxLength: 25 }),
      fc.boolean(),
      (cases, prospective) => {
        const places = row(5);
        const found = scan(cases, {
          ...base,
          places,
          days: 6,
          maxDays: 3,
          prospective,
          replicates: 0,
          random: () => 0,
        });
        let highest = 0;
        for (let centre = 0; centre < 5; centre++)
          for (let reach = 0; reach < 4; reach++)
            for (let last = prospective ? 5 : 0; last < 6; last++)
              for (let first = Math.max(0, last - 2); first <= last; first++) {
                const near = (c: ScanCase) => Math.abs(c.place - centre) <= reach && Math.abs(c.place - centre) < 4;
                const when = (c: ScanCase) => c.day >= first && c.day <= last;
                const inPlace = cases.filter(near).length;
                if (inPlace > cases.length / 2 || !cases.some((c) => c.place === centre)) continue;
                const observed = cases.filter((c) => near(c) && when(c)).length;
                const expected = (inPlace * cases.filter(when).length) / cases.length;
                if (observed > 1) highest = Math.max(highest, scanLogRatio(observed, expected, cases.length));
              }
        expect(found.cluster?.logRatio ?? 0).toBeCloseTo(highest, 9);
      },
    ),
  );
});

const evenly = (days: number, places: number): ScanCase[] =>
  Array.from({ length: days * places }, (_, i) => ({ place: i % places, day: Math.floor(i / places) }));

it('finds a planted cluster with its places and days', () => {
  const planted = Array.from({ length: 30 }, (_, i) => ({ place: 8 + (i % 2), day: 17 + (i % 3) }));
  const found = scan([...evenly(20, 10), ...planted], { ...base, places: row(10), random: makeUniform(1) });
  expect(found.cluster).toMatchObject({ firstDay: 17, lastDay: 19, observed: 36 });
  expect([...found.cluster!.places].sort()).toEqual([8, 9]);
  expect(found.pValue).toBe(0.01);
});

it('finds nothing where all is even, and nothing in no events', () => {
  const found = scan(evenly(20, 10), { ...base, places: row(10), random: makeUniform(1) });
  expect(found).toMatchObject({ cluster: null, pValue: 1 });
  expect(scan([], { ...base, places: row(10), random: makeUniform(1) })).toMatchObject({ cluster: null, pValue: 1 });
});

it('takes neither a busy place nor a busy day for a cluster', () => {
  const busyPlace = Array.from({ length: 100 }, (_, i) => ({ place: 3, day: i % 20 }));
  const busyDay = Array.from({ length: 50 }, (_, i) => ({ place: i % 10, day: 19 }));
  for (const extra of [busyPlace, busyDay])
    expect(
      scan([...evenly(20, 10), ...extra], { ...base, maxShare: 0.6, places: row(10), random: makeUniform(1) }).cluster
        ?.logRatio ?? 0,
    ).toBeLessThan(1e-9);
});

it('does not take more watching for a cluster', () => {
  // Twice the hours and twice the events at two places in the last three days.
  const hours = Array.from({ length: 10 }, (_, place) =>
    Array.from({ length: 20 }, (_, day) => (place >= 8 && day >= 17 ? 24 : 12)),
  );
  const cases = [...evenly(20, 10), ...evenly(20, 10), ...evenly(20, 10)];
  cases.push(...cases.filter((c) => c.place >= 8 && c.day >= 17));
  const options = { ...base, places: row(10), random: makeUniform(2) };
  expect(scan(cases, options).cluster).not.toBeNull();
  expect(scan(cases, { ...options, hours }).cluster?.logRatio ?? 0).toBeLessThan(1e-3);
});

it('with equal hours expects what it expects without', () => {
  const next = makeUniform(3);
  const cases = Array.from({ length: 60 }, () => ({ place: Math.floor(next() * 6), day: Math.floor(next() * 20) }));
  const options = { ...base, places: row(6), replicates: 0, random: next };
  const hours = row(6).map(() => new Array<number>(20).fill(9));
  expect(scan(cases, { ...options, hours }).cluster!.logRatio).toBeCloseTo(scan(cases, options).cluster!.logRatio, 6);
});

it.each([false, true])('is as often wrong as its p-value says (hours given: %p)', (withHours) => {
  const next = makeUniform(4);
  const places = row(6);
  const hours = withHours
    ? places.map((_, i) => Array.from({ length: 15 }, (_, day) => 6 + ((i * 7 + day * 5) % 4) * 6))
    : undefined;
  const worlds = 120;
  let alarms = 0;
  for (let world = 0; world < worlds; world++) {
    const cases: ScanCase[] = [];
    for (let place = 0; place < 6; place++)
      for (let day = 0; day < 15; day++) {
        const mean = (hours?.[place]![day] ?? 15) / 30;
        for (let product = next(); product > Math.exp(-mean); product *= next()) cases.push({ place, day });
      }
    const found = scan(cases, { ...base, days: 15, maxDays: 5, replicates: 39, places, hours, random: next });
    if (found.pValue! <= 0.1) alarms++;
  }
  // 12 wanted; the standard deviation of the number is 3.3.
  expect(alarms).toBeGreaterThanOrEqual(3);
  expect(alarms).toBeLessThanOrEqual(22);
});

const fever = '../shared/data/satscan-samples';
const given = existsSync(fever) ? describe : describe.skip;
given(`with the New York fever sample (${fever})`, () => {
  it('finds no significant cluster, as published', () => {
    const lines = (name: string) => readFileSync(`${fever}/${name}.csv`, 'utf8').trim().split('\n').slice(1);
    const geo = lines('NYCfevergeo').map((line) => line.split(','));
    const at = new Map(geo.map(([zip], i) => [zip, i]));
    const cases = lines('NYCfevercas').flatMap((line) => {
      const [zip, count, date] = line.split(',') as [string, string, string];
      return new Array<ScanCase>(Number(count)).fill({ place: at.get(zip)!, day: Number(date.split('/')[2]) - 1 });
    });
    const places = geo.map(([, lat, lon]) => ({ lat: Number(lat), lon: Number(lon) }));
    const options = { places, days: 24, maxMetres: 3000, maxDays: 7, replicates: 99, random: makeUniform(7) };
    for (const prospective of [true, false]) {
      const found = scan(cases, { ...options, prospective });
      expect(found.cases).toBe(194);
      expect(found.cluster!.observed).toBeGreaterThan(found.cluster!.expected);
      expect(found.pValue).toBeGreaterThan(0.05);
    }
  });
});
