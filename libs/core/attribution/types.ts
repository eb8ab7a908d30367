import type { Said } from '../said.js';
import type { LedgerItemKind } from '../mission/weighing-types.js';

/** Who did it: proposed by one person, confirmed by another. `party` null means "cannot be attributed". */
export interface Attribution {
  id: string;
  incidentId: string;
  party: string | null;
  /** 0..1, the proposer's estimate. */
  probability: number;
  reason: string;
  state: 'proposed' | 'confirmed' | 'withdrawn';
  proposedBy: string;
  proposedAt: string;
  confirmedBy: string | null;
  confirmedAt: string | null;
}

/** Hypotheses beside the parties. `cannot_tell` is never a cause, only a result. */
export const otherHypotheses = ['other', 'accident'] as const;

/** By hypothesis: each party of the pack, 'other', 'accident'. */
export type ByHypothesis = Record<string, number>;

/** One piece of evidence on who did it. */
export interface LedgerItem {
  /** Of the machine's: `<kind>:<what it is computed from>`; of a person's: the item's id. */
  key: string;
  kind: LedgerItemKind;
  /** 'machine' or an account id. */
  by: string;
  statement: string;
  /** `statement` in parts where the program says it. */
  said?: Said[];
  /** Natural logarithm of the likelihood of the item under each hypothesis; only differences matter. */
  logRatio: ByHypothesis;
  /** One standard deviation of the logarithm, as a share of it. */
  sigma: number;
  /** Row of the pack's table with its source, or "estimate". */
  weighedBy: string;
  /** A person's reason for an estimate. */
  reason: string | null;
  /** Sightings, evidence or replies that it rests on. */
  basis: string[];
  /** Items of one source depend on one another. */
  source: string;
  /** Bearings are crossed in one area of origin instead of being added up. */
  crossed: boolean;
}

/** A person's item as it is kept. A newer version names the older one that it takes the place of. */
export interface KeptItem {
  id: string;
  incidentId: string;
  kind: LedgerItemKind;
  statement: string;
  logRatio: ByHypothesis;
  sigma: number;
  weighedBy: string;
  reason: string;
  basis: string[];
  source: string;
  replaces: string | null;
  by: string;
  at: string;
}

/** A person's objection to an item, or its end. The newest for a key counts. */
export interface Dispute {
  id: string;
  incidentId: string;
  itemKey: string;
  /** False takes the objection back. */
  disputed: boolean;
  reason: string;
  by: string;
  at: string;
}

export interface WeighedItem extends LedgerItem {
  /** The objection that takes it out of the sum, or null. */
  disputed: Pick<Dispute, 'by' | 'at' | 'reason'> | null;
  /** Share of its logarithm that counts, 0..1: less for further items of one source, 0 where disputed. */
  share: number;
  /** What changes for the likeliest hypothesis when this item alone is left out. */
  withoutIt: { result: boolean; word: boolean; standard: boolean } | null;
}

export interface HypothesisState {
  id: string;
  prior: number;
  probability: number;
  /** Interval of 90 %. */
  low: number;
  high: number;
  /** ICD 203 word for the probability. */
  word: string;
  /** Id of the strongest standard of proof reached, or null. */
  standard: string | null;
}

/** The whole ledger of one incident as computed from what is known now. */
export interface LedgerState {
  incidentId: string;
  incidentVersion: number;
  /** How the figures were made. */
  method: string;
  ruleVersion: string;
  packDigest: string;
  hypotheses: HypothesisState[];
  /** Id of the hypothesis that reaches the pack's standard for naming, else 'cannot_tell'. */
  result: string;
  items: WeighedItem[];
}

/** A state as it stood when somebody changed it or proposed from it. Numbered per incident from 1. */
export interface LedgerVersion {
  id: string;
  incidentId: string;
  number: number;
  state: LedgerState;
  /** SHA-256 (hex) over the canonical JSON of the state. */
  sha256: string;
  /** What made it: 'item', 'dispute', 'reply' or 'proposal'. */
  because: string;
  /** The attribution proposed from it. */
  attributionId: string | null;
  by: string;
  at: string;
}

/** A third person's objection to an attribution. Never edited. */
export interface Dissent {
  id: string;
  attributionId: string;
  incidentId: string;
  reason: string;
  by: string;
  at: string;
}

/** One reviewer's blind look at one case: what fixes its relabelling. */
export interface BlindReview {
  id: string;
  incidentId: string;
  reviewer: string;
  /** 16 random bytes, hex; never leaves the server. */
  seed: string;
  startedAt: string;
}

/** What the reviewer made of it, with the labels taken off again. One per review. */
export interface BlindOpinion {
  id: string;
  reviewId: string;
  incidentId: string;
  /** A hypothesis, or 'cannot_tell'. */
  hypothesis: string;
  probability: number;
  reason: string;
  by: string;
  at: string;
}
