import { createHash } from 'node:crypto';

/**
 * Uniform numbers in [0, 1) that a text decides: the same text gives the same numbers on every machine, so that whoever
 * has the records can compute an alarm again. Multiples of 2^-32 from the generator sfc32 (Doty-Humphrey, PractRand
 * 0.94), its state the first 128 bits of the text's SHA-256; a look draws hundreds of thousands.
 */
export function seededUniform(seed: string): () => number {
  const digest = createHash('sha256').update(seed, 'utf8').digest();
  let a = digest.readUInt32BE(0) | 0;
  let b = digest.readUInt32BE(4) | 0;
  let c = digest.readUInt32BE(8) | 0;
  let counter = digest.readUInt32BE(12) | 0;
  const next = () => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
  };
  // The first numbers still show the seed.
  for (let i = 0; i < 12; i++) next();
  return next;
}
