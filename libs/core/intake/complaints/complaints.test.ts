import fc from 'fast-check';
import { exampleMission, examplePlace, exampleSighting } from '../../verification/example.fixture.js';
import { likenessOf as likenessBy } from './likeness.js';
import { isComplaint, specificityOf } from './specificity.js';

const limits = exampleMission.verification.complaints;
const { nearlyTheSame } = limits;
const likenessOf = (a: ReturnType<typeof told>, b: ReturnType<typeof told>) => likenessBy(a, b, limits);
const text = 'two shells fell on the meadow behind the mill shortly before noon on market day';
const told = (id: string, given = {}) =>
  exampleSighting(id, { provider: 'party:north', patrolId: null, text, ...given });

describe('specificity of a complaint', () => {
  it('gives each part its stated marks', () => {
    const best = specificityOf(
      told('a', { weapon: 'howitzer', count: 2, evidence: ['x', 'y'], end: '2026-03-02T10:10:00.000Z' }),
      exampleMission,
    );
    expect(best).toEqual({ place: 1, time: 1, kind: 1, evidence: 0.75, whole: 0.9375 });
    const day = { start: '2026-03-02T00:00:00.000Z', end: '2026-03-03T00:00:00.000Z' };
    const vague = told('b', { ...day, estimate: examplePlace(50, 11, 20_000), count: null });
    expect(specificityOf(vague, exampleMission)).toEqual({ place: 0, time: 0, kind: 0.5, evidence: 0, whole: 0.125 });
    const middling = specificityOf(told('c', { estimate: examplePlace(50, 11, 1000) }), exampleMission);
    expect(middling.place).toBeCloseTo(0.5, 9);
  });

  it('stays within 0 and 1 and never rises with vagueness', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1, max: 1e5, noNaN: true }),
        fc.double({ min: 1, max: 3, noNaN: true }),
        (sigma, more) => {
          const [fine, vague] = [sigma, sigma * more].map((s) =>
            specificityOf(told('a', { estimate: examplePlace(50, 11, s) }), exampleMission),
          );
          expect(vague!.whole).toBeLessThanOrEqual(fine!.whole);
          expect(vague!.whole).toBeGreaterThanOrEqual(0);
          expect(fine!.whole).toBeLessThanOrEqual(1);
        },
      ),
    );
  });

  it('is asked of what parties and the public supply, not of the mission or its allies', () => {
    const provided = ['party:north', 'party:south', 'public', 'mission', 'ally:x'].map((provider) =>
      isComplaint({ provider }),
    );
    expect(provided).toEqual([true, true, true, false, false]);
  });
});

describe('likeness of complaints', () => {
  it('sees through case, spacing and a changed word, not through another story', () => {
    expect(likenessOf(told('a'), told('b', { text: `  ${text.toUpperCase()}!` }))).toBe(1);
    expect(likenessOf(told('a'), told('b', { text: `${text} again` }))).toBeGreaterThan(nearlyTheSame);
    const other = told('b', {
      text: 'the guards at the bridge fired into the air while the ferry crossed in the night',
    });
    expect(likenessOf(told('a'), other)).toBeLessThan(0.1);
    expect(likenessOf(told('a', { text: null }), told('b', { text: null }))).toBe(1);
    expect(likenessOf(told('a'), told('b', { text: null }))).toBe(0);
  });

  it.each([
    ['provider', { provider: 'party:south' }],
    ['kind', { kind: 'denied' }],
    ['time', { start: '2026-03-02T16:00:01.000Z' }],
    ['place', { estimate: examplePlace(50.2, 11) }],
  ])('is nothing where the %s differs', (_, given) => {
    expect(likenessOf(told('a'), told('b', given))).toBe(0);
  });

  it('is the same either way round, and for every party', () => {
    const words = fc.array(fc.constantFrom('shell', 'mill', 'noon', 'fell', 'on', 'the'), { maxLength: 12 });
    fc.assert(
      fc.property(words, words, (one, two) => {
        const pair = (party: string) =>
          [one, two].map((w, i) => told(`${i}`, { provider: `party:${party}`, text: w.join(' ') })) as [
            ReturnType<typeof told>,
            ReturnType<typeof told>,
          ];
        const [a, b] = pair('north');
        const [c, d] = pair('south');
        expect(likenessOf(a, b)).toBe(likenessOf(b, a));
        expect(likenessOf(c, d)).toBe(likenessOf(a, b));
      }),
    );
  });
});
