import { nameOf } from '../../access/accounts.js';
import { may, reachOf, requireAction, requireObject, sectorsFor } from '../../access/policy.js';
import type { Actor } from '../../access/types.js';
import type { Deps, Page, Reads } from '../../ports.js';
import type { FieldTask } from '../types.js';
import { coverageOf, type Coverage } from './coverage.js';

/** A task with the name of whoever it was given to: the person's, else the one signed in with; of a device its own. */
export interface NamedTask extends FieldTask {
  assigneeName: string | null;
}

/** Tasks in the actor's reach, soonest due first: one's own, or those of one's sectors. @throws Problem not_allowed */
export async function listTasks(
  deps: Deps,
  actor: Actor,
  filter: { openOnly?: boolean; limit: number; cursor?: string },
): Promise<Page<NamedTask>> {
  requireAction(actor, 'fieldtask.read');
  const own = reachOf(actor, 'fieldtask.read') === 'own';
  return deps.uow.read(async (reads) => {
    const { items, next } = await reads.fieldTasks.list({
      limit: filter.limit,
      ...(filter.cursor === undefined ? {} : { cursor: filter.cursor }),
      sectors: own ? null : sectorsFor(actor, 'fieldtask.read'),
      ...(own && { assignee: actor.id }),
      ...(filter.openOnly && { states: ['asked', 'accepted'] as FieldTask['state'][] }),
    });
    const names = new Map<string, string | null>();
    for (const { assignee } of items)
      if (!names.has(assignee)) names.set(assignee, await assigneeName(reads, assignee));
    return { items: items.map((task) => ({ ...task, assigneeName: names.get(task.assignee) ?? null })), next };
  });
}

async function assigneeName(reads: Reads, id: string): Promise<string | null> {
  const account = await reads.accounts.get(id);
  if (account) return (await nameOf(reads, id)) ?? account.loginName;
  return (await reads.devices.get(id))?.name ?? null;
}

/** An incident's tasks that the actor may see, and the coverage of them all. @throws Problem not_allowed, not_found */
export async function readTasksOf(
  deps: Deps,
  actor: Actor,
  incidentId: string,
): Promise<{ tasks: FieldTask[]; coverage: Coverage }> {
  const at = deps.clock.now().toISOString();
  return deps.uow.read(async (reads) => {
    requireObject(actor, 'incident.read', await reads.incidents.get(incidentId), (i) => ({ sector: i.sector }));
    const tasks = await reads.fieldTasks.ofIncident(incidentId);
    const seen = tasks.filter((t) => may(actor, 'fieldtask.read', { sector: t.sector, owner: t.assignee }));
    return { tasks: seen, coverage: coverageOf(tasks, at) };
  });
}
