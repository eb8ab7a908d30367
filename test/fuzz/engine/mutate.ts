import { makeRandom, type Random } from './random.js';

/** Pieces that readers trip over, whatever they read. */
const odd: string[] = [
  ['', '\0', '\n', '\r\n', '"', "'", '\\', '{', '}', '[', ']', '<', '>', ',', ';', ':', '-', '+', '=', '\t', ' '],
  ['NaN', 'Infinity', '-Infinity', '1e309', '-0', '0', '-1', '9007199254740993', '1e-400', '0x10', '1_000', '١٢'],
  ['null', 'true', 'undefined', '__proto__', 'constructor', 'prototype', 'toString', 'length'],
  ['\u202e', '\u200b', '\ufeff', '\u2028', '\ud800', '\u0301', 'é', 'e\u0301', 'İ', 'ß', '😀', '\u{10ffff}'],
  ['../', '%00', '%2e', '&#65;', '&lt;', '<!DOCTYPE', '<![CDATA[', '${x}', '{{x}}', "' OR 1=1 --"],
  ['2026-11-22T05:00:00Z', '0000-00-00', '+275760-09-13T00:00:00Z', '23:59:60', '1e308', '90.0000001'],
].flat();

/** Values for a member of JSON that expects another. */
const oddValues: unknown[] = [
  [null, true, false, 0, -0, -1, 0.5, 1e308, 5e-324, 90, 180.000001, 9007199254740993, '', ' ', 'x', '\0', '\ud800'],
  [[], {}, [[]], [null], { type: 'fix' }, { __proto__x: 1 }, 'NaN', '1e309', '2026-11-22T05:00:00Z', 'S', '__proto__'],
].flat();

/** Longest of most cases, bytes. */
const usually = 2_048;

export interface MutatorOptions {
  dictionary: readonly string[];
  /** Longest case, bytes. */
  longest: number;
  /** Cases that are JSON are changed as trees most of the time. */
  json: boolean;
}

/** Makes new cases out of known ones; the same seed makes the same ones. */
export class Mutator {
  private readonly random: Random;
  private readonly words: Buffer[];

  constructor(
    seed: number,
    private readonly options: MutatorOptions,
  ) {
    this.random = makeRandom(seed);
    this.words = [...odd, ...options.dictionary].map((word) => Buffer.from(word));
  }

  next(corpus: readonly Buffer[]): Buffer {
    // Most cases are short, since most branches are; one in a hundred may be as long as a case can be.
    const most = this.random.below(100) === 0 ? this.options.longest : Math.min(this.options.longest, usually);
    let bytes = this.pick(corpus);
    const rounds = 1 + this.random.below(4);
    for (let i = 0; i < rounds; i++) {
      const tree = this.options.json && this.random.below(4) > 0 ? this.changedTree(bytes) : null;
      bytes = tree ?? this.changedBytes(bytes, corpus);
    }
    return bytes.length > most ? bytes.subarray(0, most) : bytes;
  }

  private changedBytes(bytes: Buffer, corpus: readonly Buffer[]): Buffer {
    const at = this.random.below(bytes.length + 1);
    const to = Math.min(bytes.length, at + 1 + this.random.below(16));
    const with_ = (middle: Uint8Array, from = at, until = to): Buffer =>
      Buffer.concat([bytes.subarray(0, from), middle, bytes.subarray(until)]);
    switch (this.random.below(10)) {
      case 0:
        return with_(Buffer.of(this.random.below(256)), at, Math.min(bytes.length, at + 1));
      case 1: {
        const copy = Buffer.from(bytes);
        if (copy.length > 0) copy[at % copy.length]! ^= 1 << this.random.below(8);
        return copy;
      }
      case 2:
        return with_(Buffer.alloc(0));
      case 3:
        return with_(this.pick(this.words), at, at);
      case 4:
        return with_(this.pick(this.words));
      case 5:
        return with_(
          this.repeated(this.random.below(2) === 0 ? this.pick(this.words) : bytes.subarray(at, to)),
          at,
          at,
        );
      case 6: {
        const other = this.pick(corpus);
        const from = this.random.below(other.length + 1);
        return with_(other.subarray(from, from + this.random.below(200)), at, at);
      }
      case 7:
        return bytes.subarray(0, at);
      case 8:
        return with_(Buffer.from(String(this.number())));
      default:
        return with_(bytes.subarray(at, to), at, at);
    }
  }

  /** Up to some tens of kilobytes of the same: what is slow shows here. */
  private repeated(piece: Uint8Array): Buffer {
    if (piece.length === 0) return Buffer.alloc(0);
    const times = Math.min(2 ** this.random.below(15), Math.floor(this.options.longest / piece.length));
    return Buffer.concat(Array.from({ length: times }, () => piece));
  }

  private number(): number {
    const scale = this.random.pick([1, 90, 180, 1000, 2 ** 31, 2 ** 53, 1e21, 1e308]);
    return (
      this.random.pick([1, -1]) * this.random.pick([Math.round(this.random.unit() * scale), this.random.unit() * scale])
    );
  }

  /** One node of the tree put in another's place, removed, repeated or made odd; null where the bytes are no JSON. */
  private changedTree(bytes: Buffer): Buffer | null {
    let tree: unknown;
    try {
      tree = JSON.parse(bytes.toString('utf8'));
    } catch {
      return null;
    }
    const places: { holder: Record<string, unknown>; key: string }[] = [];
    const visit = (node: unknown): void => {
      if (typeof node !== 'object' || node === null || places.length > 2000) return;
      for (const key of Object.keys(node)) {
        places.push({ holder: node as Record<string, unknown>, key });
        visit((node as Record<string, unknown>)[key]);
      }
    };
    visit(tree);
    if (places.length === 0) return null;
    const { holder, key } = this.random.pick(places);
    const other = this.random.pick(places);
    switch (this.random.below(8)) {
      case 0:
        if (Array.isArray(holder)) holder.splice(Number(key), 1);
        else delete holder[key];
        break;
      case 1:
        holder[key] = structuredClone(other.holder[other.key]);
        break;
      case 2:
        if (Array.isArray(holder))
          holder.push(...Array.from({ length: 2 ** this.random.below(9) }, () => holder[Number(key)]));
        else holder[this.random.pick(this.words).toString()] = holder[key];
        break;
      case 3:
        holder[key] = this.number();
        break;
      case 4:
        holder[key] = this.random.pick(this.words).toString();
        break;
      case 5:
        if (typeof holder[key] === 'string') {
          holder[key] = this.changedBytes(Buffer.from(holder[key]), this.words).toString('utf8');
          break;
        }
        holder[key] = [holder[key]];
        break;
      default:
        holder[key] = this.random.pick(oddValues);
    }
    try {
      const text = JSON.stringify(tree) as string | undefined;
      return text === undefined ? null : Buffer.from(text);
    } catch {
      return null;
    }
  }

  private pick<T>(list: readonly T[]): T {
    return this.random.pick(list);
  }
}
