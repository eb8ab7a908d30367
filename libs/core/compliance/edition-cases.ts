import { axesOf } from '../geo/shapes.js';
import { incidentFields, mostTelling } from '../fusion/incident.js';
import { axes, type Covariance } from '../geo/covariance.js';
import type { Restriction, SaidPlace, Sighting } from '../intake/types.js';
import type { Mission, Position } from '../mission/types.js';
import type { Geography, Reads } from '../ports.js';
import type { IncidentPast } from '../ports-edition.js';
import { wasBefore, type Later } from './as-of.js';
import type { WeekIncident } from './edition-record.js';

/** One standard deviation along the worse axis, metres. */
export function sigmaOf(estimate: Covariance): number {
  return Math.sqrt(axes(estimate).major);
}

/** Where whoever saw or heard it stood, where the source said so. */
export function standOf(said: SaidPlace): Position | null {
  const at = 'observer' in said ? said.observer : 'platform' in said ? said.platform : null;
  return at && { lat: at.lat, lon: at.lon };
}

/**
 * The incidents that counted in a week at the cut-off, described as they were then. Of an incident that changed after it,
 * the description is made anew from the sightings that it held, by the rule that made it in the first place; one of more
 * than `mostTelling` sightings keeps its present description, which a few sightings more do not move.
 */
export async function casesAsOf(
  reads: Reads,
  { mission, geography }: { mission: Mission; geography: Geography },
  week: string,
  cutoff: number,
  later: Later,
): Promise<WeekIncident[]> {
  const rows = await reads.week.incidents(week, cutoff);
  const told = new Map<string, Restriction[]>();
  for (const { incidentId, ...restriction } of await reads.week.restrictions(week, cutoff))
    if (incidentId !== null) told.set(incidentId, [...(told.get(incidentId) ?? []), restriction]);
  const now = rows.map((row) => ({ ...row, restrictions: told.get(row.id) ?? [] }));
  const touched = now.filter((row) => later.since(row.id) !== null).map((row) => row.id);
  if (touched.length === 0) return now;
  const past = await reads.week.past(touched);
  const held = membersAt(past, later);
  const changed = new Set(touched.filter((id) => moved(past, id, later) && (held.get(id)?.length ?? 0) <= mostTelling));
  const ids = [...changed].flatMap((id) => held.get(id) ?? []);
  const sightings = new Map((await reads.sightings.getMany(ids)).map((s) => [s.id, s]));
  const restrictions = await reads.restrictions.ofSightings(ids);
  return now
    .map((row) => {
      if (later.since(row.id) === null) return row;
      const members = (held.get(row.id) ?? []).flatMap((id) => sightings.get(id) ?? []);
      const decided = decidedAt(row, past, later);
      if (!changed.has(row.id) || members.length === 0) return { ...row, ...decided };
      const own = restrictions.filter((r) => members.some((m) => m.id === r.sightingId));
      return { ...row, ...described(members, mission, geography), ...decided, restrictions: own };
    })
    .sort((a, b) => (`${a.start} ${a.id}` < `${b.start} ${b.id}` ? -1 : 1));
}

/** Ids of the sightings that each incident held at the cut-off, sorted. */
function membersAt(past: IncidentPast, later: Later): Map<string, string[]> {
  const held = new Map<string, string[]>();
  for (const { incidentId, sightingId, madeAt, endedAt } of past.links) {
    if (!wasBefore(later, incidentId, madeAt)) continue;
    if (endedAt !== null && wasBefore(later, incidentId, endedAt)) continue;
    held.set(incidentId, [...(held.get(incidentId) ?? []), sightingId]);
  }
  return held;
}

/** Whether sightings came or went after the cut-off. */
function moved(past: IncidentPast, incidentId: string, later: Later): boolean {
  const after = (at: string | null): boolean => at !== null && !wasBefore(later, incidentId, at);
  return past.links.some((l) => l.incidentId === incidentId && (after(l.madeAt) || after(l.endedAt)));
}

/** What a person had decided by the cut-off; the standing itself is the fact's, which is exact. */
function decidedAt(
  row: WeekIncident,
  past: IncidentPast,
  later: Later,
): Pick<WeekIncident, 'outcome' | 'outcomeReason' | 'cause'> {
  const known = past.decided.filter((d) => d.incidentId === row.id && wasBefore(later, row.id, d.at)).at(-1);
  if (row.standing === 'alleged' || !known) return { outcome: null, outcomeReason: null, cause: null };
  return { outcome: known.outcome, outcomeReason: known.reason, cause: known.cause };
}

function described(members: readonly Sighting[], mission: Mission, geography: Geography): Partial<WeekIncident> {
  const sorted = [...members].sort((a, b) => (a.id < b.id ? -1 : 1));
  const { weapon, count, start, end, estimate, casualties, civilianObject } = incidentFields(
    mission,
    geography,
    sorted,
  );
  return {
    weapon,
    count,
    start,
    end,
    lat: estimate.lat,
    lon: estimate.lon,
    uncertaintyMetres: sigmaOf(estimate),
    axes: axesOf(estimate),
    killed: casualties?.killed ?? 0,
    injured: casualties?.injured ?? 0,
    civilianObject,
    sightingCount: sorted.length,
    means: [...new Set(sorted.map((s) => s.means))].sort(),
    observer: standOf(sorted[0]!.said),
  };
}
