import { exampleMission } from '../../verification/example.fixture.js';
import type { WatchSaid } from './types.js';
import { checkWatch } from './check.js';
import { hoursOf } from './hours.js';

/** Sector "west" lies west of 11° E, "east" east of it; "north" holds what lies north of 50° N. */
const geography = {
  sectorOf: ({ lon }: { lon: number }) => (lon < 11 ? 'west' : lon < 12 ? 'east' : null),
  sideOf: ({ lat }: { lat: number }) => (lat > 50 ? { north: 1, south: 0 } : { north: 0, south: 1 }),
};
const watched = (said: WatchSaid, start: string, end: string, lost: Parameters<typeof hoursOf>[0]['lost'] = []) =>
  hoursOf({ said, start, end, lost }, exampleMission, geography as never);
const day = (time: string) => `2026-06-03T${time}:00.000Z`;
const sum = (rows: { usableHours: number; lostHours: number }[]) =>
  rows.reduce((n, r) => n + r.usableHours + r.lostHours, 0);

describe('hours of a watch', () => {
  it('of a track go to the sector and side where it was', () => {
    const fixes = Array.from({ length: 61 }, (_, i) => ({
      lat: 50.1,
      lon: 10.5 + i / 60,
      at: day(`10:${String(i).padStart(2, '0')}`).replace('10:60', '11:00'),
    }));
    const rows = watched({ type: 'track', fixes }, day('10:00'), day('11:00'));
    expect(rows.map((r) => [r.sector, r.side])).toEqual([
      ['east', 'north'],
      ['west', 'north'],
    ]);
    expect(rows.map((r) => r.usableHours)).toEqual([expect.closeTo(0.5, 6), expect.closeTo(0.5, 6)]);
    expect(rows.every((r) => r.nightHours === 0)).toBe(true);
  });

  it('count nothing for a gap of more than ten minutes, and say that it was one', () => {
    const fixes = ['10:00', '10:10', '10:30', '10:40'].map((t) => ({ lat: 50.1, lon: 10.5, at: day(t) }));
    const [row] = watched({ type: 'track', fixes }, day('10:00'), day('10:40'));
    expect(row!.usableHours).toBeCloseTo(20 / 60, 9);
    expect(row).toMatchObject({ lostReason: 'gap in the track 0.33 h' });
  });

  it('of a post are split into day and night, less jamming and weather', () => {
    const up = [{ start: '2026-03-20T00:00:00.000Z', end: '2026-03-21T00:00:00.000Z' }];
    const lost = [
      { start: '2026-03-20T11:00:00.000Z', end: '2026-03-20T12:00:00.000Z', reason: 'jamming' as const },
      { start: '2026-03-20T11:30:00.000Z', end: '2026-03-20T12:30:00.000Z', reason: 'weather' as const },
    ];
    const rows = watched({ type: 'post', lat: 49, lon: 10.5, up }, up[0]!.start, up[0]!.end, lost);
    const all = (key: 'dayHours' | 'nightHours' | 'lostHours') => rows.reduce((n, r) => n + r[key], 0);
    // Equinox: about 12 h of sun and twice half an hour of twilight.
    expect(all('dayHours') + 1.5).toBeGreaterThan(12.8);
    expect(all('dayHours') + 1.5).toBeLessThan(13.4);
    expect(all('lostHours')).toBeCloseTo(1.5, 9);
    expect(sum(rows)).toBeCloseTo(24, 9);
    // The example's day ends at 18:00 UTC on a Friday, which is no end of a week.
    expect(rows).toHaveLength(1);
  });

  it('of a pass are shared by its footprint, and what lies in no sector counts nowhere', () => {
    const footprint: [number, number][] = [
      [10.5, 50.1],
      [12.5, 50.1],
      [12.5, 50.3],
      [10.5, 50.3],
    ];
    const rows = watched({ type: 'pass', footprint }, day('10:00'), day('11:00'));
    const hours = Object.fromEntries(rows.map((r) => [r.sector, r.usableHours]));
    expect(hours['west']).toBeCloseTo(0.25, 6);
    expect(hours['east']).toBeCloseTo(0.5, 6);
  });

  it('are split where a reporting week ends', () => {
    const up = [{ start: '2026-06-07T17:00:00.000Z', end: '2026-06-07T19:00:00.000Z' }];
    const rows = watched({ type: 'post', lat: 49, lon: 10.5, up }, up[0]!.start, up[0]!.end);
    expect(rows.map((r) => [r.reportingWeek, r.usableHours])).toEqual([
      ['2026-W23', expect.closeTo(1, 9)],
      ['2026-W24', expect.closeTo(1, 9)],
    ]);
  });

  it('swap with the parties when these are swapped, and change in nothing else', () => {
    const up = [{ start: day('10:00'), end: day('12:00') }];
    const swapped = {
      ...geography,
      sideOf: (at: { lat: number }) => ({ south: geography.sideOf(at).north, north: geography.sideOf(at).south }),
    };
    const watch = {
      said: { type: 'post' as const, lat: 50.5, lon: 10.5, up },
      start: day('10:00'),
      end: day('12:00'),
      lost: [],
    };
    const [one] = hoursOf(watch, exampleMission, geography as never);
    const [other] = hoursOf(watch, exampleMission, swapped as never);
    expect([one!.side, other!.side]).toEqual(['north', 'south']);
    expect({ ...other, side: one!.side }).toEqual(one);
  });
});

describe('a watch that is sent in', () => {
  it('is refused with every fault: order of fixes, overlapping up-times, reasons, length', () => {
    const base = {
      id: '01900000-0000-7000-8000-000000000001',
      means: 'seen',
      sourceId: 'p',
      start: day('10:00'),
      end: day('11:00'),
    };
    const faults = (more: object) => {
      try {
        checkWatch({ ...base, ...more } as never, exampleMission);
        return [];
      } catch (error) {
        return (error as { pointers: { pointer: string }[] }).pointers.map((p) => p.pointer);
      }
    };
    const fixes = [
      { lat: 1, lon: 2, at: day('10:30') },
      { lat: 91, lon: 2, at: day('10:10') },
    ];
    expect(faults({ said: { type: 'track', fixes } })).toEqual(['/said/fixes/1/lat', '/said/fixes/1/at']);
    const up = [
      { start: day('10:00'), end: day('10:30') },
      { start: day('10:20'), end: day('10:40') },
    ];
    expect(faults({ said: { type: 'post', lat: 1, lon: 2, up }, lost: [{ ...up[0], reason: 'boredom' }] })).toEqual([
      '/said/up',
      '/lost/0/reason',
    ]);
    expect(faults({ said: { type: 'pass', footprint: [] }, end: '2026-07-03T10:00:00Z' })).toEqual([
      '/end',
      '/said/footprint',
    ]);
    expect(faults({ said: { type: 'dream' } })).toEqual(['/said/type']);
  });
});
