import { groupSources } from '../../fusion/sources.js';
import type { VerificationOutcome } from '../../fusion/types.js';
import type { Sighting } from '../../intake/types.js';
import type { VerificationRules } from '../../mission/verification/types.js';
import type { SourceOutcome } from '../types.js';
import { say, type Said } from '../../said.js';

/** Version of the rule below, told with every grade. */
export const reliabilityRuleVersion = 'reliability/2';

/** Admiralty letters. F = cannot be judged: unknown, not worst, so it has no place in the order of the others. */
export type Reliability = 'A' | 'B' | 'C' | 'D' | 'E' | 'F';

/** What is known of a source's past items: those that others confirmed and those found not to have happened. */
export interface SourceHistory {
  confirmed: number;
  refuted: number;
}

/**
 * The letter that a history gives, by the pack's shares of judged items that other, independent sources confirmed. The
 * descriptors are those of the Admiralty code (completely, usually, fairly, not usually reliable, unreliable). Credibility
 * of items never enters into it, nor does any party.
 */
export function reliabilityOf(
  { confirmed, refuted }: SourceHistory,
  { fewestItems, ...from }: VerificationRules['reliability'],
): { letter: Reliability; because: Said } {
  const judged = confirmed + refuted;
  if (judged < fewestItems)
    return { letter: 'F', because: say`Items of this source judged so far: ${judged}; needed: ${fewestItems}.` };
  const letter = (['A', 'B', 'C', 'D'] as const).find((l) => confirmed / judged >= from[l]) ?? 'E';
  return { letter, because: say`Judged items that independent sources confirmed: ${confirmed} of ${judged}.` };
}

/**
 * Whose record an item counts for: the platform, else the patrol, of the mission; else the provider from
 * outside; else whoever submitted it.
 */
export function sourceKeyOf(s: Pick<Sighting, 'platformId' | 'patrolId' | 'provider' | 'submittedBy'>): string {
  if (s.provider !== 'mission' && s.provider !== 'public') return `provider:${s.provider}`;
  if (s.platformId !== null) return `platform:${s.platformId}`;
  if (s.patrolId !== null) return `patrol:${s.patrolId}`;
  return `person:${s.submittedBy}`;
}

/**
 * What a decision says of each item of an incident: confirmed where the incident is verified and at least
 * one source independent of the item's own speaks for it, refuted where it is decided that it did not
 * happen, open otherwise.
 */
export function outcomesOf(
  incidentId: string,
  outcome: VerificationOutcome | null,
  sightings: readonly Sighting[],
  at: string,
): SourceOutcome[] {
  const groups = groupSources(sightings);
  return sightings.map((s) => {
    const others = groups.filter((g) => g.counts && !g.sightings.includes(s.id)).length;
    const confirmed = outcome === 'verified' && others > 0;
    const result = confirmed ? 'confirmed' : outcome === 'not_verified' ? 'refuted' : 'open';
    return { sightingId: s.id, sourceKey: sourceKeyOf(s), incidentId, result, at };
  });
}
