import { may, requireAction, requireObject, sectorsFor } from '../access/policy.js';
import type { Actor } from '../access/types.js';
import type { Attribution } from '../attribution/types.js';
import type { Incident, Link, Restructure } from '../fusion/types.js';
import type { Sighting } from '../intake/types.js';
import { reasonsOf } from '../journal/reasons.js';
import type { Entry } from '../journal/types.js';
import type { Deps, IncidentFilter, Page } from '../ports.js';
import type { Ruling } from '../ruling/types.js';
import { fieldworkOf, type Fieldwork } from '../verification/fieldwork.js';
import type { Check, Verification } from '../verification/types.js';
import type { Escalation } from './types.js';

/** Everything known of one incident, each kind in the order in which it came about. */
export interface CaseFile {
  incident: Incident;
  /** Active and ended links. */
  links: Link[];
  sightings: Sighting[];
  checks: Check[];
  verifications: Verification[];
  /** Grades, restrictions, tasks with their coverage, notices, debts. */
  fieldwork: Fieldwork;
  attributions: Attribution[];
  rulings: Ruling[];
  /** Empty for readers who may not see escalations. */
  escalations: Escalation[];
  restructures: Restructure[];
  entries: (Entry & { position: number | null })[];
  /** What persons gave as reasons, by the `reasonId` of an entry; null where it was erased. */
  reasons: Record<string, string | null>;
}

const scopeOf = (incident: Incident) => ({ sector: incident.sector });

/** @throws Problem not_allowed, not_found (also where it is outside the actor's sectors) */
export async function readCaseFile(deps: Deps, actor: Actor, incidentId: string): Promise<CaseFile> {
  requireAction(actor, 'incident.read');
  const at = deps.clock.now().toISOString();
  return deps.uow.read(async (reads) => {
    const incident = requireObject(actor, 'incident.read', await reads.incidents.get(incidentId), scopeOf);
    const links = await reads.links.ofIncident(incidentId, true);
    const sightings = await reads.sightings.getMany([...new Set(links.map((l) => l.sightingId))]);
    const active = new Set(links.filter((l) => l.endedAt === null).map((l) => l.sightingId));
    const checks = await reads.checks.ofIncident(incidentId);
    const entries = await reads.journal.ofSubject('incident', incidentId);
    const seesEscalations = may(actor, 'escalation.read', scopeOf(incident));
    return {
      incident,
      links,
      // A link may reach across the edge of a sector; what lies beyond stays with those who work there.
      sightings: sightings.filter((s) => may(actor, 'sighting.read', { sector: s.sector, owner: s.submittedBy })),
      checks,
      verifications: await reads.verifications.ofIncident(incidentId),
      fieldwork: await fieldworkOf(
        reads,
        deps.mission,
        actor,
        incident,
        sightings.filter((s) => active.has(s.id)),
        checks,
        at,
      ),
      attributions: await reads.attributions.ofIncident(incidentId),
      rulings: await reads.rulings.ofIncident(incidentId),
      escalations: seesEscalations ? await reads.escalations.ofIncident(incidentId) : [],
      restructures: await reads.restructures.ofIncident(incidentId),
      entries,
      reasons: await reasonsOf(reads, entries),
    };
  });
}

/** Incidents in the actor's sectors, newest start first. @throws Problem not_allowed */
export async function listIncidents(
  deps: Deps,
  actor: Actor,
  filter: Omit<IncidentFilter, 'sectors'>,
): Promise<Page<Incident>> {
  requireAction(actor, 'incident.read');
  const sectors = sectorsFor(actor, 'incident.read');
  return deps.uow.read((reads) => reads.incidents.list({ ...filter, sectors }));
}

/** Open steps on the ladder for incidents in the actor's sectors, most urgent clock first. @throws Problem not_allowed */
export async function listEscalations(deps: Deps, actor: Actor): Promise<Escalation[]> {
  requireAction(actor, 'escalation.read');
  return deps.uow.read(async (reads) => {
    const open = await reads.escalations.open();
    const ids = open.flatMap((e) => e.incidentId ?? []);
    const incidents = new Map((await reads.incidents.getMany([...new Set(ids)])).map((i) => [i.id, i]));
    // An incident may have moved since; a step of an alarm has the sector that it was raised for.
    const sectorOf = (e: Escalation) => incidents.get(e.incidentId ?? '')?.sector ?? e.sector;
    return open
      .filter((e) => may(actor, 'escalation.read', { sector: sectorOf(e) }))
      .sort((a, b) => a.acknowledgeBy.localeCompare(b.acknowledgeBy) || a.id.localeCompare(b.id));
  });
}
