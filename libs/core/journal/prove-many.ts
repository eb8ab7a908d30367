import type { Reads } from '../ports.js';
import { nodeHash } from './merkle.js';
import type { Entry, TreeHead } from './types.js';

/** Entries of one subject with everything needed to check each against one signed head, without asking again. */
export interface SubjectProof {
  /** Null while the journal is empty. */
  head: TreeHead | null;
  /** In order; `path` is null for those that the head does not cover yet. */
  entries: (Entry & { position: number | null; path: string[] | null })[];
}

/** Proves all entries of a subject against the newest signed head (RFC 6962, 2.1.1). */
export async function proveSubject(
  reads: Pick<Reads, 'journal'>,
  subject: { kind: string; id: string },
): Promise<SubjectProof> {
  const entries = await reads.journal.ofSubject(subject.kind, subject.id);
  const head = await reads.journal.head();
  if (head === null) return { head, entries: entries.map((e) => ({ ...e, path: null })) };
  const covered = entries.flatMap((e) => (e.position !== null && e.position < head.size ? [e.position] : []));
  const paths =
    covered.length === 0
      ? new Map<number, string[]>()
      : inclusionProofs(await reads.journal.leafHashes(0, head.size), covered);
  return {
    head,
    entries: entries.map((e) => ({ ...e, path: e.position === null ? null : (paths.get(e.position) ?? null) })),
  };
}

/**
 * Audit paths (RFC 6962, 2.1.1) of many leaves of the tree over all of `leaves`, nearest sibling first: every node is
 * hashed once, however many paths it is in. An inner level pairs nodes from the left; a last one without a partner
 * moves up as it is, which gives the tree of RFC 6962.
 * @throws RangeError for an index that is not in the tree
 */
export function inclusionProofs(leaves: readonly string[], indexes: readonly number[]): Map<number, string[]> {
  for (const index of indexes)
    if (!Number.isInteger(index) || index < 0 || index >= leaves.length)
      throw new RangeError('No such leaf in this tree');
  const paths = new Map(indexes.map((index) => [index, [] as string[]]));
  let level = leaves;
  for (let height = 0; level.length > 1; height++) {
    for (const [index, path] of paths) {
      const sibling = Math.floor(index / 2 ** height) ^ 1;
      if (sibling < level.length) path.push(level[sibling]!);
    }
    const above: string[] = [];
    for (let i = 0; i < level.length; i += 2)
      above.push(i + 1 < level.length ? nodeHash(level[i]!, level[i + 1]!) : level[i]!);
    level = above;
  }
  return paths;
}
