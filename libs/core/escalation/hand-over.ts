import { say, type Said } from '../said.js';
import { may, requireAction } from '../access/policy.js';
import { refuseFaults, typedTextFaults } from '../mission/typed-text.js';
import type { Account, Actor } from '../access/types.js';
import { Problem, problemAt } from '../errors.js';
import { keepReason } from '../journal/reasons.js';
import type { Deps } from '../ports.js';
import { requirePerson } from '../verification/decide.js';
import { after } from '../verification/transitions.js';
import { escalationMachine, escalationStateOf } from './ladder.js';
import { causeKey, subjectOf } from './steps.js';
import { tellThese } from './tell.js';
import type { Escalation } from './types.js';

/**
 * At a change of shift: all open steps that one person holds go to another, each with its own entry; clocks run on.
 * One hands over one's own; the head of mission also somebody else's (who fell ill, say).
 * @throws Problem invalid_input (nobody who could hold them), not_allowed; nothing held is no fault: gives []
 */
export async function handOver(
  deps: Deps,
  actor: Actor,
  input: { to: string; from?: string; reason: string },
): Promise<Escalation[]> {
  refuseFaults(typedTextFaults(input.reason, deps.mission));
  requireAction(actor, 'escalation.acknowledge');
  requirePerson(actor);
  const from = input.from ?? actor.id;
  if (from !== actor.id && actor.role !== 'head_of_mission')
    throw new Problem('not_allowed', say`Only the head of mission hands over what somebody else holds.`);
  if (from === input.to) throw new Problem('invalid_input', say`They are one and the same person.`);
  return deps.uow.run(async (tx) => {
    await tx.lock([`holder:${from}`]);
    const to = await tx.accounts.get(input.to);
    const held = (await tx.escalations.open()).filter((e) => e.holder === from);
    await tx.lock(held.map((e) => (e.incidentId === null ? `escalation:${causeKey(e)}` : `incident:${e.incidentId}`)));
    const reasonId = await keepReason(tx, input.reason);
    const moved: Escalation[] = [];
    for (const { id } of held) {
      // Read again under the locks: it may have been closed in between.
      const current = (await tx.escalations.get(id))!;
      if (current.holder !== from || after(escalationMachine, escalationStateOf(current), 'hand_over') === null)
        continue;
      const incident = current.incidentId === null ? null : await tx.incidents.get(current.incidentId);
      refuseUnfit(to, current, incident?.sector ?? current.sector);
      const handed = { ...current, holder: to.id };
      await tx.write.escalation(handed);
      await tx.append({
        actor: actor.id,
        type: 'escalation.handed_over',
        subject: subjectOf(current),
        payload: { escalationId: id, level: current.level, from, to: to.id, reasonId },
      });
      await tellThese(tx, deps, handed, [{ id: to.id, channel: 'inbox', language: 'en' }]);
      moved.push(handed);
    }
    return moved;
  });
}

/** @throws Problem invalid_input where the account may not hold the step */
function refuseUnfit(to: Account | null, step: Escalation, sector: string | null): asserts to is Account {
  const wrong = (said: Said) => problemAt('invalid_input', '/to', said);
  if (!to || to.disabledAt !== null) throw wrong(say`There is no such person at work.`);
  if (to.role !== step.role && to.role !== 'head_of_mission')
    throw wrong(say`Level ${step.level} is for the role ${{ named: 'role', id: step.role }}.`);
  const { id, role, scope } = to;
  if (!may({ id, role, scope, type: 'person' }, 'escalation.acknowledge', { sector }))
    throw wrong(say`That person does not work in the sector of every step.`);
}
