import type { Localised } from './localised.js';

export const ledgerItemKinds = [
  'direction_of_fire',
  'back_bearing',
  'acoustic_bearing',
  'side_of_impact',
  'control_of_place',
  'weapon_possession',
  'admission',
  'accusation',
  'party_reply',
  'denial',
  'alternative_account',
  'other',
] as const;
export type LedgerItemKind = (typeof ledgerItemKinds)[number];

/** What one piece of evidence of a kind is worth, and where the figure comes from. */
export interface LedgerRatio {
  id: string;
  kind: LedgerItemKind;
  /** P(item | the hypothesis it speaks for) / P(item | any other); 1 = says nothing. Above 0. */
  ratio: number;
  /** One standard deviation of the logarithm of the ratio, as a share of it, 0..1. */
  sigma: number;
  /** A publication, or "working value" with what it was set by. */
  source: string;
}

/** A rung of the ladder of proof: reached where the low end of the interval lies above `above`. */
export interface ProofStandard {
  id: string;
  name: Localised;
  /** Probability 0..1. */
  above: number;
}

/** How evidence on who did it is weighed (core/attribution). */
export interface AttributionRules {
  /** Probabilities before any evidence; what is left is shared evenly by the parties. */
  prior: { accident: number; other: number };
  ratios: LedgerRatio[];
  /** Weapon classes that a party is known to have; a party that is not named may have any. */
  possession: { party: string; weaponClasses: string[]; source: string }[];
  /** Share of bearings that say nothing (another shot, an echo, a clerical error), 0..1. */
  strayShare: number;
  /** Probability that the weapon named is the one that was used, 0..1. */
  weaponTrust: number;
  /** Further items of one source count for this share of their logarithm, 0..1. */
  sameSourceShare: number;
  /** From the weakest to the strongest. */
  standards: ProofStandard[];
  /** The standard below which the ledger says "cannot tell". */
  namingStandard: string;
}

/** Words that the lint of texts looks for, by language (BCP 47). Stems: a word that begins so is meant. */
export interface Wording {
  /** Words that take a side. */
  loaded: Record<string, string[]>;
  likelihood: Record<string, string[]>;
  confidence: Record<string, string[]>;
  /** Words for directions, masked in blind review. */
  directions: Record<string, string[]>;
  /** Further names, months and the like that texts which leave the mission may hold; absent = those of the pack only. */
  names?: Record<string, string[]>;
}

/** What one variant of the weekly edition may show of single cases; the same for all parties. */
export interface RedactionRule {
  /** Places are told as the middle of a square of this side, metres; 0 = as estimated. */
  coarsenMetres: number;
  /** Times of cases: to the minute, or only the reporting day. */
  times: 'minute' | 'day';
  /** A case is told of by itself only this many hours after its end; in the totals it counts at once. */
  delayHours: number;
  /** Whether the mission's own words on a case (reasons of decisions) are shown. */
  reasons: boolean;
}
