import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { detectAlarms } from './alarms.js';
import { makeUniform } from './uniform.fixture.js';
import { days, sectors, places, seriesOf, world, options } from './series.fixture.js';

describe('with a change', () => {
  it('sees a spike on its day, and a cluster over two sectors by its places and days', () => {
    const shifted = (s: number, d: number) => ((s === 2 || s === 3) && d >= 206 ? 5 : 1);
    const { alarms } = detectAlarms(world(3, { shifted }), {
      ...options(3),
      watch: { from: days[206]!, to: days[209]! },
      places,
      scan: { days: 60, maxDays: 14, maxMetres: 60_000 },
    });
    const cluster = alarms.find((a) => a.method === 'scan')!;
    expect([...cluster.sectors].sort()).toEqual(['s3', 's4']);
    expect(cluster.window.to).toBe(days[209]);
    expect(alarms.some((a) => a.method !== 'scan' && a.sectors[0] === 's3')).toBe(true);
  });

  it('does not take more watching for more events', () => {
    const steady = sectors.map((sector) =>
      seriesOf(sector, 'fire', (d) => (d >= 150 ? { count: 12, hours: 48 } : { count: 6, hours: 24 })),
    );
    expect(detectAlarms(steady, { ...options(1), places }).alarms).toEqual([]);
  });
});

it('finds no alarm in constant series', () => {
  fc.assert(
    fc.property(fc.nat(9), fc.integer({ min: 1, max: 96 }), (count, hours) => {
      const constant = sectors.map((sector) => seriesOf(sector, 'fire', () => ({ count, hours }), 100));
      const watch = { from: days[90]!, to: days[99]! };
      return detectAlarms(constant, { ...options(1), watch, places }).alarms.length === 0;
    }),
    { numRuns: 5 },
  );
});

it('does not depend on the order or names of sectors', () => {
  const shifted = (s: number, d: number) => (s < 2 && d >= 200 ? 4 : 1);
  const one = world(9, { shifted });
  const renamed = (s: string) => `z${9 - Number(s.slice(1))}`;
  const other = one.map((s) => ({ ...s, sector: renamed(s.sector) })).reverse();
  const elsewhere = Object.fromEntries(sectors.map((s) => [renamed(s), places[s]!]));
  const a = detectAlarms(one, { ...options(9), places, names: { sector: () => '', category: (c) => c } });
  const b = detectAlarms(other, { ...options(9), places: elsewhere, names: { sector: () => '', category: (c) => c } });
  const sorted = (list: typeof a.alarms) => list.map((x) => JSON.stringify(x)).sort();
  expect(a.alarms.length).toBeGreaterThan(3);
  expect(sorted(b.alarms)).toEqual(sorted(a.alarms.map((x) => ({ ...x, sectors: x.sectors.map(renamed) }))));
});

it('says which series it could not judge, and raises nothing on days nobody watched', () => {
  const short = seriesOf('s1', 'fire', (d) => ({ count: 9, hours: d % 10 === 0 ? 24 : 0 }));
  const dark = seriesOf('s2', 'fire', (d) => ({ count: d >= 90 ? 90 : 2, hours: d >= 90 ? 0 : 24 }));
  const { alarms, notJudged } = detectAlarms([short, dark], { ...options(1), places: { s1: places['s1']! } });
  expect(alarms).toEqual([]);
  expect(notJudged).toEqual([
    { sector: 's1', category: 'fire', method: 'ears', reason: 'too_few_days_watched' },
    { sector: 's1', category: 'fire', method: 'cusum', reason: 'too_few_days_watched' },
    { sector: 's2', category: 'fire', method: 'ears', reason: 'no_day_judged' },
    { sector: 's2', category: 'fire', method: 'cusum', reason: 'no_day_judged' },
    { sector: 's2', category: 'fire', method: 'scan', reason: 'place_unknown' },
  ]);
  expect(() => detectAlarms([], { ...options(1), falseAlarmsPerWeek: 0 })).toThrow(RangeError);
});

it('is worded without cause, actor or loaded words', () => {
  const shifted = (s: number, d: number) => (s < 2 && d >= 205 ? 5 : 1);
  const { alarms } = detectAlarms(world(4, { shifted }), {
    ...options(4),
    places,
    names: { sector: (s) => `Sector ${s.slice(1)}`, category: () => 'Weapons fire' },
  });
  expect(new Set(alarms.map((a) => a.method)).size).toBeGreaterThan(2);
  for (const { advice, observed, threshold } of alarms) {
    expect(advice).toMatch(/^Weapons fire: /);
    expect(advice).toContain(`${observed} on record in sector`);
    expect(advice).toContain(`begins at ${threshold}.`);
    expect(advice).toContain('not a finding');
    expect(advice).not.toMatch(/NaN|Infinity|undefined|attack|violation|hostile|likely|confidence/i);
  }
});

const monthly = '../shared/data/loc-ceasefire-monthly/cfv_sectors_2013-2017.csv';
const given = existsSync(monthly) ? describe : describe.skip;
given(`with sixty months of a real line (${monthly})`, () => {
  it('raises alarms in 2016 and none in the quiet beginning', () => {
    const [head, ...rows] = readFileSync(monthly, 'utf8')
      .trim()
      .split('\n')
      .map((line) => line.trim().split(','));
    const columns = head!.slice(1, -2);
    // Months stand for days: the methods know no unit of time.
    const series = columns.map((name, column) =>
      seriesOf(name, 'fire', (i) => ({ count: Number(rows[i]![column + 1] || 0), hours: 720 }), 60),
    );
    const { alarms } = detectAlarms(series, {
      baselineTo: days[35]!,
      watch: { from: days[36]!, to: days[59]! },
      random: makeUniform(1),
      falseAlarmsPerWeek: 0.5,
    });
    const months = alarms.map((a) => rows[days.indexOf(a.window.to)]![0]!);
    expect(months.filter((m) => m >= '2016-09' && m <= '2016-12').length).toBeGreaterThan(0);
    expect(months.filter((m) => m < '2016-07')).toEqual([]);
  });
});
