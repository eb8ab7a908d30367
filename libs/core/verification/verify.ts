import { Problem } from '../errors.js';
import { urgencyOf } from '../fusion/incident.js';
import { lockIncidents } from '../fusion/lock.js';
import { countIndependent } from '../fusion/sources.js';
import type { Incident } from '../fusion/types.js';
import type { Notification, Sighting } from '../intake/types.js';
import type { Deps, PreparedJob, Tx } from '../ports.js';
import { englishOf, say } from '../said.js';
import { eventsAround, justAfter, shifted, surroundings } from './around.js';
import { checkEvidenceIntegrity } from './checks/evidence-integrity.js';
import { checkIndependence } from './checks/independence.js';
import { checkNotifications } from './checks/notifications.js';
import { checkPlausibleRange } from './checks/plausible-range.js';
import { checkPlausibleTime } from './checks/plausible-time.js';
import { checkSensorHealth } from './checks/sensor-health.js';
import { evidenceOf, keepImages, readFiles, statesOf, tellingSightings, type FilesRead } from './files.js';
import { outcomesOf } from './grades/reliability.js';
import { matchNotices } from './notices/match.js';
import { duplicatesOf } from './originals.js';
import { proposalRuleVersion, proposeVerification } from './propose.js';
import { surroundingsOf } from './known.js';
import type { CheckResult } from './result.js';
import { urgencyGiven } from './triage.js';
import type { Check, Verification } from './types.js';

/**
 * Runs every check on an incident and writes their answers and a proposed outcome. Nothing is decided.
 * Done again only when the incident holds other sightings, or was judged by another rule or pack:
 * several entries may owe the same work. Files are read and hashed before the transaction; where
 * sightings with other files have joined since, the entry that told of it owes this work once more.
 * @throws Problem not_found
 */
export const verifyIncident: PreparedJob<FilesRead> = {
  prepare: readFiles,
  carryOut: verify,
};

async function verify(tx: Tx, deps: Deps, incidentId: string, read: FilesRead): Promise<void> {
  const [incident] = await lockIncidents(tx, [incidentId]);
  if (!incident) throw new Problem('not_found', say`There is no incident ${incidentId}.`);
  if (incident.state === 'merged') return revisitMerged(tx, incident);

  const before = await tx.checks.newestOf(incidentId, 'independence');
  if (before && unchangedSince(incident, before, deps.mission.digest)) return;
  const sightings = await tellingSightings(tx, incidentId);
  const known = await surroundingsOf(tx, deps.mission, incident.id, sightings);
  const basis = {
    sightings: sightings.map((s) => s.id),
    of: incident.sightingCount,
    packDigest: deps.mission.digest,
    proposalRule: proposalRuleVersion,
    ...(known.settledLocally && { settledLocally: true }),
  };
  if (sightings.length === 0) return;
  const urgency = urgencyOf(deps.mission, deps.geography, sightings);
  // Where a merge was undone, the sightings may be as judged before while the urgency was made anew.
  const asJudged =
    incident.proposedOutcome !== null && incident.urgency === urgencyGiven(urgency, incident.proposedOutcome);
  if (asJudged && before && restsOn(before, basis)) return;

  const { disturbances, restrictions } = await eventsAround(tx, deps, incident);
  const evidence = await evidenceOf(tx, sightings);
  if ([...evidence.values()].some((e) => !read.states.has(e.sha256))) return;
  const images = await keepImages(tx, sightings, evidence, read);
  const { nearHours } = deps.mission.verification.notices;
  const notices = await tx.notifications.during(shifted(incident.start, -nearHours), shifted(incident.end, nearHours));
  const results: CheckResult[] = [
    checkIndependence(sightings, deps.mission.thresholds.verification.minIndependentSources),
    checkPlausibleTime(sightings, deps.mission),
    checkPlausibleRange(sightings, incident.estimate, deps.mission),
    checkEvidenceIntegrity(statesOf(sightings, evidence, read)),
    checkSensorHealth(sightings, await surroundings(tx, deps, sightings, disturbances), deps.mission),
    await duplicatesOf(tx, deps.mission, incident, sightings, evidence, images),
    checkNotifications(
      incident,
      notices.filter((n) => n.start < justAfter(incident.end) && n.end > incident.start),
    ),
  ];
  const proposal = proposeVerification(incident, sightings, results, deps.mission, {
    ...known,
    restrictions,
  });

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
    reason: englishOf(...r.reason),
    inputs: { ...r.inputs, ...saidOf(r), ...(r.name === 'independence' ? { basis } : {}) },
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
    rule: proposal.rule,
    facts: proposal.facts,
  };
  await tx.write.verification(verification);
  const [entry] = await tx.append({
    actor: 'system',
    type: 'verification.proposed',
    subject: { kind: 'incident', id: incidentId },
    payload: {
      verificationId: verification.id,
      version: judged.version,
      outcome: proposal.outcome,
      cause: proposal.cause,
      rule: proposal.rule,
      facts: proposal.facts,
      ruleVersion: proposalRuleVersion,
      checks: Object.fromEntries(checks.map((c) => [c.name, c.result])),
      // New sightings may speak against what was decided: that must be seen, and only a person can change it.
      differsFromDecision: incident.outcome !== null && incident.outcome !== proposal.outcome,
    },
  });
  await keepMatches(tx, deps, sightings, notices, entry!.id);
  if (incident.state !== 'decided') return;
  await tx.write.sourceOutcomes(outcomesOf(incidentId, incident.outcome, sightings, tx.now));
  if (incident.outcome === 'verified') await revisit(tx, judged, 'its sightings have changed since it was verified');
}

/** How the sightings lie to the notices is written down once for each pair: neither ever changes. */
async function keepMatches(
  tx: Tx,
  { mission }: Pick<Deps, 'mission'>,
  sightings: readonly Sighting[],
  notices: readonly Notification[],
  entryId: string,
): Promise<void> {
  const all = matchNotices(sightings, notices, mission.verification.notices, tx.now);
  if (all.length === 0) return;
  const known = new Set((await tx.noticeMatches.ofSightings(sightings.map((s) => s.id))).map((m) => m.id));
  const fresh = all.filter((m) => !known.has(m.id));
  if (fresh.length > 0) await tx.write.noticeMatches(fresh, entryId);
}

/** What was ruled on an incident that has gone into another one must not stand beside what is ruled there. */
async function revisitMerged(tx: Tx, incident: Incident): Promise<void> {
  const standing = (await tx.rulings.ofIncident(incident.id)).some((r) => r.state !== 'withdrawn');
  if (standing) await revisit(tx, incident, 'it has been merged into another incident');
}

/** Owes the incident another look at its rulings and escalation: the ground under them may have moved. */
async function revisit(tx: Tx, incident: Incident, because: string): Promise<void> {
  await tx.append({
    actor: 'system',
    type: 'verification.revisited',
    subject: { kind: 'incident', id: incident.id },
    payload: {
      version: incident.version,
      kind: incident.kind,
      weapon: incident.weapon,
      outcome: incident.outcome,
      because,
    },
  });
}

/** Its sentences in parts: where each sighting has a verdict, they are made of these. */
function saidOf({ bySighting, reason }: CheckResult): Record<string, unknown> {
  return bySighting.length > 0 ? { bySighting } : { bySighting, said: reason };
}

/** Nothing at all has changed since the check: the most usual case where several entries owed the same work. */
function unchangedSince(incident: Incident, check: Check, packDigest: string): boolean {
  const basis = basisOf(check);
  return (
    check.incidentVersion === incident.version &&
    basis['packDigest'] === packDigest &&
    basis['proposalRule'] === proposalRuleVersion
  );
}

function restsOn(check: Check, basis: Record<string, unknown>): boolean {
  const held = basisOf(check);
  return Object.entries(basis).every(([key, value]) => JSON.stringify(held[key]) === JSON.stringify(value));
}

function basisOf(check: Check): Record<string, unknown> {
  return (check.inputs['basis'] ?? {}) as Record<string, unknown>;
}
