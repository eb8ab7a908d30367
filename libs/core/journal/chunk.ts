import { hash } from 'node:crypto';
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

/** The leaves of entries that give their own hashes, and the running hash as they tell it, before the first and after each. */
export interface Told {
  leaves: Buffer;
  before: Buffer;
}

/**
 * Recomputes the leaves of entries together. Says only whether all are as they were written, each at its position; where
 * one is not (null), it has to be looked for.
 *
 * @param entries a power of two of them, as `chunkSize` says
 */
export function readLeaves<E extends Omit<PositionedEntry, 'payload'>>(
  entries: readonly E[],
  position: number,
  chain: string,
  leaf: Leaf<E>,
): Told | null {
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
  if (before.length !== 32 * (entries.length + 1) || before.toString('hex', 32) !== after) return null;
  return { leaves, before };
}

/** Joins leaves, here or in another thread: `joinLeaves`, which it must be. Waits for nothing where it is worked out here. */
export type Join = (leaves: Buffer, before: Buffer) => Promise<Buffer[] | null> | Buffer[] | null;

/**
 * The levels of the subtree above leaves (SHA-256 of 0x01 and each two hashes), the leaves the first of them; null where
 * the running hash (SHA-256 of itself and a leaf, from leaf to leaf) is not as it is told in `before`. A thread is given
 * this as text, so nothing from outside may be named in it.
 * @param digest `hash` of node:crypto
 */
export function joinLeaves(digest: typeof hash, leaves: Uint8Array, before: Uint8Array): Buffer[] | null {
  // Small buffers share memory and may begin anywhere; words of four bytes may not.
  const wordsOf = (bytes: Uint8Array) => {
    const own = bytes.byteOffset % 4 === 0 ? bytes : Uint8Array.from(bytes);
    return new Int32Array(own.buffer, own.byteOffset, own.length >> 2);
  };
  // Two hashes side by side; a node's mark stands in front of a word.
  const words = new Int32Array(17);
  const node = Buffer.from(words.buffer, 3, 65);
  node[0] = 1;
  const link = Buffer.from(words.buffer, 4, 64);
  /** Hashes what begins at every `step` words of `left` with what begins there, `ahead` words on, of `right`. */
  const over = (bytes: Buffer, left: Int32Array, right: Int32Array, step: number, ahead: number) => {
    const hashes: string[] = [];
    for (let i = 0; i < right.length; i += step) {
      for (let k = 0; k < 8; k++) {
        words[1 + k] = left[i + k]!;
        words[9 + k] = right[i + ahead + k]!;
      }
      hashes.push(digest('sha256', bytes, 'binary'));
    }
    return Buffer.from(hashes.join(''), 'latin1');
  };
  if (!over(link, wordsOf(before), wordsOf(leaves), 8, 0).equals(before.subarray(32))) return null;
  const levels = [Buffer.from(leaves.buffer, leaves.byteOffset, leaves.length)];
  for (let level = levels[0]!; level.length > 32; levels.push(level)) {
    const all = wordsOf(level);
    level = over(node, all, all, 16, 8);
  }
  return levels;
}

/** On the caller's thread. */
export const joinHere: Join = (leaves, before) => joinLeaves(hash, leaves, before);

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
  let top = more[0]!;
  for (let equals = size / count; equals % 2 === 1; equals = Math.floor(equals / 2)) top = nodeHash(kept.pop()!, top);
  return { size: size + count, hashes: [...kept, top] };
}
