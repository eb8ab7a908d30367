import type { Incident } from '../fusion/types.js';
import type { Mission } from '../mission/types.js';
import type { Transition } from './transitions.js';

/** Where an incident stands in triage; `claimed` only while the claim has not run out. */
export type TriageState = 'waiting' | 'claimed' | 'decided' | 'merged';
export type TriageStep = 'claim' | 'release' | 'expire' | 'decide' | 'undo' | 'merge' | 'restore';

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

/** 1 - (1-a)(1-b)…: several grounds add up without passing 1, and their order does not matter. */
function together(...grounds: number[]): number {
  return 1 - grounds.reduce((rest, g) => rest * (1 - Math.min(1, Math.max(0, g))), 1);
}

/**
 * How soon somebody should look, 0..1: 0.2 for everything, and further grounds joined as independent
 * ones: killed 0.8, injured 0.6, a civilian object 0.4, 0.1 for each independent source (up to 3), 0.3 where
 * verification is proposed. A quarter of it where the proposal is exercise, duplicate or out of scope.
 */
export function urgencyOf(
  incident: Pick<Incident, 'casualties' | 'civilianObject' | 'independentCount' | 'proposedOutcome'>,
): number {
  const urgency = together(
    0.2,
    (incident.casualties?.killed ?? 0) > 0 ? 0.8 : 0,
    (incident.casualties?.injured ?? 0) > 0 ? 0.6 : 0,
    incident.civilianObject ? 0.4 : 0,
    ...Array.from({ length: Math.min(3, incident.independentCount) }, () => 0.1),
    incident.proposedOutcome === 'verified' ? 0.3 : 0,
  );
  const setAside = ['exercise', 'duplicate', 'out_of_scope'].includes(incident.proposedOutcome ?? '');
  return round(setAside ? urgency / 4 : urgency);
}

/**
 * How much harm it did or could do, 0..1: the pack's harm of the kind (0.1 where the kind is unknown), joined
 * with casualties (each killed 0.5, each injured 0.2) and a civilian object (0.3).
 */
export function harmOf(
  incident: Pick<Incident, 'kind' | 'casualties' | 'civilianObject'>,
  mission: Pick<Mission, 'eventKinds'>,
): number {
  const { killed, injured } = incident.casualties ?? { killed: 0, injured: 0 };
  return round(
    together(
      mission.eventKinds.find((k) => k.id === incident.kind)?.harm ?? 0.1,
      1 - 0.5 ** Math.max(0, killed),
      1 - 0.8 ** Math.max(0, injured),
      incident.civilianObject ? 0.3 : 0,
    ),
  );
}

/** Hours of waiting that double an incident's staleness. The stored sort key of the queue uses the same. */
export const doublingHours = 6;
/** Floor of urgency x harm: waiting lifts even what seemed not to matter at all. */
const leastWeight = 1e-6;

/** Hours since the incident was opened, 0 or more. */
export function waitingHours(openedAt: string, at: string): number {
  return Math.max(0, Date.parse(at) - Date.parse(openedAt)) / 3_600_000;
}

/**
 * Place in the queue, highest first: log2(urgency x harm x staleness), where staleness = 2^(hours waiting / 6)
 * and urgency x harm is at least 1e-6. Because staleness doubles, the order of two incidents never changes
 * as time goes by, so pages of the queue stay consistent; the logarithm only keeps the number small.
 * No party enters into it.
 */
export function priorityOf(incident: Pick<Incident, 'urgency' | 'harm' | 'openedAt'>, at: string): number {
  const weight = Math.max(incident.urgency * incident.harm, leastWeight);
  return Math.log2(weight) + waitingHours(incident.openedAt, at) / doublingHours;
}

/** Four decimals, so that both databases hold and order the same number. */
function round(n: number): number {
  return Math.round(n * 10_000) / 10_000;
}
