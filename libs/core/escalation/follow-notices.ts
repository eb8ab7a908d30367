import { lockIncidents } from '../fusion/lock.js';
import type { WrittenEntry } from '../journal/types.js';
import type { ClosingEvent } from '../mission/ladder-types.js';
import type { Deps, Tx } from '../ports.js';
import type { Notice } from '../reply/types.js';
import { englishOf, say } from '../said.js';
import { causeKey, close, raise, rungNamed } from './steps.js';
import type { Escalation } from './types.js';

/** Which entries are which of the events that a pack may name as closing a step, and in which words it is put on record. */
const closing: Readonly<Record<string, { event: ClosingEvent; words: string }>> = {
  'notice.acknowledged': { event: 'acknowledgement', words: 'The party acknowledged the notice.' },
  'reply.received': { event: 'reply', words: 'The party replied to the notice.' },
  'verification.decided': { event: 'decision', words: 'It was decided whether it happened.' },
  'ruling.ruled': { event: 'ruling', words: 'A ruling was made.' },
  'ruling.confirmed': { event: 'ruling', words: 'A ruling was confirmed.' },
};

const silences = { 'notice.unacknowledged': 'unacknowledged', 'notice.unanswered': 'unanswered' } as const;

/**
 * What the entries mean for the ladder beside the pack's triggers, in their order: a notice that was not acknowledged or not
 * answered in time raises the rung that the pack names, whoever was silent; what the pack says closes a step closes it.
 * Called once for each entry, since the caller's place in the journal moves on in the same transaction.
 */
export async function followNotices(tx: Tx, deps: Deps, entries: readonly WrittenEntry[]): Promise<void> {
  for (const entry of entries) {
    const silence = silences[entry.type as keyof typeof silences];
    if (silence !== undefined) await raiseSilence(tx, deps, entry.subject.id, silence);
    if (closing[entry.type] !== undefined) await closeBy(tx, deps, entry);
  }
}

const silenceKey = (notice: Pick<Notice, 'id'>) => `silence:${notice.id}:`;

async function raiseSilence(
  tx: Tx,
  deps: Deps,
  noticeId: string,
  silence: 'unacknowledged' | 'unanswered',
): Promise<void> {
  const rungId = deps.mission.escalationRules?.silence?.[silence];
  const notice = await tx.notices.get(noticeId);
  if (rungId === undefined || notice === null) return;
  const rung = rungNamed(deps.mission, rungId);
  const [incident] = notice.incidentId === null ? [] : await lockIncidents(tx, [notice.incidentId]);
  const steps = incident ? await tx.escalations.ofIncident(incident.id) : await ofNotice(tx, notice);
  const open = steps.filter((e) => e.closedAt === null);
  if (incident?.state === 'merged' || open.some((e) => e.level >= rung.level)) return;
  const said =
    silence === 'unanswered'
      ? say`Notice ${notice.number} was not answered in time.`
      : say`Notice ${notice.number} was not acknowledged in time.`;
  const raised = await raise(tx, deps, rung, {
    incidentId: incident?.id ?? null,
    sector: incident?.sector ?? null,
    trigger: 'silence',
    raiseKey: silenceKey(notice) + silence,
    reason: englishOf(said),
    said: [said],
  });
  if (raised === null) return;
  for (const lower of open) await close(tx, lower, 'system', `Raised to level ${rung.level}.`);
}

/** Open steps about the silence on a notice that is about no incident. */
async function ofNotice(tx: Tx, notice: Pick<Notice, 'id'>): Promise<Escalation[]> {
  const open = await tx.escalations.open();
  return open.filter((e) => e.incidentId === null && causeKey(e).startsWith(silenceKey(notice)));
}

const noticeOf = (entry: WrittenEntry) => (JSON.parse(entry.payload) as { noticeId: string }).noticeId;

async function closeBy(tx: Tx, deps: Deps, entry: WrittenEntry): Promise<void> {
  const { event, words } = closing[entry.type]!;
  const rungs = new Set(deps.mission.escalation.filter((r) => r.closedBy?.includes(event)).map((r) => r.id));
  if (rungs.size === 0) return;
  const noticeId = event === 'reply' ? noticeOf(entry) : entry.subject.id;
  const notice = event === 'reply' || event === 'acknowledgement' ? await tx.notices.get(noticeId) : null;
  const incidentId = entry.subject.kind === 'incident' ? entry.subject.id : (notice?.incidentId ?? null);
  if (incidentId !== null) await lockIncidents(tx, [incidentId]);
  const steps =
    incidentId !== null
      ? await tx.escalations.ofIncident(incidentId)
      : notice === null
        ? []
        : await ofNotice(tx, notice);
  for (const step of steps)
    if (step.closedAt === null && rungs.has(step.rung) && step.raisedAt < entry.at)
      await close(tx, step, 'system', words);
}
