import fc from 'fast-check';
import type { Mission } from '../mission/types.js';
import type { WeekIncident } from './edition-record.js';
import { coarsen, isTold, shownPlace, shownTime, viewsOf, type View } from './redaction.js';

const rule = { coarsenMetres: 5000, times: 'day' as const, delayHours: 48, reasons: false };
const view = (change: Partial<View> = {}): View => ({
  variant: 'public',
  party: null,
  rule,
  at: '2026-11-23T12:00:00.000Z',
  ...change,
});
const one = {
  lat: 48.123456,
  lon: 37.654321,
  uncertaintyMetres: 321.5,
  day: '2026-11-20',
  start: '2026-11-20T08:15:00.000Z',
  end: '2026-11-20T08:16:00.000Z',
} as WeekIncident;

describe('what a variant shows of a case', () => {
  it('places move by less than a side, and all of one square become the same', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -70, max: 70, noNaN: true }),
        fc.double({ min: -179, max: 179, noNaN: true }),
        (lat, lon) => {
          const shown = coarsen({ lat, lon }, 5000);
          const north = (shown.lat - lat) * 111_320;
          const east = (shown.lon - lon) * 111_320 * Math.cos((lat * Math.PI) / 180);
          expect(Math.hypot(north, east)).toBeLessThan(5000 * 0.72);
          expect(coarsen(shown, 5000)).toEqual(shown);
        },
      ),
    );
  });

  it('says how coarse it is, in steps that tell no case from another', () => {
    expect(shownPlace(one, view()).uncertaintyMetres).toBe(2500);
    expect(shownPlace({ ...one, uncertaintyMetres: 10 }, view()).uncertaintyMetres).toBe(2500);
    expect(shownPlace(one, view({ rule: null }))).toEqual({ lat: 48.123456, lon: 37.654321, uncertaintyMetres: 322 });
  });

  it('tells the day or the minute, and waits for the delay', () => {
    expect(shownTime(one, view())).toMatchObject({ precision: 'day' });
    expect(JSON.stringify(shownTime(one, view()))).not.toContain('08:15');
    expect(shownTime(one, view({ rule: null }))).toMatchObject({ from: one.start, precision: 'minute' });
    expect(isTold(one, view())).toBe(true);
    expect(isTold(one, view({ at: '2026-11-22T08:15:59.000Z' }))).toBe(false);
    expect(isTold(one, view({ rule: null, at: one.end }))).toBe(true);
  });

  it('all parties have the same rule, whatever their order in the pack', () => {
    const mission = (ids: string[]) =>
      ({
        parties: ids.map((id) => ({ id })),
        redaction: { public: rule, party: { ...rule, coarsenMetres: 10 } },
      }) as unknown as Mission;
    expect(viewsOf(mission(['b', 'a']), 't')).toEqual(viewsOf(mission(['a', 'b']), 't'));
    const parties = viewsOf(mission(['a', 'b']), 't').filter((v) => v.variant === 'party');
    expect(new Set(parties.map((v) => JSON.stringify(v.rule))).size).toBe(1);
  });
});
