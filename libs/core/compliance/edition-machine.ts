import { say } from '../said.js';
import type { Actor } from '../access/types.js';
import { Problem } from '../errors.js';
import type { Transition } from '../verification/transitions.js';
import type { EditionState, EditionStep, EditionStepName } from './edition-record.js';

/** The life of an edition. Nothing leads back to a draft: a returned version is drafted anew under the next number. */
export const editionMachine: readonly Transition<EditionState, EditionStepName>[] = [
  { name: 'freeze', from: 'draft', to: 'frozen' },
  { name: 'approve', from: 'frozen', to: 'half_approved' },
  { name: 'approve', from: 'half_approved', to: 'approved' },
  { name: 'return', from: 'frozen', to: 'returned' },
  { name: 'return', from: 'half_approved', to: 'returned' },
  { name: 'return', from: 'approved', to: 'returned' },
  { name: 'publish', from: 'approved', to: 'published' },
  { name: 'correct', from: 'published', to: 'corrected' },
  { name: 'correct', from: 'corrected', to: 'corrected' },
];

/** States whose figures anybody outside may read. */
export const publicStates: readonly EditionState[] = ['published', 'corrected'];

/** The two whose approval is needed, one each. */
export const approvers = ['editor', 'head_of_mission'] as const;

/**
 * Whether this person may approve now: one editor and one head of mission, two people, and whoever
 * froze the edition counts as one of them at most, which both follows from.
 * @throws Problem not_allowed, saying who is still needed
 */
export function refuseApprover(actor: Pick<Actor, 'id' | 'role'>, steps: readonly EditionStep[]): void {
  const given = steps.filter((s) => s.step === 'approve');
  if (!(approvers as readonly string[]).includes(actor.role))
    throw new Problem(
      'not_allowed',
      say`An edition is approved by one of each of these roles: ${approvers.map((id) => say`${{ named: 'role', id }}`)}.`,
    );
  if (given.some((s) => s.by === actor.id))
    throw new Problem('not_allowed', say`You have approved this edition: another person must be the second.`);
  if (given.some((s) => s.role === actor.role)) {
    const missing = approvers.find((role) => role !== actor.role);
    throw new Problem(
      'not_allowed',
      say`One with your role has approved already; the second must be: ${{ named: 'role', id: missing ?? '' }}.`,
    );
  }
}
