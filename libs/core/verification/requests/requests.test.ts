import { reachable } from '../transitions.js';
import { triageMachine } from '../triage.js';
import type { FieldTask } from '../types.js';
import { coverageOf } from './coverage.js';
import { fieldTaskMachine, fieldTaskStates, isOverdue } from './machine.js';

const task = (given: Partial<FieldTask>): FieldTask => ({
  id: 't',
  incidentId: 'i',
  type: 'patrol',
  assignee: 'ina',
  lat: 50,
  lon: 11,
  placeName: 'mill',
  sector: 'middle',
  side: null,
  instruction: 'Go and see.',
  dueBy: '2026-03-02T12:00:00.000Z',
  state: 'asked',
  requestedBy: 'sam',
  requestedAt: '2026-03-02T08:00:00.000Z',
  sightingId: null,
  cause: null,
  reason: null,
  restrictionId: null,
  answeredBy: null,
  answeredAt: null,
  ...given,
});

describe('requests for more', () => {
  it.each([
    ['field tasks', fieldTaskMachine, 'asked', fieldTaskStates],
    ['triage', triageMachine, 'waiting', ['waiting', 'claimed', 'decided', 'merged']],
  ] as const)(
    'every state of %s can be reached, and every step has a name of its own from each state',
    (_, machine, start, states) => {
      expect([...reachable<string, string>(machine, start)].sort()).toEqual([...states].sort());
      const named = machine.map((t) => `${t.from} ${t.name}`);
      expect(new Set(named).size).toBe(named.length);
    },
  );

  it('an answered or withdrawn task stays as it is', () => {
    for (const state of ['reached', 'not_reached', 'withdrawn'])
      expect(fieldTaskMachine.filter((t) => t.from === state)).toEqual([]);
  });

  it('is overdue from its instant on, and only while it is open', () => {
    expect(isOverdue(task({}), '2026-03-02T11:59:59.999Z')).toBe(false);
    expect(isOverdue(task({ state: 'accepted' }), '2026-03-02T12:00:00.000Z')).toBe(true);
    expect(isOverdue(task({ state: 'reached' }), '2027-03-02T12:00:00.000Z')).toBe(false);
  });

  it('says how many places were reached, and of each other one why not', () => {
    const kept = task({ id: 'b', placeName: 'hill', state: 'not_reached', cause: 'access', reason: 'Turned back.' });
    const all = [task({ id: 'a', state: 'reached' }), kept, task({ id: 'c' }), task({ id: 'd', state: 'withdrawn' })];
    const { others, ...rest } = coverageOf(all, '2026-03-02T11:00:00.000Z');
    expect(rest).toEqual({ asked: 3, reached: 1, inWords: '1 of 3 places reached' });
    expect(others.map((o) => [o.taskId, o.state, o.cause])).toEqual([
      ['b', 'not_reached', 'access'],
      ['c', 'asked', null],
    ]);
  });
});
