/** Two images whose hashes differ in at most so many of 64 bits look the same (the limit that sharp-phash states is "below 5"). */
export const sameLookBits = 5;

/** A picture without features (night, fog, a covered lens) has few or nearly all bits set; it looks like any other such. */
const fewestBits = 8;

/** Bits in which two 64-bit hashes (16 hex digits) differ: the Hamming distance, 0..64. */
export function differingBits(a: string, b: string): number {
  let bits = 0;
  for (let i = 0; i < 16; i += 4) bits += ones(parseInt(a.slice(i, i + 4), 16) ^ parseInt(b.slice(i, i + 4), 16));
  return bits;
}

/** Whether an image has enough features for its hash to tell it from others. */
export function hasFeatures(hash: string): boolean {
  const set = differingBits(hash, '0'.repeat(16));
  return set >= fewestBits && set <= 64 - fewestBits;
}

function ones(value: number): number {
  let n = 0;
  for (let rest = value; rest > 0; rest >>>= 1) n += rest & 1;
  return n;
}
