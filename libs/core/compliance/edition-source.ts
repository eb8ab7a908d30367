import { previousWeek, weekInterval } from '../mission/calendar.js';
import { emptyRoot } from '../journal/merkle.js';
import type { Mission } from '../mission/types.js';
import type { Geography, Reads } from '../ports.js';
import type { CountedFact } from '../ports-edition.js';
import { Later } from './as-of.js';
import { casesAsOf } from './edition-cases.js';
import {
  attributedAsOf,
  coveredEntries,
  readFindings,
  type CoveredEntries,
  type EditionFindings,
} from './edition-findings.js';
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
  /** Whether anything at all is on record of it: no incident, no sighting and no hour of watching is no week of quiet. */
  known: boolean;
  facts: FactCount[];
  incidents: IncidentRollup[];
  effort: Awaited<ReturnType<Reads['facts']['effort']>>;
  /** Incidents with a confirmed finding that names a party, under each provision. */
  attributed: Pick<CountedFact, 'provisionId' | 'party' | 'sector'>[];
}

/** Everything that an edition is made from, loaded once from one snapshot; the variants differ only in what they show of it. */
export interface EditionSource extends EditionFindings {
  edition: Pick<Edition, 'id' | 'week' | 'version'>;
  from: string;
  to: string;
  cutoff: number;
  treeRoot: string;
  demo: boolean;
  order: string[];
  now: WeekCounts;
  /** The weeks before, newest first, also those of which nothing is on record. */
  before: WeekCounts[];
  sightings: SightingRollup[];
  cases: WeekIncident[];
  /** Of each earlier week with a published edition: what came to be known only after the edition that told of it last. */
  late: { week: string; since: number; rows: { sector: string; kind: string; incidents: number }[] }[];
  texts: EditionText[];
}

/** Says what is being read, for whoever waits. `done` of `of` steps. */
export type Progress = (step: { part: string; done: number; of: number }) => void;

const parts = ['what came after', 'week', 'weeks before', 'incidents', 'findings', 'late reports'] as const;

/**
 * Reads the source as of the position of the roll-ups, in one snapshot. The roll-ups must have been moved on before, else
 * the newest entries are not in it; wherever they stand, everything is as of there, whatever was done since.
 */
export async function readSource(
  reads: Reads,
  { mission, geography }: { mission: Mission; geography: Geography },
  edition: Edition,
  progress: Progress = () => {},
): Promise<EditionSource> {
  const { week } = edition;
  const { from, to } = weekInterval(week, mission.calendar);
  const cutoff = await reads.rollups.position();
  const [head] = cutoff === 0 ? [] : await reads.journal.headsFrom(cutoff, 1);
  let done = 0;
  const next = (): void => progress({ part: parts[done] ?? '', done: ++done, of: parts.length });
  const later = new Later(await reads.week.later(cutoff));
  const covered = await coveredEntries(reads, later, cutoff);
  next();
  const sightings = await reads.rollups.sightings(week);
  const now = await weekCounts(reads, week, cutoff, covered, sightings.length > 0);
  next();
  const before: WeekCounts[] = [];
  for (let w = previousWeek(week); before.length < weeksBefore; w = previousWeek(w)) {
    const some = (await reads.rollups.sightings(w)).length > 0;
    before.push(await weekCounts(reads, w, cutoff, covered, some));
  }
  next();
  const cases = await casesAsOf(reads, { mission, geography }, week, cutoff, later);
  next();
  const findings = await readFindings(reads, mission, { week, from, to }, cutoff, later, covered, cases);
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
    late,
    texts: await reads.editions.texts(edition.id),
    ...findings,
  };
}

async function weekCounts(
  reads: Reads,
  week: string,
  cutoff: number,
  covered: CoveredEntries,
  sighted: boolean,
): Promise<WeekCounts> {
  const incidents = await reads.rollups.incidents(week);
  const effort = await reads.facts.effort(week, cutoff);
  return {
    week,
    known: sighted || incidents.length > 0 || effort.length > 0,
    facts: summed(await reads.rollups.facts(week)),
    incidents,
    effort,
    attributed: await attributedAsOf(reads, week, cutoff, covered),
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

/**
 * What missed the cut-off of an earlier edition belongs into this one, with a note (an edition is never changed): once, so
 * what an edition in between has told of is left out. `before` newest first.
 */
async function lateReports(reads: Reads, before: WeekCounts[], cutoff: number): Promise<EditionSource['late']> {
  const late: EditionSource['late'] = [];
  let told = 0;
  for (const { week } of before) {
    const published = (await reads.editions.ofWeek(week)).filter((e) => publicStates.includes(e.state)).at(-1);
    if (!published || published.cutoff === null) continue;
    told = Math.max(told, published.cutoff);
    const rows = await reads.week.late(week, told, cutoff);
    if (rows.length > 0) late.push({ week, since: told, rows });
  }
  return late;
}
