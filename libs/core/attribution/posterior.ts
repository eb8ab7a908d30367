import type { AttributionRules } from '../mission/weighing-types.js';
import { likelihoodWord } from './likelihood.js';
import { otherHypotheses, type ByHypothesis, type HypothesisState, type LedgerItem } from './types.js';

/** One summand: an item, or all bearings crossed. */
interface Term {
  /** Where fire landed says who is likely, and is no evidence of who it was. */
  presumes: boolean;
  logRatio: ByHypothesis;
  sigma: number;
  share: number;
}

/** z of a two-sided interval of 90 %. */
const z90 = 1.6449;

/** How the figures are made, for readers of a ledger. */
export const method =
  'Sum of natural logarithms of likelihood ratios over the prior, normalised over the parties, "other" and ' +
  '"accident". Bearings are crossed in one area of origin; of further items of one source only a share of the ' +
  "logarithm counts. Interval of 90 %: each item's logarithm is uncertain by its own share, independently of the " +
  'others, carried to the log-odds by the first-order rule. A standard of proof is reached where the low end of the ' +
  'interval lies above it and the evidence raises the hypothesis over its prior; the standard for naming and those ' +
  'above it also need evidence for it beyond the side on which fire landed. Where no hypothesis reaches the ' +
  'standard for naming, the result is "cannot tell".';

/** Hypothesis ids: parties by id, then the others. */
export function hypothesesOf(parties: readonly string[]): string[] {
  return [...[...parties].sort(), ...otherHypotheses];
}

/** Prior by hypothesis: the pack's for accident and other, the rest shared evenly by the parties. */
export function priorOf(parties: readonly string[], { prior }: Pick<AttributionRules, 'prior'>): ByHypothesis {
  const each = (1 - prior.accident - prior.other) / parties.length;
  return { ...Object.fromEntries(parties.map((p) => [p, each])), other: prior.other, accident: prior.accident };
}

/**
 * Share of each item's logarithm that counts: of items of one source the weightiest counts in full (ties by
 * key), each other by `sameSourceShare`. Crossed bearings are left to the area of origin and count in full.
 */
export function sharesOf(items: readonly LedgerItem[], sameSourceShare: number): Map<string, number> {
  const weightiest = new Map<string, LedgerItem>();
  for (const item of items.filter((i) => !i.crossed)) {
    const held = weightiest.get(item.source);
    const [a, b] = [span(item.logRatio), held ? span(held.logRatio) : -1];
    if (!held || a > b || (a === b && item.key < held.key)) weightiest.set(item.source, item);
  }
  return new Map(items.map((i) => [i.key, i.crossed || weightiest.get(i.source) === i ? 1 : sameSourceShare]));
}

export interface Combined {
  hypotheses: HypothesisState[];
  /** A hypothesis or 'cannot_tell'. */
  result: string;
}

/**
 * The posterior of the items that are not disputed. `crossed` gives the joint log-likelihood of the bearings
 * with these keys. Pure and symmetric: swapping parties throughout swaps the result.
 */
export function combine(
  parties: readonly string[],
  rules: AttributionRules,
  items: readonly LedgerItem[],
  crossed: (keys: string[]) => ByHypothesis,
): Combined {
  const ids = hypothesesOf(parties);
  const prior = priorOf(parties, rules);
  const terms = termsOf(items, rules, crossed);
  const log: ByHypothesis = {};
  for (const id of ids)
    log[id] = Math.log(prior[id]!) + terms.reduce((sum, t) => sum + t.share * (t.logRatio[id] ?? 0), 0);
  const top = Math.max(...Object.values(log));
  const mass = Object.fromEntries(ids.map((id) => [id, Math.exp(log[id]! - top)]));
  const total = sumOf(Object.values(mass));
  const probability = Object.fromEntries(ids.map((id) => [id, mass[id]! / total]));
  const naming = rules.standards.findIndex((s) => s.id === rules.namingStandard);
  const hypotheses = ids.map((id): HypothesisState => {
    const p = probability[id]!;
    // Taken of the others' mass, not as 1 - p, which loses what is left when p is near 1.
    const odds = log[id]! - top - Math.log(sumOf(ids.filter((k) => k !== id).map((k) => mass[k]!)));
    const sigma = Math.sqrt(sumOf(terms.map((t) => slope(t, id, ids, mass) ** 2)));
    const low = logistic(odds - z90 * sigma);
    const raised = p > prior[id]! * (1 + 1e-9);
    const most = borneOut(terms, id, ids) ? rules.standards.length : naming;
    const reached = raised
      ? rules.standards
          .slice(0, most)
          .filter((s) => low > s.above)
          .at(-1)
      : undefined;
    return {
      id,
      prior: prior[id]!,
      probability: p,
      low,
      high: logistic(odds + z90 * sigma),
      word: likelihoodWord(Math.min(p, 1)),
      standard: reached?.id ?? null,
    };
  });
  const level = (h: HypothesisState) => rules.standards.findIndex((s) => s.id === h.standard);
  const named = hypotheses.filter((h) => level(h) >= naming).sort((a, b) => b.probability - a.probability);
  const alone = named.length > 0 && named[0]!.probability !== named[1]?.probability;
  return { hypotheses, result: alone ? named[0]!.id : 'cannot_tell' };
}

function termsOf(
  items: readonly LedgerItem[],
  rules: AttributionRules,
  crossed: (keys: string[]) => ByHypothesis,
): Term[] {
  const shares = sharesOf(items, rules.sameSourceShare);
  const terms = items
    .filter((i) => !i.crossed)
    .map((i): Term => ({
      presumes: i.kind === 'side_of_impact',
      logRatio: i.logRatio,
      sigma: i.sigma,
      share: shares.get(i.key)!,
    }));
  const bearings = items.filter((i) => i.crossed);
  if (bearings.length > 0) {
    const keys = bearings.map((i) => i.key);
    terms.push({
      presumes: false,
      logRatio: crossed(keys),
      sigma: Math.max(...bearings.map((i) => i.sigma)),
      share: 1,
    });
  }
  return terms;
}

/** Whether what else is known than the side of impact speaks for this hypothesis rather than for any other. */
function borneOut(terms: readonly Term[], id: string, ids: string[]): boolean {
  const sum = (k: string) =>
    terms.filter((t) => !t.presumes).reduce((total, t) => total + t.share * (t.logRatio[k] ?? 0), 0);
  return ids.every((k) => k === id || sum(id) > sum(k));
}

/** Change of a hypothesis's log-odds for one standard deviation of a term. */
function slope(term: Term, id: string, ids: string[], mass: ByHypothesis): number {
  const others = ids.filter((k) => k !== id);
  const total = sumOf(others.map((k) => mass[k]!));
  const against = sumOf(others.map((k) => (mass[k]! / total) * (term.logRatio[k] ?? 0)));
  return term.sigma * term.share * ((term.logRatio[id] ?? 0) - against);
}

/** Smallest first, so that the sum does not depend on the order of the parties. */
function sumOf(values: number[]): number {
  return [...values].sort((a, b) => a - b).reduce((sum, v) => sum + v, 0);
}

function span(logRatio: ByHypothesis): number {
  const values = Object.values(logRatio);
  return Math.max(...values) - Math.min(...values);
}

function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x));
}
