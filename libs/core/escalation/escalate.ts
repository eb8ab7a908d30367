import type { Actor } from '../access/types.js';
import { refuseFaults, typedTextFaults } from '../mission/typed-text.js';
import { Problem } from '../errors.js';
import { lockIncidents } from '../fusion/lock.js';
import type { Deps, JobHandler } from '../ports.js';
import { englishOf, say, type Said } from '../said.js';
import type { Ruling } from '../ruling/types.js';
import { step } from '../verification/transitions.js';
import { climbsOn, clockOf, escalationMachine, escalationStateOf, minutesAfter, rungAbove, rungFor } from './ladder.js';
import { causeKey, close, raise, reachableStep, refuseOtherRole, stepsBeside, subjectOf } from './steps.js';
import type { Escalation } from './types.js';

/**
 * Raises an incident to the rung of the pack's ladder that its gravest standing breach asks for, and closes
 * what rulings raised where no such breach stands any more. Done again it changes nothing: an open step on
 * that rung or above, or one closed since the breach was ruled, is enough.
 * @throws Problem not_found
 */
export const escalateIncident: JobHandler = async (tx, deps, incidentId) => {
  const [incident] = await lockIncidents(tx, [incidentId]);
  if (!incident) throw new Problem('not_found', say`There is no incident ${incidentId}.`);
  const { escalation: ladder, escalationRules } = deps.mission;
  const rulings = (await tx.rulings.ofIncident(incidentId)).filter((r) => r.state === 'ruled');
  const steps = await tx.escalations.ofIncident(incidentId);
  const rung = incident.state === 'merged' ? null : rungFor(rulings, ladder, escalationRules?.starts);
  if (rung === null) {
    const merged = incident.state === 'merged';
    for (const open of steps.filter((e) => e.closedAt === null && (merged || e.trigger === 'ruling')))
      await close(tx, open, 'system', merged ? mergedAway : 'No serious or grave breach stands any more.');
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

  const said = breaches.map(saidBreach).sort(byEnglish);
  await raise(tx, deps, rung, {
    incidentId,
    sector: incident.sector,
    trigger: 'ruling',
    raiseKey: `ruling:${incidentId}:${since}:${rung.level}:${steps.length}`,
    reason: englishOf(say`${said}.`),
    said: [say`${said}.`],
  });
  for (const lower of steps.filter((e) => e.closedAt === null))
    await close(tx, lower, 'system', `Raised to level ${rung.level}.`);
};

/** Why steps of an incident end whose sightings went to another one. */
export const mergedAway = 'The incident was merged into another one.';

/**
 * Stops the first clock of a step: whoever holds the step's role, or the head of mission, has taken notice. The clock
 * for acting starts with it, where the rung has one.
 * @throws Problem not_allowed, not_found, not_possible (already acknowledged, missed or closed)
 */
export async function acknowledge(deps: Deps, actor: Actor, input: { escalationId: string }): Promise<Escalation> {
  return deps.uow.run(async (tx) => {
    const current = await reachableStep(tx, actor, input.escalationId);
    step(escalationMachine, escalationStateOf(current), 'acknowledge', `Escalation ${current.id}`);
    // The sweep may be late: a clock that has run out cannot be answered any more.
    if (current.acknowledgeBy <= tx.now)
      throw new Problem(
        'not_possible',
        say`Its clock ran out at ${{ at: current.acknowledgeBy }}: it climbs to the next level.`,
      );
    const minutes = deps.mission.escalation.find((r) => r.id === current.rung)?.actMinutes;
    const actBy = minutes === undefined ? null : minutesAfter(tx.now, minutes);
    const acknowledged = { ...current, acknowledgedBy: actor.id, acknowledgedAt: tx.now, holder: actor.id, actBy };
    await tx.write.escalation(acknowledged);
    await tx.append({
      actor: actor.id,
      type: 'escalation.acknowledged',
      subject: subjectOf(current),
      payload: { escalationId: current.id, level: current.level, actBy },
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
  refuseFaults(typedTextFaults(input.reason, deps.mission));
  return deps.uow.run(async (tx) => {
    const current = await reachableStep(tx, actor, input.escalationId);
    step(escalationMachine, escalationStateOf(current), 'close', `Escalation ${current.id}`);
    const open = (await stepsBeside(tx, current)).filter((e) => e.closedAt === null);
    // Who may not answer for the highest open step may not end it from below either.
    for (const e of open) refuseOtherRole(actor, e);
    for (const e of open) await close(tx, e, actor.id, input.reason.trim());
    return { ...current, closedAt: tx.now };
  });
}

/**
 * Finds every clock that has run out, writes that down, and climbs one rung for each where the ladder says so: once,
 * however often it is called and however late, and with a full new clock. At the top it stays, on record.
 * Returns how many were missed and how many steps were raised.
 */
export async function sweepEscalations(deps: Deps): Promise<{ missed: number; raised: number }> {
  // Most sweeps find nothing: those open no transaction.
  const due = await deps.uow.read((reads) => reads.escalations.overdue(deps.clock.now().toISOString()));
  if (due.length === 0) return { missed: 0, raised: 0 };
  return deps.uow.run(async (tx) => {
    const overdue = await tx.escalations.overdue(tx.now);
    await tx.lock(
      overdue.map((e) => (e.incidentId === null ? `escalation:${causeKey(e)}` : `incident:${e.incidentId}`)),
    );
    let missed = 0;
    let raised = 0;
    for (const { id } of overdue) {
      // Read again under the lock: it may have been answered, or swept by another process.
      const current = (await tx.escalations.get(id))!;
      const running = clockOf(current);
      if (running === null || running.by > tx.now) continue;
      const { clock, by } = running;
      const rung = deps.mission.escalation.find((r) => r.id === current.rung);
      const above = climbsOn(rung, clock) ? rungAbove(current.level, deps.mission.escalation) : null;
      const stamp = clock === 'acknowledge' ? { missedAt: tx.now } : { actMissedAt: tx.now };
      await tx.write.escalation({ ...current, ...stamp });
      await tx.append({
        actor: 'system',
        type: 'escalation.missed',
        subject: subjectOf(current),
        payload: { escalationId: id, level: current.level, clock, by, climbsTo: above?.level ?? null },
      });
      missed += 1;
      const steps = await stepsBeside(tx, current);
      const alreadyAbove = above !== null && steps.some((e) => e.closedAt === null && e.level >= above.level);
      if (above === null || alreadyAbove) continue;
      const missedBy =
        clock === 'acknowledge'
          ? say`Level ${current.level} was not acknowledged by ${{ at: by }}.`
          : say`Level ${current.level} was without action by ${{ at: by }}.`;
      const climbed = await raise(
        tx,
        deps,
        above,
        {
          ...current,
          raiseKey: `${causeKey(current)}|up:${id}`,
          reason: `${englishOf(missedBy)} ${current.reason}`,
          said: [missedBy, ...(current.said ?? [say`${current.reason}`])],
        },
        { climbedFrom: id },
      );
      if (climbed !== null) raised += 1;
    }
    return { missed, raised };
  });
}

function saidBreach({ gravity, provisionId }: Ruling): Said {
  if (gravity === 'grave') return say`grave breach of provision "${provisionId}"`;
  return say`serious breach of provision "${provisionId}"`;
}

const byEnglish = (a: Said, b: Said): number => (englishOf(a) < englishOf(b) ? -1 : 1);
