import { nameOf } from '../../access/accounts.js';
import { may, requireAction } from '../../access/policy.js';
import type { Actor } from '../../access/types.js';
import type { Deps } from '../../ports.js';

/** Somebody who works on the queue. */
export interface Colleague {
  id: string;
  /** As people call them; the login name where none is kept. */
  name: string;
  /** Empty: in all of them. */
  sectors: string[];
}

/**
 * Everybody who works on the queue, oneself too, by name: those a claim can be handed over to.
 * @throws Problem not_allowed
 */
export async function listColleagues(deps: Deps, actor: Actor): Promise<Colleague[]> {
  requireAction(actor, 'triage.work');
  return deps.uow.read(async (reads) => {
    const working = (await reads.accounts.list()).filter(
      ({ id, role, scope, disabledAt }) =>
        disabledAt === null && may({ id, role, scope, type: 'person' }, 'triage.work'),
    );
    const named = await Promise.all(
      working.map(async ({ id, loginName, scope }) => ({
        id,
        name: (await nameOf(reads, id)) ?? loginName,
        sectors: scope.sectors,
      })),
    );
    return named.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.id < b.id ? -1 : 1));
  });
}
