import fc from 'fast-check';
import { exampleIncident } from '../example.fixture.js';
import { inOrder, isSnoozed, type Place, queueRows } from './rows.js';
import { queueDefaults, queueNumbers, scoreAt, termsOf } from './score.js';
import type { QueueFilter, QueueLine } from './types.js';

const at = '2026-03-02T12:00:00.000Z';
const by = { actorId: 'ann', at, numbers: { ...queueDefaults } };
let made = 0;
const line = (change: Partial<QueueLine> = {}): QueueLine => ({
  ...exampleIncident({ id: `i${String(++made).padStart(4, '0')}`, openedAt: at, start: '2026-03-02T11:20:00.000Z' }),
  machineOnly: false,
  snooze: null,
  ...change,
});
const cue = (change: Partial<QueueLine> = {}) => line({ machineOnly: true, casualties: null, ...change });
const keys = (lines: QueueLine[], filter: QueueFilter = {}) => queueRows(lines, filter, by).rows.map((r) => r.key);

describe('the score', () => {
  it('is urgency × harm × staleness, each to the power of its weight, in log2', () => {
    const old = line({ openedAt: '2026-03-02T00:00:00.000Z', urgency: 0.5, harm: 0.6 });
    expect(scoreAt(old, at, by.numbers)).toBeCloseTo(Math.log2(0.5 * 0.6 * 4), 10);
    const weighed = { ...by.numbers, harmWeight: 2, stalenessWeight: 0 };
    expect(scoreAt(old, at, weighed)).toBeCloseTo(Math.log2(0.5 * 0.6 * 0.6), 10);
  });

  it('takes its weights from the pack', () => {
    const thresholds = { triage: { staleHours: 24, claimMinutes: 30, doublingHours: 3 } } as never;
    expect(queueNumbers({ thresholds })).toMatchObject({ doublingHours: 3, urgencyWeight: 1 });
  });

  it('even what does not matter at all is not left for ever', () => {
    const nothing = line({ openedAt: '2026-02-20T12:00:00.000Z', urgency: 0, harm: 0 });
    expect(scoreAt(nothing, at, by.numbers)).toBeGreaterThan(scoreAt(line({ urgency: 1, harm: 1 }), at, by.numbers));
  });

  it('says its three terms with what they come from', () => {
    const hurt = line({ urgency: 0.5, harm: 0.25, casualties: { killed: 1, injured: 2 }, proposedOutcome: 'verified' });
    const mission = { eventKinds: [], thresholds: { triage: {} } } as never;
    const terms = termsOf(hurt, ['z'], at, mission);
    expect(terms.map((t) => [t.name, t.value])).toEqual([
      ['urgency', 0.5],
      ['harm', 0.25],
      ['staleness', 1],
    ]);
    const urgency = terms[0]!.because.map((b) => b.key);
    expect(urgency).toEqual(expect.arrayContaining(['kind', 'killed', 'injured', 'zone', 'proposed_verified']));
  });
});

describe('a flood of cues', () => {
  const hurt = () => line({ urgency: 0.6, harm: 0.5, casualties: { killed: 0, injured: 1 } });

  it('takes one row per sector, kind and hour, in the place of its worst, and can be opened', () => {
    const flood = Array.from({ length: 40 }, (_, i) => cue({ urgency: 0.1 + i / 1000, harm: 0.3 }));
    const late = cue({ start: '2026-03-02T10:59:59.999Z' });
    const { rows, totals } = queueRows([...flood, late], {}, by);
    expect(rows).toHaveLength(2);
    const group = rows.find((r) => r.group)!;
    expect(group.group).toMatchObject({ count: 40, hour: '2026-03-02T11:00:00.000Z' });
    expect(group.worst.id).toBe(flood[39]!.id);
    expect(totals).toMatchObject({ open: 41, shown: 41, rows: 2, grouped: 40 });
    expect(keys([...flood, late], { group: group.key })).toHaveLength(40);
    expect(keys(flood, { grouped: false })).toHaveLength(40);
  });

  it('never hides a casualty: not by number, not by age, not within a group', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 0, max: 2000 }), (count, hours) => {
        const openedAt = new Date(Date.parse(at) - hours * 3_600_000).toISOString();
        const flood = Array.from({ length: count }, () => cue({ urgency: 1, harm: 1, openedAt, kind: 'flash' }));
        const casualty = hurt();
        expect(keys([...flood, casualty])[0]).toBe(casualty.id);
      }),
      { numRuns: 40 },
    );
    const told = cue({ casualties: { killed: 1, injured: 0 } });
    expect(keys([cue(), cue(), told])).toContain(told.id);
  });

  it('leaves a claimed cue and a single one as they are', () => {
    const claimed = cue({ claimedBy: 'bob', claimedUntil: '2026-03-02T13:00:00.000Z' });
    expect(queueRows([cue(), claimed], {}, by).rows.every((r) => r.group === null)).toBe(true);
  });
});

describe('what is shown', () => {
  const snooze = { until: '2026-03-03T00:00:00.000Z', by: 'ann', reason: 'later', weight: 0.25 };
  const lines = [
    line({ sector: 'a', kind: 'shot', allegedParty: 'one', side: { one: 0.1, two: 0.9 } }),
    line({ sector: 'b', claimedBy: 'ann', claimedUntil: '2026-03-02T13:00:00.000Z', side: { one: 0.4, two: 0.6 } }),
    line({ sector: null, claimedBy: 'bob', claimedUntil: '2026-03-02T13:00:00.000Z', side: { one: 1, two: 0 } }),
    line({ sector: 'a', urgency: 0.5, harm: 0.5, snooze, side: { one: 0.5, two: 0.5 } }),
    line({ sector: 'a', openedAt: '2026-03-01T12:00:00.000Z', side: {}, allegedParty: null }),
  ].map((l, i) => ({ ...l, id: `n${i}` }));
  it.each<[string, QueueFilter, string[]]>([
    ['by default all but the snoozed', {}, ['n0', 'n1', 'n2', 'n4']],
    ['mine', { state: 'mine' }, ['n1']],
    ['claimed', { state: 'claimed' }, ['n1', 'n2']],
    ['unclaimed', { state: 'unclaimed' }, ['n0', 'n4']],
    ['snoozed', { state: 'snoozed' }, ['n3']],
    ['all', { state: 'all' }, ['n0', 'n1', 'n2', 'n3', 'n4']],
    ['a sector', { sectors: ['b'] }, ['n1']],
    ['outside all sectors', { sectors: ['none'] }, ['n2']],
    ['a kind', { kinds: ['shot'] }, ['n0']],
    ['a party alleged or on whose side', { parties: ['one'] }, ['n0', 'n2']],
    ['the other party', { parties: ['two'] }, ['n0', 'n1']],
    ['the old', { olderThanHours: 24 }, ['n4']],
    ['the new', { youngerThanHours: 1 }, ['n0', 'n1', 'n2']],
  ])('%s', (_, filter, expected) => {
    expect([...keys(lines, { ...filter, grouped: false })].sort()).toEqual(expected);
  });

  it('what was put off comes back when its time has come or when it turns out worse', () => {
    const put = lines[3]!;
    expect(isSnoozed(put, at)).toBe(true);
    expect(isSnoozed(put, snooze.until)).toBe(false);
    expect(isSnoozed({ ...put, urgency: 0.6 }, at)).toBe(false);
  });

  it('comes page by page as it does whole, whatever stands at the places between', () => {
    const some = fc.array(fc.record({ urgency: fc.constantFrom(0, 0.1, 0.5), machineOnly: fc.boolean() }), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(some, fc.integer({ min: 1, max: 12 }), (drawn, most) => {
        const all = drawn.map((one, i) => line({ ...one, id: `l-${(i * 7) % 41}`, harm: 0.5 }));
        const whole = queueRows(all, {}, by);
        const paged: string[] = [];
        for (let after: Place | null = null; ;) {
          const { rows, totals } = queueRows(all, {}, by, { after, most });
          expect(totals).toEqual(whole.totals);
          paged.push(...rows.map((row) => row.key));
          if (rows.length < most) break;
          after = { score: rows.at(-1)!.score, worst: { id: rows.at(-1)!.worst.id } };
        }
        expect(paged).toEqual(whole.rows.map((row) => row.key));
        expect(whole.rows).toEqual([...whole.rows].sort(inOrder));
      }),
    );
  });

  it('is one order, whatever order the lines come in', () => {
    const many = Array.from({ length: 30 }, (_, i) => line({ urgency: (i % 3) / 10, harm: 0.5 }));
    const sorted = keys(many);
    expect(keys([...many].reverse())).toEqual(sorted);
    const { rows } = queueRows(many, {}, by);
    expect(rows.every((row, i) => i === 0 || inOrder(rows[i - 1]!, row) < 0)).toBe(true);
  });
});
