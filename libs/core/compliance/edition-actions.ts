import { requireAction } from '../access/policy.js';
import type { Actor } from '../access/types.js';
import { Problem } from '../errors.js';
import { publicStates, refuseApprover } from './edition-machine.js';
import { refuseWithoutPackage } from './edition-life.js';
import type { Edition, EditionFile, EditionStep, ErratumProposal } from './edition-record.js';
import { refuseProposer } from './edition-errata.js';

export type EditionAction = 'edit' | 'freeze' | 'approve' | 'return' | 'publish' | 'propose';

/** Something that can come next, and why this person cannot do it now; null: they can. */
export interface NextAction {
  action: EditionAction;
  refusal: Refusal | null;
}

/** What may come next with an edition as it stands, for one person. The commands decide again when they are given. */
export function nextActions(
  actor: Actor,
  edition: Edition,
  steps: readonly EditionStep[],
  files: readonly EditionFile[],
): NextAction[] {
  const { state } = edition;
  const next: NextAction[] = [];
  const offer = (action: EditionAction, check: () => void): void =>
    void next.push({ action, refusal: refusalOf(check) });
  if (state === 'draft') {
    offer('edit', () => requireAction(actor, 'edition.edit'));
    offer('freeze', () => requireAction(actor, 'edition.edit'));
  }
  if (state === 'frozen' || state === 'half_approved')
    offer('approve', () => {
      requireAction(actor, 'edition.approve');
      refuseApprover(actor, steps);
    });
  if (state === 'approved')
    offer('publish', () => {
      requireAction(actor, 'edition.publish');
      refuseWithoutPackage(files);
    });
  if (state === 'frozen' || state === 'half_approved' || state === 'approved')
    offer('return', () => requireAction(actor, 'edition.approve'));
  if (publicStates.includes(state)) offer('propose', () => requireAction(actor, 'edition.edit'));
  return next;
}

/** Why this person cannot confirm or decline this erratum; null: they can. */
export function decisionRefusal(actor: Actor, proposal: ErratumProposal): Refusal | null {
  return refusalOf(() => {
    requireAction(actor, 'edition.publish');
    refuseProposer(actor, proposal);
  });
}

/** Why something cannot be done now. */
export type Refusal = Pick<Problem, 'detail' | 'said'>;

/** What a check says against something; null where it passes. */
export function refusalOf(check: () => void): Refusal | null {
  try {
    check();
    return null;
  } catch (error) {
    if (error instanceof Problem) return { detail: error.detail, said: error.said };
    throw error;
  }
}
