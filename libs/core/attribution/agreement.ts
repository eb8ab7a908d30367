import type { Judgement } from './store.js';

/** Agreement of two raters beyond what chance would give. */
export interface Agreement {
  /** Cases that both judged. */
  cases: number;
  /** Share on which they agree, or null without a case. */
  agreed: number | null;
  /** -1..1; null where chance alone would agree always, or there is no case. */
  kappa: number | null;
  /** Interval of 95 %, cut at -1 and 1; null with the kappa. */
  low: number | null;
  high: number | null;
}

const z95 = 1.96;

/**
 * Cohen's kappa of two raters with its large-sample interval (Cohen 1960, doi:10.1177/001316446002000104:
 * κ = (po − pe) / (1 − pe), standard error √(po (1 − po) / (n (1 − pe)²))). With few cases the interval is
 * too narrow; the number of cases stands beside it.
 */
export function cohensKappa(pairs: readonly (readonly [string, string])[]): Agreement {
  const cases = pairs.length;
  if (cases === 0) return { cases, agreed: null, kappa: null, low: null, high: null };
  const agreed = pairs.filter(([a, b]) => a === b).length / cases;
  const share = (rater: 0 | 1, answer: string) => pairs.filter((p) => p[rater] === answer).length / cases;
  const answers = [...new Set(pairs.map(([a]) => a))].sort();
  const chance = answers
    .map((a) => share(0, a) * share(1, a))
    .sort((a, b) => a - b)
    .reduce((sum, p) => sum + p, 0);
  if (chance >= 1) return { cases, agreed, kappa: null, low: null, high: null };
  const kappa = (agreed - chance) / (1 - chance);
  const half = z95 * Math.sqrt((agreed * (1 - agreed)) / (cases * (1 - chance) ** 2));
  return { cases, agreed, kappa, low: Math.max(-1, kappa - half), high: Math.min(1, kappa + half) };
}

/**
 * Pairs of answers by pair of persons ("<id> <id>", ids sorted) over the cases that both judged, and over all
 * cases those of each blind reviewer beside whoever proposed. A person's blind word goes before a proposal; of
 * several, the last.
 */
export function pairsOf(judgements: readonly Judgement[]): {
  byReviewers: Map<string, [string, string][]>;
  blindAndProposed: [string, string][];
} {
  const cases = new Map<string, Map<string, Judgement>>();
  for (const j of judgements) {
    const own = cases.get(j.incidentId) ?? new Map<string, Judgement>();
    const held = own.get(j.by);
    if (!held || j.blind || !held.blind) own.set(j.by, j);
    cases.set(j.incidentId, own);
  }
  const byReviewers = new Map<string, [string, string][]>();
  const blindAndProposed: [string, string][] = [];
  for (const own of cases.values()) {
    const persons = [...own.values()].sort((a, b) => (a.by < b.by ? -1 : 1));
    persons.forEach((a, i) => {
      for (const b of persons.slice(i + 1)) {
        const key = `${a.by} ${b.by}`;
        byReviewers.set(key, [...(byReviewers.get(key) ?? []), [a.opinion, b.opinion]]);
        if (a.blind !== b.blind) blindAndProposed.push(a.blind ? [a.opinion, b.opinion] : [b.opinion, a.opinion]);
      }
    });
  }
  return { byReviewers, blindAndProposed };
}
