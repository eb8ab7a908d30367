import { instantOf, localOf } from './mission-time.js';

describe('mission time in a field', () => {
  it.each([
    ['2026-01-15T12:00', 'Europe/Kyiv', '2026-01-15T10:00:00.000Z'],
    ['2026-07-15T12:00', 'Europe/Kyiv', '2026-07-15T09:00:00.000Z'],
    ['2026-01-15T12:00', 'Indian/Kerguelen', '2026-01-15T07:00:00.000Z'],
    ['2026-01-15T12:00', 'Asia/Kathmandu', '2026-01-15T06:15:00.000Z'],
    ['2026-01-15T12:00', 'Pacific/Kiritimati', '2026-01-14T22:00:00.000Z'],
    // Twice: clocks went back at 04:00 summer time; the earlier is meant.
    ['2026-10-25T03:30', 'Europe/Kyiv', '2026-10-25T00:30:00.000Z'],
  ])('%s in %s', (local, zone, instant) => {
    expect(instantOf(local, zone)).toBe(instant);
    expect(localOf(instant, zone)).toBe(local);
  });

  it('is empty where nothing, or no time, was entered', () => {
    expect(['', 'soon', '2026-02-40T10:00'].map((text) => instantOf(text, 'UTC'))).toEqual(['', '', '']);
  });

  it('takes the hour that clocks skip as if they had not', () => {
    expect(instantOf('2026-03-29T03:30', 'Europe/Kyiv')).toMatch(/^2026-03-29T0[01]:30:00\.000Z$/);
  });
});
