import { nothingHere, partyFor, requireAction, requireObject, type Action } from '../access/policy.js';
import type { Actor } from '../access/types.js';
import type { Deps, Page, Reads } from '../ports.js';
import { measureReplies, type ReplyMeasures } from './measure.js';
import type { Notice, NoticeClock, Reply } from './types.js';

/** A notice with where it stands and what was answered, oldest reply first. */
export interface Correspondence {
  notice: Notice;
  clock: NoticeClock;
  replies: Reply[];
}

/** Notices within the actor's reach under `action`, newest first. @throws Problem not_allowed */
export async function listNotices(
  deps: Deps,
  actor: Actor,
  action: Extract<Action, 'party.read' | 'notice.read'>,
  filter: { limit: number; cursor?: string },
): Promise<Page<Correspondence>> {
  requireAction(actor, action);
  return deps.uow.read(async (reads) => {
    const page = await reads.notices.list({ ...filter, party: partyFor(actor, action) });
    return { items: await correspondence(reads, page.items), next: page.next };
  });
}

/** What the parties were told of an incident and answered, oldest first. @throws Problem not_allowed, not_found */
export async function noticesOfIncident(
  deps: Deps,
  actor: Actor,
  input: { incidentId: string },
): Promise<Correspondence[]> {
  requireAction(actor, 'notice.read');
  return deps.uow.read(async (reads) => {
    if ((await reads.incidents.get(input.incidentId)) === null) throw nothingHere();
    return correspondence(reads, await reads.notices.ofIncident(input.incidentId));
  });
}

/** @throws Problem not_allowed, not_found (also for another party's) */
export async function getNotice(
  deps: Deps,
  actor: Actor,
  action: Extract<Action, 'party.read' | 'notice.read'>,
  id: string,
): Promise<Correspondence> {
  requireAction(actor, action);
  return deps.uow.read(async (reads) => {
    const notice = requireObject(actor, action, await reads.notices.get(id), ({ party }) => ({ party }));
    return (await correspondence(reads, [notice]))[0]!;
  });
}

/** How the parties acknowledge and answer, measured alike, for notices issued in [from, to). @throws Problem not_allowed */
export async function replyMeasures(
  deps: Deps,
  actor: Actor,
  interval: { from: string; to: string },
): Promise<ReplyMeasures[]> {
  requireAction(actor, 'notice.read');
  const clocks = await deps.uow.read((reads) => reads.notices.clocksOf(interval.from, interval.to));
  return measureReplies(
    deps.mission.parties.map((p) => p.id),
    clocks,
  );
}

/** Puts clocks and replies to notices, in the notices' order. */
export async function correspondence(
  reads: Pick<Reads, 'notices' | 'replies'>,
  notices: Notice[],
): Promise<Correspondence[]> {
  const ids = notices.map((n) => n.id);
  const [clocks, replies] = [await reads.notices.clocks(ids), await reads.replies.ofNotices(ids)];
  return notices.map((notice) => ({
    notice,
    clock: clocks.find((c) => c.id === notice.id)!,
    replies: replies.filter((r) => r.noticeId === notice.id),
  }));
}
