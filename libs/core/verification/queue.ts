import { requireAction, requireObject, sectorsFor } from '../access/policy.js';
import type { Actor } from '../access/types.js';
import { Problem } from '../errors.js';
import { lockIncidents } from '../fusion/lock.js';
import type { Incident } from '../fusion/types.js';
import type { Deps, Page, Tx } from '../ports.js';
import { step } from './transitions.js';
import { claimHolder, priorityOf, triageMachine, triageStateOf, waitingHours, type TriageState } from './triage.js';

/** One line of the triage queue. */
export interface TriageItem {
  incident: Incident;
  state: TriageState;
  waitingHours: number;
  /** Has waited longer than the pack's `staleHours`. */
  stale: boolean;
  /** log2(urgency x harm x staleness); see `priorityOf`. */
  priority: number;
}

/**
 * The queue of undecided incidents in the actor's sectors, highest priority first.
 * @throws Problem not_allowed
 */
export async function listTriage(
  deps: Deps,
  actor: Actor,
  filter: { kind?: string; cursor?: string; limit?: number } = {},
): Promise<Page<TriageItem>> {
  requireAction(actor, 'triage.work');
  const at = deps.clock.now().toISOString();
  const { staleHours } = deps.mission.thresholds.triage;
  const page = await deps.uow.read((reads) =>
    reads.incidents.list({
      sectors: sectorsFor(actor, 'triage.work'),
      undecidedOnly: true,
      ...(filter.kind === undefined ? {} : { kind: filter.kind }),
      ...(filter.cursor === undefined ? {} : { cursor: filter.cursor }),
      limit: Math.min(200, Math.max(1, filter.limit ?? 50)),
      order: 'triage',
      at,
    }),
  );
  return {
    items: page.items.map((incident) => {
      const waited = waitingHours(incident.openedAt, at);
      return {
        incident,
        state: triageStateOf(incident, at),
        waitingHours: waited,
        stale: waited > staleHours,
        priority: priorityOf(incident, at),
      };
    }),
    next: page.next,
  };
}

/**
 * Takes an incident to work on for the pack's `claimMinutes`; claiming again prolongs it.
 * @throws Problem not_allowed, not_found, conflict (somebody else holds it), not_possible (decided or merged)
 */
export async function claim(deps: Deps, actor: Actor, input: { incidentId: string }): Promise<Incident> {
  return deps.uow.run(async (tx) => {
    const incident = await incidentToWork(tx, actor, input.incidentId);
    step(triageMachine, triageStateOf(incident, tx.now), 'claim', `Incident ${incident.id}`);
    refuseIfHeldByAnother(incident, actor, tx.now);
    const until = new Date(Date.parse(tx.now) + deps.mission.thresholds.triage.claimMinutes * 60_000).toISOString();
    const claimed = { ...incident, version: incident.version + 1, claimedBy: actor.id, claimedUntil: until };
    await tx.write.incidentUpdate(claimed);
    await tx.append({
      actor: actor.id,
      type: 'triage.claimed',
      subject: { kind: 'incident', id: incident.id },
      payload: { version: claimed.version, until },
    });
    return claimed;
  });
}

/**
 * Gives a claimed incident back to the queue; only its holder can.
 * @throws Problem not_allowed, not_found, conflict (somebody else holds it), not_possible (nobody does)
 */
export async function release(deps: Deps, actor: Actor, input: { incidentId: string }): Promise<Incident> {
  return deps.uow.run(async (tx) => {
    const incident = await incidentToWork(tx, actor, input.incidentId);
    step(triageMachine, triageStateOf(incident, tx.now), 'release', `Incident ${incident.id}`);
    refuseIfHeldByAnother(incident, actor, tx.now);
    const released = { ...incident, version: incident.version + 1, claimedBy: null, claimedUntil: null };
    await tx.write.incidentUpdate(released);
    await tx.append({
      actor: actor.id,
      type: 'triage.released',
      subject: { kind: 'incident', id: incident.id },
      payload: { version: released.version },
    });
    return released;
  });
}

/**
 * The incident, locked for this transaction, where the actor may work on it.
 * @throws Problem not_allowed, not_found
 */
export async function incidentToWork(tx: Tx, actor: Actor, incidentId: string): Promise<Incident> {
  requireAction(actor, 'triage.work');
  return requireObject(actor, 'triage.work', (await lockIncidents(tx, [incidentId]))[0], (i) => ({ sector: i.sector }));
}

/** @throws Problem conflict, saying until when */
export function refuseIfHeldByAnother(incident: Incident, actor: Actor, at: string): void {
  const holder = claimHolder(incident, at);
  if (holder !== null && holder !== actor.id)
    throw new Problem('conflict', `Somebody else has claimed this incident until ${incident.claimedUntil}.`, [], {
      claimedUntil: incident.claimedUntil,
    });
}
