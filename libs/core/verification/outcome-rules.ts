import { settled, thresholdOf } from '../mission/verification/check.js';
import { holds } from '../mission/verification/reach.js';
import { ruleThresholds, type FactName, type FactValue, type OutcomeRule } from '../mission/verification/types.js';
import type { Localised, Mission } from '../mission/types.js';
import type { Verification } from './types.js';

/** What is known of an incident: each fact's value, and where it says more than the value, the words for it. */
export interface RuleFacts {
  values: Record<FactName, FactValue>;
  /** Ids and kinds in place of a bare number or truth. */
  told: Partial<Record<FactName, string>>;
}

/** The first rule of the pack whose conditions all hold, its reason in English, and the facts it looked at. */
export interface RuleProposal {
  rule: OutcomeRule;
  reason: string;
  facts: Partial<Record<FactName, FactValue>>;
}

/**
 * Evaluates the pack's table. Pure, and total for a pack that was checked on loading: its rules cover every incident.
 * @throws Error where no rule applies, which a checked pack cannot cause
 */
export function applyRules(facts: RuleFacts, mission: Pick<Mission, 'verification' | 'thresholds'>): RuleProposal {
  const rule = mission.verification.rules.find((r) =>
    r.when.every((c) => holds(settled(c, mission.thresholds), facts.values[c.fact])),
  );
  if (!rule) throw new Error('no rule of the pack covers this incident');
  const text = mission.verification.reasons[rule.reason]!['en']!;
  const asked = new Set<FactName>(rule.when.map((c) => c.fact));
  const reason = text.replace(/\{(\w+)\}/g, (_, name: string) => {
    const threshold = ruleThresholds.find((t) => t === name);
    if (threshold) return String(thresholdOf(threshold, mission.thresholds));
    asked.add(name as FactName);
    return facts.told[name as FactName] ?? String(facts.values[name as FactName]);
  });
  return { rule, reason, facts: Object.fromEntries([...asked].map((fact) => [fact, facts.values[fact]])) };
}

/** The facts that any rule or reason of the pack asks for: what is dear to know is read only then. */
export function factsAsked(verification: Mission['verification']): ReadonlySet<string> {
  let asked = askedBy.get(verification);
  if (!asked) askedBy.set(verification, (asked = namedIn(verification)));
  return asked;
}

const askedBy = new WeakMap<Mission['verification'], ReadonlySet<string>>();

function namedIn({ rules, reasons }: Mission['verification']): Set<string> {
  const named = rules.flatMap((r) => [
    ...r.when.map((c) => c.fact as string),
    ...[...(reasons[r.reason]?.['en'] ?? '').matchAll(/\{(\w+)\}/g)].map(([, name]) => name!),
  ]);
  return new Set(named);
}

/**
 * A proposal's reason in the languages of the pack: what stands in the holes of its English words goes into those of the
 * others. English alone where a person gave the reason or the pack words it otherwise by now.
 */
export function reasonIn(
  { rule: id, reason, type }: Pick<Verification, 'rule' | 'reason' | 'type'>,
  { rules, reasons }: Mission['verification'],
): Localised {
  const texts = type === 'proposed' ? reasons[rules.find((rule) => rule.id === id)?.reason ?? ''] : undefined;
  if (!texts) return { en: reason };
  const names = [...texts['en']!.matchAll(hole)].map(([, name]) => name!);
  const pieces = texts['en']!.split(/\{\w+\}/).map((piece) => piece.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const found = new RegExp(`^${pieces.join('(.*)')}$`, 's').exec(reason);
  if (!found) return { en: reason };
  const values = new Map(names.map((name, i) => [name, found[i + 1]!]));
  const filled = ([language, text]: [string, string]): [string, string] => [
    language,
    text.replace(hole, (_, name: string) => values.get(name) ?? ''),
  ];
  return { ...Object.fromEntries(Object.entries(texts).map(filled)), en: reason };
}

const hole = /\{(\w+)\}/g;
