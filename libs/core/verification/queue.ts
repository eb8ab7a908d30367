import { say } from '../said.js';
import { requireAction, requireObject } from '../access/policy.js';
import type { Actor } from '../access/types.js';
import { Problem } from '../errors.js';
import { lockIncidents } from '../fusion/lock.js';
import type { Incident } from '../fusion/types.js';
import type { Deps, Tx } from '../ports.js';
import { step } from './transitions.js';
import { claimHolder, triageMachine, triageStateOf } from './triage.js';

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
    const claimed = {
      ...incident,
      version: incident.version + 1,
      claimedBy: actor.id,
      claimedUntil: until,
      snooze: null,
    };
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
    throw new Problem(
      'conflict',
      say`Somebody else has claimed this incident until ${{ at: incident.claimedUntil! }}.`,
      [],
      {
        claimedUntil: incident.claimedUntil,
      },
    );
}
