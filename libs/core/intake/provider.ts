import { say } from '../said.js';
import type { Actor } from '../access/types.js';
import type { Mission } from '../mission/types.js';
import type { Faults } from './faults.js';

/**
 * Who an item comes from: "mission", "party:<id>", "ally:<name>" or "public" (DOMAIN.md, provenance).
 * A party wall stands here: whoever acts for a party may submit as that party and as nobody else,
 * and gets it by default; so nobody's material can pass as the mission's own.
 */
export function providerOf(given: string | null | undefined, actor: Actor, mission: Mission, faults: Faults): string {
  const own = actor.scope.party === null ? null : `party:${actor.scope.party}`;
  if (given === undefined || given === null) return own ?? 'mission';
  if (own !== null) {
    if (given !== own) faults.add('/provider', say`You act for a party and submit as "${own}" only.`);
    return own;
  }
  const known =
    given === 'mission' ||
    given === 'public' ||
    // A pattern would ask whatever is no text for its text, and some things have none.
    (typeof given === 'string' && /^ally:[a-z0-9][a-z0-9-]{0,39}$/.test(given)) ||
    mission.parties.some((p) => `party:${p.id}` === given);
  if (!known) faults.add('/provider', say`Must be "mission", "public", "ally:<name>" or "party:<id of a party>".`);
  return given;
}
