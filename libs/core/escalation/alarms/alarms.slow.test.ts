/** False alarms against the designed rate, and power: many seeded worlds, hence slow. */
import { detectAlarms } from './alarms.js';
import { days, places, world, options } from './series.fixture.js';

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
});
