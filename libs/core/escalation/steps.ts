/** Writing steps: raising, closing, and finding the one that an actor may handle. */
import { say } from '../said.js';
import { nothingHere, requireAction, requireObject, type Action } from '../access/policy.js';
import type { Actor } from '../access/types.js';
import { Problem, faultAt } from '../errors.js';
import { lockIncidents } from '../fusion/lock.js';
import { keepReason } from '../journal/reasons.js';
import type { Rung } from '../mission/ladder-types.js';
import type { Mission } from '../mission/types.js';
import type { Deps, Tx } from '../ports.js';
import { requirePerson } from '../verification/decide.js';
import { stepOn, type Cause } from './ladder.js';
import { tell } from './tell.js';
import type { Escalation } from './types.js';

/** Subject of the entries about a step: its incident where it has one. */
export function subjectOf(step: Pick<Escalation, 'id' | 'incidentId'>): { kind: string; id: string } {
  return step.incidentId === null ? { kind: 'escalation', id: step.id } : { kind: 'incident', id: step.incidentId };
}

/**
 * Writes a step, announces it and owes its tellings, unless its key was raised before: then null.
 * `climbedFrom`: the missed step below, or null. The caller holds the incident's lock.
 */
export async function raise(
  tx: Tx,
  deps: Deps,
  rung: Rung,
  cause: Cause,
  { actor = 'system', climbedFrom = null }: { actor?: string; climbedFrom?: string | null } = {},
): Promise<Escalation | null> {
  if (await tx.escalations.byKey(cause.raiseKey)) return null;
  const step = stepOn(rung, cause, tx.ids.next(), tx.now);
  await tx.write.escalation(step);
  const { id, level, role, acknowledgeBy, trigger } = step;
  // A person's reason goes with the step as it climbs or is lowered, so that all of them are kept apart.
  const reasonId = await keepReason(tx, step.reason);
  await tx.append({
    actor,
    type: 'escalation.raised',
    subject: subjectOf(step),
    payload: { escalationId: id, level, role, acknowledgeBy, reasonId, climbedFrom, trigger },
  });
  await tell(tx, deps, step, rung);
  return step;
}

/** Steps of the same cause: all of its incident, or of an alarm's step those that climbed from it. */
export async function stepsBeside(tx: Tx, step: Escalation): Promise<Escalation[]> {
  if (step.incidentId !== null) return tx.escalations.ofIncident(step.incidentId);
  const open = await tx.escalations.open();
  return open.filter((e) => e.incidentId === null && causeKey(e) === causeKey(step));
}

/** The key of the cause behind a step that climbed or was lowered. */
export function causeKey(step: Pick<Escalation, 'raiseKey'>): string {
  return step.raiseKey.split('|')[0]!;
}

/** Closes a step. What a person gave as the reason is kept apart from the journal, what the program says stands in it. */
export async function close(tx: Tx, step: Escalation, by: string, reason: string): Promise<Escalation> {
  const closed = { ...step, closedAt: tx.now };
  await tx.write.escalation(closed);
  const told = by === 'system' ? { reason } : { reasonId: await keepReason(tx, reason) };
  await tx.append({
    actor: by,
    type: 'escalation.closed',
    subject: subjectOf(step),
    payload: { escalationId: step.id, level: step.level, ...told },
  });
  return closed;
}

/**
 * The step, locked with its incident, where the actor may handle it.
 * @throws Problem not_allowed (role), not_found (missing or out of scope)
 */
export async function reachableStep(
  tx: Tx,
  actor: Actor,
  id: string,
  action: Action = 'escalation.acknowledge',
): Promise<Escalation> {
  requireAction(actor, action);
  const known = await tx.escalations.get(id);
  if (!known) throw nothingHere();
  if (known.incidentId === null) {
    await tx.lock([`escalation:${causeKey(known)}`]);
    requireObject(actor, action, known, (step) => ({ sector: step.sector }));
  } else {
    const [incident] = await lockIncidents(tx, [known.incidentId]);
    requireObject(actor, action, incident, (i) => ({ sector: i.sector }));
  }
  requirePerson(actor);
  const current = (await tx.escalations.get(id))!;
  refuseOtherRole(actor, current);
  return current;
}

/** @throws Problem not_allowed for all but the step's role and the head of mission */
export function refuseOtherRole(actor: Pick<Actor, 'role'>, step: Escalation): void {
  if (actor.role !== step.role && actor.role !== 'head_of_mission')
    throw new Problem('not_allowed', say`Level ${step.level} is for the role ${{ named: 'role', id: step.role }}.`);
}

/** @throws Problem invalid_input for a rung that the ladder does not have */
export function rungNamed(mission: Mission, id: string): Rung {
  const rung = mission.escalation.find((r) => r.id === id);
  if (rung) return rung;
  const names = mission.escalation.map((r) => r.id).join(', ');
  throw new Problem('invalid_input', say`There is no rung "${id}".`, [faultAt('/rung', say`Use one of ${names}.`)]);
}
