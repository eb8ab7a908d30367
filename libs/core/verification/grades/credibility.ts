import { groupSources, type SourceGroup } from '../../fusion/sources.js';
import type { Sighting } from '../../intake/types.js';
import type { Check, CheckName } from '../types.js';
import { say, type Said } from '../../said.js';

/** Version of the rule below, told with every grade. */
export const credibilityRuleVersion = 'credibility/1';

/** Admiralty numbers. 6 = cannot be judged: unknown, not worst, so it has no place in the order of the others. */
export type Credibility = 1 | 2 | 3 | 4 | 5 | 6;

export interface CredibilityGrade {
  number: Credibility;
  because: Said;
}

type Answer = Pick<Check, 'name' | 'result' | 'inputs'>;

/** An item that fails one of these cannot have been as it was told. */
const impossible: CheckName[] = ['plausible_time', 'plausible_range'];
/** An item that fails one of these is in doubt. */
const doubts: CheckName[] = ['evidence_integrity', 'sensor_health', 'duplicates'];

/**
 * How credible one item of an incident is, each item by itself and whatever its source's reliability:
 * 5 it fails the check of time or range; 4 its evidence, sensor or originality is in doubt; 1 another
 * independent source without a failed check tells of the same; 2 it stands alone with evidence found intact;
 * 3 it stands alone and nothing speaks against it; 6 no check has looked at it.
 */
export function credibilityOfItem(
  sightingId: string,
  sightings: readonly Sighting[],
  checks: readonly Answer[],
): CredibilityGrade {
  return gradeOf(sightingId, contextOf(sightings, checks));
}

/** What grading each item of an incident asks again and again. */
interface Context {
  verdict: (name: CheckName, sightingId: string) => Check['result'] | null;
  /** Independent sources among the items that fail no check. */
  sound: () => SourceGroup[];
}

function contextOf(sightings: readonly Sighting[], checks: readonly Answer[]): Context {
  const byCheck = new Map<CheckName, Map<unknown, Check['result'] | undefined>>();
  for (const name of [...impossible, ...doubts]) {
    const list = checks.find((c) => c.name === name)?.inputs['bySighting'];
    const verdicts = new Map<unknown, Check['result'] | undefined>();
    if (Array.isArray(list))
      for (const v of list as { sightingId?: unknown; result?: Check['result'] }[])
        if (!verdicts.has(v.sightingId)) verdicts.set(v.sightingId, v.result);
    byCheck.set(name, verdicts);
  }
  const verdict: Context['verdict'] = (name, id) => byCheck.get(name)!.get(id) ?? null;
  let groups: SourceGroup[] | null = null;
  return {
    verdict,
    sound: () =>
      (groups ??= groupSources(
        sightings.filter((s) => ![...impossible, ...doubts].some((n) => verdict(n, s.id) === 'fail')),
      ).filter((g) => g.counts)),
  };
}

function gradeOf(sightingId: string, { verdict, sound }: Context): CredibilityGrade {
  const failed = (names: CheckName[]) => names.filter((n) => verdict(n, sightingId) === 'fail');
  if (![...impossible, ...doubts].some((n) => verdict(n, sightingId) !== null))
    return { number: 6, because: say`No check has looked at it yet.` };
  const cannot = failed(impossible);
  if (cannot.length > 0) return { number: 5, because: say`It fails a check: ${cannot.map(checkNamed)}.` };
  const doubted = failed(doubts);
  if (doubted.length > 0) return { number: 4, because: say`It fails a check: ${doubted.map(checkNamed)}.` };
  const others = sound().filter((g) => !g.sightings.includes(sightingId)).length;
  if (others > 0) return { number: 1, because: say`Other independent sources that confirm it: ${others}.` };
  if (verdict('evidence_integrity', sightingId) === 'pass')
    return { number: 2, because: say`No other source; its evidence was found intact.` };
  return { number: 3, because: say`No other source and no evidence; nothing speaks against it.` };
}

/**
 * How credible the incident is as a whole: the number that its best-supported item reaches, from 1 down; 6
 * only where no item could be judged. It is not an average of anything.
 */
export function credibilityOfIncident(sightings: readonly Sighting[], checks: readonly Answer[]): CredibilityGrade {
  const context = contextOf(sightings, checks);
  const grades = sightings.map((s) => gradeOf(s.id, context)).filter((g) => g.number !== 6);
  const best = grades.sort((a, b) => a.number - b.number)[0];
  return best ?? { number: 6, because: say`No item of it could be judged.` };
}

function checkNamed(name: CheckName): Said {
  switch (name) {
    case 'plausible_time':
      return say`plausible time`;
    case 'plausible_range':
      return say`plausible range`;
    case 'evidence_integrity':
      return say`evidence intact`;
    case 'sensor_health':
      return say`fitness of the sensor`;
    case 'duplicates':
      return say`originality`;
    case 'independence':
      return say`independence`;
    case 'notifications':
      return say`advance notices`;
  }
}
