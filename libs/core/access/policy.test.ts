import fc from 'fast-check';
import { Problem } from '../errors.js';
import { may, partyFor, policy, reachOf, requireObject, sectorsFor, type Action } from './policy.js';
import type { Actor, Role } from './types.js';

const roles: Role[] = [
  'monitor',
  'supervisor',
  'analyst',
  'editor',
  'head_of_mission',
  'party_liaison',
  'auditor',
  'administrator',
  'device',
];
const actions = Object.keys(policy) as Action[];
const actor = (role: Role, scope: Partial<Actor['scope']> = {}): Actor => ({
  id: `id-${role}`,
  role,
  scope: { sectors: [], party: null, ...scope },
  type: role === 'device' ? 'device' : 'person',
});

describe('the policy table', () => {
  it('never lets a party see sightings, evidence, incidents or escalations', () => {
    const hidden: Action[] = ['sighting.read', 'evidence.read', 'incident.read', 'escalation.read', 'triage.work'];
    for (const action of hidden) expect(may(actor('party_liaison', { party: 'a' }), action)).toBe(false);
  });

  it('treats the parties alike: swapping the labels swaps nothing but the labels', () => {
    fc.assert(
      fc.property(fc.constantFrom(...actions), fc.constantFrom(...roles), (action, role) => {
        const a = actor(role, { party: 'a' });
        const b = actor(role, { party: 'b' });
        expect(may(a, action, { party: 'a' })).toBe(may(b, action, { party: 'b' }));
        expect(may(a, action, { party: 'b' })).toBe(may(b, action, { party: 'a' }));
      }),
    );
  });

  it('a role that is refused as such is refused every object', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...actions),
        fc.constantFrom(...roles),
        fc.record({ sector: fc.constantFrom('s1', null), owner: fc.constantFrom(...roles.map((r) => `id-${r}`)) }),
        (action, role, object) => {
          if (reachOf(actor(role), action) === null) expect(may(actor(role), action, object)).toBe(false);
        },
      ),
    );
  });

  it('keeps a supervisor in her sectors, and an object without a sector out of them', () => {
    const one = actor('supervisor', { sectors: ['s1'] });
    expect(may(one, 'incident.read', { sector: 's1' })).toBe(true);
    expect(may(one, 'incident.read', { sector: 's2' })).toBe(false);
    expect(may(one, 'incident.read', { sector: null })).toBe(false);
    expect(may(actor('supervisor'), 'incident.read', { sector: null })).toBe(true);
    expect(sectorsFor(one, 'incident.read')).toEqual(['s1']);
    expect(sectorsFor(actor('head_of_mission'), 'incident.read')).toBeNull();
    expect(sectorsFor(actor('device'), 'incident.read')).toEqual([]);
  });

  it('limits a liaison without a party to nothing, not to everything', () => {
    expect(partyFor(actor('party_liaison'), 'notification.read')).toBe('');
    expect(may(actor('party_liaison'), 'notification.read', { party: null })).toBe(false);
  });

  it('answers a foreign object exactly like a missing one', () => {
    const one = actor('supervisor', { sectors: ['s1'] });
    const told = (object: { sector: string } | null): unknown => {
      try {
        return requireObject(one, 'incident.read', object, (o) => o);
      } catch (error) {
        return error instanceof Problem ? [error.code, error.detail, error.pointers, error.extra] : error;
      }
    };
    expect(told({ sector: 's2' })).toEqual(told(null));
    expect(told({ sector: 's1' })).toEqual({ sector: 's1' });
  });

  it('does not mistake an inherited property for a role', () => {
    expect(may({ ...actor('monitor'), role: 'constructor' as Role }, 'incident.read')).toBe(false);
  });
});
