import { say } from '../../said.js';
import type { Said } from '../../said.js';
import type { Actor } from '../../access/types.js';
import { Problem, type ProblemPointer, faultAt } from '../../errors.js';
import type { Incident, VerificationOutcome } from '../../fusion/types.js';
import type { Deps } from '../../ports.js';
import { decide, undoDecision } from '../decide.js';
import { claim, release } from '../queue.js';
import type { Verification } from '../types.js';
import { handOverIncident, snooze, wake } from './put-off.js';

/** What can be done to many incidents at once. */
export const bulkActions = ['claim', 'release', 'hand_over', 'snooze', 'wake', 'decide', 'undo_decision'] as const;
export type BulkAction = (typeof bulkActions)[number];

/** The same for every item; which fields are needed depends on the action. */
export interface BulkInput {
  action: BulkAction;
  /** `version` as seen: needed for snooze, decide and undo_decision. */
  items: { id: string; version?: number }[];
  to?: string;
  until?: string;
  outcome?: VerificationOutcome;
  cause?: Verification['cause'];
  reason?: string;
}

export interface BulkResult {
  id: string;
  /** As it is now; null where nothing was done. */
  incident: Incident | null;
  /** Why nothing was done. */
  problem: { code: string; detail: string; said: Said | null } | null;
}

export interface BulkDone {
  results: BulkResult[];
  /** The action that takes this one back, or null where none does. */
  undoWith: BulkAction | null;
}

/** A decision is taken back by a dated one of its own; both stay on record. */
const undoWith: Record<BulkAction, BulkAction | null> = {
  claim: 'release',
  release: 'claim',
  hand_over: null,
  snooze: 'wake',
  wake: null,
  decide: 'undo_decision',
  undo_decision: null,
};

const mostItems = 500;

/**
 * Does the same to many incidents, each in a transaction of its own: what is refused for one (another version, held
 * by another, one's own report) stops none of the others. Concurrent ones share a commit.
 * @throws Problem invalid_input, not_allowed
 */
export async function doInBulk(deps: Deps, actor: Actor, input: BulkInput): Promise<BulkDone> {
  refuse(faultsOf(input));
  const one = stepOf(deps, actor, input);
  const results: BulkResult[] = [];
  // In groups, so that the others at work come in between.
  for (let from = 0; from < input.items.length; from += 25) {
    const some = input.items.slice(from, from + 25);
    results.push(
      ...(await Promise.all(
        some.map(async (item): Promise<BulkResult> => {
          try {
            return { id: item.id, incident: await one(item.id, item.version ?? 0), problem: null };
          } catch (error) {
            if (!isProblem(error)) throw error;
            return {
              id: item.id,
              incident: null,
              problem: { code: error.code, detail: error.detail, said: error.said },
            };
          }
        }),
      )),
    );
  }
  return { results, undoWith: undoWith[input.action] };
}

function stepOf(deps: Deps, actor: Actor, input: BulkInput): (id: string, version: number) => Promise<Incident> {
  const reason = input.reason ?? '';
  switch (input.action) {
    case 'claim':
      return (incidentId) => claim(deps, actor, { incidentId });
    case 'release':
      return (incidentId) => release(deps, actor, { incidentId });
    case 'hand_over':
      return (incidentId) => handOverIncident(deps, actor, { incidentId, to: input.to! });
    case 'snooze':
      return (incidentId, version) => snooze(deps, actor, { incidentId, version, until: input.until!, reason });
    case 'wake':
      return (incidentId) => wake(deps, actor, { incidentId });
    case 'decide':
      return (incidentId, version) =>
        decide(deps, actor, { incidentId, version, outcome: input.outcome!, cause: input.cause ?? null, reason });
    case 'undo_decision':
      return (incidentId, version) => undoDecision(deps, actor, { incidentId, version, reason });
  }
}

const needs: Record<BulkAction, ('to' | 'until' | 'outcome' | 'reason')[]> = {
  claim: [],
  release: [],
  hand_over: ['to'],
  snooze: ['until', 'reason'],
  wake: [],
  decide: ['outcome', 'reason'],
  undo_decision: ['reason'],
};

function faultsOf(input: BulkInput): ProblemPointer[] {
  const faults = needs[input.action]
    .filter((field) => input[field] === undefined)
    .map((field) => faultAt(`/${field}`, say`Is needed to ${input.action.replace('_', ' ')}.`));
  if (input.items.length === 0 || input.items.length > mostItems)
    faults.push(faultAt('/items', say`Name 1 to ${mostItems} incidents.`));
  if (new Set(input.items.map((i) => i.id)).size < input.items.length)
    faults.push(faultAt('/items', say`Name each incident once.`));
  if (['snooze', 'decide', 'undo_decision'].includes(input.action))
    input.items.forEach((item, i) => {
      if (item.version === undefined)
        faults.push(faultAt(`/items/${i}/version`, say`Say which version you have seen.`));
    });
  return faults.slice(0, 50);
}

function refuse(faults: ProblemPointer[]): void {
  if (faults.length > 0) throw new Problem('invalid_input', faults.map((f) => f.detail).join(' '), faults);
}

const isProblem = (error: unknown): error is Problem => error instanceof Problem;
