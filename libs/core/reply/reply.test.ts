import fc from 'fast-check';
import { inverse } from '../geo/geodesic.js';
import { countHotline } from './hotline.js';
import { measureReplies, median } from './measure.js';
import type { HotlineEntry, NoticeClock } from './types.js';
import { coarseInterval, coarsePlace } from './words.js';

const issuedAt = '2026-11-22T05:00:00.000Z';
const after = (hours: number) => new Date(Date.parse(issuedAt) + hours * 3_600_000).toISOString();
const clock = (given: Partial<NoticeClock>): NoticeClock => ({
  id: 'n',
  party: 'north',
  about: 'ruling',
  issuedAt,
  acknowledgeBy: after(12),
  replyBy: after(48),
  acknowledgedAt: null,
  acknowledgedBy: null,
  repliedAt: null,
  silentAt: null,
  unacknowledgedAt: null,
  withdrawnAt: null,
  closedAt: null,
  ...given,
});

describe('a place told to a party', () => {
  const anywhere = fc.record({
    lat: fc.double({ min: -84, max: 84, noNaN: true }),
    lon: fc.double({ min: -179, max: 179, noNaN: true }),
  });
  const sides = fc.constantFrom(100, 2000, 10_000);

  it('is the middle of its square: never farther away than half a diagonal, and the same for every place in it', () => {
    fc.assert(
      fc.property(anywhere, sides, (place, side) => {
        const told = coarsePlace(place, side);
        // Half a diagonal, and room for the narrowing of a square towards its pole and for rounding to 1 m.
        expect(inverse(place, told).metres).toBeLessThan((side / 2) * Math.SQRT2 * 1.02 + 2);
        expect(coarsePlace(told, side)).toEqual(told);
      }),
      { numRuns: 300 },
    );
  });

  it('gives few places: a thousand shots from one hectare do not sharpen it', () => {
    const told = new Set<string>();
    for (let i = 0; i < 1000; i++)
      told.add(JSON.stringify(coarsePlace({ lat: 48.1203 + (i % 32) * 3e-5, lon: 37.7502 + (i % 31) * 4e-5 }, 2000)));
    expect(told.size).toBeLessThanOrEqual(4);
  });

  it('the time is widened to whole steps at both ends, and is never of no length', () => {
    expect(coarseInterval('2026-11-22T04:31:00.000Z', '2026-11-22T05:00:00.001Z', 30)).toEqual({
      from: '2026-11-22T04:30:00.000Z',
      to: '2026-11-22T05:30:00.000Z',
    });
    expect(coarseInterval(issuedAt, issuedAt, 60)).toEqual({ from: issuedAt, to: after(1) });
  });
});

describe('how parties answer', () => {
  it('medians, and the share of stopped clocks that were answered in time', () => {
    const [row, none] = measureReplies(
      ['north', 'south'],
      [
        clock({ acknowledgedAt: after(1), repliedAt: after(10), closedAt: after(10) }),
        clock({ acknowledgedAt: after(2), repliedAt: after(20), closedAt: after(20) }),
        clock({ acknowledgedAt: after(9), repliedAt: after(60), silentAt: after(48), closedAt: after(48) }),
        clock({ silentAt: after(49), closedAt: after(49) }),
        clock({}),
        clock({ withdrawnAt: after(3), closedAt: after(3) }),
        clock({ about: 'withdrawal', acknowledgeBy: null, replyBy: null, closedAt: issuedAt }),
      ],
    );
    expect(row).toEqual({
      party: 'north',
      notices: 5,
      acknowledged: 3,
      answeredInTime: 2,
      answeredLate: 1,
      unanswered: 1,
      open: 1,
      medianAcknowledgeSeconds: 2 * 3600,
      medianReplySeconds: 20 * 3600,
      shareAnswered: 0.5,
    });
    expect(none).toMatchObject({ party: 'south', notices: 0, medianReplySeconds: null, shareAnswered: null });
    expect([median([]), median([3]), median([4, 1]), median([9, 1, 2])]).toEqual([null, 3, 2.5, 2]);
  });

  it('swapping the parties swaps the rows and nothing else; the parts add up', () => {
    const hours = fc.option(fc.integer({ min: 0, max: 90 }), { nil: null });
    const clocks = fc.array(fc.record({ party: fc.constantFrom('north', 'south'), ack: hours, reply: hours }), {
      maxLength: 20,
    });
    fc.assert(
      fc.property(clocks, (given) => {
        const rows = given.map(({ party, ack, reply }) => {
          const silent = reply === null || reply >= 48 ? after(48) : null;
          return clock({
            party,
            acknowledgedAt: ack === null ? null : after(ack),
            repliedAt: reply === null ? null : after(reply),
            silentAt: silent,
            closedAt: silent ?? after(reply!),
          });
        });
        const swapped = rows.map((c) => ({ ...c, party: c.party === 'north' ? 'south' : 'north' }));
        const [north, south] = measureReplies(['north', 'south'], rows);
        const [south2, north2] = measureReplies(['north', 'south'], swapped);
        expect([
          { ...north2, party: 'north' },
          { ...south2, party: 'south' },
        ]).toEqual([north, south]);
        for (const r of [north!, south!])
          expect(r.answeredInTime + r.answeredLate + r.unanswered + r.open).toBe(r.notices);
      }),
      { numRuns: 200 },
    );
  });
});

describe('the hotline', () => {
  it('counts a promise in the period in which it was given, with what became of it later', () => {
    const entry = (given: Partial<HotlineEntry>): HotlineEntry => ({
      id: 'x',
      entryId: 'e',
      incidentId: null,
      type: 'promise',
      issueId: 'i',
      party: 'north',
      toParty: null,
      at: issuedAt,
      sector: null,
      dueBy: null,
      promiseId: null,
      kept: null,
      text: 't',
      loggedBy: 'sam',
      loggedAt: issuedAt,
      sha256: '',
      ...given,
    });
    const log = [
      entry({ id: 'p1' }),
      entry({ id: 'p2', at: after(200) }),
      entry({ id: 'o1', type: 'outcome', promiseId: 'p1', party: null, kept: true, at: after(300) }),
    ];
    const { parties } = countHotline(['north', 'south'], log, { from: issuedAt, to: after(100) });
    expect(parties[0]).toMatchObject({ promises: 1, kept: 1, broken: 0, open: 0 });
    expect(countHotline(['north'], log, { from: after(100), to: after(400) }).parties[0]).toMatchObject({
      promises: 1,
      open: 1,
    });
  });
});
