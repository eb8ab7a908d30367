import { say } from '../said.js';
import { Problem } from '../errors.js';
import type { Deps, PreparedJob, Reads } from '../ports.js';
import { stepAlert, stepWords } from './words.js';
import type { Delivery, OutgoingMessage } from './types.js';

/** What became of the sending: a note of why nothing needed to be sent, or null where it was. */
interface Sent {
  dropped: string | null;
}

/**
 * Sends one telling outside the console: before the transaction, so that a slow server keeps no writer waiting. A crash
 * between sending and marking sends it again under the same id; the other side drops what it knows (at least once).
 * @throws Problem not_found, not_possible (no way out is configured); whatever the channel throws is tried again
 */
export const deliver: PreparedJob<Sent> = {
  async prepare(deps, deliveryId) {
    const { message, dropped } = await deps.uow.read((reads) => messageOf(reads, deps, deliveryId));
    if (message === null) return { dropped };
    if (!deps.channels) throw new Problem('not_possible', say`This process sends nothing outside: no channels.`);
    await deps.channels.send(message);
    return { dropped: null };
  },
  async carryOut(tx, _deps, deliveryId, { dropped }) {
    const delivery = await tx.deliveries.get(deliveryId);
    if (!delivery || delivery.state !== 'waiting') return;
    const state = dropped === null ? 'sent' : 'dropped';
    await tx.write.deliverySettled(deliveryId, state, dropped);
    await tx.append({
      actor: 'system',
      type: `delivery.${state}`,
      subject: { kind: 'delivery', id: deliveryId },
      payload: { escalationId: delivery.escalationId, channel: delivery.channel, reason: dropped },
    });
  },
};

/** @throws Problem not_found */
async function messageOf(
  reads: Reads,
  deps: Deps,
  deliveryId: string,
): Promise<{ message: OutgoingMessage | null; dropped: string | null }> {
  const nothing = (dropped: string | null) => ({ message: null, dropped });
  const delivery = await reads.deliveries.get(deliveryId);
  if (!delivery) throw new Problem('not_found', say`There is no delivery ${deliveryId}.`);
  if (delivery.state !== 'waiting') return nothing(delivery.note);
  const step = await reads.escalations.get(delivery.escalationId);
  if (!step || step.closedAt !== null) return nothing('The step was closed before it was sent.');
  const contact = await reads.contacts.get(delivery.recipient);
  if (!contact || contact.disabledAt !== null) return nothing('The contact was taken off the list.');
  const address = (await reads.personal.get(contact.id))?.['address'];
  if (typeof address !== 'string') return nothing('The address was erased.');
  const incident = step.incidentId === null ? null : await reads.incidents.get(step.incidentId);
  const { place } = stepWords(deps.mission, deps.geography, step, incident, delivery.language);
  const sentAt = deps.clock.now().toISOString();
  const { id, language, subject, text } = delivery;
  return {
    dropped: null,
    message: {
      id,
      channel: delivery.channel as Exclude<Delivery['channel'], 'inbox'>,
      address,
      privateAllowed: contact.privateAllowed,
      language,
      subject,
      text,
      sentAt,
      alert: stepAlert(deps.mission, step, { id, sent: sentAt, language, subject, text, place }),
    },
  };
}
