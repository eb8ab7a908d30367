import { nothingHere, requireAction, requireObject } from '../access/policy.js';
import type { Actor } from '../access/types.js';
import { Problem } from '../errors.js';
import { lockIncidents } from '../fusion/lock.js';
import type { Deps, JobHandler, Tx } from '../ports.js';
import { reasonFaults, refuseFaults, requirePerson } from '../verification/decide.js';
import { step } from '../verification/transitions.js';
import { escalationMachine, escalationStateOf, rungAbove, rungFor, stepOn } from './ladder.js';
import type { Escalation } from './types.js';

/**
 * Raises an incident to the rung of the pack's ladder that its gravest standing breach asks for, and closes
 * what is open where no such breach stands any more. Done again it changes nothing: an open step on
 * that rung or above, or one closed since the breach was ruled, is enough.
 * @throws Problem not_found
 */
export const escalateIncident: JobHandler = async (tx, deps, incidentId) => {
  const [incident] = await lockIncidents(tx, [incidentId]);
  if (!incident) throw new Problem('not_found', `There is no incident ${incidentId}.`);
  const rulings = (await tx.rulings.ofIncident(incidentId)).filter((r) => r.state === 'ruled');
  const steps = await tx.escalations.ofIncident(incidentId);
  const rung = incident.state === 'merged' ? null : rungFor(rulings, deps.mission.escalation);
  if (rung === null) {
    for (const open of steps.filter((e) => e.closedAt === null))
      await close(tx, open, 'system', 'No serious or grave breach stands any more.');
    return;
  }
  const breaches = rulings.filter((r) => r.result === 'breach' && r.gravity !== 'minor');
  const since =
    breaches
      .map((r) => r.confirmedAt ?? r.ruledAt ?? '')
      .sort()
      .at(-1) ?? '';
  const enough = (e: Escalation) => e.level >= rung.level && (e.closedAt === null || e.raisedAt >= since);
  if (steps.some(enough)) return;

  const named = breaches.map((r) => `${r.gravity} breach of provision "${r.provisionId}"`).sort();
  await raise(tx, stepOn(rung, incidentId, tx.ids.next(), `${named.join('; ')}.`, tx.now), null);
  for (const lower of steps.filter((e) => e.closedAt === null))
    await close(tx, lower, 'system', `Raised to level ${rung.level}.`);
};

/**
 * Stops the clock of a step: whoever holds the step's role, or the head of mission, has taken notice.
 * @throws Problem not_allowed, not_found, not_possible (already acknowledged, missed or closed)
 */
export async function acknowledge(deps: Deps, actor: Actor, input: { escalationId: string }): Promise<Escalation> {
  return deps.uow.run(async (tx) => {
    const current = await reachableStep(tx, actor, input.escalationId);
    step(escalationMachine, escalationStateOf(current), 'acknowledge', `Escalation ${current.id}`);
    // The sweep may be late: a clock that has run out cannot be answered any more.
    if (current.acknowledgeBy <= tx.now)
      throw new Problem('not_possible', `Its clock ran out at ${current.acknowledgeBy}: it climbs to the next level.`);
    const acknowledged = { ...current, acknowledgedBy: actor.id, acknowledgedAt: tx.now };
    await tx.write.escalation(acknowledged);
    await tx.append({
      actor: actor.id,
      type: 'escalation.acknowledged',
      subject: { kind: 'incident', id: current.incidentId },
      payload: { escalationId: current.id, level: current.level },
    });
    return acknowledged;
  });
}

/**
 * Ends the escalation of an incident, with a reason: every open step is closed.
 * @throws Problem invalid_input, not_allowed, not_found, not_possible (nothing open)
 */
export async function closeEscalation(
  deps: Deps,
  actor: Actor,
  input: { escalationId: string; reason: string },
): Promise<Escalation> {
  refuseFaults(reasonFaults(input.reason));
  return deps.uow.run(async (tx) => {
    const current = await reachableStep(tx, actor, input.escalationId);
    step(escalationMachine, escalationStateOf(current), 'close', `Escalation ${current.id}`);
    const open = (await tx.escalations.ofIncident(current.incidentId)).filter((e) => e.closedAt === null);
    // Who may not answer for the highest open step may not end it from below either.
    for (const e of open) refuseOtherRole(actor, e);
    for (const e of open) await close(tx, e, actor.id, input.reason.trim());
    return { ...current, closedAt: tx.now };
  });
}

/**
 * Finds every clock that has run out unanswered, writes that down, and climbs one rung for each: once, however
 * often it is called and however late, and with a full new clock. At the top it stays, on record.
 * Returns how many were missed and how many steps were raised.
 */
export async function sweepEscalations(deps: Deps): Promise<{ missed: number; raised: number }> {
  return deps.uow.run(async (tx) => {
    const overdue = await tx.escalations.overdue(tx.now);
    const incidents = [...new Set(overdue.map((e) => e.incidentId))].sort();
    await tx.lock(incidents.map((id) => `incident:${id}`));
    let missed = 0;
    let raised = 0;
    for (const { id } of overdue) {
      // Read again under the lock: it may have been answered, or swept by another process.
      const current = await tx.escalations.get(id);
      if (!current || escalationStateOf(current) !== 'raised' || current.acknowledgeBy > tx.now) continue;
      const above = rungAbove(current.level, deps.mission.escalation);
      await tx.write.escalation({ ...current, missedAt: tx.now });
      await tx.append({
        actor: 'system',
        type: 'escalation.missed',
        subject: { kind: 'incident', id: current.incidentId },
        payload: {
          escalationId: id,
          level: current.level,
          acknowledgeBy: current.acknowledgeBy,
          climbsTo: above?.level ?? null,
        },
      });
      missed += 1;
      const steps = await tx.escalations.ofIncident(current.incidentId);
      const alreadyAbove = above !== null && steps.some((e) => e.closedAt === null && e.level >= above.level);
      if (above === null || alreadyAbove) continue;
      const reason = `Level ${current.level} was not acknowledged by ${current.acknowledgeBy}. ${current.reason}`;
      await raise(tx, stepOn(above, current.incidentId, tx.ids.next(), reason, tx.now), id);
      raised += 1;
    }
    return { missed, raised };
  });
}

/** Writes a step and announces it. `climbedFrom`: the missed step below, or null. */
async function raise(tx: Tx, escalation: Escalation, climbedFrom: string | null): Promise<void> {
  await tx.write.escalation(escalation);
  const { id, level, role, acknowledgeBy, reason } = escalation;
  await tx.append({
    actor: 'system',
    type: 'escalation.raised',
    subject: { kind: 'incident', id: escalation.incidentId },
    payload: { escalationId: id, level, role, acknowledgeBy, reason, climbedFrom },
  });
}

async function close(tx: Tx, escalation: Escalation, by: string, reason: string): Promise<void> {
  await tx.write.escalation({ ...escalation, closedAt: tx.now });
  await tx.append({
    actor: by,
    type: 'escalation.closed',
    subject: { kind: 'incident', id: escalation.incidentId },
    payload: { escalationId: escalation.id, level: escalation.level, reason },
  });
}

async function reachableStep(tx: Tx, actor: Actor, id: string): Promise<Escalation> {
  requireAction(actor, 'escalation.acknowledge');
  const known = await tx.escalations.get(id);
  if (!known) throw nothingHere();
  const [incident] = await lockIncidents(tx, [known.incidentId]);
  requireObject(actor, 'escalation.acknowledge', incident, (i) => ({ sector: i.sector }));
  requirePerson(actor);
  const current = (await tx.escalations.get(id))!;
  refuseOtherRole(actor, current);
  return current;
}

function refuseOtherRole(actor: Actor, escalation: Escalation): void {
  if (actor.role !== escalation.role && actor.role !== 'head_of_mission')
    throw new Problem('not_allowed', `Level ${escalation.level} is for the role "${escalation.role}".`);
}
