/** A reader of strangers' bytes, as it is fuzzed. */
export interface Target {
  name: string;
  /** What is read, and where it comes from, in a few words. */
  reads: string;
  /** Cases to begin with, made by code; more are kept in test/fuzz/corpus. */
  seeds: readonly (string | Uint8Array)[];
  /** Words of the format. */
  dictionary?: readonly string[];
  json?: boolean;
  /** Names of errors other than Problem that are the reader's own way of saying no, with where and what to do. */
  refusals?: readonly string[];
  /** Longest time for one case, ms, where it is not 100: what an operator's own command reads once may take longer. */
  mostMs?: number;
  /** Longest case, bytes, where it is not 65,536: a file of many rows takes long because it is long. */
  longest?: number;
  /** Reads one case; what it gives is searched for numbers that are none. */
  read(bytes: Buffer): unknown;
  close?(): Promise<void>;
}

/** The bytes as a stream, cut at a place that depends on them. */
export async function* inPieces(bytes: Buffer): AsyncGenerator<Uint8Array> {
  // Bytes one by one only where there are few: no network sends thousands so, and each piece is looked at anew.
  const size = (bytes.length < 200 ? 1 : 61) + ((bytes[0] ?? 0) % 7) * 997;
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size);
}

/** Everything that a stream gives, at most `most` items. */
export async function all<T>(items: AsyncIterable<T>, most = 5000): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) {
    list.push(item);
    if (list.length >= most) break;
  }
  return list;
}
