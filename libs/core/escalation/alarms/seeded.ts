import { createHash } from 'node:crypto';

/**
 * Uniform numbers in [0, 1) that a text decides: the same text gives the same numbers on every machine, so that whoever
 * has the records can compute an alarm again. Multiples of 2^-32 from SHA-256 over the text and a counter.
 */
export function seededUniform(seed: string): () => number {
  let block = Buffer.alloc(0);
  let at = 0;
  let counter = 0;
  return () => {
    if (at + 4 > block.length) {
      block = createHash('sha256').update(`${seed}\n${counter++}`, 'utf8').digest();
      at = 0;
    }
    const value = block.readUInt32BE(at) / 2 ** 32;
    at += 4;
    return value;
  };
}
