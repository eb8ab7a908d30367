import { say } from '../said.js';
import { requireObject, requireAction } from '../access/policy.js';
import type { Actor } from '../access/types.js';
import { Faults } from '../intake/faults.js';
import { acceptingEntry, contentConflict, intakeLocks } from '../intake/idempotence.js';
import { makeReceipt } from '../intake/receipt.js';
import { isRecordId } from '../intake/record-id.js';
import type { Evidence, Receipt } from '../intake/types.js';
import { canonicalSha256 } from '../journal/canonical.js';
import type { Deps, Tx } from '../ports.js';
import { requirePerson } from '../verification/decide.js';
import { recordSilence, recordUnacknowledged } from './clocks.js';
import type { Notice, NoticeClock, Reply } from './types.js';

const mostAttachments = 20;
const longestReply = 50_000;

/**
 * The party's liaison has the notice in hand. Said again it changes nothing.
 * @throws Problem not_allowed, not_found (also for another party's)
 */
export async function acknowledgeNotice(
  deps: Deps,
  actor: Actor,
  input: { noticeId: string },
): Promise<{ notice: Notice; clock: NoticeClock }> {
  return deps.uow.run(async (tx) => {
    const { notice, clock } = await addressed(tx, actor, input.noticeId);
    if (clock.acknowledgedAt !== null) return { notice, clock };
    return { notice, clock: await acknowledge(tx, actor, clock) };
  });
}

/** What a party sends back. `id` is a client-made UUIDv7. */
export interface ReplyInput {
  id: string;
  noticeId: string;
  /** Kept as it is, to the last space. */
  text: string;
  language?: string | null;
  /** Evidence ids that the same account has uploaded. */
  attachments?: string[];
}

/**
 * Takes in a party's reply, verbatim. A notice may be answered more than once, and after its clock has run out: that is
 * then on record beside the silence. A reply acknowledges. The same id with the same content gets the first receipt.
 * @throws Problem invalid_input, not_allowed, not_found (also for another party's notice), conflict
 */
export async function replyToNotice(
  deps: Deps,
  actor: Actor,
  input: ReplyInput,
): Promise<{ status: 'accepted' | 'repeated'; reply: Reply; receipt: Receipt }> {
  requireAction(actor, 'party.answer');
  checkForm(input);
  const { id, noticeId, text } = input;
  const [language, wanted] = [input.language ?? null, input.attachments ?? []];
  const sha256 = canonicalSha256({ id, noticeId, text, language, attachments: wanted });
  const done = await deps.uow.run(async (tx) => {
    await tx.lock(intakeLocks([id]));
    const { notice, clock } = await addressed(tx, actor, noticeId);
    const before = await tx.replies.get(id);
    if (before) {
      if (before.sha256 !== sha256 || before.party !== notice.party) throw contentConflict(id);
      return {
        status: 'repeated' as const,
        reply: before,
        entry: await acceptingEntry(tx, 'reply', id, 'reply.received'),
      };
    }
    const attachments = (await ownEvidence(tx, actor, wanted)).map(({ id, sha256, name, mediaType, size }) => ({
      id,
      sha256,
      name,
      mediaType,
      size,
    }));
    let current = clock.acknowledgedAt === null ? await acknowledge(tx, actor, clock) : clock;
    const late = current.replyBy !== null && current.replyBy <= tx.now;
    // The sweep may be late: what it would have written is written first.
    if (late && current.closedAt === null) current = await recordSilence(tx, current);
    const [entry] = await tx.append({
      actor: actor.id,
      type: 'reply.received',
      subject: { kind: 'reply', id },
      payload: { noticeId, party: notice.party, sha256, late, attachments: attachments.map((a) => a.sha256) },
    });
    const reply: Reply = {
      id,
      entryId: entry!.id,
      noticeId,
      party: notice.party,
      text,
      language,
      attachments,
      receivedAt: tx.now,
      submittedBy: actor.id,
      sha256,
      late,
    };
    await tx.write.reply(reply);
    await tx.write.noticeClock({
      ...current,
      repliedAt: current.repliedAt ?? tx.now,
      closedAt: current.closedAt ?? tx.now,
    });
    return { status: 'accepted' as const, reply, entry: entry! };
  });
  return { status: done.status, reply: done.reply, receipt: makeReceipt(deps.signer, done.reply, done.entry) };
}

/** The notice and its clock, held until commit, where it is addressed to the actor's party. */
async function addressed(tx: Tx, actor: Actor, noticeId: string): Promise<{ notice: Notice; clock: NoticeClock }> {
  const notice = requireObject(actor, 'party.answer', await tx.notices.get(noticeId), ({ party }) => ({ party }));
  requirePerson(actor);
  await tx.lock([`notice:${notice.id}`]);
  const [clock] = await tx.notices.clocks([notice.id]);
  return { notice, clock: clock! };
}

async function acknowledge(tx: Tx, actor: Actor, clock: NoticeClock): Promise<NoticeClock> {
  // The sweep may be late: what it would have written is written first.
  const current = clock.closedAt === null ? await recordUnacknowledged(tx, clock) : clock;
  const acknowledged = { ...current, acknowledgedAt: tx.now, acknowledgedBy: actor.id };
  await tx.write.noticeClock(acknowledged);
  await tx.append({
    actor: actor.id,
    type: 'notice.acknowledged',
    subject: { kind: 'notice', id: clock.id },
    payload: { party: clock.party, acknowledgeBy: clock.acknowledgeBy },
  });
  return acknowledged;
}

/** Files that the actor itself uploaded; of another's it is told no more than of a missing one. */
async function ownEvidence(tx: Tx, actor: Actor, ids: string[]): Promise<Evidence[]> {
  const found = (await tx.evidence.getMany(ids)).filter((e) => e.uploadedBy === actor.id);
  const faults = new Faults();
  ids.forEach((id, i) => {
    if (!found.some((e) => e.id === id)) faults.add(`/attachments/${i}`, say`You have uploaded no file with this id.`);
  });
  faults.settle();
  return found;
}

function checkForm(input: ReplyInput): void {
  const faults = new Faults();
  if (!isRecordId(input.id)) faults.add('/id', say`Must be a lower-case UUID of version 7.`);
  if (typeof input.text !== 'string' || input.text.trim() === '') faults.add('/text', say`A reply needs words.`);
  else faults.textIfGiven(input.text, '/text', longestReply);
  if (input.language != null && !/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(input.language))
    faults.add('/language', say`Must be a language tag such as "en".`);
  const ids = input.attachments ?? [];
  if (ids.length > mostAttachments) faults.add('/attachments', say`At most ${mostAttachments} files.`);
  if (new Set(ids).size !== ids.length) faults.add('/attachments', say`Names a file twice.`);
  faults.settle();
}
