import type { Schemas } from '../api/client.js';

export type Outcome = Schemas['DecisionForm']['outcome'];
export type Cause = Schemas['DecisionForm']['cause'];

/** What a person can decide on whether it happened, in the order in which it is offered. */
export const outcomes = [
  'verified',
  'not_verified',
  'not_verifiable',
  'exercise',
  'duplicate',
  'out_of_scope',
  'resolved_locally',
] as const satisfies readonly Outcome[];

/** Why something cannot be verified. */
export const causes = ['access', 'time', 'evidence', 'mandate'] as const satisfies readonly NonNullable<Cause>[];
