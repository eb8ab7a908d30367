import type { Rung } from '../mission/ladder-types.js';
import type { Deps, Tx } from '../ports.js';
import { alarmBehind } from './alarms/advice.js';
import { recipientsOf, type Recipient } from './recipients.js';
import { stepWords } from './words.js';
import type { Delivery, Escalation } from './types.js';

/**
 * Owes one telling of the step to each of the rung's recipients: in the inbox at once, outside by the job `deliver`.
 * Called again it adds nobody twice.
 */
export async function tell(tx: Tx, deps: Deps, step: Escalation, rung: Rung): Promise<void> {
  const [accounts, contacts] = [await tx.accounts.list(), await tx.contacts.list()];
  await tellThese(tx, deps, step, recipientsOf(rung, step, accounts, contacts));
}

/** The same for recipients that are already known. */
export async function tellThese(tx: Tx, deps: Deps, step: Escalation, recipients: Recipient[]): Promise<void> {
  const incident = step.incidentId === null ? null : await tx.incidents.get(step.incidentId);
  const alarm = await alarmBehind(tx, step);
  const worded = new Map<string, ReturnType<typeof stepWords>>();
  const rows = recipients.map(({ id, channel, language }): Delivery => {
    const words = worded.get(language) ?? stepWords(deps.mission, deps.geography, step, incident, language, alarm);
    worded.set(language, words);
    const inbox = channel === 'inbox';
    return {
      id: tx.ids.next(),
      escalationId: step.id,
      recipient: id,
      channel,
      language,
      subject: words.subject,
      text: words.text,
      createdAt: tx.now,
      state: inbox ? 'sent' : 'waiting',
      settledAt: inbox ? tx.now : null,
      note: null,
      readAt: null,
    };
  });
  const made = await tx.write.deliveries(rows);
  const outside = made.filter((d) => d.channel !== 'inbox');
  if (outside.length === 0) return;
  await tx.append(
    ...outside.map((d) => ({
      actor: 'system',
      type: 'delivery.owed',
      subject: { kind: 'delivery', id: d.id },
      payload: { escalationId: step.id, level: step.level, contactId: d.recipient, channel: d.channel },
    })),
  );
}
