import fc from 'fast-check';
import { portions } from './budget.js';
import { scan } from './scan.js';
import { makeUniform } from './uniform.fixture.js';

const days = (...counts: number[]) => counts.map((count) => ({ count }));

it('divides nine tenths among charts that count something and one tenth among the others', () => {
  const charts = [days(3, 2), days(9), days(0, 4), days(0)];
  const portion = portions(charts, (chart) => chart);
  expect(charts.map(portion)).toEqual([0.45, 0.45, 0.05, 0.05]);
  const quiet = [days(1), days(0)];
  expect(quiet.map(portions(quiet, (chart) => chart))).toEqual([0.5, 0.5]);
  const busy = [days(5), days(6)];
  expect(busy.map(portions(busy, (chart) => chart))).toEqual([0.5, 0.5]);
});

it('gives away the whole budget and no more, however many charts there are', () => {
  fc.assert(
    fc.property(fc.array(fc.array(fc.nat(4), { maxLength: 5 }), { minLength: 1, maxLength: 60 }), (counts) => {
      const charts = counts.map((list) => days(...list));
      const portion = portions(charts, (chart) => chart);
      expect(charts.reduce((sum, chart) => sum + portion(chart), 0)).toBeCloseTo(1, 12);
    }),
  );
});

it('a scan that stops early decides as one that draws all its replicates', () => {
  const next = makeUniform(11);
  const places = Array.from({ length: 5 }, (_, i) => ({ lat: 0, lon: i * 0.1 }));
  let both = 0;
  for (let world = 0; world < 40; world++) {
    const cases = Array.from({ length: 25 }, () => ({ place: Math.floor(next() * 5), day: Math.floor(next() * 12) }));
    // Some worlds have a cluster, so that both answers come.
    if (world % 4 === 0) for (let i = 0; i < 8; i++) cases.push({ place: 2, day: 11 });
    const given = { places, days: 12, maxMetres: 30_000, maxDays: 4, replicates: 79 };
    const level = 0.1;
    const all = scan(cases, { ...given, random: makeUniform(world + 1) });
    const early = scan(cases, { ...given, random: makeUniform(world + 1), enough: level * 80 });
    expect(early.pValue! <= level).toBe(all.pValue! <= level);
    expect(early.replicateRatios.length).toBeLessThanOrEqual(79);
    if (all.pValue! <= level) both++;
    else expect(early.replicateRatios.length).toBeLessThan(80);
  }
  expect(both).toBeGreaterThan(3);
  expect(both).toBeLessThan(37);
});
