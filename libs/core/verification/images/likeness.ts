/** Bits in which two 64-bit hashes (16 hex digits) differ: the Hamming distance, 0..64. */
export function differingBits(a: string, b: string): number {
  let bits = 0;
  for (let i = 0; i < 16; i += 4) bits += ones(parseInt(a.slice(i, i + 4), 16) ^ parseInt(b.slice(i, i + 4), 16));
  return bits;
}

/**
 * Whether an image has enough features for its hash to tell it from others. A picture without them (night, fog, a
 * covered lens) has fewer than `fewestBits` of 64 bits set, or nearly all; it looks like any other such.
 */
export function hasFeatures(hash: string, fewestBits: number): boolean {
  const set = differingBits(hash, '0'.repeat(16));
  return set >= fewestBits && set <= 64 - fewestBits;
}

function ones(value: number): number {
  let n = 0;
  for (let rest = value; rest > 0; rest >>>= 1) n += rest & 1;
  return n;
}
