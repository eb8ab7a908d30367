import { requireAction } from '../access/policy.js';
import type { Actor } from '../access/types.js';
import type { Mission } from '../mission/types.js';
import type { Deps, Reads } from '../ports.js';
import { isInForce } from '../ruling/conditions.js';
import { ceilingState, presenceState, wholeDays, type CeilingState, type PresenceState } from '../ruling/registers.js';
import { readAssessmentsHeldAt } from '../ruling/standing-at.js';
import type { Assessment, PresenceDay, RegisterFigure } from '../ruling/types.js';
import type { Notice, Reply } from './types.js';

/** A notice issued, or a reply received, in a week: what an edition may quote, word for word. */
export interface WeekOfReplies {
  notices: Notice[];
  /** `number` of the notice that it answers, also where that was issued before the week. */
  replies: { reply: Reply; number: number }[];
  /** Numbers of the notices whose clock ran out unanswered in the week, by party. */
  unanswered: { party: string; number: number; replyBy: string }[];
}

/**
 * Sorts what was loaded into the week [from, to). Replies as received, never shortened. A clock counts as run out in the
 * week that its end falls in, where no reply came by then: read from the clocks and replies themselves, so that a
 * sweep that comes late changes nothing.
 * @param notices all notices that were issued or whose clock ended in the week, or that a reply of it answers
 * @param replies all replies to them
 */
export function weekOfReplies(
  notices: readonly Notice[],
  replies: readonly Reply[],
  interval: { from: string; to: string },
): WeekOfReplies {
  const { from, to } = interval;
  const inWeek = (at: string) => at >= from && at < to;
  const withdrawn = new Map(notices.filter((n) => n.about === 'withdrawal').map((n) => [n.subjectId, n.issuedAt]));
  const answered = (n: Notice, by: string) => replies.some((r) => r.noticeId === n.id && r.receivedAt < by);
  const ranOut = notices.filter((n) => {
    const by = n.content.replyBy;
    if (by === null || !inWeek(by) || answered(n, by)) return false;
    return (withdrawn.get(n.id) ?? by) >= by;
  });
  return {
    notices: notices.filter((n) => inWeek(n.issuedAt)),
    replies: replies
      .filter((r) => inWeek(r.receivedAt))
      .map((reply) => ({ reply, number: notices.find((n) => n.id === reply.noticeId)!.number })),
    unanswered: ranOut.map((n) => ({ party: n.party, number: n.number, replyBy: n.content.replyBy! })),
  };
}

/** Loads and sorts the week's notices and replies as of a cut-off position (null = everything). */
export async function repliesOfWeek(
  reads: Pick<Reads, 'notices' | 'replies'>,
  mission: Mission,
  interval: { from: string; to: string },
  cutoff: number | null,
): Promise<WeekOfReplies> {
  const { from, to } = interval;
  // A clock that ends in the week began at most its own length before it.
  const hours = mission.thresholds.escalation.replyHours;
  const since = new Date(Date.parse(from) - hours * 3_600_000).toISOString();
  const issued = await reads.notices.issued(since, to, cutoff);
  const received = await reads.replies.received(since, to, cutoff);
  const known = new Set(issued.map((n) => n.id));
  const older = [...new Set(received.map((r) => r.noticeId).filter((id) => !known.has(id)))];
  return weekOfReplies([...(await reads.notices.getMany(older)), ...issued], received, interval);
}

/** The registers of the provisions that count, at an instant. */
export interface RegisterState {
  ceilings: CeilingState[];
  presence: PresenceState[];
}

/** Registers' state at `at` from rows up to any cut-off. Every party is given under every ceiling that binds it. */
export function registerState(
  mission: Pick<Mission, 'provisions' | 'parties'>,
  figures: readonly RegisterFigure[],
  presence: readonly PresenceDay[],
  at: string,
): RegisterState {
  const current = mission.provisions.filter((p) => isInForce(p, at));
  return {
    ceilings: current
      .filter((p) => p.ceiling)
      .flatMap((p) =>
        mission.parties
          .filter((q) => p.binds.length === 0 || p.binds.includes(q.id))
          .map((q) => {
            const own = figures.filter((f) => f.provisionId === p.id);
            return ceilingState(p, q.id, own, at);
          }),
      ),
    presence: current
      .filter((p) => p.presence)
      .map((p) => {
        const own = presence.filter((l) => l.provisionId === p.id);
        return presenceState(p, own, p.inForceFrom, at);
      }),
  };
}

/**
 * Loads the registers as of a cut-off position (null = everything) and gives their state at `at`, with the assessments
 * that held then of periods that were over.
 */
export async function registersAt(
  reads: Pick<Reads, 'registers' | 'assessments' | 'journal'>,
  mission: Mission,
  at: string,
  cutoff: number | null,
): Promise<RegisterState & { assessments: Assessment[] }> {
  const figures: RegisterFigure[] = [];
  const presence: PresenceDay[] = [];
  for (const p of mission.provisions.filter((p) => isInForce(p, at))) {
    if (p.ceiling) figures.push(...(await reads.registers.figures(p.id, cutoff)));
    const { from, to } = wholeDays(p.inForceFrom, at);
    if (p.presence) presence.push(...(await reads.registers.presence(p.id, from, to, cutoff)));
  }
  const assessments = await readAssessmentsHeldAt(reads, at, cutoff);
  return { ...registerState(mission, figures, presence, at), assessments };
}

/** The registers at `at`, with all that is on record now. @throws Problem not_allowed */
export async function readRegisters(deps: Deps, actor: Actor, at: string): Promise<RegisterState> {
  requireAction(actor, 'register.read');
  return deps.uow.read((reads) => registersAt(reads, deps.mission, at, null));
}
