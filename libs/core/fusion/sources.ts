import { englishOf, say, type Said } from '../said.js';
import type { Sighting } from '../intake/types.js';

export type Source = Pick<Sighting, 'id' | 'submittedBy' | 'provider' | 'patrolId' | 'platformId' | 'quotes'>;

/** Sightings that count as one source, and why. */
export interface SourceGroup {
  sightings: string[];
  /** Why its members are not independent of one another, or why the group does not count. */
  because: Said[];
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
  const { groups, ties, rootOf, byId } = grouped(sightings);
  const because = new Map<Source, Map<string, Said>>();
  for (const { of, why } of ties) {
    const root = rootOf(of);
    const said = why();
    because.set(root, (because.get(root) ?? new Map()).set(englishOf(said), said));
  }
  return [...groups].map(([root, members]) => {
    const counts = members.some((s) => !fromParty(s, byId));
    const reasons = [...(because.get(root)?.values() ?? [])];
    if (!counts) reasons.push(say`all of it comes from a party`);
    return { sightings: members.map((s) => s.id), because: reasons, counts };
  });
}

interface Grouped {
  /** By the first found of each group, members by id. */
  groups: Map<Source, Source[]>;
  ties: { of: Source; why: () => Said }[];
  rootOf: (s: Source) => Source;
  byId: ReadonlyMap<string, Source>;
}

function grouped(sightings: readonly Source[]): Grouped {
  const ordered = [...sightings].sort((a, b) => (a.id < b.id ? -1 : 1));
  const byId = new Map(ordered.map((s) => [s.id, s]));
  const group = new Map<Source, Source>();
  const rootOf = (s: Source): Source => {
    let root = s;
    for (let up = group.get(root); up; up = group.get(root)) root = up;
    // Flattened on the way, so that a long chain is walked once.
    for (let at = s, up = group.get(at); up && up !== root; at = up, up = group.get(at)) group.set(at, root);
    return root;
  };
  // By what they share instead of pair by pair: a crowd has too many pairs.
  const first = new Map<string, Source>();
  const ties: Grouped['ties'] = [];
  const tie = (a: Source, b: Source, why: () => Said) => {
    const [ra, rb] = [rootOf(a), rootOf(b)];
    if (ra !== rb) group.set(rb, ra);
    ties.push({ of: a, why });
  };
  for (const s of ordered) {
    forShared(s, (key, why) => {
      const other = first.get(key);
      if (other) tie(other, s, why);
      else first.set(key, s);
    });
    const quoted = s.quotes === null ? undefined : byId.get(s.quotes);
    if (quoted && quoted !== s) tie(quoted, s, () => say`one quotes the other`);
  }
  const groups = new Map<Source, Source[]>();
  for (const s of ordered) {
    const root = rootOf(s);
    const own = groups.get(root);
    if (own) own.push(s);
    else groups.set(root, [s]);
  }
  return { groups, ties, rootOf, byId };
}

/** Number of independent sources among the sightings, 0 or more. */
export function countIndependent(sightings: readonly Source[]): number {
  const [only] = sightings;
  if (sightings.length === 1) return fromParty(only!, new Map()) ? 0 : 1;
  const { groups, byId } = grouped(sightings);
  let count = 0;
  for (const members of groups.values()) if (members.some((s) => !fromParty(s, byId))) count++;
  return count;
}

/** What makes a sighting depend on every other that has the same; put into words only where there is another. */
function forShared(s: Source, each: (key: string, why: () => Said) => void): void {
  if (s.patrolId !== null) each(`same patrol ${s.patrolId}`, () => say`same patrol ${s.patrolId!}`);
  if (s.platformId !== null) each(`same platform ${s.platformId}`, () => say`same platform ${s.platformId!}`);
  if (s.provider !== 'mission') each(`same provider ${s.provider}`, () => say`same provider ${s.provider}`);
  if (s.quotes !== null) each(`both quote ${s.quotes}`, () => say`both quote ${s.quotes!}`);
  // Who it is stays out of the words, which more people read than may know.
  if (s.patrolId === null && s.platformId === null) each(`same submitter ${s.submittedBy}`, () => say`same submitter`);
}

/** Supplied by a party, or quoting (through any number of steps) something that is. */
function fromParty(sighting: Source, byId: ReadonlyMap<string, Source>): boolean {
  const seen = new Set<string>();
  let at: Source | undefined = sighting;
  while (at && !seen.has(at.id)) {
    if (at.provider.startsWith('party:')) return true;
    seen.add(at.id);
    at = at.quotes === null ? undefined : byId.get(at.quotes);
  }
  return false;
}
