import { say } from '../said.js';
import { requireAction, requireObject, type Action } from '../access/policy.js';
import { refuseFaults, typedTextFaults } from '../mission/typed-text.js';
import type { Actor } from '../access/types.js';
import { inForce } from '../attribution/attribute.js';
import { Problem, faultAt } from '../errors.js';
import { lockIncidents } from '../fusion/lock.js';
import type { Incident } from '../fusion/types.js';
import { provisionsConcerned, recordStanding } from '../mission/standing.js';
import { standardsOfProof, type Gravity, type Mission, type StandardOfProof } from '../mission/types.js';
import type { Deps, Reads, Tx } from '../ports.js';
import { refuseOtherVersion, reportersOf, requirePerson } from '../verification/decide.js';
import { step } from '../verification/transitions.js';
import { gravityOf, reaches, standardFor } from './gravity.js';
import type { Ruling } from './types.js';
import { needsSecond, refuseInvolved, rulingMachine, rulingStateOf, type Involvement } from './who.js';

export interface RulingInput {
  incidentId: string;
  /** The incident's version that the person has seen. */
  version: number;
  provisionId: string;
  result: Ruling['result'];
  /** For a breach only; absent means the pack's gravity for this kind. */
  gravity?: Gravity | null;
  /** For a breach only; absent means the least that the pack asks for. */
  standardOfProof?: StandardOfProof | null;
  reason: string;
}

/**
 * A person rules on one verified incident under one provision that it concerns. A breach needs a confirmed
 * attribution, and names the party of that attribution and no other; a grave one does not hold before
 * `confirmRuling`. An older ruling under the same provision is withdrawn once the new one holds.
 * @throws Problem invalid_input, not_allowed, not_found, conflict, not_possible
 */
export async function decideRuling(deps: Deps, actor: Actor, input: RulingInput): Promise<Ruling> {
  checkForm(deps, input);
  return deps.uow.run(async (tx) => {
    const incident = await incidentOf(tx, actor, 'ruling.rule', input.incidentId);
    refuseOtherVersion(incident, input.version);
    refuseUnverified(incident);
    refuseInvolved('rule', await involvementOf(tx, incident, actor, null));
    const provision = provisionsConcerned(deps.mission, incident).find((p) => p.id === input.provisionId);
    if (!provision)
      throw new Problem('not_possible', say`The incident does not concern provision "${input.provisionId}".`);
    const attribution = inForce(await tx.attributions.ofIncident(incident.id));
    const breach = input.result === 'breach';
    if (breach && attribution === null)
      throw new Problem('not_possible', say`No attribution is confirmed: a breach cannot be ruled before.`);
    const party = attribution?.party ?? null;
    if (breach && party !== null && provision.binds.length > 0 && !provision.binds.includes(party))
      throw new Problem(
        'not_possible',
        say`The provision does not bind the party to which the incident is attributed.`,
      );

    const open = (await tx.rulings.ofIncident(incident.id)).filter((r) => r.provisionId === provision.id);
    const proposal = open.filter((r) => rulingStateOf(r) === 'proposed').at(-1);
    const gravity = breach ? (input.gravity ?? gravityOf(provision, incident, deps.mission)) : null;
    const standardOfProof = gravity === null ? null : proofFor(deps.mission, gravity, input.standardOfProof ?? null);
    const grave = needsSecond({ result: input.result, gravity });
    const state = step(rulingMachine, 'proposed', grave ? 'rule_grave' : 'rule', 'The ruling');
    const ruling: Ruling = {
      id: proposal?.id ?? tx.ids.next(),
      incidentId: incident.id,
      provisionId: provision.id,
      provisionVersion: provision.version,
      provisionText: provision.text,
      party: breach ? party : null,
      result: input.result,
      gravity,
      standardOfProof,
      reason: input.reason.trim(),
      said: null,
      state: state === 'ruled' ? 'ruled' : 'proposed',
      proposedBy: proposal?.proposedBy ?? actor.id,
      proposedAt: proposal?.proposedAt ?? tx.now,
      ruledBy: actor.id,
      ruledAt: tx.now,
      confirmedBy: null,
      confirmedAt: null,
    };
    const superseded = await supersede(tx, open, ruling);
    await tx.write.ruling(ruling);
    const [entry] = await tx.append({
      actor: actor.id,
      type: 'ruling.ruled',
      subject: { kind: 'incident', id: incident.id },
      payload: {
        ...told(ruling),
        awaitsSecond: grave,
        proposed: proposal?.result ?? null,
        overridesProposal: proposal !== undefined && proposal.result !== ruling.result,
        supersedes: superseded,
      },
    });
    await recordStanding(tx, deps.mission, incident, entry!);
    return ruling;
  });
}

/**
 * A second person confirms a grave ruling, which holds from then on.
 * @throws Problem not_allowed, not_found, not_possible (not waiting for it, or its ground is gone)
 */
export async function confirmRuling(deps: Deps, actor: Actor, input: { rulingId: string }): Promise<Ruling> {
  return deps.uow.run(async (tx) => {
    requireAction(actor, 'ruling.confirm');
    const known = await tx.rulings.get(input.rulingId);
    const incident = await incidentOf(tx, actor, 'ruling.confirm', known?.incidentId ?? input.rulingId);
    // Read again under the lock: it may have been withdrawn or confirmed meanwhile.
    const ruling = (await tx.rulings.get(input.rulingId))!;
    step(rulingMachine, rulingStateOf(ruling), 'confirm', `Ruling ${ruling.id}`);
    refuseUnverified(incident);
    refuseInvolved('confirm', await involvementOf(tx, incident, actor, ruling));
    const attribution = inForce(await tx.attributions.ofIncident(incident.id));
    if (attribution === null || attribution.party !== ruling.party)
      throw new Problem('not_possible', say`The attribution has changed since: rule again first.`);

    const confirmed: Ruling = { ...ruling, state: 'ruled', confirmedBy: actor.id, confirmedAt: tx.now };
    const others = (await tx.rulings.ofIncident(incident.id)).filter((r) => r.provisionId === ruling.provisionId);
    const superseded = await supersede(tx, others, confirmed);
    await tx.write.ruling(confirmed);
    const [entry] = await tx.append({
      actor: actor.id,
      type: 'ruling.confirmed',
      subject: { kind: 'incident', id: incident.id },
      payload: { ...told(confirmed), supersedes: superseded },
    });
    await recordStanding(tx, deps.mission, incident, entry!);
    return confirmed;
  });
}

/** Withdraws what the new ruling replaces: older open ones, and the one that held once the new one holds. */
async function supersede(tx: Tx, others: readonly Ruling[], ruling: Ruling): Promise<string[]> {
  const replaced = others.filter(
    (r) => r.id !== ruling.id && (r.state === 'proposed' || (r.state === 'ruled' && ruling.state === 'ruled')),
  );
  for (const r of replaced) await tx.write.ruling({ ...r, state: 'withdrawn' });
  return replaced.map((r) => r.id);
}

function told(ruling: Ruling): Record<string, unknown> {
  const { id, provisionId, provisionVersion, party, result, gravity, standardOfProof } = ruling;
  return { rulingId: id, provisionId, provisionVersion, party, result, gravity, standardOfProof };
}

async function incidentOf(tx: Tx, actor: Actor, action: Action, incidentId: string): Promise<Incident> {
  requireAction(actor, action);
  const incident = requireObject(actor, action, (await lockIncidents(tx, [incidentId]))[0], (i) => ({
    sector: i.sector,
  }));
  requirePerson(actor);
  return incident;
}

function refuseUnverified(incident: Incident): void {
  if (incident.state === 'merged' || incident.outcome !== 'verified')
    throw new Problem('not_possible', say`Only a verified incident can be ruled on.`);
}

async function involvementOf(
  reads: Reads,
  incident: Incident,
  actor: Actor,
  ruling: Ruling | null,
): Promise<Involvement> {
  const attribution = inForce(await reads.attributions.ofIncident(incident.id));
  const decided = (await reads.verifications.ofIncident(incident.id)).filter((v) => v.type === 'decided');
  return {
    reported: (await reportersOf(reads, incident.id)).has(actor.id),
    verified: decided.some((v) => v.by === actor.id),
    attributed: attribution !== null && [attribution.proposedBy, attribution.confirmedBy].includes(actor.id),
    ruled: ruling?.ruledBy === actor.id,
  };
}

/** The standard that a breach so grave reaches. @throws Problem invalid_input where it is lower than the pack asks for */
export function proofFor(
  mission: Pick<Mission, 'standardOfProof'>,
  gravity: Gravity,
  stated: StandardOfProof | null,
): StandardOfProof {
  const needed = standardFor(mission, gravity);
  if (stated !== null && !reaches(stated, needed))
    refuseFaults([faultAt('/standardOfProof', say`A ${gravity} breach needs at least "${needed}".`)]);
  return stated ?? needed;
}

function checkForm({ mission }: Pick<Deps, 'mission'>, input: RulingInput): void {
  const faults = typedTextFaults(input.reason, mission);
  if (!['breach', 'no_breach', 'not_decided'].includes(input.result))
    faults.push(faultAt('/result', say`Must be breach, no_breach or not_decided.`));
  const gravity = input.gravity ?? null;
  if (gravity !== null && (input.result !== 'breach' || !['minor', 'serious', 'grave'].includes(gravity)))
    faults.push(faultAt('/gravity', say`One of minor, serious, grave, and for a breach only.`));
  const standard = input.standardOfProof ?? null;
  if (standard !== null && (input.result !== 'breach' || !standardsOfProof.includes(standard)))
    faults.push(faultAt('/standardOfProof', say`One of ${standardsOfProof.join(', ')}, and for a breach only.`));
  refuseFaults(faults);
}
