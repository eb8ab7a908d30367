import { groupSources } from '../../fusion/sources.js';
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
  const failed = (id: string, names: CheckName[]) => names.filter((n) => verdict(checks, n, id) === 'fail');
  if (![...impossible, ...doubts].some((n) => verdict(checks, n, sightingId) !== null))
    return { number: 6, because: say`No check has looked at it yet.` };
  const cannot = failed(sightingId, impossible);
  if (cannot.length > 0) return { number: 5, because: say`It fails a check: ${cannot.map(checkNamed)}.` };
  const doubted = failed(sightingId, doubts);
  if (doubted.length > 0) return { number: 4, because: say`It fails a check: ${doubted.map(checkNamed)}.` };
  const sound = sightings.filter((s) => failed(s.id, [...impossible, ...doubts]).length === 0);
  const others = groupSources(sound).filter((g) => g.counts && !g.sightings.includes(sightingId)).length;
  if (others > 0) return { number: 1, because: say`Other independent sources that confirm it: ${others}.` };
  if (verdict(checks, 'evidence_integrity', sightingId) === 'pass')
    return { number: 2, because: say`No other source; its evidence was found intact.` };
  return { number: 3, because: say`No other source and no evidence; nothing speaks against it.` };
}

/**
 * How credible the incident is as a whole: the number that its best-supported item reaches, from 1 down; 6
 * only where no item could be judged. It is not an average of anything.
 */
export function credibilityOfIncident(sightings: readonly Sighting[], checks: readonly Answer[]): CredibilityGrade {
  const grades = sightings.map((s) => credibilityOfItem(s.id, sightings, checks)).filter((g) => g.number !== 6);
  const best = grades.sort((a, b) => a.number - b.number)[0];
  return best ?? { number: 6, because: say`No item of it could be judged.` };
}

function verdict(checks: readonly Answer[], name: CheckName, sightingId: string): Check['result'] | null {
  const list = checks.find((c) => c.name === name)?.inputs['bySighting'];
  if (!Array.isArray(list)) return null;
  const found = (list as { sightingId?: unknown; result?: Check['result'] }[]).find((v) => v.sightingId === sightingId);
  return found?.result ?? null;
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
