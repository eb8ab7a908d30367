import { say } from '../said.js';
import type { Actor } from '../access/types.js';
import { refuseFaults, typedTextFaults } from '../mission/typed-text.js';
import { Problem, faultAt } from '../errors.js';
import type { Incident, VerificationOutcome } from '../fusion/types.js';
import { keepReason } from '../journal/reasons.js';
import { recordStanding } from '../mission/standing.js';
import type { Deps, Reads, Tx } from '../ports.js';
import { hindrancesOf, keepDebt } from './access/debt.js';
import { eventsAround } from './around.js';
import { outcomesOf } from './grades/reliability.js';
import { incidentToWork, refuseIfHeldByAnother } from './queue.js';
import { step } from './transitions.js';
import { triageMachine, triageStateOf } from './triage.js';
import type { Verification } from './types.js';

/** Version of the rules about who may decide what, stored with each decision. */
const ruleVersion = 'decide/1';

export interface DecisionInput {
  incidentId: string;
  /** The incident's version that the decider has seen. */
  version: number;
  outcome: VerificationOutcome;
  /** Exactly where the outcome is not_verifiable. */
  cause: Verification['cause'];
  reason: string;
}

/**
 * A supervisor decides whether it happened. A later decision supersedes an earlier one; both stay on
 * record with their dates. Who reported any of the sightings cannot decide.
 * @throws Problem invalid_input, not_allowed, not_found, conflict (other version, claimed by another), not_possible
 */
export async function decide(deps: Deps, actor: Actor, input: DecisionInput): Promise<Incident> {
  checkForm(deps, input);
  return deps.uow.run(async (tx) => {
    const incident = await incidentToWork(tx, actor, input.incidentId);
    requirePerson(actor);
    step(triageMachine, triageStateOf(incident, tx.now), 'decide', `Incident ${incident.id}`);
    refuseOtherVersion(incident, input.version);
    refuseIfHeldByAnother(incident, actor, tx.now);
    await refuseReporter(tx, incident.id, actor);

    const decided: Incident = {
      ...incident,
      version: incident.version + 1,
      state: 'decided',
      outcome: input.outcome,
      outcomeReason: input.reason.trim(),
      claimedBy: null,
      claimedUntil: null,
      snooze: null,
    };
    const proposal = (await tx.verifications.ofIncident(incident.id)).findLast((v) => v.type === 'proposed');
    const followed = proposal?.outcome === input.outcome && proposal.cause === input.cause ? proposal : undefined;
    const verification: Verification = {
      id: tx.ids.next(),
      incidentId: incident.id,
      incidentVersion: decided.version,
      type: 'decided',
      outcome: input.outcome,
      cause: input.cause,
      reason: input.reason.trim(),
      by: actor.id,
      at: tx.now,
      ruleVersion,
      rule: followed?.rule ?? null,
      facts: null,
    };
    await tx.write.incidentUpdate(decided);
    await tx.write.verification(verification);
    const [entry] = await tx.append({
      actor: actor.id,
      type: 'verification.decided',
      subject: { kind: 'incident', id: incident.id },
      payload: {
        verificationId: verification.id,
        version: decided.version,
        outcome: input.outcome,
        cause: input.cause,
        proposed: incident.proposedOutcome,
        proposedByRule: proposal?.rule ?? null,
        rule: verification.rule,
        overridesProposal: incident.proposedOutcome !== null && incident.proposedOutcome !== input.outcome,
        supersedes: incident.outcome,
      },
    });
    await recordStanding(tx, deps.mission, decided, entry!);
    await keepConsequences(tx, deps, decided, input);
    return decided;
  });
}

/**
 * Opens a decided incident again. The decision stays on record as what was held until now.
 * @throws Problem invalid_input, not_allowed, not_found, conflict, not_possible (not decided)
 */
export async function undoDecision(
  deps: Deps,
  actor: Actor,
  input: { incidentId: string; version: number; reason: string },
): Promise<Incident> {
  refuseFaults(typedTextFaults(input.reason, deps.mission));
  return deps.uow.run(async (tx) => {
    const incident = await incidentToWork(tx, actor, input.incidentId);
    requirePerson(actor);
    step(triageMachine, triageStateOf(incident, tx.now), 'undo', `Incident ${incident.id}`);
    refuseOtherVersion(incident, input.version);
    await refuseReporter(tx, incident.id, actor);
    const opened: Incident = {
      ...incident,
      version: incident.version + 1,
      state: 'open',
      outcome: null,
      outcomeReason: null,
    };
    await tx.write.incidentUpdate(opened);
    const [entry] = await tx.append({
      actor: actor.id,
      type: 'verification.undone',
      subject: { kind: 'incident', id: incident.id },
      payload: { version: opened.version, undone: incident.outcome, reasonId: await keepReason(tx, input.reason) },
    });
    await recordStanding(tx, deps.mission, opened, entry!);
    await keepConsequences(tx, deps, opened, { outcome: null, cause: null });
    return opened;
  });
}

/** What a decision (null = undone) says of the sources of its sightings, and of what access still owes it. */
async function keepConsequences(
  tx: Tx,
  deps: Deps,
  incident: Incident,
  judged: { outcome: VerificationOutcome | null; cause: Verification['cause'] },
): Promise<void> {
  const links = await tx.links.ofIncident(incident.id);
  const sightings = await tx.sightings.getMany(links.map((l) => l.sightingId));
  await tx.write.sourceOutcomes(outcomesOf(incident.id, judged.outcome, sightings, tx.now));
  const forAccess = judged.outcome === 'not_verifiable' && judged.cause === 'access';
  const hindrances = forAccess
    ? hindrancesOf(
        (await eventsAround(tx, deps, incident)).restrictions.map((r) => r.incidentId),
        await tx.fieldTasks.ofIncident(incident.id),
      )
    : [];
  await keepDebt(tx, incident, judged, hindrances);
}

/** Ids of whoever submitted a sighting that now belongs to the incident. */
export async function reportersOf(reads: Reads, incidentId: string): Promise<Set<string>> {
  const links = await reads.links.ofIncident(incidentId);
  const sightings = await reads.sightings.getMany(links.map((l) => l.sightingId));
  return new Set(sightings.map((s) => s.submittedBy));
}

async function refuseReporter(reads: Reads, incidentId: string, actor: Actor): Promise<void> {
  if ((await reportersOf(reads, incidentId)).has(actor.id))
    throw new Problem('not_allowed', say`You reported a sighting of this incident: somebody else must decide on it.`);
}

/** @throws Problem not_allowed: findings are made by persons only */
export function requirePerson(actor: Actor): void {
  if (actor.type !== 'person') throw new Problem('not_allowed', say`Only a person can decide this.`);
}

/** @throws Problem conflict, with the current version */
export function refuseOtherVersion(incident: Pick<Incident, 'version'>, seen: number): void {
  if (incident.version !== seen)
    throw new Problem(
      'conflict',
      say`The incident is at version ${incident.version}; you saw ${seen}. Read it again.`,
      [],
      {
        version: incident.version,
      },
    );
}

const outcomes: readonly VerificationOutcome[] = [
  'verified',
  'not_verified',
  'not_verifiable',
  'exercise',
  'duplicate',
  'out_of_scope',
  'resolved_locally',
];
const causes = ['access', 'time', 'evidence', 'mandate'];

function checkForm({ mission }: Pick<Deps, 'mission'>, input: DecisionInput): void {
  const faults = typedTextFaults(input.reason, mission);
  if (!outcomes.includes(input.outcome)) faults.push(faultAt('/outcome', say`Must be one of ${outcomes.join(', ')}.`));
  if (input.outcome === 'not_verifiable' ? !causes.includes(input.cause ?? '') : input.cause !== null)
    faults.push(faultAt('/cause', say`One of ${causes.join(', ')}, exactly where the outcome is not_verifiable.`));
  refuseFaults(faults);
}
