import type { Attribution, LedgerVersion } from './types.js';

/** A newer version of the ledger than the one that the finding in force rests on: somebody should look at it again. */
export interface ReviewSuggested {
  /** The finding in force. */
  attributionId: string;
  /** The party that it names; null where it says "cannot be attributed". */
  found: string | null;
  /** The newest version of the ledger, its date and what made it. */
  version: Pick<LedgerVersion, 'number' | 'at' | 'because' | 'sha256'>;
  /** What the ledger gives now: a hypothesis, or 'cannot_tell'. */
  result: string;
  /** Whether that is another result than the finding. */
  differs: boolean;
}

/**
 * What the ledger suggests since the finding in force was proposed; null where nothing came since, or nothing is found. The
 * machine only says so: a newer finding is proposed by one person and confirmed by another.
 * @param versions of the ledger, by number
 */
export function reviewSuggested(
  versions: readonly LedgerVersion[],
  attributions: readonly Attribution[],
): ReviewSuggested | null {
  const finding = attributions.findLast((a) => a.state === 'confirmed');
  const newest = versions.at(-1);
  const base = versions.find((v) => v.attributionId === finding?.id);
  if (!finding || !newest || newest.number <= (base?.number ?? 0) || newest.because === 'proposal') return null;
  const { number, at, because, sha256, state } = newest;
  return {
    attributionId: finding.id,
    found: finding.party,
    version: { number, at, because, sha256 },
    result: state.result,
    differs: state.result !== (finding.party ?? 'cannot_tell'),
  };
}
