import type { Sighting } from '../../intake/types.js';
import type { Mission } from '../../mission/types.js';
import type { Reads } from '../../ports.js';
import type { Check } from '../types.js';
import {
  credibilityOfIncident,
  credibilityOfItem,
  credibilityRuleVersion,
  type CredibilityGrade,
} from './credibility.js';
import { reliabilityOf, reliabilityRuleVersion, sourceKeyOf, type Reliability } from './reliability.js';
import type { Said } from '../../said.js';

/** One item's two grades. They are read together and never made into one. */
export interface ItemGrade {
  sightingId: string;
  sourceKey: string;
  reliability: { letter: Reliability; because: Said };
  credibility: CredibilityGrade;
}

export interface Assessment {
  incidentId: string;
  credibility: CredibilityGrade;
  items: ItemGrade[];
  ruleVersions: string[];
}

/**
 * The Admiralty grades of an incident and of each of its items, from the newest checks and from what became
 * of each source's items until now. `sightings` are those that belong to it and that the reader may see.
 */
export async function gradesOf(
  reads: Reads,
  mission: Pick<Mission, 'verification'>,
  incidentId: string,
  sightings: readonly Sighting[],
  checks: readonly Check[],
): Promise<Assessment> {
  const newest = newestChecks(checks);
  const keys = [...new Set(sightings.map(sourceKeyOf))].sort();
  const known = new Map((await reads.sources.history(keys)).map((h) => [h.sourceKey, h]));
  return {
    incidentId,
    credibility: credibilityOfIncident(sightings, newest),
    items: sightings.map((s) => {
      const sourceKey = sourceKeyOf(s);
      return {
        sightingId: s.id,
        sourceKey,
        reliability: reliabilityOf(
          known.get(sourceKey) ?? { confirmed: 0, refuted: 0 },
          mission.verification.reliability,
        ),
        credibility: credibilityOfItem(s.id, sightings, newest),
      };
    }),
    ruleVersions: [reliabilityRuleVersion, credibilityRuleVersion],
  };
}

/** The newest answer of each check. */
export function newestChecks(checks: readonly Check[]): Check[] {
  const newest = new Map<string, Check>();
  for (const c of checks) if ((newest.get(c.name)?.incidentVersion ?? -1) <= c.incidentVersion) newest.set(c.name, c);
  return [...newest.values()];
}
