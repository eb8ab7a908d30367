import { hash as digest } from 'node:crypto';
import { type Frontier, nodeHash } from './merkle.js';
import type { PositionedEntry } from './types.js';

/** Most leaves that are looked at together; a power of two. */
export const mostTogether = 1024;

/** Entries that make a perfect subtree: for each level from the leaves up its hashes, and the running hash after the last. */
export interface Chunk {
  levels: string[][];
  chain: string;
}

/** How many of `left` entries after the first `size` make one perfect subtree of the tree over all. */
export function chunkSize(size: number, left: number): number {
  let n = 1;
  while (n * 2 <= Math.min(left, mostTogether) && size % (n * 2) === 0) n *= 2;
  return n;
}

/**
 * Recomputes entries together: hashes that are hashed on are put into bytes all at once. Says only whether all are as
 * they were written, each at its position; where one is not (null), it has to be looked for.
 *
 * @param entries a power of two of them, as `chunkSize` says
 * @param leafOf the leaf hash that an entry's content gives; may throw where it gives none
 */
export function checkChunk<E extends Omit<PositionedEntry, 'payload'>>(
  entries: readonly E[],
  position: number,
  chain: string,
  leafOf: (entry: E) => string,
): Chunk | null {
  let links = '';
  let before = chain;
  for (const [i, entry] of entries.entries()) {
    if (entry.position !== position + i || entry.chain === undefined || leafOf(entry) !== entry.leafHash) return null;
    links += before + entry.leafHash;
    before = entry.chain;
  }
  const chained = hashEach(links, 64, entries.length);
  if (!chained?.every((link, i) => link === entries[i]!.chain)) return null;
  const levels = [entries.map((entry) => entry.leafHash)];
  for (let level = levels[0]!; level.length > 1;) {
    let pairs = '';
    for (let i = 0; i < level.length; i += 2) pairs += `01${level[i]}${level[i + 1]}`;
    const above = hashEach(pairs, 65, level.length / 2);
    if (!above) return null;
    levels.push(above);
    level = above;
  }
  return { levels, chain: before };
}

/** SHA-256 of each piece of `size` bytes; null where the text is not as much hex as that. */
function hashEach(hex: string, size: number, count: number): string[] | null {
  const bytes = Buffer.from(hex, 'hex');
  if (bytes.length !== size * count || hex.length !== 2 * bytes.length) return null;
  const hashes: string[] = [];
  for (let at = 0; at < bytes.length; at += size) hashes.push(digest('sha256', bytes.subarray(at, at + size)));
  return hashes;
}

/** The frontier after the first `count` leaves of a chunk that stands right after it. */
export function extendWithin({ size, hashes }: Frontier, { levels }: Chunk, count: number): Frontier {
  const more: string[] = [];
  let at = 0;
  for (let k = levels.length - 1; k >= 0; k--) {
    if (at + 2 ** k > count) continue;
    more.push(levels[k]![at / 2 ** k]!);
    at += 2 ** k;
  }
  if (count < levels[0]!.length) return { size: size + count, hashes: [...hashes, ...more] };
  // The whole subtree joins its equals, as in a binary counter's carry.
  const kept = [...hashes];
  let hash = more[0]!;
  for (let equals = size / count; equals % 2 === 1; equals = Math.floor(equals / 2)) hash = nodeHash(kept.pop()!, hash);
  return { size: size + count, hashes: [...kept, hash] };
}
