import fc from 'fast-check';
import type { Provision } from '../mission/types.js';
import { exampleMission } from '../verification/example.fixture.js';
import { ceilingState, presenceState, wholeDays } from './registers.js';
import type { PresenceDay, RegisterFigure } from './types.js';

const base: Provision = { ...exampleMission.provisions[0]!, binds: [], inForceFrom: '2026-01-01T00:00:00.000Z' };
const ceiling: Provision = {
  ...base,
  id: 'few',
  kind: 'ceiling',
  ceiling: { subject: 'guns', baseline: 20, asOf: '2021-12-31T00:00:00.000Z', exclusions: ['museum'] },
};
const presence: Provision = {
  ...base,
  id: 'sea',
  kind: 'presence',
  presence: {
    subject: 'patrol',
    unit: 'ship_day',
    benchmark: 283,
    periodDays: 365,
    contributors: ['c1', 'c2', 'c3', 'c4', 'c5', 'c6'],
    excluded: ['apart'],
  },
};

let ids = 0;
const figure = (given: Partial<RegisterFigure>): RegisterFigure => ({
  id: `f${++ids}`,
  entryId: 'e',
  provisionId: 'few',
  party: 'north',
  type: 'estimate',
  asOf: '2026-03-01T00:00:00.000Z',
  low: 10,
  best: 12,
  high: 15,
  excluded: {},
  method: 'counted from above',
  note: null,
  submittedBy: 'ana',
  receivedAt: '2026-03-02T00:00:00.000Z',
  sha256: '',
  ...given,
});
const line = (day: string, unit: string, given: Partial<PresenceDay> = {}): PresenceDay => ({
  id: `p${++ids}`,
  entryId: 'e',
  provisionId: 'sea',
  contributor: 'c1',
  unit,
  day,
  present: true,
  note: null,
  submittedBy: 'sam',
  receivedAt: '2026-03-02T00:00:00.000Z',
  sha256: '',
  ...given,
});
const day = (n: number) => new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10);
const at = '2026-04-01T00:00:00.000Z';

describe('a ceiling', () => {
  const verdict = (low: number, high: number, excluded = 0) =>
    ceilingState(ceiling, 'north', [figure({ low, best: high, high, excluded: { museum: excluded } })], at).verdict;

  it('is judged by the whole interval against the baseline, exclusions taken off', () => {
    expect([verdict(21, 30), verdict(20, 30), verdict(15, 20), verdict(15, 21)]).toEqual([
      'above',
      'cannot_be_told',
      'within',
      'cannot_be_told',
    ]);
    expect([verdict(21, 30, 1), verdict(21, 30, 10)]).toEqual(['cannot_be_told', 'within']);
    expect(ceilingState(ceiling, 'north', [], at).verdict).toBe('no_estimate');
  });

  it('a declaration alone decides nothing, and is set beside the estimate', () => {
    const declared = figure({ type: 'declaration', low: 5, best: 5, high: 5, method: null });
    expect(ceilingState(ceiling, 'north', [declared], at)).toMatchObject({
      verdict: 'no_estimate',
      declared: { best: 5 },
    });
    const both = (value: number) =>
      ceilingState(ceiling, 'north', [{ ...declared, low: value, best: value, high: value }, figure({})], at)
        .declaredAgainstEstimate;
    expect([both(9), both(10), both(15), both(16)]).toEqual(['below', 'inside', 'inside', 'above']);
  });

  it('takes the newest about an instant not after it; of the same instant the one received last; other parties nothing', () => {
    const old = figure({ best: 1, low: 1 });
    const corrected = figure({ best: 2, low: 1, receivedAt: '2026-03-09T00:00:00.000Z' });
    const later = figure({ best: 3, low: 1, asOf: '2026-05-01T00:00:00.000Z' });
    const other = figure({ best: 4, low: 1, party: 'south', asOf: '2026-03-30T00:00:00.000Z' });
    const state = ceilingState(ceiling, 'north', [corrected, later, other, old], at);
    expect(state.estimated?.best).toBe(2);
  });

  it('swapping the parties swaps their states and nothing else', () => {
    const swapOf: Record<string, string> = { north: 'south', south: 'north' };
    fc.assert(
      fc.property(
        fc.array(
          fc.record({ party: fc.constantFrom('north', 'south'), low: fc.nat(40), more: fc.nat(20), off: fc.nat(5) }),
          { maxLength: 8 },
        ),
        (rows) => {
          const figures = rows.map(({ party, low, more, off }) =>
            figure({ party, low: low + off, best: low + off, high: low + off + more, excluded: { museum: off } }),
          );
          const swapped = figures.map((f) => ({ ...f, party: swapOf[f.party]! }));
          for (const party of ['north', 'south'])
            expect({ ...ceilingState(ceiling, swapOf[party]!, swapped, at), party }).toEqual(
              ceilingState(ceiling, party, figures, at),
            );
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('a presence benchmark of 283 ship-days in 365 days', () => {
  it('asks for 0.775 a day, and for 283 over a whole year', () => {
    const year = presenceState(presence, [], '2026-01-01T00:00:00.000Z', '2027-01-01T00:00:00.000Z');
    expect(year).toMatchObject({ days: 365, expected: 283, counted: 0, verdict: 'below' });
    expect(year.perDay).toBeCloseTo(0.775342, 6);
  });

  it('283 days in a year keep it, 282 do not; the days of the state counted apart never help', () => {
    const lines = Array.from({ length: 283 }, (_, n) => line(day(n), 'hull-a'));
    const judge = (given: PresenceDay[]) =>
      presenceState(presence, given, '2026-01-01T00:00:00.000Z', '2027-01-01T00:00:00.000Z');
    expect(judge(lines).verdict).toBe('kept');
    const apart = Array.from({ length: 100 }, (_, n) => line(day(n), 'hull-z', { contributor: 'apart' }));
    expect(judge([...lines.slice(1), ...apart])).toMatchObject({
      counted: 282,
      verdict: 'below',
      excluded: { apart: 100 },
    });
  });

  it('a period that starts inside a day begins with the next whole one', () => {
    expect(wholeDays('2026-01-31T22:00:00.000Z', '2026-02-03T12:00:00.000Z')).toEqual({
      from: '2026-02-01',
      to: '2026-02-03',
      days: 2,
    });
    expect(wholeDays('2026-02-01T01:00:00.000Z', '2026-02-01T02:00:00.000Z').days).toBe(0);
  });

  it('a hull counts once a day, whatever is logged and whoever logs it; a line taken back does not count', () => {
    const d = '2026-03-01';
    const judge = (lines: PresenceDay[]) => presenceState(presence, lines, base.inForceFrom, at);
    const twice = [line(d, 'a'), line(d, 'a', { contributor: 'c2' }), line(d, 'b')];
    expect(judge(twice)).toMatchObject({ counted: 2, byContributor: { c1: 1, c2: 1 } });
    expect(judge([...twice, line(d, 'b', { present: false })]).counted).toBe(1);
    expect(judge([...twice, line(d, 'b', { present: false }), line(d, 'b')]).counted).toBe(2);
  });

  it('for any log: the count is the number of different hull-days, the parts make the total, and repeating adds nothing', () => {
    const lines = fc.array(
      fc.record({
        day: fc.nat(120).map(day),
        unit: fc.constantFrom('a', 'b', 'c'),
        contributor: fc.constantFrom('c1', 'c2', 'apart'),
      }),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(lines, (given) => {
        const rows = given.map((g) => line(g.day, g.unit, g));
        const judge = (all: PresenceDay[]) => presenceState(presence, all, base.inForceFrom, at);
        const state = judge(rows);
        const inside = rows.filter((r) => r.day < '2026-04-01');
        const different = new Set(inside.map((r) => `${r.day}${r.unit}`)).size;
        expect(state.counted + state.excluded['apart']!).toBe(different);
        expect(Object.values(state.byContributor).reduce((a, b) => a + b, 0)).toBe(state.counted);
        expect(judge([...rows, ...rows])).toEqual(state);
        expect(state.verdict).toBe(state.counted / state.expected >= 1 - 1e-12 ? 'kept' : 'below');
      }),
      { numRuns: 300 },
    );
  });
});
