import { previousWeek, weekInterval } from '../mission/calendar.js';
import type { Escalation } from '../escalation/types.js';
import type { Notification } from '../intake/types.js';
import { emptyRoot } from '../journal/merkle.js';
import type { Mission } from '../mission/types.js';
import type { Reads } from '../ports.js';
import type { NoticeClock, Reply } from '../reply/types.js';
import type {
  Edition,
  EditionText,
  FactRollup,
  IncidentRollup,
  SightingRollup,
  WeekIncident,
} from './edition-record.js';
import { publicStates } from './edition-machine.js';
import { partyOrder } from './party-order.js';
import { demoKey } from './summary.js';

/** How many weeks before the week itself give its mean. */
export const weeksBefore = 4;

/** Incidents under one provision, over all days and kinds of the week. */
export type FactCount = Omit<FactRollup, 'reportingWeek' | 'reportingDay' | 'kind'>;

/** What was counted in one week, all as of the edition's cut-off. */
export interface WeekCounts {
  week: string;
  facts: FactCount[];
  incidents: IncidentRollup[];
  effort: Awaited<ReturnType<Reads['facts']['effort']>>;
}

/** Everything that an edition is made from, loaded once from one snapshot; the variants differ only in what they show of it. */
export interface EditionSource {
  edition: Pick<Edition, 'id' | 'week' | 'version'>;
  from: string;
  to: string;
  cutoff: number;
  treeRoot: string;
  demo: boolean;
  order: string[];
  now: WeekCounts;
  /** The weeks before, newest first. */
  before: WeekCounts[];
  sightings: SightingRollup[];
  cases: WeekIncident[];
  attributed: { provisionId: string; party: string; sector: string; incidents: number }[];
  rulings: Awaited<ReturnType<Reads['week']['rulings']>>;
  escalations: Escalation[];
  notifications: Notification[];
  /** Of each earlier week with a published edition: what came to be known only after that edition's cut-off. */
  late: { week: string; since: number; rows: { sector: string; kind: string; incidents: number }[] }[];
  texts: EditionText[];
  notices: { party: string; number: number; id: string }[];
  clocks: NoticeClock[];
  replies: Reply[];
  /** Empty until alarms are kept in a store; the section is then complete as it is. */
  alarms: EditionAlarm[];
}

/** One alarm as the edition tells of it. */
export interface EditionAlarm {
  sectors: string[];
  day: string;
  method: string;
  category: string;
  observed: number;
  expected: number;
  /** False alarms of this kind expected in a sector and year. */
  falsePerSectorYear: number;
}

/** Says what is being read, for whoever waits. `done` of `of` steps. */
export type Progress = (step: { part: string; done: number; of: number }) => void;

const parts = ['week', 'weeks before', 'incidents', 'findings', 'notices', 'late reports'] as const;

/**
 * Reads the source as of the position of the roll-ups, in one snapshot. The roll-ups must have been moved on before, else
 * the newest entries are not in it; wherever they stand, every figure is exact as of there.
 */
export async function readSource(
  reads: Reads,
  mission: Mission,
  edition: Edition,
  progress: Progress = () => {},
): Promise<EditionSource> {
  const { week } = edition;
  const { from, to } = weekInterval(week, mission.calendar);
  const cutoff = await reads.rollups.position();
  const [head] = cutoff === 0 ? [] : await reads.journal.headsFrom(cutoff, 1);
  let done = 0;
  const next = (): void => progress({ part: parts[done] ?? '', done: ++done, of: parts.length });
  const now = await weekCounts(reads, week, cutoff);
  next();
  const before: WeekCounts[] = [];
  for (let w = previousWeek(week); before.length < weeksBefore; w = previousWeek(w))
    before.push(await weekCounts(reads, w, cutoff));
  next();
  const cases = await reads.week.incidents(week, cutoff);
  next();
  const attributed = await reads.week.attributed(week);
  const rulings = await reads.week.rulings(week);
  const escalations = await reads.week.escalations(from, to);
  next();
  const notifications = await reads.notifications.during(from, to);
  const sightings = await reads.rollups.sightings(week);
  next();
  const late = await lateReports(reads, before, cutoff);
  next();
  return {
    edition: { id: edition.id, week, version: edition.version },
    from,
    to,
    cutoff,
    treeRoot: head?.size === cutoff ? head.root : emptyRoot,
    demo: (await reads.meta.get(demoKey)) === 'yes',
    order: partyOrder(mission.parties, week),
    now,
    before,
    sightings,
    cases,
    attributed,
    rulings,
    escalations,
    notifications,
    late,
    texts: await reads.editions.texts(edition.id),
    notices: (await reads.notices.issued(from, to, cutoff)).map(({ party, number, id }) => ({ party, number, id })),
    clocks: await reads.notices.clocksOf(from, to),
    replies: await reads.replies.received(from, to, cutoff),
    alarms: [],
  };
}

async function weekCounts(reads: Reads, week: string, cutoff: number): Promise<WeekCounts> {
  return {
    week,
    facts: summed(await reads.rollups.facts(week)),
    incidents: await reads.rollups.incidents(week),
    effort: await reads.facts.effort(week, cutoff),
  };
}

/** One row for all days and kinds of what counts together: the tables ask for each row many times. */
function summed(cells: readonly FactRollup[]): FactCount[] {
  const rows = new Map<string, FactCount>();
  for (const { provisionId, party, sector, standing, ruled, incidents } of cells) {
    const key = [provisionId, party, sector, standing, ruled].join(' ');
    const row = rows.get(key);
    if (row) row.incidents += incidents;
    else rows.set(key, { provisionId, party, sector, standing, ruled, incidents });
  }
  return [...rows.values()];
}

/** What missed the cut-off of an earlier edition belongs into this one, with a note (an edition is never changed). */
async function lateReports(reads: Reads, before: WeekCounts[], cutoff: number): Promise<EditionSource['late']> {
  const late: EditionSource['late'] = [];
  for (const { week } of before) {
    const published = (await reads.editions.ofWeek(week)).filter((e) => publicStates.includes(e.state)).at(-1);
    if (!published || published.cutoff === null) continue;
    const rows = await reads.week.late(week, published.cutoff, cutoff);
    if (rows.length > 0) late.push({ week, since: published.cutoff, rows });
  }
  return late;
}
