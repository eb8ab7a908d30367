/**
 * Repeatable chance: xoshiro128** 1.1 (Blackman and Vigna, https://prng.di.unimi.it/), its state
 * filled from the seed by SplitMix32. Same seed, same numbers, on every machine.
 */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  /** Uniform in [from, to). */
  between(from: number, to: number): number;
  /** True with probability `p`. */
  chance(p: number): boolean;
  /** Gaussian with the given mean and standard deviation (Box-Muller). */
  normal(mean: number, sigma: number): number;
  /** Exponential with the given mean. */
  exponential(mean: number): number;
  /** Poisson count with the given mean >= 0. */
  poisson(mean: number): number;
  /** One of the items, each as likely. @throws RangeError for an empty list */
  pick<T>(items: readonly T[]): T;
  /** One of the items, in proportion to its weight. @throws RangeError where no weight is positive */
  weighted<T>(items: readonly T[], weight: (item: T) => number): T;
  /** A UUIDv7 (RFC 9562) for the given instant, in milliseconds since 1970. */
  uuid(milliseconds: number): string;
  /** An independent stream, so that drawing more in one place leaves the others as they were. */
  fork(name: string): Random;
}

/** @param seed whole number 0..2^32-1 */
export function makeRandom(seed: number): Random {
  const state = new Uint32Array(4);
  let mix = seed >>> 0;
  for (let i = 0; i < 4; i++) {
    mix = (mix + 0x9e3779b9) >>> 0;
    let z = mix;
    z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
    z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
    state[i] = z ^ (z >>> 16);
  }
  const rotate = (x: number, k: number) => (x << k) | (x >>> (32 - k));
  const word = (): number => {
    const s0 = state[0]!;
    const s1 = state[1]!;
    const s2 = state[2]!;
    const s3 = state[3]!;
    const result = Math.imul(rotate(Math.imul(s1, 5), 7), 9) >>> 0;
    const c2 = s2 ^ s0;
    const c3 = s3 ^ s1;
    state[1] = s1 ^ c2;
    state[0] = s0 ^ c3;
    state[2] = c2 ^ (s1 << 9);
    state[3] = rotate(c3, 11);
    return result;
  };
  const random: Random = {
    next: () => (word() * 2 ** 21 + (word() >>> 11)) / 2 ** 53,
    between: (from, to) => from + (to - from) * random.next(),
    chance: (p) => random.next() < p,
    normal: (mean, sigma) =>
      mean + sigma * Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next()),
    exponential: (mean) => -mean * Math.log(1 - random.next()),
    poisson(mean) {
      // Knuth's product method in steps of 30, so that exp() never underflows.
      let count = 0;
      for (let left = mean; left > 0; left -= 30) {
        const floor = Math.exp(-Math.min(left, 30));
        for (let product = random.next(); product > floor; product *= random.next()) count++;
      }
      return count;
    },
    pick(items) {
      if (items.length === 0) throw new RangeError('nothing to pick from');
      return items[Math.floor(random.next() * items.length)]!;
    },
    weighted(items, weight) {
      const total = items.reduce((sum, item) => sum + weight(item), 0);
      if (!(total > 0)) throw new RangeError('no item has a positive weight');
      let at = random.next() * total;
      for (const item of items) if ((at -= weight(item)) < 0) return item;
      return items.at(-1)!;
    },
    uuid(milliseconds) {
      const time = Math.floor(milliseconds).toString(16).padStart(12, '0');
      const hex = () => word().toString(16).padStart(8, '0');
      const tail = hex() + hex() + hex();
      const variant = (8 + (parseInt(tail[3]!, 16) & 3)).toString(16);
      return `${time.slice(0, 8)}-${time.slice(8)}-7${tail.slice(0, 3)}-${variant}${tail.slice(4, 7)}-${tail.slice(7, 19)}`;
    },
    fork(name) {
      let hash = 0x811c9dc5; // FNV-1a over the name, stirred with this stream's next word
      for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
      return makeRandom((hash ^ word()) >>> 0);
    },
  };
  return random;
}
