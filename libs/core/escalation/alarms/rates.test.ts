import fc from 'fast-check';
import { estimateDelays, nowcast, shareOnRecord, type Arrival } from './delays.js';
import { dailyRates, daysBetween, type Watching } from './rates.js';
import { makeUniform } from './uniform.fixture.js';

const calendar = { timeZone: 'Europe/Kyiv', dayEnds: '19:30', weekEndsOn: 7 };
const at = (hours: number) => new Date(Date.parse('2026-10-01T00:00:00.000Z') + hours * 3_600_000).toISOString();
const plain = {
  calendar,
  from: '2026-10-02',
  to: '2026-10-04',
  sectors: ['a', 'b'],
  categories: ['fire'],
  asOf: '2026-10-20T00:00:00.000Z',
};
const watch = (sector: string, start: string, end: string, usableHours: number): Watching => ({
  sector,
  means: 'camera',
  start,
  end,
  usableHours,
});

describe('daily rates', () => {
  it('are counts per usable hour, with the count beside them; a day without watching is unknown', () => {
    const events = [
      { sector: 'a', category: 'fire', start: '2026-10-02T08:00:00.000Z' },
      { sector: 'a', category: 'fire', start: '2026-10-02T09:00:00.000Z' },
      // 19:30 in Kyiv is 16:30 UTC in summer: this is the next reporting day, on which nobody watched.
      { sector: 'a', category: 'fire', start: '2026-10-02T16:30:00.000Z' },
      { sector: 'a', category: 'flight', start: '2026-10-02T08:00:00.000Z' },
    ];
    const watching = [watch('a', '2026-10-02T04:00:00.000Z', '2026-10-02T14:00:00.000Z', 8)];
    const [a, b] = dailyRates(events, watching, plain);
    expect(a!.days[0]).toMatchObject({ day: '2026-10-02', count: 2, hours: 8, expected: 2, rate: 0.25, share: 1 });
    expect(a!.days[1]).toMatchObject({ day: '2026-10-03', count: 1, hours: 0, expected: null, rate: null });
    expect(b!.days.map((d) => d.rate)).toEqual([null, null, null]);
  });

  it('divide watching among reporting days, losing none, also on the night when clocks change', () => {
    fc.assert(
      fc.property(
        fc.nat(200),
        fc.integer({ min: 1, max: 200 }),
        fc.integer({ min: 1, max: 50 }),
        (start, length, hours) => {
          const from = Date.parse('2026-10-20T00:00:00.000Z') + start * 3_600_000;
          const record = watch(
            'a',
            new Date(from).toISOString(),
            new Date(from + length * 3_600_000).toISOString(),
            hours,
          );
          const [a] = dailyRates([], [record], {
            ...plain,
            from: '2026-10-15',
            to: '2026-11-15',
            asOf: '2026-12-01T00:00:00.000Z',
          });
          expect(a!.days.reduce((sum, d) => sum + d.hours, 0)).toBeCloseTo(hours, 6);
        },
      ),
    );
    const night = watch('a', '2026-10-24T16:30:00.000Z', '2026-10-25T17:30:00.000Z', 25);
    const [a] = dailyRates([], [night], {
      ...plain,
      from: '2026-10-25',
      to: '2026-10-25',
      asOf: '2026-12-01T00:00:00.000Z',
    });
    expect(a!.days).toMatchObject([{ hours: 25 }]);
  });

  it('of a day not over count what was before now: events, watching and their rate', () => {
    const events = ['08', '15'].map((h) => ({ sector: 'a', category: 'fire', start: `2026-10-02T${h}:00:00.000Z` }));
    const watching = [watch('a', '2026-10-02T06:00:00.000Z', '2026-10-02T16:00:00.000Z', 10)];
    const [a] = dailyRates(events, watching, { ...plain, asOf: '2026-10-02T10:00:00.000Z' });
    expect(a!.days[0]).toMatchObject({ count: 1, hours: 4, rate: 0.25 });
    expect(a!.days[1]).toMatchObject({ count: 0, hours: 0, share: 0, rate: null });
  });

  it('change in nothing when the parties change places', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ hour: fc.nat(70), sector: fc.constantFrom('a', 'b'), party: fc.constantFrom('p', 'q') })),
        (rows) => {
          const events = rows.map(({ hour, sector, party }) => ({ sector, category: 'fire', start: at(hour), party }));
          const swapped = events.map((e) => ({ ...e, party: e.party === 'p' ? 'q' : 'p' }));
          const watching = [watch('a', at(0), at(72), 60), watch('b', at(0), at(72), 30)];
          expect(dailyRates(swapped, watching, plain)).toEqual(dailyRates(events, watching, plain));
        },
      ),
    );
  });

  it('name every day once', () => {
    expect(daysBetween('2026-12-30', '2027-01-02')).toEqual(['2026-12-30', '2026-12-31', '2027-01-01', '2027-01-02']);
  });
});

/** Events of 60 days whose delays are exponential with the given mean in hours. */
function arrivals(seed: number, meanDelay: number, perDay: number): Arrival[] {
  const next = makeUniform(seed);
  return Array.from({ length: 60 * perDay }, () => {
    const start = next() * 60 * 24;
    return { start: at(start), receivedAt: at(start - meanDelay * Math.log(1 - next())) };
  });
}

describe('late arrivals', () => {
  it('are counted by hand: of two days, each half at once and half a day late', () => {
    const known: Arrival[] = [
      { start: at(0), receivedAt: at(1) },
      { start: at(0), receivedAt: at(25) },
      { start: at(24), receivedAt: at(25) },
    ];
    const delays = estimateDelays(known, at(50), { stepHours: 24, maxDelayDays: 2 });
    // Only the first two could have shown a delay of one day; of them one did.
    expect(delays.onRecord).toEqual([0.5, 1]);
    expect(delays.events).toBe(3);
    expect(delays.logError[0]).toBeCloseTo(Math.sqrt(1 / 2), 12);
  });

  it('are estimated without the bias that only punctual events are known of the last days', () => {
    const asOf = at(60 * 24);
    const delays = estimateDelays(arrivals(3, 36, 20), asOf, { maxDelayDays: 14 });
    for (const hours of [12, 24, 48, 96])
      expect(Math.abs(delays.onRecord[hours / 6 - 1]! - (1 - Math.exp(-hours / 36)))).toBeLessThan(0.05);
  });

  it('do not look at what was received later than asked', () => {
    const all = arrivals(4, 36, 10);
    const asOf = at(40 * 24);
    expect(estimateDelays(all, asOf)).toEqual(
      estimateDelays(
        all.filter((a) => a.receivedAt <= asOf),
        asOf,
      ),
    );
  });

  it('are expected in the final count, whose interval holds the truth about as often as it says', () => {
    let held = 0;
    let expected = 0;
    let truth = 0;
    const worlds = 60;
    for (let world = 0; world < worlds; world++) {
      const all = arrivals(100 + world, 24, 12);
      const asOf = at(60 * 24);
      const delays = estimateDelays(all, asOf);
      const day = { from: at(59 * 24), to: asOf };
      const inDay = all.filter((a) => a.start >= day.from && a.start < day.to);
      const found = nowcast(inDay.filter((a) => a.receivedAt <= asOf).length, shareOnRecord(day, asOf, delays))!;
      if (inDay.length >= found.low && inDay.length <= found.high) held++;
      expected += found.expected;
      truth += inDay.length;
    }
    // 54 of 60 wanted; the standard deviation of the number is 2.3.
    expect(held).toBeGreaterThanOrEqual(48);
    expect(expected / truth).toBeGreaterThan(0.88);
    expect(expected / truth).toBeLessThan(1.14);
  });

  it('change nothing in a day long past, and leave a day unknown that has not begun', () => {
    const delays = estimateDelays(arrivals(5, 24, 5), at(60 * 24));
    const past = shareOnRecord({ from: at(0), to: at(24) }, at(60 * 24), delays);
    expect(past.share).toBeCloseTo(1, 12);
    expect(nowcast(7, { share: 1, logError: 0 })).toEqual({ count: 7, expected: 7, low: 7, high: 7, share: 1 });
    const ahead = shareOnRecord({ from: at(61 * 24), to: at(62 * 24) }, at(60 * 24), delays);
    expect(nowcast(0, ahead)).toBeNull();
  });
});
