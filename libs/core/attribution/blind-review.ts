import { say } from '../said.js';
import { requireAction, requireObject } from '../access/policy.js';
import { refuseFaults } from '../mission/typed-text.js';
import type { Actor } from '../access/types.js';
import { Problem, faultAt } from '../errors.js';
import type { Deps, Reads, Tx } from '../ports.js';
import { reportersOf } from '../verification/decide.js';
import { blindCase, relabel, type BlindCase } from './blind.js';
import { ledgerIncident, scopeOf, stateOf, textFaults } from './keep.js';
import { otherHypotheses, type BlindOpinion, type BlindReview } from './types.js';

export interface BlindView {
  reviewId: string;
  case: BlindCase;
  /** Once the opinion is given: what it says with the labels taken off, beside the ledger and the attributions. */
  compared: BlindComparison | null;
}

export interface BlindComparison {
  opinion: BlindOpinion;
  ledgerResult: string;
  ledgerAgrees: boolean;
  attributions: { attributionId: string; state: string; hypothesis: string; agrees: boolean }[];
}

/**
 * The case as a blind reviewer sees it. The first look draws the labels and fixes them for this reviewer and
 * case. Not for who reported, verified or attributed it, since they know it already.
 * @throws Problem not_allowed, not_found, not_possible (merged)
 */
export async function readBlind(deps: Deps, actor: Actor, incidentId: string): Promise<BlindView> {
  requireAction(actor, 'blind.review');
  const known = await deps.uow.read(async (reads) => {
    requireObject(actor, 'blind.review', await reads.incidents.get(incidentId), scopeOf);
    return reads.ledger.review(incidentId, actor.id);
  });
  const review = known ?? (await begin(deps, actor, incidentId));
  return deps.uow.read((reads) => view(reads, deps, review));
}

/**
 * Records what a blind reviewer makes of a case: a label, "other", "accident" or "cannot_tell". Once.
 * @throws Problem invalid_input, not_allowed, not_found, conflict (given before), not_possible (not looked at yet)
 */
export async function giveOpinion(
  deps: Deps,
  actor: Actor,
  input: { incidentId: string; hypothesis: string; probability: number; reason: string },
): Promise<BlindView> {
  const faults = textFaults(deps.mission, input.reason);
  if (!(input.probability >= 0 && input.probability <= 1))
    faults.push(faultAt('/probability', say`Must be a number from 0 to 1.`));
  refuseFaults(faults);
  const review = await deps.uow.run(async (tx) => {
    const incident = await ledgerIncident(tx, actor, input.incidentId, 'blind.review');
    const own = await tx.ledger.review(incident.id, actor.id);
    if (!own) throw new Problem('not_possible', say`Look at the blind case first.`);
    if (await tx.ledger.opinionOf(own.id))
      throw new Problem('conflict', say`You have given your opinion on this case.`);
    const { partyOf } = relabel(partiesOf(deps), own.seed);
    const hypothesis = partyOf[input.hypothesis] ?? input.hypothesis;
    if (!partyOf[input.hypothesis] && ![...otherHypotheses, 'cannot_tell'].includes(hypothesis as never))
      refuseFaults([faultAt('/hypothesis', say`One of the hypotheses of the blind case.`)]);
    const opinion: BlindOpinion = {
      id: tx.ids.next(),
      reviewId: own.id,
      incidentId: incident.id,
      hypothesis,
      probability: input.probability,
      reason: input.reason.trim(),
      by: actor.id,
      at: tx.now,
    };
    await tx.write.ledger.opinion(opinion);
    await tx.append({
      actor: actor.id,
      type: 'blind.opinion_given',
      subject: { kind: 'incident', id: incident.id },
      payload: { reviewId: own.id, opinionId: opinion.id },
    });
    return own;
  });
  return deps.uow.read((reads) => view(reads, deps, review));
}

async function begin(deps: Deps, actor: Actor, incidentId: string): Promise<BlindReview> {
  return deps.uow.run(async (tx) => {
    const incident = await ledgerIncident(tx, actor, incidentId, 'blind.review');
    const before = await tx.ledger.review(incident.id, actor.id);
    if (before) return before;
    await refuseWhoKnows(tx, incident.id, actor);
    const review: BlindReview = {
      id: tx.ids.next(),
      incidentId: incident.id,
      reviewer: actor.id,
      seed: tx.ids.random(16),
      startedAt: tx.now,
    };
    await tx.write.ledger.review(review);
    await tx.append({
      actor: actor.id,
      type: 'blind.review_begun',
      subject: { kind: 'incident', id: incident.id },
      payload: { reviewId: review.id },
    });
    return review;
  });
}

async function refuseWhoKnows(tx: Tx, incidentId: string, actor: Actor): Promise<void> {
  const decided = (await tx.verifications.ofIncident(incidentId)).some(
    (v) => v.type === 'decided' && v.by === actor.id,
  );
  const attributed = (await tx.attributions.ofIncident(incidentId)).some(
    (a) => a.proposedBy === actor.id || a.confirmedBy === actor.id,
  );
  const weighed = (await tx.ledger.versions(incidentId)).some((v) => v.by === actor.id);
  if (decided || attributed || weighed || (await reportersOf(tx, incidentId)).has(actor.id))
    throw new Problem(
      'not_allowed',
      say`You reported, verified, weighed or attributed this incident: you know it already.`,
    );
}

async function view(reads: Reads, deps: Deps, review: BlindReview): Promise<BlindView> {
  const incident = (await reads.incidents.get(review.incidentId))!;
  const links = await reads.links.ofIncident(incident.id);
  const sightings = await reads.sightings.getMany(links.map((l) => l.sightingId));
  const labels = relabel(partiesOf(deps), review.seed);
  const opinion = await reads.ledger.opinionOf(review.id);
  return {
    reviewId: review.id,
    case: blindCase(incident, sightings, labels, deps.mission, deps.geography),
    compared: opinion && {
      opinion,
      ...(await compared(reads, deps, opinion)),
    },
  };
}

async function compared(reads: Reads, deps: Deps, opinion: BlindOpinion): Promise<Omit<BlindComparison, 'opinion'>> {
  const incident = (await reads.incidents.get(opinion.incidentId))!;
  const { result } = await stateOf(reads, deps, incident);
  return {
    ledgerResult: result,
    ledgerAgrees: result === opinion.hypothesis,
    attributions: (await reads.attributions.ofIncident(incident.id)).map((a) => {
      const hypothesis = a.party ?? 'cannot_tell';
      return { attributionId: a.id, state: a.state, hypothesis, agrees: hypothesis === opinion.hypothesis };
    }),
  };
}

function partiesOf({ mission }: Pick<Deps, 'mission'>): string[] {
  return mission.parties.map((p) => p.id);
}
