import { say } from '../../said.js';
import { stateSaid } from '../../states.js';
import { may } from '../../access/policy.js';
import type { Actor } from '../../access/types.js';
import { Problem, faultAt, problemAt } from '../../errors.js';
import type { Incident } from '../../fusion/types.js';
import { keepReason } from '../../journal/reasons.js';
import { refuseFaults, typedTextFaults } from '../../mission/typed-text.js';
import type { Deps } from '../../ports.js';
import { refuseOtherVersion } from '../decide.js';
import { incidentToWork, refuseIfHeldByAnother } from '../queue.js';
import { step } from '../transitions.js';
import { claimHolder, triageMachine, triageStateOf } from '../triage.js';

/** Nothing is put off for longer than this, days. */
const mostSnoozeDays = 30;

/**
 * Puts an undecided incident off until a time. It comes back then, or at once when it turns out worse (its urgency ×
 * harm rises), is claimed or decided. Gives up a claim of one's own.
 * @throws Problem invalid_input, not_allowed, not_found, conflict (other version, held by another), not_possible
 */
export async function snooze(
  deps: Deps,
  actor: Actor,
  input: { incidentId: string; version: number; until: string; reason: string },
): Promise<Incident> {
  refuseFaults(typedTextFaults(input.reason, deps.mission));
  const until = new Date(Date.parse(input.until)).toISOString();
  return deps.uow.run(async (tx) => {
    const incident = await incidentToWork(tx, actor, input.incidentId);
    const latest = new Date(Date.parse(tx.now) + mostSnoozeDays * 86_400_000).toISOString();
    if (until <= tx.now || until > latest)
      refuseFaults([faultAt('/until', say`Must be later than now and within ${mostSnoozeDays} days.`)]);
    if (incident.state !== 'open') throw notOpen(incident);
    refuseOtherVersion(incident, input.version);
    refuseIfHeldByAnother(incident, actor, tx.now);
    const put: Incident = {
      ...incident,
      version: incident.version + 1,
      claimedBy: null,
      claimedUntil: null,
      snooze: { until, by: actor.id, reason: input.reason.trim(), weight: incident.urgency * incident.harm },
    };
    await tx.write.incidentUpdate(put);
    await tx.append({
      actor: actor.id,
      type: 'triage.snoozed',
      subject: { kind: 'incident', id: incident.id },
      payload: { version: put.version, until, reasonId: await keepReason(tx, input.reason) },
    });
    return put;
  });
}

/**
 * Brings back what was put off.
 * @throws Problem not_allowed, not_found, not_possible (not put off)
 */
export async function wake(deps: Deps, actor: Actor, input: { incidentId: string }): Promise<Incident> {
  return deps.uow.run(async (tx) => {
    const incident = await incidentToWork(tx, actor, input.incidentId);
    if (incident.snooze == null) throw new Problem('not_possible', say`The incident is not put off.`);
    const woken: Incident = { ...incident, version: incident.version + 1, snooze: null };
    await tx.write.incidentUpdate(woken);
    await tx.append({
      actor: actor.id,
      type: 'triage.woken',
      subject: { kind: 'incident', id: incident.id },
      payload: { version: woken.version },
    });
    return woken;
  });
}

/**
 * Gives an incident to a colleague: the claim is theirs for the pack's `claimMinutes`. By whoever holds it, by
 * anybody where nobody does, and by the head of mission in any case.
 * @throws Problem not_allowed, not_found (incident or colleague), conflict (held by another), not_possible
 */
export async function handOverIncident(
  deps: Deps,
  actor: Actor,
  input: { incidentId: string; to: string },
): Promise<Incident> {
  return deps.uow.run(async (tx) => {
    const incident = await incidentToWork(tx, actor, input.incidentId);
    step(triageMachine, triageStateOf(incident, tx.now), 'claim', `Incident ${incident.id}`);
    if (actor.role !== 'head_of_mission') refuseIfHeldByAnother(incident, actor, tx.now);
    const account = await tx.accounts.get(input.to);
    const colleague: Actor | null = account && {
      id: account.id,
      role: account.role,
      scope: account.scope,
      type: 'person',
    };
    if (!account || account.disabledAt !== null || !may(colleague!, 'triage.work', { sector: incident.sector })) {
      throw problemAt('not_possible', '/to', say`Nobody of that id works on the queue of this sector.`);
    }
    const minutes = deps.mission.thresholds.triage.claimMinutes;
    const until = new Date(Date.parse(tx.now) + minutes * 60_000).toISOString();
    const given: Incident = {
      ...incident,
      version: incident.version + 1,
      claimedBy: account.id,
      claimedUntil: until,
      snooze: null,
    };
    await tx.write.incidentUpdate(given);
    await tx.append({
      actor: actor.id,
      type: 'triage.handed_over',
      subject: { kind: 'incident', id: incident.id },
      payload: { version: given.version, from: claimHolder(incident, tx.now), to: account.id, until },
    });
    return given;
  });
}

function notOpen(incident: Incident): Problem {
  return new Problem(
    'not_possible',
    say`Incident ${incident.id} is "${stateSaid(incident.state)}": there is nothing to put off.`,
  );
}
