import { hash as digest } from 'node:crypto';
import { leafHashes } from './leaves.js';
import { type Frontier, nodeHash } from './merkle.js';
import type { PositionedEntry } from './types.js';

/** Most leaves that are looked at together; a power of two. */
export const mostTogether = 1024;

/** Entries that make a perfect subtree: its hashes by level from the leaves up, 32 bytes each, and the running hash after the last. */
export interface Chunk {
  levels: Buffer[];
  chain: string;
}

/** How an entry's leaf hash comes about: by itself, or from its payload's canonical text; both may throw where it has none. */
export interface Leaf<E> {
  hash: (entry: E) => string;
  text: (entry: E) => string;
}

/** How many of `left` entries after the first `size` make one perfect subtree of the tree over all. */
export function chunkSize(size: number, left: number): number {
  let n = 1;
  while (n * 2 <= Math.min(left, mostTogether) && size % (n * 2) === 0) n *= 2;
  return n;
}

/**
 * Recomputes entries together. Says only whether all are as they were written, each at its position; where one is not
 * (null), it has to be looked for.
 *
 * @param entries a power of two of them, as `chunkSize` says
 */
export function checkChunk<E extends Omit<PositionedEntry, 'payload'>>(
  entries: readonly E[],
  position: number,
  chain: string,
  leaf: Leaf<E>,
): Chunk | null {
  let own = '';
  let after = '';
  for (let i = 0; i < entries.length; i++) {
    const entry = entries[i]!;
    if (entry.position !== position + i || entry.leafHash.length !== 64 || entry.chain?.length !== 64) return null;
    own += entry.leafHash;
    after += entry.chain;
  }
  const leaves = leafHashes(entries, leaf.text);
  if (leaves.toString('hex') !== own) {
    if (!entries.every((entry) => leaf.hash(entry) === entry.leafHash)) return null;
    leaves.write(own, 'hex');
  }
  const before = Buffer.from(chain + after, 'hex');
  if (before.length !== 32 * (entries.length + 1)) return null;
  if (chained(before, leaves).toString('hex') !== after) return null;
  const levels = [leaves];
  for (let level = leaves; level.length > 32; levels.push(level)) level = joined(level);
  return { levels, chain: entries[entries.length - 1]!.chain! };
}

// Copied by words of four bytes; a node's mark stands in front of a word.
const nodeWords = new Int32Array(17);
const node = Buffer.from(nodeWords.buffer, 3, 65);
node[0] = 1;
const link = Buffer.from(nodeWords.buffer, 4, 64);

/** Puts two hashes side by side: of `left` the one that begins at word `i`, of `right` that at word `j`. */
function pair(left: Int32Array, i: number, right: Int32Array, j: number): void {
  for (let k = 0; k < 8; k++) {
    nodeWords[1 + k] = left[i + k]!;
    nodeWords[9 + k] = right[j + k]!;
  }
}

/** SHA-256 of each hash in `before` with the leaf at its place. */
function chained(before: Buffer, leaves: Buffer): Buffer {
  const [left, right] = [wordsOf(before), wordsOf(leaves)];
  const hashes: string[] = [];
  for (let i = 0; i < right.length; i += 8) {
    pair(left, i, right, i);
    hashes.push(digest('sha256', link, 'binary'));
  }
  return Buffer.from(hashes.join(''), 'latin1');
}

/** The level above: SHA-256(0x01 || left || right) of each two. */
function joined(level: Buffer): Buffer {
  const words = wordsOf(level);
  const hashes: string[] = [];
  for (let i = 0; i < words.length; i += 16) {
    pair(words, i, words, i + 8);
    hashes.push(digest('sha256', node, 'binary'));
  }
  return Buffer.from(hashes.join(''), 'latin1');
}

/** The same bytes as words; small buffers share memory and may begin anywhere. */
function wordsOf(bytes: Buffer): Int32Array {
  const own = bytes.byteOffset % 4 === 0 ? bytes : Uint8Array.from(bytes);
  return new Int32Array(own.buffer, own.byteOffset, own.length >> 2);
}

/** The frontier after the first `count` leaves of a chunk that stands right after it. */
export function extendWithin({ size, hashes }: Frontier, { levels }: Chunk, count: number): Frontier {
  const more: string[] = [];
  let at = 0;
  for (let k = levels.length - 1; k >= 0; k--) {
    if (at + 2 ** k > count) continue;
    const start = 32 * (at / 2 ** k);
    more.push(levels[k]!.toString('hex', start, start + 32));
    at += 2 ** k;
  }
  if (32 * count < levels[0]!.length) return { size: size + count, hashes: [...hashes, ...more] };
  // The whole subtree joins its equals, as in a binary counter's carry.
  const kept = [...hashes];
  let hash = more[0]!;
  for (let equals = size / count; equals % 2 === 1; equals = Math.floor(equals / 2)) hash = nodeHash(kept.pop()!, hash);
  return { size: size + count, hashes: [...kept, hash] };
}
