import fc from 'fast-check';
import { dayInterval, previousWeek, reportingDay, reportingWeek, weekInterval } from './calendar.js';
import type { ReportingCalendar } from './types.js';

const kyiv: ReportingCalendar = { timeZone: 'Europe/Kyiv', dayEnds: '19:30', weekEndsOn: 7 };
const hours = ({ from, to }: { from: string; to: string }) => (Date.parse(to) - Date.parse(from)) / 3_600_000;

describe('reporting day and week', () => {
  it('ends the day at 19:30 local time, in winter and in summer', () => {
    expect(reportingDay('2026-01-15T17:29:59.999Z', kyiv)).toBe('2026-01-15');
    expect(reportingDay('2026-01-15T17:30:00.000Z', kyiv)).toBe('2026-01-16');
    expect(reportingDay('2026-07-15T16:29:59.999Z', kyiv)).toBe('2026-07-15');
    expect(reportingDay('2026-07-15T16:30:00.000Z', kyiv)).toBe('2026-07-16');
    expect(dayInterval('2026-07-15', kyiv)).toEqual({
      from: '2026-07-14T16:30:00.000Z',
      to: '2026-07-15T16:30:00.000Z',
    });
  });

  it('gives 23 and 25 hours to the days on which clocks change, and 167 and 169 to their weeks', () => {
    expect(hours(dayInterval('2026-03-29', kyiv))).toBe(23);
    expect(hours(dayInterval('2026-10-25', kyiv))).toBe(25);
    expect(hours(weekInterval('2026-W13', kyiv))).toBe(167);
    expect(hours(weekInterval('2026-W43', kyiv))).toBe(169);
    expect(hours(weekInterval('2026-W30', kyiv))).toBe(168);
  });

  it('names a week by the ISO week of the Sunday on which it ends', () => {
    expect(reportingWeek('2027-01-03T17:29:59.999Z', kyiv)).toBe('2026-W53');
    expect(reportingWeek('2027-01-03T17:30:00.000Z', kyiv)).toBe('2027-W01');
    expect(reportingWeek('2024-12-30T12:00:00.000Z', kyiv)).toBe('2025-W01');
    expect(weekInterval('2026-W47', kyiv)).toEqual({
      from: '2026-11-15T17:30:00.000Z',
      to: '2026-11-22T17:30:00.000Z',
    });
    expect(previousWeek('2027-W01')).toBe('2026-W53');
    expect(previousWeek('2026-W01')).toBe('2025-W52');
  });

  it('takes the first of two equal local times, and the moment of the jump where one is skipped', () => {
    const half: ReportingCalendar = { timeZone: 'Europe/Kyiv', dayEnds: '03:30', weekEndsOn: 7 };
    expect(dayInterval('2026-10-25', half).to).toBe('2026-10-25T00:30:00.000Z');
    expect(dayInterval('2026-03-29', half).to).toBe('2026-03-29T01:30:00.000Z');
  });

  it.each(['2026-W00', '2025-W53', '2026-W1', '2026-47', ''])('refuses the week %j', (week) => {
    expect(() => weekInterval(week, kyiv)).toThrow(/is not a week/);
  });

  it.each(['2026-02-30', '2026-2-3', 'today', '2026-02-03T00:00'])('refuses the day %j', (day) => {
    expect(() => dayInterval(day, kyiv)).toThrow(/is not a date/);
  });

  it('refuses what is not an instant', () => {
    expect(() => reportingDay('yesterday', kyiv)).toThrow(RangeError);
  });

  const calendars = fc.record({
    timeZone: fc.constantFrom(
      'Europe/Kyiv',
      'UTC',
      'America/St_Johns',
      'Pacific/Kiritimati',
      'Australia/Lord_Howe',
      'Pacific/Pago_Pago',
    ),
    dayEnds: fc.constantFrom('00:00', '02:15', '03:30', '19:30', '23:59'),
    weekEndsOn: fc.integer({ min: 1, max: 7 }),
  });
  const instants = fc.date({ min: new Date('1950-01-01'), max: new Date('2090-01-01'), noInvalidDate: true });

  it('puts every instant into exactly one day and one week, without gap or overlap', () => {
    fc.assert(
      fc.property(calendars, instants, (calendar, date) => {
        const at = date.toISOString();
        const day = dayInterval(reportingDay(at, calendar), calendar);
        const week = weekInterval(reportingWeek(at, calendar), calendar);
        for (const { from, to } of [day, week]) {
          expect(from <= at && at < to).toBe(true);
        }
        expect(week.from <= day.from && day.to <= week.to).toBe(true);
        expect(weekInterval(previousWeek(reportingWeek(at, calendar)), calendar).to).toBe(week.from);
        expect(dayInterval(reportingDay(day.to, calendar), calendar).from).toBe(day.to);
      }),
    );
  });
});
