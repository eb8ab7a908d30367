import { Problem } from '../errors.js';
import { lockIncidents } from '../fusion/lock.js';
import { incidentFields } from '../fusion/incident.js';
import type { Incident } from '../fusion/types.js';
import type { Evidence, Sighting } from '../intake/types.js';
import { reportingWeek } from '../mission/calendar.js';
import type { Deps, PreparedJob, Reads, Tx } from '../ports.js';
import { checkDuplicates, type Comparable } from './checks/duplicates.js';
import { checkEvidenceIntegrity, type EvidenceState } from './checks/evidence-integrity.js';
import { checkIndependence, countIndependent } from './checks/independence.js';
import { checkNotifications } from './checks/notifications.js';
import { checkPlausibleRange } from './checks/plausible-range.js';
import { checkPlausibleTime } from './checks/plausible-time.js';
import { checkSensorHealth, type SensorSurroundings } from './checks/sensor-health.js';
import { proposalRuleVersion, proposeVerification, type Restriction } from './propose.js';
import type { CheckResult } from './result.js';
import { urgencyGiven } from './triage.js';
import type { Check, Verification } from './types.js';

/** How far around an incident's time access restrictions and jamming are looked for, and how far in space. */
const aroundHours = 24;
const aroundMetres = 15_000;

/** State of every file of an incident's evidence, by SHA-256, as it was found before the transaction. */
type FilesRead = ReadonlyMap<string, EvidenceState['state']>;

/**
 * Runs every check on an incident and writes their answers and a proposed outcome. Nothing is decided.
 * Done again only when the incident holds other sightings, or was judged by another rule or pack:
 * several entries may owe the same work. Files are read and hashed before the transaction; where
 * sightings with other files have joined since, the entry that told of it owes this work once more.
 * @throws Problem not_found
 */
export const verifyIncident: PreparedJob<FilesRead> = {
  prepare: async (deps, incidentId) => readFiles(deps, await deps.uow.read((reads) => filesOf(reads, incidentId))),
  carryOut: verify,
};

async function verify(tx: Tx, deps: Deps, incidentId: string, read: FilesRead): Promise<void> {
  const [incident] = await lockIncidents(tx, [incidentId]);
  if (!incident) throw new Problem('not_found', `There is no incident ${incidentId}.`);
  if (incident.state === 'merged') return;

  const links = await tx.links.ofIncident(incidentId);
  const sightings = (await tx.sightings.getMany(links.map((l) => l.sightingId))).sort((a, b) => (a.id < b.id ? -1 : 1));
  const basis = {
    sightings: sightings.map((s) => s.id),
    packDigest: deps.mission.digest,
    proposalRule: proposalRuleVersion,
  };
  if (sightings.length === 0) return;
  const { urgency } = incidentFields(deps.mission, deps.geography, sightings);
  // Where a merge was undone, the sightings may be as judged before while the urgency was made anew.
  const asJudged =
    incident.proposedOutcome !== null && incident.urgency === urgencyGiven(urgency, incident.proposedOutcome);
  if (asJudged && (await alreadyJudged(tx, incidentId, basis))) return;

  const { disturbances, restrictions } = await eventsAround(tx, deps, incident);
  const evidence = await evidenceOf(tx, sightings);
  if ([...evidence.values()].some((e) => !read.has(e.sha256))) return;
  const results: CheckResult[] = [
    checkIndependence(sightings, deps.mission.thresholds.verification.minIndependentSources),
    checkPlausibleTime(sightings, deps.mission),
    checkPlausibleRange(sightings, incident.estimate, deps.mission),
    checkEvidenceIntegrity(asRead(sightings, evidence, read)),
    checkSensorHealth(
      sightings,
      await surroundings(tx, deps, sightings, disturbances),
      deps.mission.thresholds.verification,
    ),
    await duplicates(tx, incident, sightings, evidence),
    checkNotifications(incident, await tx.notifications.during(incident.start, justAfter(incident.end))),
  ];
  const proposal = proposeVerification(incident, sightings, results, deps.mission, restrictions);

  const judged: Incident = {
    ...incident,
    version: incident.version + 1,
    proposedOutcome: proposal.outcome,
    independentCount: countIndependent(sightings),
    urgency: urgencyGiven(urgency, proposal.outcome),
  };
  await tx.write.incidentUpdate(judged);

  const checks = results.map((r): Check => ({
    id: tx.ids.next(),
    incidentId,
    incidentVersion: judged.version,
    name: r.name,
    result: r.result,
    reason: r.reason,
    inputs: { ...r.inputs, bySighting: r.bySighting, ...(r.name === 'independence' ? { basis } : {}) },
    ruleVersion: r.ruleVersion,
    at: tx.now,
  }));
  await tx.write.checks(checks);
  const verification: Verification = {
    id: tx.ids.next(),
    incidentId,
    incidentVersion: judged.version,
    type: 'proposed',
    outcome: proposal.outcome,
    cause: proposal.cause,
    reason: proposal.reason,
    by: 'machine',
    at: tx.now,
    ruleVersion: proposalRuleVersion,
  };
  await tx.write.verification(verification);
  await tx.append({
    actor: 'system',
    type: 'verification.proposed',
    subject: { kind: 'incident', id: incidentId },
    payload: {
      verificationId: verification.id,
      version: judged.version,
      outcome: proposal.outcome,
      cause: proposal.cause,
      rule: proposal.rule,
      ruleVersion: proposalRuleVersion,
      checks: Object.fromEntries(checks.map((c) => [c.name, c.result])),
      // New sightings may speak against what was decided: that must be seen, and only a person can change it.
      differsFromDecision: incident.outcome !== null && incident.outcome !== proposal.outcome,
    },
  });
}

async function alreadyJudged(tx: Tx, incidentId: string, basis: Record<string, unknown>): Promise<boolean> {
  const before = (await tx.checks.ofIncident(incidentId))
    .filter((c) => c.name === 'independence')
    .sort((a, b) => b.incidentVersion - a.incidentVersion)[0];
  const held = before?.inputs['basis'] as Record<string, unknown> | undefined;
  return (
    held !== undefined &&
    Object.entries(basis).every(([key, value]) => JSON.stringify(held[key]) === JSON.stringify(value))
  );
}

/** Evidence records by id. */
async function evidenceOf(reads: Reads, sightings: Sighting[]): Promise<Map<string, Evidence>> {
  const ids = [...new Set(sightings.flatMap((s) => s.evidence))];
  return new Map((ids.length > 0 ? await reads.evidence.getMany(ids) : []).map((e) => [e.id, e]));
}

async function filesOf(reads: Reads, incidentId: string): Promise<string[]> {
  const links = await reads.links.ofIncident(incidentId);
  const sightings = await reads.sightings.getMany(links.map((l) => l.sightingId));
  return [...new Set([...(await evidenceOf(reads, sightings)).values()].map((e) => e.sha256))];
}

/** Reads every file again and hashes it; each once, however many sightings refer to it. */
async function readFiles(deps: Deps, hashes: string[]): Promise<FilesRead> {
  const states = new Map<string, EvidenceState['state']>();
  for (const sha256 of hashes) states.set(sha256, await deps.blobs.check(sha256));
  return states;
}

function asRead(
  sightings: Sighting[],
  records: Map<string, Evidence>,
  read: FilesRead,
): { id: string; evidence: EvidenceState[] }[] {
  return sightings.map((s) => ({
    id: s.id,
    evidence: s.evidence.map((evidenceId): EvidenceState => {
      const sha256 = records.get(evidenceId)?.sha256 ?? null;
      return { evidenceId, sha256, state: sha256 === null ? 'unrecorded' : (read.get(sha256) ?? 'missing') };
    }),
  }));
}

async function eventsAround(
  tx: Tx,
  deps: Deps,
  incident: Incident,
): Promise<{ disturbances: SensorSurroundings['disturbances']; restrictions: Restriction[] }> {
  const kinds = new Map(deps.mission.eventKinds.map((k) => [k.id, k]));
  const near = await tx.incidents.near({
    cells5: deps.geography.cells5Around(incident.estimate, aroundMetres),
    from: shifted(incident.start, -aroundHours),
    to: shifted(incident.end, aroundHours),
  });
  const others = near
    .filter((i) => i.id !== incident.id && i.state !== 'merged')
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  return {
    disturbances: others
      .filter((i) => kinds.get(i.kind)?.disturbsSensors)
      .map((i) => ({ incidentId: i.id, kind: i.kind, start: i.start, end: i.end })),
    // A denied passage is no reason why the denial itself could not be verified.
    restrictions:
      kinds.get(incident.kind)?.category === 'access'
        ? []
        : others
            .filter((i) => kinds.get(i.kind)?.category === 'access')
            .map((i) => ({ incidentId: i.id, kind: i.kind })),
  };
}

async function surroundings(
  tx: Tx,
  deps: Deps,
  sightings: Sighting[],
  disturbances: SensorSurroundings['disturbances'],
): Promise<SensorSurroundings> {
  const machines = sightings.filter((s) => s.type === 'observation');
  const platforms = [...new Set(machines.flatMap((s) => s.platformId ?? []))].sort();
  const lastHeard: Record<string, string> = {};
  for (const platform of platforms) {
    const first = machines.filter((s) => s.platformId === platform).sort((a, b) => (a.start < b.start ? -1 : 1))[0]!;
    const before = await tx.sightings.lastFrom(platform, first.start);
    if (before) lastHeard[platform] = before.end;
  }
  // An outage belongs to the week in which it began, which may be the one before.
  const instants = machines.flatMap((s) => [shifted(s.start, -aroundHours), s.start, s.end]);
  const weeks = [...new Set(instants.map((t) => reportingWeek(t, deps.mission.calendar)))].sort();
  const effort = (await tx.effort.lost(platforms, weeks)).map(({ sourceId, start, end, lostHours, lostReason }) => ({
    sourceId,
    start,
    end,
    lostHours,
    lostReason,
  }));
  return { disturbances, effort, lastHeard };
}

/** Compares with sightings nearby at the same time and with whatever the own ones quote. */
async function duplicates(
  tx: Tx,
  incident: Incident,
  sightings: Sighting[],
  evidence: Map<string, Evidence>,
): Promise<CheckResult> {
  const own = new Set(sightings.map((s) => s.id));
  const near = await tx.sightings.near({
    cells5: [...new Set(sightings.map((s) => s.cell5))],
    from: incident.start,
    to: justAfter(incident.end),
  });
  const quoted = sightings.flatMap((s) => s.quotes ?? []);
  const found = [...near, ...(quoted.length > 0 ? await tx.sightings.getMany(quoted) : [])];
  // Only what could be the original of a copy is worth asking where it belongs.
  const ownHashes = new Set(sightings.flatMap((s) => hashesOf(s, evidence)));
  const ownTimes = new Set(sightings.map((s) => `${s.start} ${s.end}`));
  const comparable = (s: Sighting, hashes: string[]): boolean =>
    quoted.includes(s.id) || ownTimes.has(`${s.start} ${s.end}`) || hashes.some((h) => ownHashes.has(h));
  const others: Comparable[] = [];
  const files = await evidenceOf(tx, found);
  for (const sighting of new Map(found.map((s) => [s.id, s])).values()) {
    const hashes = hashesOf(sighting, files);
    if (own.has(sighting.id) || !comparable(sighting, hashes)) continue;
    const link = await tx.links.activeOf(sighting.id);
    if (link) others.push({ sighting, hashes, incidentId: link.incidentId });
  }
  others.sort((a, b) => (a.sighting.id < b.sighting.id ? -1 : 1));
  return checkDuplicates(
    sightings.map((sighting) => ({ sighting, hashes: hashesOf(sighting, evidence), incidentId: incident.id })),
    others,
  );
}

function hashesOf(sighting: Sighting, evidence: Map<string, Evidence>): string[] {
  return sighting.evidence.flatMap((id) => evidence.get(id)?.sha256 ?? []);
}

function shifted(instant: string, hours: number): string {
  return new Date(Date.parse(instant) + hours * 3_600_000).toISOString();
}

/** Windows are half-open: an event of no length at their end must still be inside. */
function justAfter(instant: string): string {
  return new Date(Date.parse(instant) + 1).toISOString();
}
