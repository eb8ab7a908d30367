import { say } from '../said.js';
import type { Mission } from '../mission/types.js';
import { isGiven, type Faults } from './faults.js';
import { restrictionTypes, type Restriction, type RestrictionInput, type SightingInput } from './types.js';

/**
 * Checks a restriction of the mission's movement: only with a kind of event about access, minutes exactly where
 * something was delayed, the condition exactly where one was made, sides and imposer parties of the mission.
 */
export function checkRestriction(input: SightingInput, mission: Mission, faults: Faults): void {
  const given: unknown = input.restriction;
  if (!isGiven(given)) return;
  if (typeof given !== 'object') return faults.add('/restriction', say`Must be an object.`);
  const r = given as RestrictionInput;
  const kind = mission.eventKinds.find((k) => k.id === input.kind);
  if (kind && kind.category !== 'access')
    faults.add('/restriction', say`"${kind.id}" is not a kind of event about access.`);
  if (!restrictionTypes.includes(r.type))
    faults.add('/restriction/type', say`Must be one of ${restrictionTypes.join(', ')}.`);
  if (isGiven(r.minutes) !== (r.type === 'delayed'))
    faults.add('/restriction/minutes', say`Needed where something was delayed, and only there.`);
  faults.numberIfGiven(r.minutes, '/restriction/minutes', 1, 100_000, true);
  if (isGiven(r.condition) !== (r.type === 'conditional'))
    faults.add('/restriction/condition', say`Needed where a condition was made, and only there.`);
  faults.textIfGiven(r.condition, '/restriction/condition', 2_000);
  faults.textIfGiven(r.crossing, '/restriction/crossing', 200);
  for (const name of ['fromSide', 'toSide', 'imposedBy'] as const)
    if (isGiven(r[name]) && !mission.parties.some((p) => p.id === r[name]))
      faults.add(`/restriction/${name}`, say`Must be the id of a party.`);
  faults.textIfGiven(r.words, '/restriction/words', 5_000);
  faults.textIfGiven(r.wordsOf, '/restriction/wordsOf', 200);
  if (isGiven(r.words) !== isGiven(r.wordsOf))
    faults.add('/restriction/wordsOf', say`Words and who spoke them belong together.`);
}

/** The row that is kept, or null where none was given. */
export function restrictionOf(input: Pick<SightingInput, 'id' | 'restriction'>): Restriction | null {
  const r = input.restriction;
  if (!isGiven(r)) return null;
  return {
    sightingId: input.id,
    type: r.type,
    minutes: r.minutes ?? null,
    condition: r.condition ?? null,
    crossing: r.crossing ?? null,
    fromSide: r.fromSide ?? null,
    toSide: r.toSide ?? null,
    imposedBy: r.imposedBy ?? null,
    words: r.words ?? null,
    wordsOf: r.wordsOf ?? null,
  };
}
