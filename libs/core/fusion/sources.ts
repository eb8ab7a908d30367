import type { Sighting } from '../intake/types.js';

export type Source = Pick<Sighting, 'id' | 'submittedBy' | 'provider' | 'patrolId' | 'platformId' | 'quotes'>;

/** Sightings that count as one source, and why. */
export interface SourceGroup {
  sightings: string[];
  /** Why its members are not independent of one another, or why the group does not count. */
  because: string[];
  /** False where all that the group knows comes from a party. */
  counts: boolean;
}

/**
 * Puts dependent sightings into one group. Dependent means: same patrol, same platform, same
 * provider other than the mission, one quoting the other or both the same outside item; and the same
 * submitter where neither names a patrol or platform (with one, the submitter may only be the person
 * who sent in a list). Dependence carries over: if A depends on B and B on C, the three are one source.
 *
 * What a party supplies, and what merely repeats it, is heard but never counts as an independent
 * source, whichever party it is.
 */
export function groupSources(sightings: readonly Source[]): SourceGroup[] {
  const ordered = [...sightings].sort((a, b) => (a.id < b.id ? -1 : 1));
  const parent = ordered.map((_, i) => i);
  const root = (i: number): number => (parent[i] === i ? i : root(parent[i]!));
  const ties = new Map<number, string[]>();
  ordered.forEach((a, i) => {
    for (let j = i + 1; j < ordered.length; j += 1) {
      const why = dependence(a, ordered[j]!);
      if (why === null) continue;
      const [ri, rj] = [root(i), root(j)];
      const joined = [...(ties.get(ri) ?? []), ...(ri === rj ? [] : (ties.get(rj) ?? [])), why];
      parent[rj] = ri;
      ties.set(ri, joined);
    }
  });
  const byId = new Map(ordered.map((s) => [s.id, s]));
  const groups = new Map<number, Source[]>();
  ordered.forEach((s, i) => groups.set(root(i), [...(groups.get(root(i)) ?? []), s]));
  return [...groups].map(([at, members]) => {
    const counts = members.some((s) => !fromParty(s, byId));
    const because = [...new Set(ties.get(at) ?? [])];
    if (!counts) because.push('all of it comes from a party');
    return { sightings: members.map((s) => s.id), because, counts };
  });
}

/** Number of independent sources among the sightings, 0 or more. */
export function countIndependent(sightings: readonly Source[]): number {
  return groupSources(sightings).filter((g) => g.counts).length;
}

function dependence(a: Source, b: Source): string | null {
  if (a.patrolId !== null && a.patrolId === b.patrolId) return `same patrol ${a.patrolId}`;
  if (a.platformId !== null && a.platformId === b.platformId) return `same platform ${a.platformId}`;
  if (a.provider !== 'mission' && a.provider === b.provider) return `same provider ${a.provider}`;
  if (a.quotes === b.id || b.quotes === a.id) return 'one quotes the other';
  if (a.quotes !== null && a.quotes === b.quotes) return `both quote ${a.quotes}`;
  const unnamed = [a, b].every((s) => s.patrolId === null && s.platformId === null);
  if (unnamed && a.submittedBy === b.submittedBy) return 'same submitter';
  return null;
}

/** Supplied by a party, or quoting (through any number of steps) something that is. */
function fromParty(sighting: Source, byId: Map<string, Source>): boolean {
  const seen = new Set<string>();
  let at: Source | undefined = sighting;
  while (at && !seen.has(at.id)) {
    if (at.provider.startsWith('party:')) return true;
    seen.add(at.id);
    at = at.quotes === null ? undefined : byId.get(at.quotes);
  }
  return false;
}
