import { may, reachOf, requireAction, requireObject, sectorsFor } from '../../access/policy.js';
import type { Actor } from '../../access/types.js';
import type { Deps, Page } from '../../ports.js';
import type { FieldTask } from '../types.js';
import { coverageOf, type Coverage } from './coverage.js';

/** Tasks in the actor's reach, soonest due first: one's own, or those of one's sectors. @throws Problem not_allowed */
export async function listTasks(
  deps: Deps,
  actor: Actor,
  filter: { openOnly?: boolean; limit: number; cursor?: string },
): Promise<Page<FieldTask>> {
  requireAction(actor, 'fieldtask.read');
  const own = reachOf(actor, 'fieldtask.read') === 'own';
  return deps.uow.read((reads) =>
    reads.fieldTasks.list({
      limit: filter.limit,
      ...(filter.cursor === undefined ? {} : { cursor: filter.cursor }),
      sectors: own ? null : sectorsFor(actor, 'fieldtask.read'),
      ...(own && { assignee: actor.id }),
      ...(filter.openOnly && { states: ['asked', 'accepted'] as FieldTask['state'][] }),
    }),
  );
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
