import type { BlindOpinion, BlindReview, Dispute, Dissent, KeptItem, LedgerVersion } from './types.js';

/** Number of decisions, findings or opinions that agree in all the rest. */
export interface Tally {
  incidents: number;
}

export interface OutcomeTally extends Tally {
  /** Probability per side of where it happened. */
  side: Record<string, number>;
  allegedParty: string | null;
  attributedTo: string | null;
  /** Whether an attribution is confirmed at all (one that names nobody counts). */
  attributed: boolean;
  outcome: string;
}

export interface ReviewerTally extends Tally {
  reviewer: string;
  did: 'verified' | 'proposed' | 'confirmed' | 'dissented';
  /** Outcome decided, or the party found ("cannot_tell" where none). */
  outcome: string;
}

/** One person's word on who did it, in one case: a hypothesis or "cannot_tell". */
export interface Judgement {
  incidentId: string;
  by: string;
  opinion: string;
  /** Given blind; else proposed from the ledger. */
  blind: boolean;
}

/** What is kept of ledgers, dissent and blind review. Lists in the order in which they came about. */
export interface LedgerReads {
  items(incidentId: string): Promise<KeptItem[]>;
  disputes(incidentId: string): Promise<Dispute[]>;
  versions(incidentId: string): Promise<LedgerVersion[]>;
  newestVersion(incidentId: string): Promise<LedgerVersion | null>;
  dissents(incidentId: string): Promise<Dissent[]>;
  review(incidentId: string, reviewer: string): Promise<BlindReview | null>;
  opinionOf(reviewId: string): Promise<BlindOpinion | null>;
  opinions(incidentId: string): Promise<BlindOpinion[]>;
  /** Live incidents decided, of one reporting week. */
  outcomes(week: string): Promise<OutcomeTally[]>;
  /** What each person did to incidents of one reporting week; each incident once per person and deed. */
  deeds(week: string): Promise<ReviewerTally[]>;
  /** Blind opinions and proposals on incidents of one reporting week, in the order in which they were given. */
  judgements(week: string): Promise<Judgement[]>;
}

/** Rows that are only ever added. */
export interface LedgerWrites {
  item(row: KeptItem): Promise<void>;
  dispute(row: Dispute): Promise<void>;
  version(row: LedgerVersion): Promise<void>;
  dissent(row: Dissent): Promise<void>;
  review(row: BlindReview): Promise<void>;
  opinion(row: BlindOpinion): Promise<void>;
}
