/** What people do with steps besides taking notice: act, snooze, hand over, lower, and raise. */
import { say } from '../said.js';
import { requireAction, requireObject } from '../access/policy.js';
import { refuseFaults, typedTextFaults } from '../mission/typed-text.js';
import type { Actor } from '../access/types.js';
import { Problem, faultAt } from '../errors.js';
import { lockIncidents } from '../fusion/lock.js';
import { keepReason } from '../journal/reasons.js';
import type { Deps } from '../ports.js';
import { requirePerson } from '../verification/decide.js';
import { step as take } from '../verification/transitions.js';
import { clockOf, escalationMachine, escalationStateOf, minutesAfter, rungBelow, usualSnooze } from './ladder.js';
import { causeKey, close, raise, reachableStep, rungNamed, stepsBeside, subjectOf } from './steps.js';
import type { Escalation } from './types.js';

interface OnStep {
  escalationId: string;
  reason: string;
}

/**
 * Puts on record what was done (`reason`). The step and those below it are closed, unless the rung wants a person to
 * close it; late action is taken as well.
 * @throws Problem invalid_input, not_allowed, not_found, not_possible (not acknowledged, its clock ran out, or closed)
 */
export async function actOn(deps: Deps, actor: Actor, input: OnStep): Promise<Escalation> {
  refuseFaults(typedTextFaults(input.reason, deps.mission));
  return deps.uow.run(async (tx) => {
    const current = await reachableStep(tx, actor, input.escalationId);
    take(escalationMachine, escalationStateOf(current), 'act', `Escalation ${current.id}`);
    const running = clockOf(current);
    // The sweep may be late: what came after the clock is late, and climbs first.
    if (running !== null && running.by <= tx.now)
      throw new Problem(
        'not_possible',
        say`Its clock ran out at ${{ at: running.by }}: it is about to climb. Act again after that.`,
      );
    const acted = { ...current, actedAt: tx.now };
    await tx.write.escalation(acted);
    await tx.append({
      actor: actor.id,
      type: 'escalation.acted',
      subject: subjectOf(current),
      payload: { escalationId: current.id, level: current.level, reasonId: await keepReason(tx, input.reason) },
    });
    if (deps.mission.escalation.find((r) => r.id === current.rung)?.closesOn === 'person') return acted;
    const below = (await stepsBeside(tx, current)).filter(
      (e) => e.closedAt === null && e.id !== current.id && e.level < current.level,
    );
    for (const e of below) await close(tx, e, 'system', `Action was taken at level ${current.level}.`);
    return close(tx, acted, 'system', 'Action was taken.');
  });
}

/**
 * Puts the clock for acting off until an instant, with a reason: at most so long and so often as the pack allows.
 * @throws Problem invalid_input, not_allowed, not_found, not_possible (not acknowledged, or too often)
 */
export async function snooze(deps: Deps, actor: Actor, input: OnStep & { until: string }): Promise<Escalation> {
  refuseFaults(typedTextFaults(input.reason, deps.mission));
  const { maxMinutes, maxTimes } = deps.mission.escalationRules?.snooze ?? usualSnooze;
  return deps.uow.run(async (tx) => {
    const current = await reachableStep(tx, actor, input.escalationId);
    take(escalationMachine, escalationStateOf(current), 'snooze', `Escalation ${current.id}`);
    const running = clockOf(current);
    if (running === null)
      throw new Problem('not_possible', say`No clock runs for this step: there is nothing to put off.`);
    if (running.by <= tx.now)
      throw new Problem('not_possible', say`Its clock ran out at ${{ at: running.by }}: it climbs.`);
    if (current.snoozes >= maxTimes)
      throw new Problem('not_possible', say`It was put off ${current.snoozes} times; the mission allows ${maxTimes}.`);
    const until = new Date(input.until);
    const latest = minutesAfter(tx.now, maxMinutes);
    if (Number.isNaN(until.getTime()) || until.toISOString() <= tx.now || until.toISOString() > latest)
      throw new Problem('invalid_input', say`It can only be put off for a time.`, [
        faultAt('/until', say`Give an instant after now and not after ${latest}.`),
      ]);
    const snoozed = { ...current, snoozedUntil: until.toISOString(), snoozes: current.snoozes + 1 };
    await tx.write.escalation(snoozed);
    await tx.append({
      actor: actor.id,
      type: 'escalation.snoozed',
      subject: subjectOf(current),
      payload: {
        escalationId: current.id,
        level: current.level,
        until: snoozed.snoozedUntil,
        times: snoozed.snoozes,
        reasonId: await keepReason(tx, input.reason),
      },
    });
    return snoozed;
  });
}

/**
 * Lowers a step: it is closed and one raised on the rung named (default: the next one down), with a full clock.
 * @throws Problem invalid_input (rung not below), not_allowed, not_found, not_possible (closed, or the lowest rung)
 */
export async function deEscalate(deps: Deps, actor: Actor, input: OnStep & { rung?: string }): Promise<Escalation> {
  refuseFaults(typedTextFaults(input.reason, deps.mission));
  return deps.uow.run(async (tx) => {
    const current = await reachableStep(tx, actor, input.escalationId);
    take(escalationMachine, escalationStateOf(current), 'lower', `Escalation ${current.id}`);
    const rung =
      input.rung === undefined
        ? rungBelow(current.level, deps.mission.escalation)
        : rungNamed(deps.mission, input.rung);
    if (rung === null) throw new Problem('not_possible', say`This is the lowest rung: close the escalation instead.`);
    if (rung.level >= current.level)
      throw new Problem('invalid_input', say`Rung "${rung.id}" is not below level ${current.level}.`, [
        faultAt('/rung', say`Name a lower rung.`),
      ]);
    const reason = input.reason.trim();
    const others = (await stepsBeside(tx, current)).filter((e) => e.closedAt === null && e.level <= current.level);
    for (const e of others) await close(tx, e, actor.id, `Lowered to level ${rung.level}. ${reason}`);
    const raiseKey = `${causeKey(current)}|down:${current.id}`;
    const lowered = await raise(tx, deps, rung, { ...current, raiseKey, reason, said: null }, { actor: actor.id });
    return lowered!;
  });
}

/**
 * Raises an incident to a rung because a person sees a reason.
 * @throws Problem invalid_input, not_allowed, not_found, not_possible (merged away, or that high already)
 */
export async function raiseByPerson(
  deps: Deps,
  actor: Actor,
  input: { incidentId: string; rung: string; reason: string },
): Promise<Escalation> {
  refuseFaults(typedTextFaults(input.reason, deps.mission));
  return deps.uow.run(async (tx) => {
    requireAction(actor, 'escalation.raise');
    const [locked] = await lockIncidents(tx, [input.incidentId]);
    const incident = requireObject(actor, 'escalation.raise', locked, (i) => ({ sector: i.sector }));
    requirePerson(actor);
    const rung = rungNamed(deps.mission, input.rung);
    if (incident.state === 'merged')
      throw new Problem('not_possible', say`It was merged away; raise the other incident.`);
    const steps = (await tx.escalations.ofIncident(incident.id)).filter((e) => e.closedAt === null);
    const high = steps.find((e) => e.level >= rung.level);
    if (high) throw new Problem('not_possible', say`It stands at level ${high.level} already.`);
    const cause = {
      incidentId: incident.id,
      sector: incident.sector,
      trigger: 'person' as const,
      raiseKey: `person:${tx.ids.next()}`,
      reason: input.reason.trim(),
      said: null,
    };
    const raised = (await raise(tx, deps, rung, cause, { actor: actor.id }))!;
    for (const lower of steps) await close(tx, lower, actor.id, `Raised to level ${rung.level}.`);
    return raised;
  });
}
