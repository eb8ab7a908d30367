import fc from 'fast-check';
import { exampleIncident as incident } from './example.fixture.js';
import { after, reachable, step } from './transitions.js';
import { claimHolder, triageMachine, triageStateOf, urgencyGiven, waitingHours } from './triage.js';

const at = '2026-03-02T12:00:00.000Z';

describe('the state machine of triage', () => {
  it('reaches every state from waiting, and every transition is named and single', () => {
    const states = new Set(triageMachine.flatMap((t) => [t.from, t.to]));
    expect(reachable(triageMachine, 'waiting')).toEqual(states);
    expect(triageMachine.every((t) => t.name.length > 0)).toBe(true);
    expect(new Set(triageMachine.map((t) => `${t.from}.${t.name}`)).size).toBe(triageMachine.length);
  });

  it('a merged incident can be neither claimed nor decided', () => {
    expect(after(triageMachine, 'merged', 'claim')).toBeNull();
    expect(() => step(triageMachine, 'merged', 'decide', 'Incident 1')).toThrow(
      '"decide" is not possible; possible: restore; restore as decided',
    );
  });

  it('a claim that has run out is nobody’s', () => {
    const claimed = incident({ claimedBy: 'ann', claimedUntil: '2026-03-02T12:30:00.000Z' });
    expect([triageStateOf(claimed, at), claimHolder(claimed, at)]).toEqual(['claimed', 'ann']);
    expect(triageStateOf(claimed, '2026-03-02T12:30:00.000Z')).toBe('waiting');
  });
});

describe('the order of the queue', () => {
  it('one just opened has not waited', () => expect(waitingHours(at, at)).toBe(0));

  it('a likely true one moves up, an announced exercise down, and urgency stays within 0..1', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (base) => {
        expect(urgencyGiven(base, 'verified')).toBeGreaterThanOrEqual(base);
        expect(urgencyGiven(base, 'verified')).toBeLessThanOrEqual(1);
        expect(urgencyGiven(base, 'exercise')).toBe(base / 4);
        expect(urgencyGiven(base, 'not_verifiable')).toBe(base);
      }),
    );
  });
});
