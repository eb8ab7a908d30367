import { requireAction } from '../../access/policy.js';
import type { Actor } from '../../access/types.js';
import { weekInterval } from '../../mission/calendar.js';
import type { Deps, Reads } from '../../ports.js';
import type { NoticeCount } from '../../ports-fieldwork.js';

/** How a party's notices and what was seen around them compare in one reporting week. */
export interface NoticeFigures {
  party: string;
  /** Notices whose interval touches the week. */
  notices: number;
  /** Sightings by their strongest match with a notice of this party. */
  inside: number;
  perhaps: number;
  outside: number;
  breaksSilence: number;
  /**
   * Of the sightings of announced or forbidden kinds in or near this party's notices that can be told, the share that lay
   * outside what was announced or broke a promised silence; null where there are none.
   */
  abuseRate: number | null;
}

/** The figures of one party from its counts. The same for every party; nothing is compared between them. */
export function noticeFigures(party: string, notices: number, counts: readonly NoticeCount[]): NoticeFigures {
  const of = (result: NoticeCount['result']) =>
    counts.filter((c) => c.party === party && c.result === result).reduce((n, c) => n + c.sightings, 0);
  const [inside, outside, breaksSilence] = [of('inside'), of('outside'), of('breaks_silence')];
  const known = inside + outside + breaksSilence;
  const abuseRate = known === 0 ? null : (outside + breaksSilence) / known;
  return { party, notices, inside, perhaps: of('perhaps'), outside, breaksSilence, abuseRate };
}

/** Figures of every party for a week, as of a journal position; parties sorted by id. */
export async function noticeFiguresOf(
  reads: Reads,
  parties: readonly string[],
  week: { name: string; from: string; to: string },
  cutoff: number,
): Promise<NoticeFigures[]> {
  const counts = await reads.noticeMatches.counts(week.name, cutoff);
  const notices = await reads.notifications.during(week.from, week.to);
  return [...parties]
    .sort()
    .map((party) => noticeFigures(party, notices.filter((n) => n.party === party).length, counts));
}

/** @throws Problem not_allowed, invalid_input for a week that does not exist */
export async function readNoticeFigures(deps: Deps, actor: Actor, week: string): Promise<NoticeFigures[]> {
  requireAction(actor, 'fieldwork.read');
  const { from, to } = weekInterval(week, deps.mission.calendar);
  return deps.uow.read(async (reads) => {
    const cutoff = (await reads.journal.head())?.size ?? 0;
    const parties = deps.mission.parties.map((p) => p.id);
    return noticeFiguresOf(reads, parties, { name: week, from, to }, cutoff);
  });
}
