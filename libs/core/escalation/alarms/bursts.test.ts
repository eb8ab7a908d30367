import fc from 'fast-check';
import { burstsOf, type RecordedEvent } from './bursts.js';

const at = (minutes: number) => new Date(Date.parse('2026-10-01T00:00:00.000Z') + minutes * 60_000).toISOString();
/** Degrees of latitude that are so many kilometres. */
const north = (kilometres: number) => 48 + kilometres / 111.2;
const event = (minutes: number, kilometres = 0, given: Partial<RecordedEvent> = {}): RecordedEvent => ({
  sector: 'a',
  category: 'fire',
  start: at(minutes),
  receivedAt: at(minutes + 5),
  lat: north(kilometres),
  lon: 38,
  ...given,
});
const sizes = (events: RecordedEvent[]) => burstsOf(events).map((b) => b.events);

it('counts as one what is linked by steps of an hour and five kilometres', () => {
  expect(sizes([event(0), event(50), event(100), event(150)])).toEqual([4]);
  expect(sizes([event(0), event(61), event(122)])).toEqual([1, 1, 1]);
  expect(sizes([event(0, 0), event(1, 4.9), event(2, 9.8)])).toEqual([3]);
  expect(sizes([event(0, 0), event(1, 5.2)])).toEqual([1, 1]);
  // Two that are apart are joined by one between them.
  expect(sizes([event(0, 0), event(1, 8), event(2, 4)])).toEqual([3]);
});

it('keeps sectors and categories apart', () => {
  expect(sizes([event(0), event(1, 0, { sector: 'b' }), event(2, 0, { category: 'mines' })])).toEqual([1, 1, 1]);
});

it('begins with its first event and is on record with its first record', () => {
  const late = event(0, 0, { receivedAt: at(300) });
  expect(burstsOf([event(20), late, event(40)])).toEqual([{ ...late, receivedAt: at(25), events: 3 }]);
});

it('loses no event, does not depend on order, and never makes more of fewer', () => {
  const events = fc.array(
    fc.record({ minutes: fc.nat(2000), kilometres: fc.nat(30) }).map((e) => event(e.minutes, e.kilometres)),
    { maxLength: 40 },
  );
  fc.assert(
    fc.property(events, (list) => {
      const bursts = burstsOf(list);
      expect(bursts.reduce((sum, b) => sum + b.events, 0)).toBe(list.length);
      expect(sizes([...list].reverse()).sort()).toEqual(bursts.map((b) => b.events).sort());
      // The same twice at the same places is the same bursts.
      expect(sizes([...list, ...list]).length).toBe(bursts.length);
    }),
  );
});

it('leaves of a process in which events set off others hardly more scatter than chance', () => {
  let state = 7;
  const next = () => (state = (state * 48271) % 2147483647) / 2147483647;
  const exponential = (mean: number) => -mean * Math.log(1 - next());
  const list: RecordedEvent[] = [];
  const days = 300;
  for (let first = exponential(720); first < days * 1440; first += exponential(720)) {
    const waiting = [first];
    for (let i = 0; i < waiting.length && i < 300; i++) {
      list.push(event(waiting[i]!, next()));
      // Each sets off three quarters of another one.
      for (let left = next(); left > Math.exp(-0.75); left *= next()) waiting.push(waiting[i]! + exponential(12));
    }
  }
  const scatter = (items: RecordedEvent[]) => {
    const counts = new Array<number>(days).fill(0);
    for (const e of items) counts[Math.floor((Date.parse(e.start) - Date.parse(at(0))) / 86_400_000)]! += 1;
    const mean = items.length / days;
    return counts.slice(0, days).reduce((sum, x) => sum + (x - mean) ** 2, 0) / (days - 1) / mean;
  };
  expect(scatter(list)).toBeGreaterThan(5);
  expect(scatter(burstsOf(list))).toBeLessThan(1.4);
});
