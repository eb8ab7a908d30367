import { nothingHere, requireAction, requireObject } from '../access/policy.js';
import type { Actor } from '../access/types.js';
import type { Deps, Page } from '../ports.js';
import { alarmBehind } from './alarms/advice.js';
import { stepAlert, stepWords } from './words.js';
import type { CapAlert, Delivery, Escalation } from './types.js';

/** What the actor was told, newest first. @throws Problem not_allowed, invalid_input (cursor) */
export async function readInbox(
  deps: Deps,
  actor: Actor,
  filter: { unreadOnly: boolean; limit: number; cursor?: string },
): Promise<Page<Delivery>> {
  requireAction(actor, 'inbox.read');
  return deps.uow.read((reads) => reads.deliveries.inbox({ ...filter, recipient: actor.id }));
}

/**
 * Marks a message of one's own as read; again changes nothing. A read mark is no acknowledgement, and not in the journal.
 * @throws Problem not_allowed, not_found
 */
export async function markRead(deps: Deps, actor: Actor, deliveryId: string): Promise<Delivery> {
  requireAction(actor, 'inbox.read');
  return deps.uow.run(async (tx) => {
    const known = await tx.deliveries.get(deliveryId);
    if (!known || known.recipient !== actor.id || known.channel !== 'inbox') throw nothingHere();
    await tx.write.deliveryRead(deliveryId);
    return (await tx.deliveries.get(deliveryId))!;
  });
}

/** Who was told of a step, by ids and channels. @throws Problem not_allowed, not_found */
export async function deliveriesOf(deps: Deps, actor: Actor, escalationId: string): Promise<Delivery[]> {
  requireAction(actor, 'escalation.read');
  return deps.uow.read(async (reads) => {
    await readableStep(reads, actor, escalationId);
    return reads.deliveries.ofStep(escalationId);
  });
}

/** The step as an alert for machines. @throws Problem not_allowed, not_found */
export async function alertOf(deps: Deps, actor: Actor, escalationId: string, language: string): Promise<CapAlert> {
  requireAction(actor, 'escalation.read');
  return deps.uow.read(async (reads) => {
    const { step, incident } = await readableStep(reads, actor, escalationId);
    const tongue = deps.mission.languages.includes(language) ? language : 'en';
    const words = stepWords(deps.mission, deps.geography, step, incident, tongue, await alarmBehind(reads, step));
    return stepAlert(deps.mission, step, { ...words, id: step.id, sent: step.raisedAt, language: tongue });
  });
}

type Readable = Parameters<Parameters<Deps['uow']['read']>[0]>[0];

async function readableStep(reads: Readable, actor: Actor, id: string) {
  const step = await reads.escalations.get(id);
  const incident = step?.incidentId ? await reads.incidents.get(step.incidentId) : null;
  const found: Escalation = requireObject(actor, 'escalation.read', step, (e) => ({
    sector: incident?.sector ?? e.sector,
  }));
  return { step: found, incident };
}
