import type { MissionFault } from '../fault.js';
import type { Mission } from '../types.js';
import { exampleOf, type Settled, type Texts } from './reach.js';
import {
  causeNames,
  factNames,
  outcomeNames,
  ruleThresholds,
  shapeOf,
  type OutcomeRule,
  type RuleCondition,
  type RuleThreshold,
} from './types.js';

type Pack = Pick<Mission, 'verification' | 'languages' | 'eventKinds' | 'means' | 'thresholds'>;

/**
 * What is wrong with the pack's rules of verification: conditions that do not fit their fact, rules that can never be
 * reached, outcomes that no rule gives, incidents that no rule covers, texts that are missing or ask for what is not
 * known, and limits that contradict each other.
 */
export function verificationFaults(mission: Pack, broken: ReadonlySet<string> = new Set()): MissionFault[] {
  const pack = mission.verification as Pack['verification'] | undefined;
  if (!pack || !Array.isArray(pack.rules)) return [];
  if ([...broken].some((path) => path.startsWith('/verification'))) return [];
  const own = pack.rules.flatMap((rule, i) => ruleFaults(rule, `/verification/rules/${i}`, mission));
  return [
    ...own,
    ...(own.length === 0 ? reachFaults(mission) : []),
    ...missingFaults(pack.rules),
    ...textFaults(mission),
    ...limitFaults(mission),
  ];
}

/** The number that a condition's threshold stands for in this pack; anything else as it is. */
export function settled(c: RuleCondition, thresholds: Mission['thresholds']): Settled {
  const named = typeof c.value === 'string' && shapeOf(c.fact).type === 'number';
  return named ? { ...c, value: thresholdOf(c.value as RuleThreshold, thresholds) } : c;
}

/** The pack's number of that name. */
export function thresholdOf(name: RuleThreshold, thresholds: Mission['thresholds']): number {
  return name === 'oldestDays' ? thresholds.intake.oldestDays : thresholds.verification.minIndependentSources;
}

function textsOf(mission: Pick<Mission, 'eventKinds'>): Texts {
  return {
    kind: mission.eventKinds.map((k) => k.id),
    category: [...new Set(mission.eventKinds.map((k) => k.category))],
    reliability: ['A', 'B', 'C', 'D', 'E'],
  };
}

function ruleFaults(rule: OutcomeRule, path: string, mission: Pack): MissionFault[] {
  const faults: MissionFault[] = [];
  if ((rule.outcome === 'not_verifiable') !== (rule.cause !== undefined))
    faults.push({
      path: `${path}/${rule.cause === undefined ? 'outcome' : 'cause'}`,
      message: 'a cause belongs to not_verifiable, and only to it',
      remedy: `Give not_verifiable one of ${causeNames.join(', ')}; leave it out elsewhere.`,
    });
  if (mission.verification.rules.find((r) => r.id === rule.id) !== rule)
    faults.push({ path: `${path}/id`, message: `the id "${rule.id}" is used twice`, remedy: 'Give each its own id.' });
  if (!Object.hasOwn(mission.verification.reasons, rule.reason))
    faults.push({
      path: `${path}/reason`,
      message: `there is no reason "${rule.reason}"`,
      remedy: `Add it to reasons, or use one of: ${Object.keys(mission.verification.reasons).join(', ')}.`,
    });
  rule.when.forEach((c, i) => {
    const fault = conditionFault(c, mission);
    if (fault) faults.push({ path: `${path}/when/${i}/${fault.of}`, message: fault.message, remedy: fault.remedy });
  });
  return faults;
}

function conditionFault(c: RuleCondition, mission: Pack): { of: string; message: string; remedy: string } | null {
  const { type } = shapeOf(c.fact);
  const tests = {
    number: ['is', 'is_not', 'at_least', 'at_most', 'above', 'below'],
    boolean: ['is'],
    text: ['is', 'is_not', 'one_of'],
  }[type];
  if (!tests.includes(c.test))
    return {
      of: 'test',
      message: `"${c.fact}" is a ${type}; "${c.test}" cannot be asked of it`,
      remedy: `Use one of: ${tests.join(', ')}.`,
    };
  const fault = (message: string, remedy: string) => ({ of: 'value', message, remedy });
  if (type === 'boolean')
    return typeof c.value === 'boolean' ? null : fault(`"${c.fact}" is true or false`, 'Write true or false.');
  if (type === 'number') {
    if (typeof c.value === 'number' || ruleThresholds.some((t) => t === c.value)) return null;
    return fault(
      `"${c.fact}" is compared with a number`,
      `Write a number, or one of the thresholds ${ruleThresholds.join(', ')}.`,
    );
  }
  const known = textsOf(mission)[c.fact] ?? [];
  const listed = Array.isArray(c.value);
  if (listed !== (c.test === 'one_of'))
    return fault(`"${c.test}" takes ${listed ? 'one text' : 'a list'}`, 'Write a list with one_of, and one text else.');
  const strange = [c.value].flat().find((v) => !known.includes(String(v)));
  return strange === undefined
    ? null
    : fault(`"${c.fact}" is never "${String(strange)}" in this pack`, `Use one of: ${known.join(', ')}.`);
}

function reachFaults(mission: Pack): MissionFault[] {
  const { rules } = mission.verification;
  const conditions = rules.map((r) => r.when.map((c) => settled(c, mission.thresholds)));
  const texts = textsOf(mission);
  const faults = rules.flatMap((rule, i): MissionFault[] => {
    if (exampleOf(conditions[i]!, conditions.slice(0, i), texts)) return [];
    const alone = exampleOf(conditions[i]!, [], texts) === null;
    return [
      {
        path: `/verification/rules/${i}`,
        message: `the rule "${rule.id}" can never be reached: ${alone ? 'its conditions exclude each other' : 'the rules before it cover all of it'}`,
        remedy: alone ? 'Correct its conditions.' : 'Move it up, narrow a rule before it, or take it out.',
      },
    ];
  });
  const uncovered = exampleOf([], conditions, texts);
  if (uncovered)
    faults.push({
      path: '/verification/rules',
      message: `no rule covers an incident with ${JSON.stringify(uncovered)}`,
      remedy: 'End the table with a rule whose "when" is empty.',
    });
  return faults;
}

function missingFaults(rules: readonly OutcomeRule[]): MissionFault[] {
  const outcomes = outcomeNames.filter((o) => !rules.some((r) => r.outcome === o));
  const causes = causeNames.filter((c) => !rules.some((r) => r.cause === c));
  const fault = (what: string) => ({
    path: '/verification/rules',
    message: `no rule gives ${what}`,
    remedy: 'Add one: each outcome and each cause is reached by a stated rule.',
  });
  return [
    ...outcomes.map((o) => fault(`the outcome "${o}"`)),
    ...causes.map((c) => fault(`not_verifiable for the cause "${c}"`)),
  ];
}

function textFaults({ verification, languages }: Pack): MissionFault[] {
  const known: string[] = [...factNames, ...ruleThresholds];
  return Object.entries(verification.reasons).flatMap(([key, text]): MissionFault[] => {
    const path = `/verification/reasons/${key}`;
    const missing = languages
      .filter((language) => !text[language])
      .map((language) => ({ path, message: `has no text in "${language}"`, remedy: `Add "${language}".` }));
    const strange = Object.entries(text).flatMap(([language, words]) =>
      [...words.matchAll(/\{(\w+)\}/g)]
        .filter(([, name]) => !known.includes(name!))
        .map(([whole]) => ({
          path: `${path}/${language}`,
          message: `asks for ${whole}, which is no fact`,
          remedy: `Use ${known.map((k) => `{${k}}`).join(', ')}.`,
        })),
    );
    return [...missing, ...strange];
  });
}

function limitFaults({ verification: v, means }: Pack): MissionFault[] {
  const faults: MissionFault[] = [];
  const above = (path: string, low: number, high: number, what: string) => {
    if (low >= high)
      faults.push({ path: `/verification/${path}`, message: `is not below ${what}`, remedy: 'Set them in order.' });
  };
  const { A, B, C, D } = v.reliability;
  above('reliability/B', B, A, 'A');
  above('reliability/C', C, B, 'B');
  above('reliability/D', D, C, 'C');
  above('complaints/finePlaceMetres', v.complaints.finePlaceMetres, v.complaints.vaguePlaceMetres, 'vaguePlaceMetres');
  above('complaints/fineTimeSeconds', v.complaints.fineTimeSeconds, v.complaints.vagueTimeSeconds, 'vagueTimeSeconds');
  const known = means.map((m) => m.id);
  const strange = (path: string, id: string) =>
    known.includes(id) ||
    faults.push({
      path: `/verification/effort/${path}`,
      message: `there is no means "${id}"`,
      remedy: `Use one of: ${known.join(', ')}.`,
    });
  v.effort.jamming.means.forEach((id, i) => strange(`jamming/means/${i}`, id));
  v.effort.weather.forEach((limit, i) => {
    strange(`weather/${i}/means`, limit.means);
    if (v.effort.weather.findIndex((w) => w.means === limit.means) !== i)
      faults.push({
        path: `/verification/effort/weather/${i}/means`,
        message: `"${limit.means}" has its limits already`,
        remedy: 'Give each means one row.',
      });
    if (Object.keys(limit).length < 2)
      faults.push({ path: `/verification/effort/weather/${i}`, message: 'limits nothing', remedy: 'Give it a limit.' });
  });
  return faults;
}
