import type { Ruling } from '../ruling/types.js';
import { exampleMission } from '../verification/example.fixture.js';
import { reachable } from '../verification/transitions.js';
import { escalationMachine, escalationStateOf, rungAbove, rungFor, stepOn } from './ladder.js';

const ladder = exampleMission.escalation;
const breach = (gravity: Ruling['gravity'], state: Ruling['state'] = 'ruled') => ({
  state,
  gravity,
  result: 'breach' as const,
});

describe('the ladder', () => {
  it('a serious breach starts on the first rung, a grave one on the second, a minor one nowhere', () => {
    expect(rungFor([breach('serious')], ladder)?.id).toBe('sector');
    expect(rungFor([breach('grave')], ladder)?.id).toBe('head');
    expect(rungFor([breach('serious'), breach('grave')], ladder)?.id).toBe('head');
    expect(rungFor([breach('minor')], ladder)).toBeNull();
  });

  it('a ruling that does not hold raises nothing', () => {
    expect(rungFor([breach('grave', 'proposed'), breach('grave', 'withdrawn')], ladder)).toBeNull();
    expect(rungFor([{ state: 'ruled', result: 'no_breach', gravity: null }], ladder)).toBeNull();
  });

  it('a ladder of one rung takes everything; the order in the pack does not matter', () => {
    expect(rungFor([breach('grave')], ladder.slice(0, 1))?.id).toBe('sector');
    expect(rungFor([breach('grave')], [...ladder].reverse())?.id).toBe('head');
  });

  it('climbs rung by rung and stays at the top', () => {
    expect(rungAbove(1, ladder)?.level).toBe(2);
    expect(rungAbove(2, [...ladder].reverse())?.level).toBe(3);
    expect(rungAbove(3, ladder)).toBeNull();
  });

  it('the clock of a step runs from when it was raised', () => {
    const raised = stepOn(
      ladder[0]!,
      { incidentId: 'i1', sector: null, trigger: 'person', raiseKey: 'person:e1', reason: 'because', said: null },
      'e1',
      '2026-03-02T23:45:00.000Z',
    );
    expect(raised.acknowledgeBy).toBe('2026-03-03T00:15:00.000Z');
    expect(escalationStateOf(raised)).toBe('raised');
  });

  it('the state machine reaches every state, and everything can be closed', () => {
    const states = reachable(escalationMachine, 'raised');
    expect(states).toEqual(new Set(['raised', 'acknowledged', 'acted', 'missed', 'overdue', 'closed']));
    for (const state of states)
      if (state !== 'closed') expect(reachable(escalationMachine, state).has('closed')).toBe(true);
    expect(new Set(escalationMachine.map((t) => `${t.from}.${t.name}`)).size).toBe(escalationMachine.length);
  });
});
