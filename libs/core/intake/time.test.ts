import fc from 'fast-check';
import { parseInstant } from './time.js';

describe('reading times', () => {
  it.each([
    ['2026-11-22T07:00:00+02:00', '2026-11-22T05:00:00.000Z'],
    ['2026-11-22T07:00+0200', '2026-11-22T05:00:00.000Z'],
    ['2026-11-22T05:00:00.1239Z', '2026-11-22T05:00:00.123Z'],
    ['2024-02-29T00:00:00-12:00', '2024-02-29T12:00:00.000Z'],
    ['2016-12-31T23:59:60Z', '2017-01-01T00:00:00.000Z'],
    ['2017-01-01T01:59:60.5+02:00', '2017-01-01T00:00:00.000Z'],
    ['9999-12-29T23:59:59Z', '9999-12-29T23:59:59.000Z'],
  ])('%s is %s', (text, instant) => expect(parseInstant(text)).toBe(instant));

  it.each([
    '2026-11-22T07:00:00',
    '2026-11-22',
    '2026-02-30T07:00:00Z',
    '2026-13-01T07:00:00Z',
    '2026-11-22T24:00:00Z',
    '2026-11-22T12:00:60Z',
    '0000-01-01T00:00:00Z',
    '9999-12-31T23:59:59-14:00',
    '+012026-11-22T07:00:00Z',
    ' 2026-11-22T07:00:00Z',
    '2026-11-22T07:00:00+99:00',
    '1763794800',
    '',
  ])('%j is no instant', (text) => expect(parseInstant(text)).toBeNull());

  it('takes by its digits exactly what is the form of an instant', () => {
    const part = (most: number, length: number) =>
      fc.oneof(fc.nat(most), fc.nat(most * 2)).map((n) => String(n).padStart(length, '0').slice(-length));
    const parts = fc.tuple(
      part(9999, 4),
      part(12, 2),
      part(31, 2),
      part(24, 2),
      part(60, 2),
      part(60, 2),
      part(999, 3),
    );
    fc.assert(
      fc.property(parts, ([year, month, day, hour, minute, second, milli]) => {
        const text = `${year}-${month}-${day}T${hour}:${minute}:${second}.${milli}Z`;
        const at = Date.parse(text);
        const isForm = !Number.isNaN(at) && new Date(at).toISOString() === text;
        const inRange = text >= '0100' && text <= '9999-12-30T00:00:00.000Z';
        if (second !== '60') expect(parseInstant(text)).toBe(isForm && inRange ? text : null);
      }),
      { numRuns: 5_000 },
    );
  });

  it('reads back what any clock writes, and never throws', () => {
    const times = fc.date({ min: new Date('0101-01-01'), max: new Date('9999-12-29'), noInvalidDate: true });
    fc.assert(fc.property(times, (d) => expect(parseInstant(d.toISOString())).toBe(d.toISOString())));
    fc.assert(fc.property(fc.string(), (text) => void parseInstant(text)));
  });
});
