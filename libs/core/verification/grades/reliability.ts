import { groupSources } from '../../fusion/sources.js';
import type { VerificationOutcome } from '../../fusion/types.js';
import type { Sighting } from '../../intake/types.js';
import type { SourceOutcome } from '../types.js';

/** Version of the two tables below, told with every grade. */
export const reliabilityRuleVersion = 'reliability/1';

/** Admiralty letters. F = cannot be judged: unknown, not worst, so it has no place in the order of the others. */
export type Reliability = 'A' | 'B' | 'C' | 'D' | 'E' | 'F';

/** What is known of a source's past items: those that others confirmed and those found not to have happened. */
export interface SourceHistory {
  confirmed: number;
  refuted: number;
}

/** Fewer judged items than this say nothing of a source. */
const fewest = 10;

/**
 * Share of judged items that other, independent sources confirmed, from which each letter is given. The
 * descriptors are those of the Admiralty code (completely, usually, fairly, not usually reliable, unreliable);
 * the shares are this program's.
 */
const table: readonly { letter: Reliability; from: number }[] = [
  { letter: 'A', from: 0.95 },
  { letter: 'B', from: 0.8 },
  { letter: 'C', from: 0.6 },
  { letter: 'D', from: 0.4 },
  { letter: 'E', from: 0 },
];

/** The letter that a history gives. Credibility of items never enters into it, nor does any party. */
export function reliabilityOf({ confirmed, refuted }: SourceHistory): { letter: Reliability; because: string } {
  const judged = confirmed + refuted;
  if (judged < fewest) return { letter: 'F', because: `${judged} of its items judged so far; ${fewest} needed.` };
  const share = confirmed / judged;
  const { letter } = table.find((row) => share >= row.from)!;
  return { letter, because: `${confirmed} of ${judged} judged items confirmed by independent sources.` };
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
