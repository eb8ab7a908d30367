import fc from 'fast-check';
import { exampleIncident as incident, exampleMission } from './example.fixture.js';
import { after, reachable, step } from './transitions.js';
import { claimHolder, harmOf, priorityOf, triageMachine, triageStateOf, urgencyOf, waitingHours } from './triage.js';

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
      '"decide" is not possible; possible: restore',
    );
  });

  it('a claim that has run out is nobody’s', () => {
    const claimed = incident({ claimedBy: 'ann', claimedUntil: '2026-03-02T12:30:00.000Z' });
    expect([triageStateOf(claimed, at), claimHolder(claimed, at)]).toEqual(['claimed', 'ann']);
    expect(triageStateOf(claimed, '2026-03-02T12:30:00.000Z')).toBe('waiting');
  });
});

describe('the order of the queue', () => {
  it('new and plain: urgency 0.28, harm of its kind, no waiting', () => {
    const plain = incident({ independentCount: 1, openedAt: at });
    expect(urgencyOf(plain)).toBeCloseTo(1 - 0.8 * 0.9, 4);
    expect(harmOf(plain, exampleMission)).toBe(0.6);
    expect(waitingHours(plain.openedAt, at)).toBe(0);
  });

  it('waiting twelve hours lifts it fourfold, and the order of two never changes with time', () => {
    const old = incident({ openedAt: '2026-03-02T00:00:00.000Z', urgency: 0.5, harm: 0.6 });
    expect(priorityOf(old, at)).toBeCloseTo(Math.log2(0.5 * 0.6 * 4), 10);
    const fresh = incident({ openedAt: at, urgency: 0.9, harm: 0.9 });
    const lead = (instant: string) => priorityOf(old, instant) - priorityOf(fresh, instant);
    expect(lead('2026-03-09T12:00:00.000Z')).toBeCloseTo(lead(at), 9);
  });

  it('even what does not matter at all is not left for ever', () => {
    const nothing = incident({ openedAt: '2026-02-20T12:00:00.000Z', urgency: 0, harm: 0 });
    expect(priorityOf(nothing, at)).toBeGreaterThan(priorityOf(incident({ openedAt: at, urgency: 1, harm: 1 }), at));
  });

  it('a death comes before a plain explosion, and an announced exercise after it', () => {
    const rank = (given: Parameters<typeof incident>[0]) => {
      const i = incident(given);
      return priorityOf({ ...i, urgency: urgencyOf(i), harm: harmOf(i, exampleMission) }, at);
    };
    expect(rank({ casualties: { killed: 1, injured: 0 } })).toBeGreaterThan(rank({}));
    expect(rank({ proposedOutcome: 'exercise' })).toBeLessThan(rank({}));
  });

  it('both factors stay within 0..1 and no party enters them', () => {
    fc.assert(
      fc.property(
        fc.nat(50),
        fc.nat(50),
        fc.boolean(),
        fc.nat(9),
        (killed, injured, civilianObject, independentCount) => {
          const one = incident({
            casualties: { killed, injured },
            civilianObject,
            independentCount,
            allegedParty: 'north',
          });
          const other = {
            ...one,
            allegedParty: 'south',
            side: { north: one.side['south']!, south: one.side['north']! },
          };
          for (const value of [urgencyOf(one), harmOf(one, exampleMission)]) {
            expect(value).toBeGreaterThanOrEqual(0);
            expect(value).toBeLessThanOrEqual(1);
          }
          expect([urgencyOf(other), harmOf(other, exampleMission)]).toEqual([
            urgencyOf(one),
            harmOf(one, exampleMission),
          ]);
        },
      ),
    );
  });
});
