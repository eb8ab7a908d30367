import { fuseEstimates } from '../geo/combine.js';
import type { LocationEstimate } from '../geo/types.js';
import type { Casualties } from '../intake/types.js';
import { reportingDay, reportingWeek } from '../mission/calendar.js';
import type { Mission } from '../mission/types.js';
import type { Geography } from '../ports.js';
import { isTold, modelOf, sourceOf, type FusionModel } from './model.js';
import { countIndependent } from './sources.js';
import type { Telling } from './store.js';
import type { Incident } from './types.js';

/** What an incident is by its sightings alone; state, outcome and claims are its own. */
export type IncidentFields = Pick<
  Incident,
  | 'kind'
  | 'weapon'
  | 'count'
  | 'start'
  | 'end'
  | 'estimate'
  | 'sector'
  | 'zones'
  | 'side'
  | 'cell5'
  | 'cell7'
  | 'allegedParty'
  | 'casualties'
  | 'civilianObject'
  | 'sightingCount'
  | 'independentCount'
  | 'urgency'
  | 'harm'
  | 'reportingDay'
  | 'reportingWeek'
  | 'machineOnly'
>;

/**
 * The one place where an incident's fields come from. Depends on the set of sightings only, not on
 * their order. @throws RangeError for no sighting at all
 */
export function incidentFields(mission: Mission, geography: Geography, sightings: readonly Telling[]): IncidentFields {
  if (sightings.length === 0) throw new RangeError('an incident has at least one sighting');
  const members = [...sightings].sort((a, b) => (a.id < b.id ? -1 : 1));
  const model = modelOf(mission);
  const estimate = placeOf(members);
  const { start, end } = intervalOf(members);
  const kind = kindOf(mission, model, members);
  const casualties = casualtiesOf(members);
  const civilianObject = members.some((m) => m.civilianObject);
  const zones = geography.zonesOf(estimate);
  const alleged = new Set(members.map((m) => m.allegedParty).filter((p) => p !== null));
  const counts = members.map((m) => m.count).filter((c) => c !== null);
  return {
    kind,
    weapon: weaponOf(members),
    count: counts.length > 0 ? Math.max(...counts) : null,
    start,
    end,
    estimate,
    sector: geography.sectorOf(estimate),
    zones,
    side: geography.sideOf(estimate, start),
    ...geography.cellsOf(estimate),
    allegedParty: alleged.size === 1 ? [...alleged][0]! : null,
    casualties,
    civilianObject,
    sightingCount: members.length,
    independentCount: countIndependent(members),
    ...weigh(mission, kind, casualties, civilianObject, zones),
    reportingDay: reportingDay(start, mission.calendar),
    reportingWeek: reportingWeek(start, mission.calendar),
    machineOnly: members.every((m) => model.machines.has(m.means)),
  };
}

/** The urgency of `incidentFields` alone: sides, cells and days, which cost the most, are not asked for. */
export function urgencyOf(mission: Mission, geography: Geography, sightings: readonly Telling[]): number {
  const members = [...sightings].sort((a, b) => (a.id < b.id ? -1 : 1));
  const kind = kindOf(mission, modelOf(mission), members);
  const civilianObject = members.some((m) => m.civilianObject);
  return weigh(mission, kind, casualtiesOf(members), civilianObject, geography.zonesOf(placeOf(members))).urgency;
}

/** Of an incident with more sightings than this, what it is follows from so many, a few of each who sent. */
export const mostTelling = 120;

/**
 * What a large incident is after some sightings more or fewer, by its telling ones (`MemberReads.telling`) and by what
 * it was: as far as it reached, and the worst it told of, is kept. The count of sightings is exact.
 */
export function largeIncidentFields(
  mission: Mission,
  geography: Geography,
  telling: readonly Telling[],
  before: IncidentFields,
  sightingCount: number,
): IncidentFields {
  const now = incidentFields(mission, geography, telling);
  const start = before.start < now.start ? before.start : now.start;
  const worst = (a: number | null, b: number | null) => (a === null || b === null ? (a ?? b) : Math.max(a, b));
  return {
    ...now,
    sightingCount,
    count: worst(before.count, now.count),
    start,
    end: before.end > now.end ? before.end : now.end,
    casualties:
      now.casualties === null || before.casualties === null
        ? (now.casualties ?? before.casualties)
        : {
            killed: Math.max(now.casualties.killed, before.casualties.killed),
            injured: Math.max(now.casualties.injured, before.casualties.injured),
          },
    civilianObject: before.civilianObject || now.civilianObject,
    harm: Math.max(before.harm, now.harm),
    reportingDay: reportingDay(start, mission.calendar),
    reportingWeek: reportingWeek(start, mission.calendar),
  };
}

/** Combined from one estimate per source (its narrowest): a source's repeats share their error. */
function placeOf(members: Telling[]): LocationEstimate {
  if (members.length === 1) return members[0]!.estimate;
  const spread = (e: LocationEstimate) => e.covEE * e.covNN - e.covEN ** 2;
  const bySource = new Map<string, LocationEstimate>();
  for (const m of members) {
    const known = bySource.get(sourceOf(m));
    if (!known || spread(m.estimate) < spread(known)) bySource.set(sourceOf(m), m.estimate);
  }
  const estimates = [...bySource.values()];
  return estimates.length === 1 ? estimates[0]! : fuseEstimates(estimates);
}

/** From the sharpest clocks: wide intervals ("between eight and nine") don't widen what others timed. */
function intervalOf(members: Telling[]): { start: string; end: string } {
  if (members.length === 1) return { start: members[0]!.start, end: members[0]!.end };
  const length = (m: Telling) => Date.parse(m.end) - Date.parse(m.start);
  const first = members.filter((m) => !isTold(m));
  const pool = first.length > 0 ? first : members;
  const limit = 2 * Math.min(...pool.map(length)) + 120_000;
  const sharp = pool.filter((m) => length(m) <= limit);
  return {
    start: sharp.reduce((least, m) => (m.start < least ? m.start : least), sharp[0]!.start),
    end: sharp.reduce((most, m) => (m.end > most ? m.end : most), sharp[0]!.end),
  };
}

/** Seeing weighs twice hearing; what is told a third; each source once. */
function voteWeight(mission: Mission, s: Telling): number {
  if (isTold(s)) return 1 / 3;
  return mission.means.find((m) => m.id === s.means)?.needsLineOfSight ? 2 : 1;
}

/** The kind, among those given, that best explains all that were given, by the pack's confusion. */
function kindOf(mission: Mission, model: FusionModel, members: Telling[]): string {
  const [first] = members;
  if (members.every((m) => m.kind === first!.kind)) return first!.kind;
  const voices = new Map(members.map((m) => [`${sourceOf(m)} ${m.kind}`, m]));
  const given = [...new Set(members.map((m) => m.kind))].sort();
  const support = (kind: string) => {
    const row = model.confusion[model.kinds.indexOf(kind)];
    let sum = 0;
    for (const m of voices.values()) {
      const said = model.kinds.indexOf(m.kind);
      sum += voteWeight(mission, m) * Math.log(row?.[said] ?? 0.01);
    }
    return sum;
  };
  return given.reduce((best, kind) => (support(kind) > support(best) ? kind : best));
}

function weaponOf(members: Telling[]): string | null {
  const votes = new Map<string, Set<string>>();
  for (const m of members)
    if (m.weapon !== null) votes.set(m.weapon, (votes.get(m.weapon) ?? new Set()).add(sourceOf(m)));
  let best: string | null = null;
  for (const weapon of [...votes.keys()].sort())
    if (best === null || votes.get(weapon)!.size > votes.get(best)!.size) best = weapon;
  return best;
}

function casualtiesOf(members: Telling[]): Casualties | null {
  const given = members.map((m) => m.casualties).filter((c) => c !== null);
  if (given.length === 0) return null;
  return { killed: Math.max(...given.map((c) => c.killed)), injured: Math.max(...given.map((c) => c.injured)) };
}

/**
 * Harm: the kind's own, raised by casualties (half way to 1 for the injured, nine tenths for the
 * killed) and by a civilian object (a third of the way). Urgency: life at risk first, then places
 * the agreement protects. Both 0..1, each step takes a part of what is left, so they never exceed 1.
 */
function weigh(
  mission: Mission,
  kind: string,
  casualties: Casualties | null,
  civilianObject: boolean,
  zones: string[],
): { harm: number; urgency: number } {
  const own = mission.eventKinds.find((k) => k.id === kind)?.harm ?? 0;
  const raise = (from: number, part: number) => from + (1 - from) * part;
  let harm = own;
  let urgency = own / 2;
  if (casualties !== null && casualties.injured > 0) [harm, urgency] = [raise(harm, 0.5), raise(urgency, 0.6)];
  if (casualties !== null && casualties.killed > 0) [harm, urgency] = [raise(harm, 0.9), raise(urgency, 0.6)];
  if (civilianObject) [harm, urgency] = [raise(harm, 1 / 3), raise(urgency, 1 / 3)];
  if (zones.length > 0) urgency = raise(urgency, 0.2);
  return { harm, urgency };
}
