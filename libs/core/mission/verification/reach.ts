import { shapeOf, type FactName, type FactValue, type RuleCondition } from './types.js';

/** A condition whose threshold has been looked up: `value` is a number, truth, text or list of texts. */
export type Settled = RuleCondition;
/** Texts that a fact can have at all. */
export type Texts = Partial<Record<FactName, readonly string[]>>;

/** Combinations tried before a rule is taken to be reachable: far more than any table of sensible size needs. */
const mostTried = 200_000;

/** Whether a condition holds for a value; never for what is unknown (null). */
export function holds({ test, value }: Settled, given: FactValue): boolean {
  if (given === null) return false;
  if (test === 'is') return given === value;
  if (test === 'is_not') return given !== value;
  if (test === 'one_of') return Array.isArray(value) && value.includes(String(given));
  const [a, b] = [Number(given), Number(value)];
  if (test === 'at_least') return a >= b;
  if (test === 'at_most') return a <= b;
  return test === 'above' ? a > b : a < b;
}

/**
 * An example of facts for which all of `rule` holds and none of `earlier` does, or null where there is none: then the
 * rule can never be reached. Each fact is tried at the values where some condition on it changes; facts are taken to
 * be independent of each other, so a rule that is told unreachable is so, while some that are not may still be.
 */
export function exampleOf(
  rule: readonly Settled[],
  earlier: readonly (readonly Settled[])[],
  texts: Texts,
): Partial<Record<FactName, FactValue>> | null {
  const candidates = new Map<FactName, FactValue[]>();
  for (const fact of new Set([rule, ...earlier].flat().map((c) => c.fact)))
    candidates.set(fact, candidatesOf(fact, [rule, ...earlier].flat(), texts));
  let left: Map<FactName, FactValue[]> | null = candidates;
  for (const c of rule) left = left && narrowed(left, c, true);
  let tried = 0;
  const evade = (from: Map<FactName, FactValue[]>, i: number): Map<FactName, FactValue[]> | null => {
    if (i === earlier.length || ++tried > mostTried) return from;
    for (const c of earlier[i]!) {
      const next = narrowed(from, c, false);
      const found = next && evade(next, i + 1);
      if (found) return found;
    }
    return null;
  };
  const found = left && evade(left, 0);
  return found && Object.fromEntries([...found].map(([fact, values]) => [fact, values[0] ?? null]));
}

/** The candidates for which the condition holds, or does not; null where none is left. */
function narrowed(from: Map<FactName, FactValue[]>, c: Settled, wanted: boolean): Map<FactName, FactValue[]> | null {
  const values = from.get(c.fact)!.filter((v) => holds(c, v) === wanted);
  return values.length === 0 ? null : new Map(from).set(c.fact, values);
}

/** Values of a fact at which conditions on it may change, and one beside each. */
function candidatesOf(fact: FactName, conditions: readonly Settled[], texts: Texts): FactValue[] {
  const shape = shapeOf(fact);
  const mentioned = conditions.filter((c) => c.fact === fact).flatMap((c) => c.value);
  const unknown: FactValue[] = shape.unknown ? [null] : [];
  if (shape.type === 'boolean') return [true, false, ...unknown];
  if (shape.type === 'text') return [...(texts[fact] ?? mentioned.map(String)), ...unknown];
  const points = mentioned.map(Number).sort((a, b) => a - b);
  const around = points.flatMap((v, i) =>
    shape.whole
      ? [Math.floor(v) - 1, Math.floor(v), Math.ceil(v), Math.ceil(v) + 1]
      : [v - 1, v, ((points[i + 1] ?? v + 2) + v) / 2],
  );
  return [...new Set(around.filter((v) => v >= shape.from && v <= shape.to)), ...unknown];
}
