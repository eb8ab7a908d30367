import { Problem } from '#core/errors.js';
import type { Mission } from '#core/mission/types.js';
import type { ImportProfile, Rule, Scalar } from './profile.js';

/**
 * Refuses a profile that names what the pack does not have: kinds, means, weapons or parties.
 * @throws Problem invalid_input that lists all of them
 */
export function checkAgainst(profile: ImportProfile, mission: Mission): void {
  const faults: string[] = [];
  const check = (rule: Rule | undefined, what: string, known: { id: string }[]): void => {
    for (const value of valuesOf(rule))
      if (!known.some((k) => k.id === value)) faults.push(`${what} "${String(value)}"`);
  };
  for (const record of profile.records) {
    check(record.kind, 'kind', mission.eventKinds);
    check(record.means, 'means', mission.means);
    check(record.weapon, 'weapon', mission.weapons);
    check(record.allegedParty, 'party', mission.parties);
  }
  if (faults.length > 0) {
    const detail = `The profile "${profile.name}" names what the mission pack "${mission.id}" does not have`;
    throw new Problem('invalid_input', `${detail}: ${[...new Set(faults)].join(', ')}.`);
  }
}

/** Every value that a rule can give by itself; cells taken as they are can't be known. */
function valuesOf(rule: Rule | undefined): Scalar[] {
  if (rule === undefined) return [];
  if (typeof rule !== 'object') return [rule];
  const otherwise = rule.otherwise === undefined ? [] : [rule.otherwise];
  if ('cases' in rule) return [...rule.cases.map((c) => c.value), ...otherwise];
  return [...Object.values(rule.map ?? {}), ...otherwise];
}
