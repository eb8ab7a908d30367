import { alarmsOfWeek, type WeekAlarm } from '../escalation/alarms/week.js';
import type { Escalation } from '../escalation/types.js';
import type { Notification } from '../intake/types.js';
import type { PositionedEntry } from '../journal/types.js';
import { reportingDay } from '../mission/calendar.js';
import type { Mission } from '../mission/types.js';
import type { Reads } from '../ports.js';
import type { CountedFact, LostHours } from '../ports-edition.js';
import type { NoticeCount, WatchedHours } from '../ports-fieldwork.js';
import type { NoticeClock } from '../reply/types.js';
import { registersAt, repliesOfWeek, type RegisterState, type WeekOfReplies } from '../reply/week.js';
import type { Assessment, Ruling } from '../ruling/types.js';
import type { FieldTask, VerificationDebt } from '../verification/types.js';
import { attributedAfter, clockAsOf, debtAsOf, escalationAsOf, type Later, rulingsAsOf, wasBefore } from './as-of.js';
import type { WeekIncident } from './edition-record.js';

/** What was found, asked, answered and missed in a week, all as of the cut-off. */
export interface EditionFindings {
  /** Facts that are not verifiable, or under a provision on withdrawal. */
  under: CountedFact[];
  /** Rulings in force, with what the incident was. */
  rulings: (Ruling & { sector: string; kind: string; day: string })[];
  escalations: Escalation[];
  notifications: Notification[];
  /** Sightings of the week by how they lie to a party's advance notices. */
  matches: NoticeCount[];
  complaints: Awaited<ReturnType<Reads['week']['complaints']>>;
  hours: WatchedHours[];
  lost: LostHours[];
  debts: VerificationDebt[];
  tasks: Pick<FieldTask, 'id' | 'incidentId' | 'side' | 'state' | 'cause' | 'answeredAt'>[];
  /** Ceilings and presence at the end of the week, and assessments that held then of periods over. */
  registers: RegisterState & { assessments: Assessment[] };
  /** Notices issued in the week, replies received in it, and clocks that ran out in it. */
  answers: WeekOfReplies;
  /** Clocks of the notices issued in the week. */
  clocks: NoticeClock[];
  alarms: WeekAlarm[];
  /** Days of the week that the alarms have looked at, and series that could not be judged on them. */
  looked: { days: number; notJudged: number };
}

/** Covered entries about each incident whose findings or rulings changed after the cut-off. */
export type CoveredEntries = ReadonlyMap<string, readonly PositionedEntry[]>;

/** Few incidents change between a cut-off and the reading of it, so these are read one by one. */
export async function coveredEntries(reads: Reads, later: Later, cutoff: number): Promise<CoveredEntries> {
  const covered = new Map<string, PositionedEntry[]>();
  for (const id of later.incidents('attribution.', 'ruling.')) {
    const entries = await reads.journal.ofSubject('incident', id);
    covered.set(
      id,
      entries
        .filter((e): e is PositionedEntry => e.position !== null && e.position < cutoff)
        .sort((a, b) => a.position - b.position),
    );
  }
  return covered;
}

/** Facts of incidents of a week that were attributed to a party at the cut-off. */
export async function attributedAsOf(
  reads: Reads,
  week: string,
  cutoff: number,
  covered: CoveredEntries,
): Promise<CountedFact[]> {
  const now = (await reads.week.attributed(week)).filter((id) => !covered.has(id));
  const then = [...covered].filter(([, entries]) => (attributedAfter(entries)?.party ?? null) !== null);
  return reads.week.factsOf(week, cutoff, [...now, ...then.map(([id]) => id)]);
}

export async function readFindings(
  reads: Reads,
  mission: Mission,
  { week, from, to }: { week: string; from: string; to: string },
  cutoff: number,
  later: Later,
  covered: CoveredEntries,
  cases: readonly WeekIncident[],
): Promise<EditionFindings> {
  const known = new Map(cases.map((one) => [one.id, one]));
  const rulings = rulingsAsOf(await reads.week.rulings(week), covered).flatMap((r) => {
    const one = known.get(r.incidentId);
    return one ? [{ ...r, sector: one.sector, kind: one.kind, day: one.day }] : [];
  });
  const standing = <T>(row: T | null): T[] => (row === null ? [] : [row]);
  const withdrawal = mission.provisions.filter((p) => p.kind === 'withdrawal').map((p) => p.id);
  const clocks = await reads.notices.clocksOf(from, to);
  const replies = (await reads.replies.ofNotices(clocks.map((c) => c.id))).filter(
    (r) => !later.has('reply', r.id, 'reply.received'),
  );
  const [first, last] = [from, new Date(Date.parse(to) - 1).toISOString()].map((at) =>
    reportingDay(at, mission.calendar),
  );
  const runs = new Map((await reads.alarms.runs(first!, last!, cutoff - 1)).map((run) => [run.day, run]));
  return {
    under: await reads.week.factsUnder(week, cutoff, withdrawal),
    rulings,
    escalations: (await reads.week.escalations(from, to)).flatMap((e) => standing(escalationAsOf(e, later))),
    notifications: (await reads.notifications.during(from, to)).filter(
      (n) => !later.has('notification', n.id, 'notification.accepted'),
    ),
    matches: await reads.noticeMatches.counts(week, cutoff),
    complaints: await reads.week.complaints(week, cutoff),
    hours: await reads.watches.hours(week, cutoff),
    lost: await reads.week.lost(week, cutoff),
    debts: (await reads.week.debts(from, to)).flatMap((d) => standing(debtAsOf(d, later))),
    tasks: (await reads.week.tasks(from, to)).filter((t) => wasBefore(later, t.incidentId, t.answeredAt!)),
    registers: await registersAt(reads, mission, to, cutoff),
    answers: await repliesOfWeek(reads, mission, { from, to }, cutoff),
    clocks: clocks.flatMap((c) => standing(clockAsOf(c, replies, later))),
    alarms: await alarmsOfWeek(reads, mission, week, cutoff - 1),
    looked: { days: runs.size, notJudged: [...runs.values()].reduce((n, run) => n + run.notJudged.length, 0) },
  };
}
