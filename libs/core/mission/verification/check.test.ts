import fc from 'fast-check';
import { exampleMission } from '../../verification/example.fixture.js';
import { verificationFaults } from './check.js';
import { exampleOf, holds, type Settled } from './reach.js';
import type { OutcomeRule, RuleCondition, VerificationRules } from './types.js';

const pack = exampleMission.verification;
const faultsOf = (change: Partial<VerificationRules>) =>
  verificationFaults({ ...exampleMission, verification: { ...pack, ...change } }).map((f) => `${f.path}: ${f.message}`);
/** The example's table with one more rule in the place given. */
const withRule = (place: number, when: RuleCondition[], given: Partial<OutcomeRule> = {}) =>
  faultsOf({
    rules: pack.rules.toSpliced(place, 0, { id: 'new', outcome: 'verified', when, reason: 'own', ...given }),
  });

describe('the rules of a pack', () => {
  it('of the example are without a fault', () => expect(faultsOf({})).toEqual([]));

  it('fit their facts: tests, values and thresholds', () => {
    const wrong = (c: RuleCondition) => withRule(0, [c]).join();
    expect(wrong({ fact: 'settledLocally', test: 'at_least', value: 1 })).toContain('"at_least" cannot be asked of it');
    expect(wrong({ fact: 'settledLocally', test: 'is', value: 'yes' })).toContain('is true or false');
    expect(wrong({ fact: 'independentSources', test: 'above', value: 'manySources' })).toContain('with a number');
    expect(wrong({ fact: 'kind', test: 'one_of', value: ['explosion', 'storm'] })).toContain('never "storm"');
    expect(wrong({ fact: 'kind', test: 'is', value: ['explosion'] })).toContain('takes one text');
  });

  it('are each reachable', () => {
    expect(withRule(pack.rules.length, [{ fact: 'kind', test: 'is', value: 'explosion' }]).join()).toContain(
      'the rules before it cover all of it',
    );
    const enough: RuleCondition = { fact: 'independentSources', test: 'at_least', value: 5 };
    expect(withRule(6, [enough]).join()).toContain('the rules before it cover all of it');
    expect(withRule(0, [enough])).toEqual([]);
    expect(withRule(0, [enough, { fact: 'independentSources', test: 'below', value: 3 }]).join()).toContain(
      'exclude each other',
    );
    expect(withRule(0, [{ fact: 'credibility', test: 'above', value: 5 }]).join()).toContain('exclude each other');
    // Two rules that together leave nothing to a third.
    const two = [true, false].map((value, i): OutcomeRule => {
      const when: RuleCondition[] = [{ fact: 'partiesOnly', test: 'is', value }];
      return { id: `half-${i}`, outcome: 'verified', when, reason: 'own' };
    });
    expect(faultsOf({ rules: [...two, ...pack.rules] })).toHaveLength(pack.rules.length);
  });

  it('give every outcome and every cause, and cover every incident', () => {
    expect(faultsOf({ rules: pack.rules.filter((r) => r.outcome !== 'exercise') })).toEqual([
      '/verification/rules: no rule gives the outcome "exercise"',
    ]);
    expect(faultsOf({ rules: pack.rules.filter((r) => r.cause !== 'time') })).toEqual([
      '/verification/rules: no rule gives not_verifiable for the cause "time"',
    ]);
    expect(faultsOf({ rules: pack.rules.slice(0, -1) }).join()).toContain('no rule covers an incident with');
    expect(withRule(0, [{ fact: 'setAside', test: 'above', value: 9 }], { cause: 'time' }).join()).toContain(
      'a cause belongs',
    );
  });

  it('have their texts, in every language, of known facts', () => {
    const { copy: _, ...others } = pack.reasons;
    expect(faultsOf({ reasons: others }).join()).toContain('there is no reason "copy"');
    expect(faultsOf({ reasons: { ...pack.reasons, copy: { en: '{moon}' } } }).join()).toContain('asks for {moon}');
    expect(
      verificationFaults({ ...exampleMission, languages: ['en', 'xx'] }).every((f) => f.message.includes('"xx"')),
    ).toBe(true);
  });

  it('keep limits in order and name known means', () => {
    expect(faultsOf({ reliability: { ...pack.reliability, C: 0.9 } })).toEqual([
      '/verification/reliability/C: is not below B',
    ]);
    const effort = { ...pack.effort, weather: [{ means: 'kite', minVisibilityMetres: 1 }, { means: 'drone' }] };
    expect(faultsOf({ effort })).toEqual([
      '/verification/effort/weather/0/means: there is no means "kite"',
      '/verification/effort/weather/1: limits nothing',
    ]);
  });

  it('are told unreachable exactly where no combination of small facts reaches them', () => {
    const condition: fc.Arbitrary<Settled> = fc.oneof(
      fc.record({
        fact: fc.constantFrom('setAside' as const, 'sightings' as const),
        test: fc.constantFrom('at_least' as const, 'below' as const, 'is' as const, 'is_not' as const),
        value: fc.nat(3),
      }),
      fc.record({ fact: fc.constant('partiesOnly' as const), test: fc.constant('is' as const), value: fc.boolean() }),
    );
    const rules = fc.array(fc.array(condition, { maxLength: 3 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(rules, (table) => {
        const [rule, ...earlier] = table;
        const worlds = [0, 1, 2, 3, 4, 5].flatMap((setAside) =>
          [0, 1, 2, 3, 4, 5].flatMap((sightings) =>
            [true, false].map((partiesOnly) => ({ setAside, sightings, partiesOnly })),
          ),
        );
        const all = (r: Settled[], w: Record<string, number | boolean>) => r.every((c) => holds(c, w[c.fact]!));
        const reached = worlds.some((w) => all(rule!, w) && !earlier.some((e) => all(e, w)));
        expect(exampleOf(rule!, earlier, {}) !== null).toBe(reached);
      }),
    );
  });
});
