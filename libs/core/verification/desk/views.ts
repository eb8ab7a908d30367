import { say } from '../../said.js';
import { requireAction, requireObject } from '../../access/policy.js';
import type { Actor } from '../../access/types.js';
import { Problem } from '../../errors.js';
import type { Deps } from '../../ports.js';
import type { TriageView } from './types.js';

const mostViews = 50;

/** The actor's own, oldest first. @throws Problem not_allowed */
export async function listViews(deps: Deps, actor: Actor): Promise<TriageView[]> {
  requireAction(actor, 'triage.views');
  return deps.uow.read((reads) => reads.triage.viewsOf(actor.id));
}

/** @throws Problem not_allowed, conflict (the name is taken), not_possible (too many) */
export async function saveView(
  deps: Deps,
  actor: Actor,
  input: { name: string; filter: TriageView['filter'] },
): Promise<TriageView> {
  requireAction(actor, 'triage.views');
  return deps.uow.run(async (tx) => {
    await tx.lock([`triage-views:${actor.id}`]);
    const known = await tx.triage.viewsOf(actor.id);
    const name = input.name.trim();
    if (known.some((view) => view.name === name))
      throw new Problem('conflict', say`You have a view of this name already.`);
    if (known.length >= mostViews)
      throw new Problem('not_possible', say`At most ${mostViews} views; remove one first.`);
    const view: TriageView = { id: tx.ids.next(), owner: actor.id, name, filter: input.filter, createdAt: tx.now };
    await tx.write.triageView(view);
    await tx.append({ actor: actor.id, type: 'view.saved', subject: { kind: 'view', id: view.id }, payload: {} });
    return view;
  });
}

/** @throws Problem not_allowed, not_found (also another's) */
export async function removeView(deps: Deps, actor: Actor, id: string): Promise<void> {
  await deps.uow.run(async (tx) => {
    requireObject(actor, 'triage.views', await tx.triage.view(id), (view) => ({ owner: view.owner }));
    await tx.write.triageViewRemoved(id);
    await tx.append({ actor: actor.id, type: 'view.removed', subject: { kind: 'view', id }, payload: {} });
  });
}
