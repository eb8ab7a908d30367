import { say, type Said } from '../said.js';
import { Problem } from '../errors.js';
import type { Transition } from '../verification/transitions.js';
import type { Ruling } from './types.js';

/** 'awaiting_second': a person has ruled a grave breach, which does not hold before another confirms it. */
export type RulingState = 'proposed' | 'awaiting_second' | 'ruled' | 'withdrawn';
export type RulingStep = 'rule' | 'rule_grave' | 'confirm' | 'withdraw';

/** The state machine of a ruling. A newer one under the same provision withdraws the older. */
export const rulingMachine: readonly Transition<RulingState, RulingStep>[] = [
  { name: 'rule', from: 'proposed', to: 'ruled' },
  { name: 'rule_grave', from: 'proposed', to: 'awaiting_second' },
  { name: 'confirm', from: 'awaiting_second', to: 'ruled' },
  { name: 'withdraw', from: 'proposed', to: 'withdrawn' },
  { name: 'withdraw', from: 'awaiting_second', to: 'withdrawn' },
  { name: 'withdraw', from: 'ruled', to: 'withdrawn' },
];

/** State as the machine knows it: a ruled but unconfirmed grave breach is stored as a proposal with its ruler. */
export function rulingStateOf(ruling: Pick<Ruling, 'state' | 'ruledBy'>): RulingState {
  return ruling.state === 'proposed' && ruling.ruledBy !== null ? 'awaiting_second' : ruling.state;
}

/** Needs a second person: a grave breach. */
export function needsSecond(ruling: Pick<Ruling, 'result' | 'gravity'>): boolean {
  return ruling.result === 'breach' && ruling.gravity === 'grave';
}

/** What somebody may have done on the case before. */
export interface Involvement {
  reported: boolean;
  /** Made any of the decisions on whether it happened. */
  verified: boolean;
  /** Proposed or confirmed the attribution in force. */
  attributed: boolean;
  /** Ruled what is now to be confirmed. */
  ruled: boolean;
}

/**
 * Who may not take a step, by what they did before (roles stand in core/access/policy). Attributing does not
 * bar from ruling, since an attribution already takes two people; verifying does, since one person would
 * then say both that it happened and that it was a breach.
 */
export const barred: Readonly<Record<'rule' | 'confirm', readonly (keyof Involvement)[]>> = {
  rule: ['reported', 'verified'],
  confirm: ['reported', 'verified', 'ruled'],
};

const did: Record<keyof Involvement, Said> = {
  reported: say`reported a sighting of this incident`,
  verified: say`verified this incident`,
  attributed: say`attributed this incident`,
  ruled: say`made this ruling`,
};

/** @throws Problem not_allowed, naming what stands in the way */
export function refuseInvolved(stepName: 'rule' | 'confirm', involvement: Involvement): void {
  const bar = barred[stepName].find((key) => involvement[key]);
  if (!bar) return;
  throw new Problem(
    'not_allowed',
    stepName === 'rule'
      ? say`You have ${did[bar]}: another person must rule here.`
      : say`You have ${did[bar]}: another person must confirm here.`,
  );
}
