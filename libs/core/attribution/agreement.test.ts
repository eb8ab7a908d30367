import fc from 'fast-check';
import { cohensKappa, pairsOf } from './agreement.js';
import { outcomesBySide, wilson } from './neutrality-report.js';
import type { Judgement } from './store.js';

/** So many pairs of answers. */
const times = (n: number, a: string, b: string): [string, string][] => Array.from({ length: n }, () => [a, b]);

describe("Cohen's kappa", () => {
  it('is as worked by hand: 20 + 15 of 50 agree, marginals 25/25 and 30/20, so 0.4', () => {
    const pairs = [...times(20, 'y', 'y'), ...times(5, 'y', 'n'), ...times(10, 'n', 'y'), ...times(15, 'n', 'n')];
    const { cases, agreed, kappa, low, high } = cohensKappa(pairs);
    expect(cases).toBe(50);
    expect(agreed).toBeCloseTo(0.7, 12);
    expect(kappa).toBeCloseTo(0.4, 12);
    // Standard error √(0.7 · 0.3 / (50 · 0.5²)) = 0.12961.
    expect(low).toBeCloseTo(0.4 - 1.96 * 0.129615, 5);
    expect(high).toBeCloseTo(0.4 + 1.96 * 0.129615, 5);
  });

  it('is 1 for full agreement, unknown where there is nothing to disagree on, and symmetric', () => {
    expect(cohensKappa([...times(3, 'a', 'a'), ...times(2, 'b', 'b')]).kappa).toBe(1);
    expect(cohensKappa(times(4, 'a', 'a'))).toMatchObject({ agreed: 1, kappa: null });
    expect(cohensKappa([])).toEqual({ cases: 0, agreed: null, kappa: null, low: null, high: null });
    const answer = fc.constantFrom('a', 'b', 'c');
    fc.assert(
      fc.property(fc.array(fc.tuple(answer, answer)), (pairs) => {
        const turned = pairs.map(([a, b]): [string, string] => [b, a]);
        expect(cohensKappa(turned).kappa ?? 9).toBeCloseTo(cohensKappa(pairs).kappa ?? 9, 9);
      }),
    );
  });

  it('pairs persons by case; a blind word goes before a proposal, the last before the first', () => {
    const j = (incidentId: string, by: string, opinion: string, blind: boolean): Judgement => ({
      incidentId,
      by,
      opinion,
      blind,
    });
    const { byReviewers, blindAndProposed } = pairsOf([
      j('1', 'ana', 'a', false),
      j('1', 'ben', 'a', true),
      j('1', 'ben', 'b', false),
      j('2', 'ana', 'b', false),
      j('2', 'ana', 'a', false),
      j('2', 'cleo', 'cannot_tell', true),
      j('3', 'ana', 'a', false),
    ]);
    expect(Object.fromEntries(byReviewers)).toEqual({ 'ana ben': [['a', 'a']], 'ana cleo': [['a', 'cannot_tell']] });
    expect(blindAndProposed).toEqual([
      ['a', 'a'],
      ['cannot_tell', 'a'],
    ]);
  });
});

describe('outcomes by side', () => {
  it('sums tallies by the side where it happened; near the line is a side of its own', () => {
    const tally = { allegedParty: null, attributedTo: null, attributed: false };
    const rows = outcomesBySide([
      { ...tally, side: { a: 0.9, b: 0.1 }, outcome: 'verified', incidents: 8 },
      { ...tally, side: { a: 0.95, b: 0.05 }, outcome: 'not_verifiable', incidents: 2, attributed: true },
      { ...tally, side: { a: 0.5, b: 0.5 }, outcome: 'verified', incidents: 1, attributed: true, attributedTo: 'b' },
    ]);
    expect(rows).toMatchObject([
      {
        side: 'a',
        incidents: 10,
        byOutcome: { verified: 8, not_verifiable: 2 },
        attributedTo: { none: 8, cannot_tell: 2 },
      },
      { side: 'near_the_line', incidents: 1, attributedTo: { b: 1 } },
    ]);
    // Wilson's interval for 8 of 10 at 95 %.
    expect(wilson(8, 10)).toMatchObject({
      share: 0.8,
      low: expect.closeTo(0.4902, 3),
      high: expect.closeTo(0.9433, 3),
    });
  });
});
