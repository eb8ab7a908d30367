import { nameOf } from '../../access/accounts.js';
import { requireObject } from '../../access/policy.js';
import type { Actor, Scope } from '../../access/types.js';
import type { Deps } from '../../ports.js';
import type { FieldTask } from '../types.js';

/** Somebody who can be sent to a place of an incident. */
export interface Assignee {
  /** Account or device. */
  id: string;
  type: FieldTask['type'];
  /** The person's name, else the name that is signed in with; of a device its own. */
  name: string;
}

/**
 * Who works in the incident's sector and is not out of service: monitors and supervisors for a patrol, devices for a
 * drone. By kind, then by name. @throws Problem not_allowed, not_found
 */
export async function listAssignees(deps: Deps, actor: Actor, incidentId: string): Promise<Assignee[]> {
  return deps.uow.read(async (reads) => {
    const { sector } = requireObject(actor, 'fieldtask.request', await reads.incidents.get(incidentId), (i) => ({
      sector: i.sector,
    }));
    const works = ({ sectors }: Scope) => sectors.length === 0 || (sector !== null && sectors.includes(sector));
    const people = (await reads.accounts.list()).filter(
      (a) => a.disabledAt === null && (a.role === 'monitor' || a.role === 'supervisor') && works(a.scope),
    );
    const devices = (await reads.devices.list()).filter((d) => d.disabledAt === null && works(d.scope));
    const named = await Promise.all(
      people.map(async (a): Promise<Assignee> => ({
        id: a.id,
        type: 'patrol',
        name: (await nameOf(reads, a.id)) ?? a.loginName,
      })),
    );
    const drones = devices.map(({ id, name }): Assignee => ({ id, type: 'drone', name }));
    const byName = (a: Assignee, b: Assignee) => a.name.localeCompare(b.name) || a.id.localeCompare(b.id);
    return [...named.sort(byName), ...drones.sort(byName)];
  });
}
