import { say, type Said } from '../said.js';
import { requireAction, requireObject, type Action } from '../access/policy.js';
import { refuseFaults, typedTextFaults } from '../mission/typed-text.js';
import type { Actor } from '../access/types.js';
import { Problem, faultAt } from '../errors.js';
import { lockIncidents } from '../fusion/lock.js';
import type { Incident } from '../fusion/types.js';
import { keepReason } from '../journal/reasons.js';
import { recordStanding } from '../mission/standing.js';
import type { Deps, Reads, Tx } from '../ports.js';
import { refuseOtherVersion, reportersOf, requirePerson } from '../verification/decide.js';
import { step, type Transition } from '../verification/transitions.js';
import { storeVersion, textFaults, told } from './keep.js';
import { likelihoodWord } from './likelihood.js';
import type { Attribution } from './types.js';

export type AttributionStep = 'confirm' | 'withdraw';

/** The state machine of an attribution. A newer confirmed one withdraws the older: one is in force at a time. */
export const attributionMachine: readonly Transition<Attribution['state'], AttributionStep>[] = [
  { name: 'confirm', from: 'proposed', to: 'confirmed' },
  { name: 'withdraw', from: 'proposed', to: 'withdrawn' },
  { name: 'withdraw', from: 'confirmed', to: 'withdrawn' },
];

export interface AttributionInput {
  incidentId: string;
  /** The incident's version that the proposer has seen. */
  version: number;
  /** A party of the pack; null means "cannot be attributed". */
  party: string | null;
  /** 0..1: of the party named; of "cannot be attributed", the probability of the likeliest hypothesis. */
  probability: number;
  reason: string;
}

/**
 * Proposes who did it. Only of a verified incident, never by who reported it. Changes nothing that is counted.
 * @throws Problem invalid_input, not_allowed, not_found, conflict, not_possible (not verified)
 */
export async function proposeAttribution(deps: Deps, actor: Actor, input: AttributionInput): Promise<Attribution> {
  checkForm(deps, input);
  return deps.uow.run(async (tx) => {
    const incident = await incidentOf(tx, actor, 'attribution.propose', input.incidentId);
    refuseOtherVersion(incident, input.version);
    refuseUnverified(incident);
    if ((await reportersOf(tx, incident.id)).has(actor.id))
      throw new Problem('not_allowed', say`You reported a sighting of this incident: somebody else must attribute it.`);
    const attribution: Attribution = {
      id: tx.ids.next(),
      incidentId: incident.id,
      party: input.party,
      probability: input.probability,
      reason: input.reason.trim(),
      state: 'proposed',
      proposedBy: actor.id,
      proposedAt: tx.now,
      confirmedBy: null,
      confirmedAt: null,
    };
    await tx.write.attribution(attribution);
    const version = await storeVersion(tx, deps, incident, actor, 'proposal', attribution.id);
    await tx.append({
      actor: actor.id,
      type: 'attribution.proposed',
      subject: { kind: 'incident', id: incident.id },
      payload: {
        attributionId: attribution.id,
        party: input.party,
        probability: input.probability,
        likelihood: likelihoodWord(input.probability),
        ledger: told(version),
        overridesLedger: (input.party ?? 'cannot_tell') !== version.state.result,
      },
    });
    return attribution;
  });
}

/**
 * A second person confirms: one who neither reported, nor verified, nor proposed. An older confirmed
 * attribution of the incident is withdrawn by it and stays on record.
 * @throws Problem not_allowed, not_found, not_possible (not proposed, or no longer verified)
 */
export async function confirmAttribution(
  deps: Deps,
  actor: Actor,
  input: { attributionId: string },
): Promise<Attribution> {
  return deps.uow.run(async (tx) => {
    const { attribution, incident } = await attributionOf(tx, actor, 'attribution.confirm', input.attributionId);
    const state = step(attributionMachine, attribution.state, 'confirm', `Attribution ${attribution.id}`);
    refuseUnverified(incident);
    await refuseInvolved(tx, attribution, actor);
    const superseded = (await tx.attributions.ofIncident(incident.id)).filter((a) => a.state === 'confirmed');
    for (const old of superseded) await tx.write.attribution({ ...old, state: 'withdrawn' });
    const confirmed: Attribution = { ...attribution, state, confirmedBy: actor.id, confirmedAt: tx.now };
    await tx.write.attribution(confirmed);
    const [entry] = await tx.append({
      actor: actor.id,
      type: 'attribution.confirmed',
      subject: { kind: 'incident', id: incident.id },
      payload: {
        attributionId: confirmed.id,
        party: confirmed.party,
        probability: confirmed.probability,
        likelihood: likelihoodWord(confirmed.probability),
        supersedes: superseded.map((a) => a.id),
      },
    });
    await recordStanding(tx, deps.mission, incident, entry!);
    return confirmed;
  });
}

/**
 * Takes an attribution back, with a reason. It stays on record; rulings that rest on it fall with it.
 * A proposal can be withdrawn by whoever may propose, a confirmed one by whoever may confirm.
 * @throws Problem invalid_input, not_allowed, not_found, not_possible (already withdrawn)
 */
export async function withdrawAttribution(
  deps: Deps,
  actor: Actor,
  input: { attributionId: string; reason: string },
): Promise<Attribution> {
  refuseFaults(typedTextFaults(input.reason, deps.mission));
  return deps.uow.run(async (tx) => {
    const { attribution, incident } = await attributionOf(tx, actor, 'attribution.propose', input.attributionId);
    if (attribution.state === 'confirmed') requireAction(actor, 'attribution.confirm');
    const state = step(attributionMachine, attribution.state, 'withdraw', `Attribution ${attribution.id}`);
    const withdrawn: Attribution = { ...attribution, state };
    await tx.write.attribution(withdrawn);
    const [entry] = await tx.append({
      actor: actor.id,
      type: 'attribution.withdrawn',
      subject: { kind: 'incident', id: incident.id },
      payload: {
        attributionId: attribution.id,
        was: attribution.state,
        reasonId: await keepReason(tx, input.reason),
      },
    });
    if (attribution.state === 'confirmed') await recordStanding(tx, deps.mission, incident, entry!);
    return withdrawn;
  });
}

/** The one attribution in force, or null where none is confirmed. */
export function inForce(attributions: readonly Attribution[]): Attribution | null {
  return attributions.filter((a) => a.state === 'confirmed').at(-1) ?? null;
}

async function incidentOf(tx: Tx, actor: Actor, action: Action, incidentId: string): Promise<Incident> {
  requireAction(actor, action);
  const incident = requireObject(actor, action, (await lockIncidents(tx, [incidentId]))[0], (i) => ({
    sector: i.sector,
  }));
  requirePerson(actor);
  return incident;
}

async function attributionOf(
  tx: Tx,
  actor: Actor,
  action: Action,
  id: string,
): Promise<{ attribution: Attribution; incident: Incident }> {
  requireAction(actor, action);
  const known = await tx.attributions.get(id);
  const incident = await incidentOf(tx, actor, action, known?.incidentId ?? id);
  // Read again under the lock: somebody may have confirmed or withdrawn it meanwhile.
  const attribution = requireObject(actor, action, await tx.attributions.get(id), () => ({ sector: incident.sector }));
  return { attribution, incident };
}

function refuseUnverified(incident: Incident): void {
  if (incident.state === 'merged' || incident.outcome !== 'verified')
    throw new Problem('not_possible', say`Only a verified incident can be attributed.`);
}

async function refuseInvolved(reads: Reads, attribution: Attribution, actor: Actor): Promise<void> {
  const refuse = (did: Said) => {
    throw new Problem('not_allowed', say`You have ${did}: another person must confirm who did it.`);
  };
  if (attribution.proposedBy === actor.id) refuse(say`proposed this attribution`);
  if ((await reportersOf(reads, attribution.incidentId)).has(actor.id))
    refuse(say`reported a sighting of this incident`);
  const decided = (await reads.verifications.ofIncident(attribution.incidentId)).filter((v) => v.type === 'decided');
  if (decided.some((v) => v.by === actor.id)) refuse(say`verified this incident`);
}

function checkForm(deps: Deps, input: AttributionInput): void {
  const faults = textFaults(deps.mission, input.reason);
  if (input.party !== null && !deps.mission.parties.some((p) => p.id === input.party))
    faults.push(faultAt('/party', say`No party of this mission; leave it empty for "cannot be attributed".`));
  if (!(input.probability >= 0 && input.probability <= 1))
    faults.push(faultAt('/probability', say`Must be a number from 0 to 1.`));
  refuseFaults(faults);
}
