import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { detectAlarms } from './alarms.js';
import { countSampler } from './negative-binomial.js';
import { daysBetween, type Series } from './rates.js';
import type { AlarmOptions } from './types.js';
import { makeUniform } from './uniform.fixture.js';

const days = daysBetween('2026-01-01', '2026-07-29'); // 210
const sectors = ['s1', 's2', 's3', 's4', 's5', 's6', 's7', 's8'];
const places = Object.fromEntries(sectors.map((s, i) => [s, { lat: 48 + 0.05 * i, lon: 37 + 0.3 * i }]));

/** A record of days with these counts and hours, all on record. */
function seriesOf(
  sector: string,
  category: string,
  day: (i: number) => { count: number; hours: number },
  length = 210,
) {
  return {
    sector,
    category,
    days: days.slice(0, length).map((name, i) => {
      const { count, hours } = day(i);
      return {
        day: name,
        count,
        hours,
        share: 1,
        expected: count,
        low: count,
        high: count,
        rate: hours > 0 ? count / hours : null,
      };
    }),
  } satisfies Series;
}

/** No change but chance: sector i has its own rate; watching varies from day to day, some days have none. */
function world(
  seed: number,
  { dispersion = 0.3, shifted = (_s: number, _d: number): number => 1, length = 210 } = {},
): Series[] {
  const next = makeUniform(seed);
  const samplers = new Map<number, (u: number) => number>();
  return sectors.map((sector, s) =>
    seriesOf(
      sector,
      'fire',
      (d) => {
        const hours = [24, 18, 24, 12, 30, 24, 0][Math.floor(next() * 7)]!;
        const mean = (0.06 + 0.03 * s) * hours * shifted(s, d);
        if (!samplers.has(mean)) samplers.set(mean, countSampler(mean, dispersion));
        return { count: samplers.get(mean)!(next()), hours };
      },
      length,
    ),
  );
}

const options = (seed: number): AlarmOptions => ({
  baselineTo: days[89]!,
  watch: { from: days[90]!, to: days[209]! },
  random: makeUniform(seed),
});

describe('without any change', () => {
  // Over 18 such worlds: 356 alarms of the CUSUM and 445 of EARS where 423 each are the budget. Alarms come in bunches
  // (a chart whose baseline was low, three methods for one day), so few worlds scatter by a fifth.
  const found = [105, 106, 107, 108].map(
    (seed) => detectAlarms(world(seed), { ...options(seed + 1000), falseAlarmsPerWeek: 4 }).alarms,
  );
  const count = (prefix: string) => found.flat().filter((a) => a.method.startsWith(prefix)).length;
  // Days that were not watched are not judged: one in seven.
  const weeks = (4 * 120 * 6) / 7 / 7;

  it('the CUSUM raises about as many alarms as its share of the budget', () => {
    const wanted = 4 * 0.4 * weeks;
    expect(count('cusum') / wanted).toBeGreaterThan(0.5);
    expect(count('cusum') / wanted).toBeLessThan(1.5);
  });

  it('EARS raises about as many alarms as its share of the budget', () => {
    const wanted = 4 * 0.4 * weeks;
    expect(count('ears') / wanted).toBeGreaterThan(0.5);
    expect(count('ears') / wanted).toBeLessThan(1.5);
  });

  it('each alarm passes its own threshold and says its false-alarm rate', () => {
    for (const alarm of found.flat()) {
      expect(alarm.observed).toBeGreaterThanOrEqual(alarm.threshold);
      expect(alarm.threshold).toBeGreaterThan(alarm.expected);
      expect(alarm.statistic.value).toBeGreaterThanOrEqual(alarm.statistic.limit);
      expect(alarm.falseAlarms.perSectorYear * alarm.falseAlarms.arl0Days).toBeCloseTo(365.25, 6);
      expect(alarm.falseAlarms.perSectorYear).toBeLessThan(20);
      expect(alarm.window.from <= alarm.window.to).toBe(true);
    }
  });

  it('the scan is wrong about as often as its share of the budget says, also for events in bunches', () => {
    let alarms = 0;
    for (let seed = 20; seed < 32; seed++) {
      const { alarms: raised } = detectAlarms(world(seed, { length: 75 }), {
        ...options(seed),
        baselineTo: days[60]!,
        watch: { from: days[74]!, to: days[74]! },
        places,
        falseAlarmsPerWeek: 0.875,
        shares: { ears: 0.1, cusum: 0.1, scan: 0.8 },
        scan: { days: 30, maxDays: 7, maxMetres: 60_000 },
      });
      alarms += raised.filter((a) => a.method === 'scan').length;
    }
    // 0.1 a day: 1.2 wanted, standard deviation 1.0.
    expect(alarms).toBeLessThanOrEqual(5);
  });
});

describe('with a change', () => {
  it('sees one sector double within two weeks, mostly', () => {
    let seen = 0;
    for (let seed = 1; seed <= 4; seed++) {
      const shifted = (s: number, d: number) => (s === 5 && d >= 120 ? 2 : 1);
      const { alarms } = detectAlarms(world(seed, { shifted }), {
        ...options(seed),
        watch: { from: days[120]!, to: days[133]! },
      });
      if (alarms.some((a) => a.sectors[0] === 's6')) seen++;
    }
    expect(seen).toBeGreaterThanOrEqual(3);
  });

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
