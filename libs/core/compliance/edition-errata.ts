import { say } from '../said.js';
import { stateSaid } from '../states.js';
import { nothingHere, requireAction } from '../access/policy.js';
import type { Actor } from '../access/types.js';
import { Problem, type ProblemPointer, faultAt } from '../errors.js';
import type { Localised } from '../mission/types.js';
import { refuseFaults, typedTextFaults } from '../mission/typed-text.js';
import { wordingFaults } from '../mission/wording.js';
import type { Deps, Tx } from '../ports.js';
import { advance, entryOf, found } from './edition-life.js';
import { publicStates } from './edition-machine.js';
import type { EditionErratum, ErratumProposal } from './edition-record.js';

/**
 * Proposes a correction of what is public. Nothing is corrected before another person confirms it.
 * @param published the figures of the frozen edition by id: what was published is read from there, never given
 * @throws Problem not_allowed, not_found, not_possible (not public), invalid_input (a language is missing, a loaded word,
 * a figure that the edition does not have or that is not changed)
 */
export async function proposeErratum(
  deps: Deps,
  actor: Actor,
  input: { editionId: string; text: Localised; figures: { id: string; corrected: number }[] },
  published: ReadonlyMap<string, number>,
): Promise<ErratumProposal> {
  requireAction(actor, 'edition.edit');
  refuseFaulty(deps, input, published);
  return deps.uow.run(async (tx) => {
    const edition = await found(tx, input.editionId);
    await tx.lock([`edition:${edition.week}`]);
    const current = await found(tx, edition.id);
    if (!publicStates.includes(current.state))
      throw new Problem(
        'not_possible',
        say`Edition ${current.week} is "${stateSaid(current.state)}": nothing of it is public.`,
      );
    const proposal: ErratumProposal = {
      id: tx.ids.next(),
      editionId: edition.id,
      text: input.text,
      figures: input.figures.map(({ id, corrected }) => ({ id, published: published.get(id)!, corrected })),
      by: actor.id,
      at: tx.now,
      state: 'proposed',
      number: null,
      decidedBy: null,
      decidedAt: null,
      reason: null,
    };
    await tx.write.erratumProposal(proposal);
    const { id: proposalId, text, figures } = proposal;
    await tx.append(entryOf(current, actor, 'erratum_proposed', { proposalId, text, figures }));
    return proposal;
  });
}

/**
 * A second person confirms: the correction gets the next number and is public. The edition itself stays as it is; every
 * later copy carries the erratum. @throws Problem not_allowed (also for whoever proposed it), not_found, not_possible
 */
export async function confirmErratum(
  deps: Deps,
  actor: Actor,
  input: { editionId: string; proposalId: string },
): Promise<EditionErratum> {
  requireAction(actor, 'edition.publish');
  let erratum: EditionErratum | null = null;
  await advance(deps, actor, input.editionId, 'correct', async (tx, edition) => {
    const proposal = await openProposal(tx, edition.id, input.proposalId);
    refuseProposer(actor, proposal);
    const number = edition.errata + 1;
    const { text, figures } = proposal;
    erratum = { editionId: edition.id, number, text, figures, by: actor.id, at: tx.now };
    await tx.write.editionErratum(erratum);
    await tx.write.erratumProposal({ ...proposal, ...decided(tx, actor, 'confirmed'), number });
    const payload = { number, text, figures, proposalId: proposal.id, proposedBy: proposal.by };
    return { payload, change: { errata: number } };
  });
  return erratum!;
}

/** @throws Problem not_allowed where this person proposed it */
export function refuseProposer(actor: Pick<Actor, 'id'>, proposal: ErratumProposal): void {
  if (proposal.by === actor.id)
    throw new Problem('not_allowed', say`You proposed this erratum: another person must decide on it.`);
}

/** A second person declines it, with a reason; it stays on record. @throws Problem as above, invalid_input */
export async function declineErratum(
  deps: Deps,
  actor: Actor,
  input: { editionId: string; proposalId: string; reason: string },
): Promise<ErratumProposal> {
  requireAction(actor, 'edition.publish');
  refuseFaults(typedTextFaults(input.reason, deps.mission));
  const reason = input.reason.trim();
  return deps.uow.run(async (tx) => {
    const edition = await found(tx, input.editionId);
    await tx.lock([`edition:${edition.week}`]);
    const proposal = await openProposal(tx, edition.id, input.proposalId);
    refuseProposer(actor, proposal);
    const declined = { ...proposal, ...decided(tx, actor, 'declined'), reason };
    await tx.write.erratumProposal(declined);
    await tx.append(entryOf(edition, actor, 'erratum_declined', { proposalId: proposal.id }));
    return declined;
  });
}

function decided(tx: Tx, actor: Actor, state: 'confirmed' | 'declined') {
  return { state, decidedBy: actor.id, decidedAt: tx.now };
}

async function openProposal(tx: Tx, editionId: string, proposalId: string): Promise<ErratumProposal> {
  const proposal = (await tx.editions.proposals(editionId)).find((p) => p.id === proposalId);
  if (!proposal) throw nothingHere();
  if (proposal.state !== 'proposed')
    throw new Problem('not_possible', say`This erratum is "${stateSaid(proposal.state)}" already.`);
  return proposal;
}

function refuseFaulty(
  { mission }: Deps,
  { text, figures }: { text: Localised; figures: { id: string; corrected: number }[] },
  published: ReadonlyMap<string, number>,
): void {
  const pointers: ProblemPointer[] = [...new Set(['en', ...mission.languages])]
    .filter((tag) => !text[tag]?.trim())
    .map((tag) => faultAt(`/text/${tag}`, say`An erratum is given in all languages of the mission.`));
  for (const [tag, words] of Object.entries(text))
    pointers.push(...wordingFaults(words, mission, `/text/${tag}`, { names: true }));
  figures.forEach(({ id, corrected }, i) => {
    const pointer = `/figures/${i}/id`;
    if (!published.has(id)) pointers.push(faultAt(pointer, say`The edition has no such figure.`));
    if (published.get(id) === corrected) pointers.push(faultAt(pointer, say`That is what was published.`));
    if (figures.findIndex((f) => f.id === id) !== i) pointers.push(faultAt(pointer, say`This figure comes twice.`));
  });
  refuseFaults(pointers);
}
