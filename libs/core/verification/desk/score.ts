import type { Mission } from '../../mission/types.js';
import { waitingHours } from '../triage.js';
import type { QueueLine } from './types.js';

/** Numbers of the queue's order that the pack's `thresholds.triage` may replace by name. */
export const queueDefaults = {
  /** Exponents of the terms: 0 leaves one out, 2 counts it twice. */
  urgencyWeight: 1,
  harmWeight: 1,
  stalenessWeight: 1,
  /** Hours of waiting that double the staleness. */
  doublingHours: 6,
  /**
   * What only machines noticed never counts more than this while no person has claimed it: below what any reported
   * casualty starts with (harm 0.5 × urgency 0.6), so that cues that nobody cleared cannot climb over it.
   */
  cueCeiling: 0.25,
} as const;

export type QueueNumbers = { -readonly [K in keyof typeof queueDefaults]: number };

/** The pack's numbers over the defaults. */
export function queueNumbers(mission: Pick<Mission, 'thresholds'>): QueueNumbers {
  const given: Record<string, number> = mission.thresholds.triage;
  const pairs = Object.entries(queueDefaults).map(([name, otherwise]) => [name, given[name] ?? otherwise]);
  return Object.fromEntries(pairs) as QueueNumbers;
}

/** Urgency and harm count at least this: waiting lifts even what seemed not to matter at all. */
const least = 1e-3;

/** Why a term is what it is: a key that screens have words for, and the figures that go into them. */
export interface Because {
  key: string;
  figures: Record<string, number>;
}

/** One of the three terms. `value` is its factor before weighing. */
export interface ScoreTerm {
  name: 'urgency' | 'harm' | 'staleness';
  value: number;
  weight: number;
  because: Because[];
}

type Scored = Pick<
  QueueLine,
  'urgency' | 'harm' | 'openedAt' | 'machineOnly' | 'casualties' | 'claimedBy' | 'claimedUntil'
>;

/**
 * Place in the queue, highest first: log2 of
 *
 *   max(urgency, 0.001)^urgencyWeight × max(harm, 0.001)^harmWeight × (2^(hours waiting ÷ doublingHours))^stalenessWeight
 *
 * and of `cueCeiling` where that is less and the incident is a cue (`isCue`). The logarithm only keeps the number
 * small. No party enters into it. `at` is the instant of the whole list, so that its pages fit together.
 */
export function scoreAt(line: Scored, at: string, numbers: QueueNumbers): number {
  const score =
    numbers.urgencyWeight * Math.log2(Math.max(line.urgency, least)) +
    numbers.harmWeight * Math.log2(Math.max(line.harm, least)) +
    (numbers.stalenessWeight * waitingHours(line.openedAt, at)) / numbers.doublingHours;
  return isCue(line, at) ? Math.min(score, Math.log2(numbers.cueCeiling)) : score;
}

/** Noticed by machines alone, nobody reported hurt, and nobody at work on it. */
export function isCue(line: Omit<Scored, 'urgency' | 'harm' | 'openedAt'>, at: string): boolean {
  const hurt = line.casualties !== null && line.casualties.killed + line.casualties.injured > 0;
  const held = line.claimedBy !== null && line.claimedUntil !== null && line.claimedUntil > at;
  return line.machineOnly === true && !hurt && !held;
}

/** The three terms of a line's score and what they come from. */
export function termsOf(
  line: QueueLine,
  zones: readonly string[],
  at: string,
  mission: Pick<Mission, 'eventKinds' | 'thresholds'>,
): ScoreTerm[] {
  const numbers = queueNumbers(mission);
  const hours = waitingHours(line.openedAt, at);
  const ofKind = mission.eventKinds.find((k) => k.id === line.kind)?.harm ?? 0;
  const both: Because[] = [{ key: 'kind', figures: { harm: ofKind } }];
  if (line.casualties && line.casualties.killed > 0)
    both.push({ key: 'killed', figures: { count: line.casualties.killed } });
  if (line.casualties && line.casualties.injured > 0)
    both.push({ key: 'injured', figures: { count: line.casualties.injured } });
  if (line.civilianObject) both.push({ key: 'civilian_object', figures: {} });
  const urgent = [...both];
  if (zones.length > 0) urgent.push({ key: 'zone', figures: { count: zones.length } });
  if (line.proposedOutcome !== null) urgent.push({ key: `proposed_${line.proposedOutcome}`, figures: {} });
  const waited: Because[] = [
    { key: 'waiting', figures: { hours: round(hours), doublingHours: numbers.doublingHours } },
  ];
  if (isCue(line, at)) waited.push({ key: 'cue_ceiling', figures: { ceiling: numbers.cueCeiling } });
  return [
    { name: 'urgency', value: round(line.urgency), weight: numbers.urgencyWeight, because: urgent },
    { name: 'harm', value: round(line.harm), weight: numbers.harmWeight, because: both },
    {
      name: 'staleness',
      value: round(2 ** Math.min(hours / numbers.doublingHours, 1000)),
      weight: numbers.stalenessWeight,
      because: waited,
    },
  ];
}

const round = (n: number): number => Number(n.toPrecision(4));
