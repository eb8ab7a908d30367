import fc from 'fast-check';
import { exampleMission } from '../../verification/example.fixture.js';
import { hoursOf, keyOf } from '../watch/hours.js';
import type { Lost, WatchSaid } from '../watch/types.js';
import { blinds } from './blinds.js';
import { takenFromHours, takenFromWatch } from './reduce.js';
import type { Disturbance } from './types.js';

/** Sector "west" lies west of 11° E, "east" east of it; "north" holds what lies north of 50° N. */
const geography = {
  sectorOf: ({ lon }: { lon: number }) => (lon < 11 ? 'west' : 'east'),
  sideOf: ({ lat }: { lat: number }) => (lat > 50 ? { north: 1, south: 0 } : { north: 0, south: 1 }),
} as never;
const midnight = Date.parse('2026-06-03T00:00:00.000Z');
const at = (minutes: number) => new Date(midnight + minutes * 60_000).toISOString();
const unknown = {
  visibilityMetres: null,
  windMetresPerSecond: null,
  cloudBaseMetres: null,
  rainMillimetresPerHour: null,
};
const known = { sourceId: 's', sha256: 'h', submittedBy: 'a', receivedAt: at(0), ...unknown };
const jamming = (from: number, to: number, given: Partial<Disturbance> = {}): Disturbance => ({
  id: `j${from}`,
  type: 'jamming',
  start: at(from),
  end: at(to),
  sector: 'west',
  area: null,
  lat: 50.1,
  lon: 10.5,
  ...known,
  ...given,
});
const storm = (from: number, to: number, given: Partial<Disturbance> = {}): Disturbance => ({
  ...jamming(from, to, { id: `w${from}`, type: 'weather', lat: null, lon: null }),
  windMetresPerSecond: 20,
  ...given,
});
const post = (up: [number, number][], lost: Lost[] = []) => ({
  means: 'drone',
  said: { type: 'post', lat: 50.1, lon: 10.5, up: up.map(([a, b]) => ({ start: at(a), end: at(b) })) } as WatchSaid,
  start: at(0),
  end: at(1440),
  lost,
});
const sums = (watch: ReturnType<typeof post>, disturbances: Disturbance[]) => {
  const taken = takenFromWatch(watch, disturbances, exampleMission, geography);
  const of = (reason: 'jamming' | 'weather') => [...taken.values()].reduce((n, t) => n + t[reason].hours, 0);
  return { jamming: of('jamming'), weather: of('weather'), rows: taken };
};

describe('recorded jamming and weather', () => {
  it('are taken from the hours that they overlap, the jamming first, and never twice', () => {
    const day = post([[600, 720]]);
    expect(sums(day, [jamming(630, 660)])).toMatchObject({ jamming: expect.closeTo(0.5, 9), weather: 0 });
    expect(sums(day, [storm(645, 700), jamming(630, 660), jamming(640, 655)])).toMatchObject({
      jamming: expect.closeTo(0.5, 9),
      weather: expect.closeTo(40 / 60, 9),
    });
    const lost = [{ start: at(600), end: at(650), reason: 'technical' as const }];
    expect(sums(post([[600, 720]], lost), [jamming(630, 660)]).jamming).toBeCloseTo(1 / 6, 9);
  });

  it('take nothing where the means, the place or the limit says otherwise', () => {
    const day = post([[600, 720]]);
    for (const d of [
      jamming(630, 660, { lat: 51 }),
      storm(630, 660, { windMetresPerSecond: 9 }),
      storm(630, 660, { sector: 'east' }),
      storm(800, 900),
    ])
      expect(sums(day, [d])).toMatchObject({ jamming: 0, weather: 0 });
    expect(sums({ ...day, means: 'heard' }, [jamming(630, 660), storm(630, 660)])).toMatchObject({
      jamming: 0,
      weather: 0,
    });
    const area: [number, number][] = [
      [10, 50],
      [10.4, 50],
      [10.4, 50.2],
      [10, 50.2],
    ];
    const limits = exampleMission.verification.effort;
    const over = storm(0, 1, { sector: null, area });
    expect(blinds(over, 'drone', { lat: 50.1, lon: 10.2 }, 'west', limits)).toBe(true);
    expect(blinds(over, 'drone', { lat: 50.1, lon: 10.6 }, 'west', limits)).toBe(false);
  });

  const minute = fc.nat(239);
  const span = fc.tuple(minute, minute).map(([a, b]): [number, number] => [Math.min(a, b), Math.max(a, b) + 1]);
  const reason = fc.constantFrom('jamming' as const, 'weather' as const, 'technical' as const);
  const world = fc.record({
    up: span,
    lost: fc.array(fc.record({ span, reason }), { maxLength: 3 }),
    jammed: fc.array(span, { maxLength: 4 }),
    storms: fc.array(span, { maxLength: 4 }),
    lat: fc.constantFrom(49.9, 50.1),
  });

  it('leave hours that sum with what was lost and taken to the gross hours, by day and by night, the same for every side', () => {
    fc.assert(
      fc.property(world, ({ up, lost, jammed, storms, lat }) => {
        const own = lost.map((l) => ({ start: at(l.span[0]), end: at(l.span[1]), reason: l.reason }));
        const watch = post([up], own);
        watch.said = { ...watch.said, lat } as WatchSaid;
        const disturbances = [...jammed.map((s) => jamming(...s, { lat })), ...storms.map((s) => storm(...s))];
        const taken = takenFromWatch(watch, disturbances, exampleMission, geography);
        let gross = 0;
        for (const row of hoursOf(watch, exampleMission, geography)) {
          const t = taken.get(keyOf(row.sector, row.side, row.reportingWeek));
          const by = (key: 'hours' | 'dayHours' | 'nightHours') => (t ? t.jamming[key] + t.weather[key] : 0);
          expect(row.usableHours - by('hours')).toBeGreaterThanOrEqual(-1e-9);
          expect(row.dayHours - by('dayHours')).toBeGreaterThanOrEqual(-1e-9);
          expect(row.nightHours - by('nightHours')).toBeGreaterThanOrEqual(-1e-9);
          expect(by('dayHours') + by('nightHours')).toBeCloseTo(by('hours'), 9);
          gross += row.usableHours + row.lostHours;
        }
        expect(gross).toBeCloseTo((up[1] - up[0]) / 60, 6);
        // What is blinded, minute by minute, counted once whatever overlaps.
        const covered = (spans: [number, number][], m: number) => spans.some(([a, b]) => a <= m && m < b);
        let blind = 0;
        for (let m = up[0]; m < up[1]; m += 1)
          if (
            !covered(
              lost.map((l) => l.span),
              m,
            ) &&
            (covered(jammed, m) || covered(storms, m))
          )
            blind += 1 / 60;
        const all = [...taken.values()].reduce((n, t) => n + t.jamming.hours + t.weather.hours, 0);
        expect(all).toBeCloseTo(blind, 6);
        const mirrored = {
          ...(geography as object),
          sideOf: (p: { lat: number }) => (p.lat > 50 ? { south: 1 } : { north: 1 }),
        };
        const swapped = takenFromWatch(watch, disturbances, exampleMission, mirrored as never);
        expect([...swapped.values()]).toEqual([...taken.values()]);
      }),
      { numRuns: 60 },
    );
  });

  it('take from plain hours in proportion, counted once, and only what the source did not itself lose', () => {
    const effort = {
      means: 'drone',
      sector: 'west',
      start: at(0),
      end: at(600),
      usableHours: 8,
      lostHours: 2,
      dayHours: 6,
      nightHours: 2,
    };
    const taken = (...d: Disturbance[]) => takenFromHours(effort, d, exampleMission);
    expect(taken(storm(0, 60))).toEqual({ hours: 0, dayHours: 0, nightHours: 0 });
    expect(taken(storm(0, 240), storm(120, 300)).hours).toBeCloseTo(3, 9);
    expect(taken(storm(0, 240), storm(120, 300)).dayHours).toBeCloseTo(2.25, 9);
    expect(taken(storm(-60, 900)).hours).toBe(8);
    expect(taken(jamming(0, 600), storm(0, 600, { sector: 'east' })).hours).toBe(0);
    fc.assert(
      fc.property(fc.array(span, { maxLength: 5 }), (spans) => {
        const { hours } = taken(...spans.map((s) => storm(...s)));
        expect(hours).toBeGreaterThanOrEqual(0);
        expect(hours).toBeLessThanOrEqual(8);
      }),
    );
  });
});
