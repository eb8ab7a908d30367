import { say } from '../said.js';
import type { Actor } from '../access/types.js';
import { refuseFaults } from '../mission/typed-text.js';
import { Problem, faultAt } from '../errors.js';
import { lockIncidents } from '../fusion/lock.js';
import type { Incident } from '../fusion/types.js';
import type { Deps, JobHandler, Tx } from '../ports.js';
import { enterItem, ledgerIncident, storeVersion, textFaults, told } from './keep.js';
import { isReadingOf, replyAccounts, repliesOn, weightOf, type ReplyAccount } from './reply-items.js';
import { rulesOf } from './rules.js';
import { reviewSuggested } from './suggestion.js';
import type { KeptItem, LedgerVersion } from './types.js';

/**
 * Enters a party's reply in the ledger of the incident that its notice is about, as the next dated version. Where a finding
 * is in force, it is put on record that somebody should look at it again; nothing is found by this.
 * @throws Problem not_found
 */
export const weighReply: JobHandler = async (tx, deps, replyId) => {
  const reply = await tx.replies.get(replyId);
  if (!reply) throw new Problem('not_found', say`There is no reply ${replyId}.`);
  const notice = await tx.notices.get(reply.noticeId);
  // An assessment is about a period: it has no ledger.
  if (!notice?.incidentId) return;
  const [incident] = await lockIncidents(tx, [notice.incidentId]);
  if (!incident || incident.state === 'merged') return;
  const version = await storeVersion(tx, deps, incident, { id: 'system' }, 'reply', null);
  await tx.append({
    actor: 'system',
    type: 'ledger.reply_entered',
    subject: { kind: 'incident', id: incident.id },
    payload: { replyId, noticeId: notice.id, party: reply.party, ...told(version) },
  });
  await suggestReview(tx, incident, version);
};

export interface ReadingInput {
  incidentId: string;
  replyId: string;
  account: ReplyAccount;
  /** Why it reads so. */
  reason: string;
}

/**
 * A person says what a reply amounts to; the pack's table says what that weighs, the same for every party. Another reading
 * takes the place of one's own; another person's is disputed first.
 * @throws Problem invalid_input, wording, not_allowed, not_found, not_possible (no such reply here, read already, merged)
 */
export async function readReply(deps: Deps, actor: Actor, input: ReadingInput): Promise<KeptItem> {
  const faults = textFaults(deps.mission, input.reason);
  if (!replyAccounts.includes(input.account))
    faults.push(faultAt('/account', say`Must be one of ${replyAccounts.join(', ')}.`));
  refuseFaults(faults);
  return deps.uow.run(async (tx) => {
    const incident = await ledgerIncident(tx, actor, input.incidentId);
    const reply = (await repliesOn(tx, incident.id)).find((r) => r.id === input.replyId);
    if (!reply) throw new Problem('not_possible', say`No notice about this incident has such a reply.`);
    const earlier = await standingReading(tx, incident.id, reply.id);
    if (earlier && earlier.by !== actor.id)
      throw new Problem('not_possible', say`Another person has read this reply: dispute that item first.`);
    const item: KeptItem = {
      id: tx.ids.next(),
      incidentId: incident.id,
      kind: input.account,
      statement: `Party ${reply.party} answered notice ${reply.number}: read as ${words[input.account]}.`,
      ...weightOf(
        input.account,
        reply.party,
        rulesOf(deps.mission),
        deps.mission.parties.map((p) => p.id),
      ),
      reason: input.reason.trim(),
      basis: [reply.id],
      source: `party:${reply.party}`,
      replaces: earlier?.id ?? null,
      by: actor.id,
      at: tx.now,
    };
    const version = await enterItem(tx, deps, incident, actor, item, { replyId: reply.id });
    await suggestReview(tx, incident, version);
    return item;
  });
}

const words: Record<ReplyAccount, string> = {
  admission: 'an admission',
  denial: 'a denial',
  alternative_account: 'another account of what happened',
};

/** The reading that counts: the newest that is neither replaced nor disputed. */
async function standingReading(tx: Tx, incidentId: string, replyId: string): Promise<KeptItem | undefined> {
  const items = await tx.ledger.items(incidentId);
  const replaced = new Set(items.map((i) => i.replaces));
  const disputes = await tx.ledger.disputes(incidentId);
  const disputed = (id: string) => disputes.findLast((d) => d.itemKey === id)?.disputed === true;
  return items.findLast((i) => isReadingOf(i, replyId) && !replaced.has(i.id) && !disputed(i.id));
}

/** Puts on record that the finding in force was made from an older version of the ledger. */
async function suggestReview(tx: Tx, incident: Incident, version: LedgerVersion): Promise<void> {
  const versions = await tx.ledger.versions(incident.id);
  const suggested = reviewSuggested(versions, await tx.attributions.ofIncident(incident.id));
  if (suggested === null) return;
  await tx.append({
    actor: 'system',
    type: 'attribution.review_suggested',
    subject: { kind: 'incident', id: incident.id },
    payload: {
      attributionId: suggested.attributionId,
      found: suggested.found,
      differs: suggested.differs,
      ...told(version),
    },
  });
}
