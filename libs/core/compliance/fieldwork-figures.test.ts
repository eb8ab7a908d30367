import fc from 'fast-check';
import type { ComplaintCount, NoticeCount, WatchedHours } from '../ports-fieldwork.js';
import { accessFigures } from '../verification/access/figures.js';
import { noticeFigures } from '../verification/notices/figures.js';
import { complaintFigures } from './complaints.js';
import { rateOf, sectorRates } from './rates.js';

/** A row of hours by one means; what is not given is by night and fully usable. */
const watched = (given: Partial<WatchedHours>): WatchedHours => {
  const whole = { sector: 'a', side: null, means: 'eye', grossHours: 0, dayHours: 0, ...given };
  const none = { statedLostHours: 0, jammingHours: 0, weatherHours: 0 };
  return { ...none, usableHours: whole.grossHours, nightHours: whole.grossHours - whole.dayHours, ...whole };
};

describe('a rate', () => {
  // Exact Poisson 95 % limits for 10 events: 4.795 and 18.390 (Garwood 1936; any table of the Poisson interval).
  it('keeps its raw count and has the known interval', () => {
    const rate = rateOf(10, 100);
    expect(rate).toMatchObject({ count: 10, usableHours: 100, per100Hours: 10 });
    expect(rate.low).toBeCloseTo(4.795, 1);
    expect(rate.high).toBeCloseTo(18.39, 1);
    expect(rateOf(0, 100)).toMatchObject({ per100Hours: 0, low: 0 });
    expect(rateOf(0, 100).high).toBeCloseTo(3.689, 0);
  });

  it('is none without watching, which is not a rate of zero', () => {
    expect(rateOf(3, 0)).toEqual({ count: 3, usableHours: 0, per100Hours: null, low: null, high: null });
  });

  it('halves when watching doubles, with the same count', () => {
    const found = Array.from({ length: 4 }, () => ({ sector: 'a', side: null, night: false }));
    const [once, twice] = [50, 100].map((h) => sectorRates(found, [watched({ grossHours: h })])[0]!);
    expect(twice!.incidents.per100Hours).toBe(once!.incidents.per100Hours! / 2);
    expect(twice!.incidents.count).toBe(once!.incidents.count);
  });

  it('is told for each sector, side, day and night, and sums to the whole; sides swap with the parties', () => {
    const side = fc.constantFrom('a', 'b', null);
    const incident = fc.record({ sector: fc.constantFrom('s', 't'), side, night: fc.boolean() });
    const hour = fc.double({ min: 0, max: 100, noNaN: true });
    const hours = fc.record({ sector: fc.constantFrom('s', 't'), side, grossHours: hour, share: fc.nat(100) });
    const other = (p: string | null) => (p === 'a' ? 'b' : p === 'b' ? 'a' : p);
    fc.assert(
      fc.property(fc.array(incident), fc.array(hours), (found, drawn) => {
        const rows = drawn.map(({ share, ...h }) => watched({ ...h, dayHours: (h.grossHours * share) / 100 }));
        const rates = sectorRates(found, rows);
        expect(rates.reduce((n, r) => n + r.incidents.count, 0)).toBe(found.length);
        for (const r of rates) {
          expect(r.byDay.count + r.byNight.count).toBe(r.incidents.count);
          expect(r.bySide.reduce((n, s) => n + s.incidents.count, 0)).toBe(r.incidents.count);
          expect(r.bySide.reduce((n, s) => n + s.usableHours, 0)).toBeCloseTo(r.usableHours, 6);
        }
        const swap = <T extends { side: string | null }>(list: readonly T[]) =>
          list.map((row) => ({ ...row, side: other(row.side) }));
        const swapped = sectorRates(swap(found), swap(rows));
        rates.forEach((r, i) =>
          r.bySide.forEach((s) =>
            expect(swapped[i]!.bySide.find((o) => o.side === other(s.side))).toEqual({ ...s, side: other(s.side) }),
          ),
        );
      }),
    );
  });
});

describe('figures per party and side', () => {
  const parties = ['a', 'b'];
  const other = (party: string | null) => (party === 'a' ? 'b' : party === 'b' ? 'a' : party);
  const party = fc.constantFrom('a', 'b');
  const number = fc.nat(50);
  const complaint = fc.record({
    provider: fc.constantFrom('party:a', 'party:b', 'public'),
    against: fc.option(party),
    complaints: fc.integer({ min: 1, max: 50 }),
    clusters: number,
    specificity: fc.double({ min: 0, max: 1, noNaN: true }),
  });
  const ruled = fc.record({
    provisionId: fc.constant('p'),
    party,
    sector: fc.constant('s'),
    kind: fc.constant('k'),
    standing: fc.constant('verified' as const),
    ruled: fc.constantFrom('breach' as const, 'no_breach' as const, 'none' as const),
    incidents: number,
  });
  const result = fc.constantFrom('inside' as const, 'perhaps' as const, 'outside' as const, 'breaks_silence' as const);
  const notice = fc.record({ party, result, sightings: number, incidents: number });
  const swapProvider = (p: string) => (p === 'party:a' ? 'party:b' : p === 'party:b' ? 'party:a' : p);

  it('swap with the parties and change in nothing else', () => {
    fc.assert(
      fc.property(fc.array(complaint), fc.array(ruled), fc.array(notice), (complaints, rulings, notices) => {
        const swappedComplaints = complaints.map((c): ComplaintCount => ({
          ...c,
          provider: swapProvider(c.provider),
          against: other(c.against),
        }));
        const swappedRulings = rulings.map((r) => ({ ...r, party: other(r.party)! }));
        const swappedNotices = notices.map((n): NoticeCount => ({ ...n, party: other(n.party)! }));
        for (const p of parties) {
          const q = other(p)!;
          expect(complaintFigures(q, swappedComplaints, swappedRulings)).toEqual({
            ...complaintFigures(p, complaints, rulings),
            party: q,
          });
          expect(noticeFigures(q, 3, swappedNotices)).toEqual({ ...noticeFigures(p, 3, notices), party: q });
        }
      }),
    );
  });

  it('give an access index only from five tries on, and leave other causes out of it', () => {
    const tasks = { side: 'a', reached: 4, kept: 1, other: 20 };
    expect(accessFigures(tasks, { opened: 2, open: 1 }, 5)).toMatchObject({
      accessIndex: 0.8,
      otherwiseNotReached: 20,
      debtOpen: 1,
    });
    expect(accessFigures({ ...tasks, reached: 3 }, { opened: 0, open: 0 }, 5).accessIndex).toBeNull();
  });
});
