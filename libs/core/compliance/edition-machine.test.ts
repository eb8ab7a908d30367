import { reachable } from '../verification/transitions.js';
import { editionMachine, refuseApprover } from './edition-machine.js';
import type { EditionStep } from './edition-record.js';

const given = (by: string, role: string): EditionStep => ({
  id: by,
  editionId: 'e',
  step: 'approve',
  by,
  role,
  at: 't',
  reason: null,
});

describe('the life of an edition', () => {
  it('reaches every state, never comes back to a draft, and names each step once per state', () => {
    const states = reachable(editionMachine, 'draft');
    expect(states).toEqual(
      new Set(['draft', 'frozen', 'half_approved', 'approved', 'published', 'corrected', 'returned']),
    );
    expect(editionMachine.some((t) => t.to === 'draft')).toBe(false);
    expect(new Set(editionMachine.map((t) => `${t.from}.${t.name}`)).size).toBe(editionMachine.length);
  });

  it('nothing leads from what is public to what is not', () => {
    for (const from of ['published', 'corrected'] as const)
      expect(reachable(editionMachine, from).has('returned')).toBe(false);
  });

  it('needs one editor and one head of mission, two people', () => {
    const ask = (id: string, role: 'editor' | 'head_of_mission' | 'analyst', steps: EditionStep[]) => () =>
      refuseApprover({ id, role }, steps);
    expect(ask('a', 'editor', [])).not.toThrow();
    expect(ask('h', 'head_of_mission', [given('a', 'editor')])).not.toThrow();
    expect(ask('a', 'editor', [given('a', 'editor')])).toThrow(/another person/);
    expect(ask('b', 'editor', [given('a', 'editor')])).toThrow(/must be: "head_of_mission"/);
    // The same account after its role was changed is still one person.
    expect(ask('a', 'head_of_mission', [given('a', 'editor')])).toThrow(/another person/);
    expect(ask('c', 'analyst', [])).toThrow(/these roles: "editor"; "head_of_mission"/);
  });
});
