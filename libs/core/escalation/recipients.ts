import { may } from '../access/policy.js';
import type { Account } from '../access/types.js';
import type { Rung } from '../mission/ladder-types.js';
import type { Contact, Escalation } from './types.js';

/** Whom one step is told, and how. */
export interface Recipient {
  id: string;
  channel: 'inbox' | Contact['channel'];
  language: string;
}

/**
 * Everybody whom the rung names: people with its role or one that it also tells, who work in the step's sector, and the
 * contacts of the rung by its channels. The same for every party; in the order of ids.
 */
export function recipientsOf(
  rung: Rung,
  step: Pick<Escalation, 'sector'>,
  accounts: readonly Account[],
  contacts: readonly Contact[],
): Recipient[] {
  const roles = new Set([rung.role, ...(rung.tells ?? [])]);
  const channels = new Set<string>(rung.channels ?? ['inbox']);
  const people = accounts
    .filter((a) => channels.has('inbox') && a.disabledAt === null && roles.has(a.role))
    .filter(({ id, role, scope }) => {
      // Whoever is told without having to answer may still see only its own sectors.
      const inSector = scope.sectors.length === 0 || (step.sector !== null && scope.sectors.includes(step.sector));
      return inSector || may({ id, role, scope, type: 'person' }, 'escalation.read', { sector: step.sector });
    })
    .map((a): Recipient => ({ id: a.id, channel: 'inbox', language: 'en' }));
  const outside = contacts
    .filter((c) => c.disabledAt === null && channels.has(c.channel) && c.rungs.includes(rung.id))
    .filter((c) => c.sectors.length === 0 || (step.sector !== null && c.sectors.includes(step.sector)))
    .map((c): Recipient => ({ id: c.id, channel: c.channel, language: c.language }));
  return [...people, ...outside].sort((a, b) => (a.id < b.id ? -1 : 1));
}
