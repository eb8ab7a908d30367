import { createHash, hash as digest } from 'node:crypto';

/**
 * Merkle tree of RFC 6962 section 2.1 (SHA-256, domain separation by 0x00 for leaves and 0x01 for
 * nodes). All hashes in the interface are lower-case hex of 32 bytes.
 */

/**
 * What an append-only tree must remember in order to grow: the roots of its perfect subtrees,
 * largest (leftmost) first; their sizes are the set bits of `size`.
 */
export interface Frontier {
  size: number;
  hashes: string[];
}

const nodePrefix = Buffer.of(1);
/** Where what is hashed is put together; nothing here waits, so one place serves all. */
const pair = Buffer.alloc(65, nodePrefix);
let leaf = Buffer.alloc(16_384);

/** Root of the tree without leaves: SHA-256 of nothing. */
export const emptyRoot = createHash('sha256').digest('hex');

/** Decoding takes the half of a character that it knows, or stops without a word at one that it does not. */
const hexBytes = /^(?:[0-9a-f]{2})*$/i;

/**
 * SHA-256(0x00 || salt || content): the salt in hex, the content in UTF-8, in parts where it comes in parts.
 * @throws TypeError where the salt is not hex
 */
export function leafHash(salt: string, ...content: string[]): string {
  if (!hexBytes.test(salt)) throw new TypeError('The salt is not hex');
  let most = 1 + salt.length;
  for (const part of content) most += 3 * part.length;
  if (leaf.length < most) leaf = Buffer.alloc(2 * most);
  leaf[0] = 0;
  let at = 1 + leaf.write(salt, 1, 'hex');
  // Parts are written one by one: to join them first would take longer than to hash them.
  for (const part of content) at += leaf.write(part, at);
  return digest('sha256', leaf.subarray(0, at));
}

/** SHA-256(0x01 || left || right). */
export function nodeHash(left: string, right: string): string {
  if (pair.write(left, 1, 'hex') === 32 && pair.write(right, 33, 'hex') === 32) return digest('sha256', pair);
  return digest('sha256', Buffer.concat([nodePrefix, Buffer.from(left, 'hex'), Buffer.from(right, 'hex')]));
}

/** 32 bytes in lower-case hex: what comes with a proof may be anything. */
function isHash(text: string): boolean {
  return /^[0-9a-f]{64}$/.test(text);
}

export function emptyFrontier(): Frontier {
  return { size: 0, hashes: [] };
}

/** The frontier after one more leaf; amortised one node hash. */
export function extend(frontier: Frontier, leaf: string): Frontier {
  const hashes = [...frontier.hashes];
  let hash = leaf;
  // Equal subtrees join, as in a binary counter's carry.
  for (let size = frontier.size; size % 2 === 1; size = Math.floor(size / 2)) hash = nodeHash(hashes.pop()!, hash);
  hashes.push(hash);
  return { size: frontier.size + 1, hashes };
}

/** Root of the tree whose frontier this is. */
export function rootOf(frontier: Frontier): string {
  return (
    frontier.hashes.reduceRight<string | null>(
      (right, left) => (right === null ? left : nodeHash(left, right)),
      null,
    ) ?? emptyRoot
  );
}

/** Root over these leaf hashes, `[from, to)`. */
export function rootOfLeaves(leaves: readonly string[], from = 0, to = leaves.length): string {
  let frontier = emptyFrontier();
  for (let i = from; i < to; i++) frontier = extend(frontier, leaves[i]!);
  return rootOf(frontier);
}

/** Largest power of two below n (n ≥ 2). */
function splitPoint(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

/**
 * Audit path (RFC 6962, 2.1.1) of leaf `index` in the tree over all of `leaves`, nearest sibling first.
 * @throws RangeError unless 0 ≤ index < leaves.length
 */
export function inclusionProof(leaves: readonly string[], index: number): string[] {
  if (!Number.isInteger(index) || index < 0 || index >= leaves.length)
    throw new RangeError('No such leaf in this tree');
  const path: string[] = [];
  let from = 0;
  let to = leaves.length;
  while (to - from > 1) {
    const middle = from + splitPoint(to - from);
    if (index < middle) {
      path.push(rootOfLeaves(leaves, middle, to));
      to = middle;
    } else {
      path.push(rootOfLeaves(leaves, from, middle));
      from = middle;
    }
  }
  return path.reverse();
}

/** Whether `leaf` stands at `index` of the tree of `size` leaves under `root` (RFC 9162, 2.1.3.2). */
export function verifyInclusion(
  leaf: string,
  index: number,
  size: number,
  proof: readonly string[],
  root: string,
): boolean {
  if (!Number.isInteger(index) || !Number.isInteger(size) || index < 0 || index >= size) return false;
  if (![leaf, ...proof].every(isHash)) return false;
  let node = index;
  let last = size - 1;
  let hash = leaf;
  for (const sibling of proof) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      hash = nodeHash(sibling, hash);
      while (node % 2 === 0 && node !== 0) {
        node = Math.floor(node / 2);
        last = Math.floor(last / 2);
      }
    } else {
      hash = nodeHash(hash, sibling);
    }
    node = Math.floor(node / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 && hash === root;
}

/**
 * Proof (RFC 6962, 2.1.2) that the tree over the first `first` leaves is a prefix of the tree over all.
 * Empty where `first` is 0 or the whole. @throws RangeError unless 0 ≤ first ≤ leaves.length
 */
export function consistencyProof(leaves: readonly string[], first: number): string[] {
  if (!Number.isInteger(first) || first < 0 || first > leaves.length) throw new RangeError('No such earlier tree');
  if (first === 0 || first === leaves.length) return [];
  const proof: string[] = [];
  let from = 0;
  let to = leaves.length;
  let whole = true;
  while (first !== to) {
    const middle = from + splitPoint(to - from);
    if (first <= middle) {
      proof.push(rootOfLeaves(leaves, middle, to));
      to = middle;
    } else {
      proof.push(rootOfLeaves(leaves, from, middle));
      from = middle;
      whole = false;
    }
  }
  if (!whole) proof.push(rootOfLeaves(leaves, from, to));
  return proof.reverse();
}

/** Whether the tree `second` extends the tree `first` without changing it (RFC 9162, 2.1.4.2). */
export function verifyConsistency(
  first: { size: number; root: string },
  second: { size: number; root: string },
  proof: readonly string[],
): boolean {
  if (!Number.isInteger(first.size) || !Number.isInteger(second.size)) return false;
  if (![first.root, ...proof].every(isHash)) return false;
  if (first.size < 0 || first.size > second.size) return false;
  if (first.size === second.size) return proof.length === 0 && first.root === second.root;
  if (first.size === 0) return proof.length === 0 && first.root === emptyRoot;
  let node = first.size - 1;
  let last = second.size - 1;
  while (node % 2 === 1) {
    node = Math.floor(node / 2);
    last = Math.floor(last / 2);
  }
  const rest = [...proof];
  const start = node === 0 ? first.root : rest.shift();
  if (start === undefined) return false;
  let old = start;
  let now = start;
  for (const hash of rest) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      old = nodeHash(hash, old);
      now = nodeHash(hash, now);
      while (node % 2 === 0 && node !== 0) {
        node = Math.floor(node / 2);
        last = Math.floor(last / 2);
      }
    } else {
      now = nodeHash(now, hash);
    }
    node = Math.floor(node / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 && old === first.root && now === second.root;
}
