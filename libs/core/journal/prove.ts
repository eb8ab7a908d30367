import { say } from '../said.js';
import { Problem } from '../errors.js';
import type { Deps } from '../ports.js';
import { inclusionProof } from './merkle.js';
import type { TreeHead } from './types.js';

/** Everything that somebody else needs to check that one entry is in the journal (RFC 6962, 2.1.1). */
export interface InclusionProof {
  entryId: string;
  position: number;
  leafHash: string;
  head: TreeHead;
  /** Hashes from the leaf's sibling up to the root's child, hex. */
  path: string[];
}

/**
 * Proves an entry against the newest signed head. Shows its place and its hash, nothing of its content.
 * @throws Problem not_found; not_possible while no signed head covers it yet
 */
export async function proveEntry(deps: Deps, entryId: string): Promise<InclusionProof> {
  return deps.uow.read(async (reads) => {
    const entry = await reads.journal.get(entryId);
    if (!entry) throw new Problem('not_found', say`There is nothing here that you may see.`);
    const head = await reads.journal.head();
    const { position } = entry;
    if (head === null || position === null || position >= head.size) {
      throw new Problem('not_possible', say`The entry has no place under a signed head yet. Ask again in a moment.`);
    }
    const leaves = await reads.journal.leafHashes(0, head.size);
    return { entryId, position, leafHash: entry.leafHash, head, path: inclusionProof(leaves, position) };
  });
}
