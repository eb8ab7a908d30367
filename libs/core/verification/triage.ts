import type { Incident, VerificationOutcome } from '../fusion/types.js';
import type { Transition } from './transitions.js';

/** Where an incident stands in triage; `claimed` only while the claim has not run out. */
export type TriageState = 'waiting' | 'claimed' | 'decided' | 'merged';
export type TriageStep = 'claim' | 'release' | 'expire' | 'decide' | 'undo' | 'merge' | 'restore' | 'restore_decided';

/** The state machine of triage. Merging and restoring are done by fusion; expiring by the clock. */
export const triageMachine: readonly Transition<TriageState, TriageStep>[] = [
  { name: 'claim', from: 'waiting', to: 'claimed' },
  { name: 'claim', from: 'claimed', to: 'claimed' },
  { name: 'release', from: 'claimed', to: 'waiting' },
  { name: 'expire', from: 'claimed', to: 'waiting' },
  { name: 'decide', from: 'waiting', to: 'decided' },
  { name: 'decide', from: 'claimed', to: 'decided' },
  { name: 'decide', from: 'decided', to: 'decided' },
  { name: 'undo', from: 'decided', to: 'waiting' },
  { name: 'merge', from: 'waiting', to: 'merged' },
  { name: 'merge', from: 'claimed', to: 'merged' },
  { name: 'merge', from: 'decided', to: 'merged' },
  { name: 'restore', from: 'merged', to: 'waiting' },
  { name: 'restore_decided', from: 'merged', to: 'decided' },
];

/** State at an instant. */
export function triageStateOf(
  incident: Pick<Incident, 'state' | 'claimedBy' | 'claimedUntil'>,
  at: string,
): TriageState {
  if (incident.state === 'merged') return 'merged';
  if (incident.state === 'decided') return 'decided';
  return claimHolder(incident, at) === null ? 'waiting' : 'claimed';
}

/** Account id of whoever holds a claim that has not run out, or null. */
export function claimHolder(incident: Pick<Incident, 'claimedBy' | 'claimedUntil'>, at: string): string | null {
  return incident.claimedBy !== null && incident.claimedUntil !== null && incident.claimedUntil > at
    ? incident.claimedBy
    : null;
}

/**
 * Urgency 0..1 once a proposal is known. What it is by the sightings alone (`base`, see core/fusion) is
 * raised by 30 % of what is left to 1 where verification is proposed, and quartered where there is
 * probably nothing of its own to decide: exercise, duplicate, out of scope.
 */
export function urgencyGiven(base: number, proposed: VerificationOutcome): number {
  if (proposed === 'verified') return base + (1 - base) * 0.3;
  return ['exercise', 'duplicate', 'out_of_scope'].includes(proposed) ? base / 4 : base;
}

let lastAt = '';
let lastMs = NaN;

/** Hours since the incident was opened, 0 or more. Of a list all are asked as of the same instant, which is read once. */
export function waitingHours(openedAt: string, at: string): number {
  if (at !== lastAt) [lastAt, lastMs] = [at, Date.parse(at)];
  return Math.max(0, lastMs - Date.parse(openedAt)) / 3_600_000;
}
