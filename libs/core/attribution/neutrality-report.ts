import { requireAction } from '../access/policy.js';
import type { Actor } from '../access/types.js';
import type { Deps } from '../ports.js';
import { cohensKappa, pairsOf, type Agreement } from './agreement.js';
import type { OutcomeTally, ReviewerTally } from './store.js';

/** Outcomes of the incidents that happened on one side, or too near the line to say. */
export interface SideOutcomes {
  /** A party's id, or 'near_the_line'. */
  side: string;
  incidents: number;
  byOutcome: Record<string, number>;
  /** Share verified with its interval of 95 % (Wilson 1927). */
  verified: { share: number; low: number; high: number };
  /** Confirmed attributions by party, 'cannot_tell' where one names nobody, 'none' where there is none yet. */
  attributedTo: Record<string, number>;
}

export interface NeutralityReport {
  week: string;
  bySide: SideOutcomes[];
  byReviewer: ReviewerTally[];
  agreement: { reviewers: [string, string]; agreement: Agreement }[];
  /** Blind reviewers beside those who proposed, over all persons. */
  blindAndProposed: Agreement;
}

/** From this probability on an incident is counted for a side. */
const clearSide = 0.8;

/**
 * How the mission's own findings fall, by side and by reviewer, and how far reviewers agree: for the head of
 * mission only. A difference is a question, no proof: the sides may in truth differ.
 * @throws Problem not_allowed
 */
export async function neutralityReport(deps: Deps, actor: Actor, week: string): Promise<NeutralityReport> {
  requireAction(actor, 'neutrality.read');
  return deps.uow.read(async (reads) => {
    const { byReviewers, blindAndProposed } = pairsOf(await reads.ledger.judgements(week));
    return {
      week,
      bySide: outcomesBySide(await reads.ledger.outcomes(week)),
      byReviewer: await reads.ledger.deeds(week),
      agreement: [...byReviewers]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, pairs]) => ({
          reviewers: key.split(' ') as [string, string],
          agreement: cohensKappa(pairs),
        })),
      blindAndProposed: cohensKappa(blindAndProposed),
    };
  });
}

export function outcomesBySide(tallies: readonly OutcomeTally[]): SideOutcomes[] {
  const sides = new Map<string, SideOutcomes>();
  for (const t of tallies) {
    const side = Object.keys(t.side).find((p) => t.side[p]! >= clearSide) ?? 'near_the_line';
    const row = sides.get(side) ?? {
      side,
      incidents: 0,
      byOutcome: {},
      verified: { share: 0, low: 0, high: 1 },
      attributedTo: {},
    };
    row.incidents += t.incidents;
    row.byOutcome[t.outcome] = (row.byOutcome[t.outcome] ?? 0) + t.incidents;
    const to = t.attributed ? (t.attributedTo ?? 'cannot_tell') : 'none';
    row.attributedTo[to] = (row.attributedTo[to] ?? 0) + t.incidents;
    sides.set(side, row);
  }
  return [...sides.values()]
    .map((row) => ({ ...row, verified: wilson(row.byOutcome['verified'] ?? 0, row.incidents) }))
    .sort((a, b) => (a.side < b.side ? -1 : 1));
}

/** Wilson's score interval of 95 % (doi:10.1080/01621459.1927.10502953). */
export function wilson(part: number, whole: number): { share: number; low: number; high: number } {
  const z = 1.96;
  const p = part / whole;
  const middle = (p + (z * z) / (2 * whole)) / (1 + (z * z) / whole);
  const half = (z / (1 + (z * z) / whole)) * Math.sqrt((p * (1 - p)) / whole + (z * z) / (4 * whole * whole));
  return { share: p, low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}
