import { canonicalJson } from './canonical.js';
import {
  type Chunk,
  chunkSize,
  extendWithin,
  type Join,
  joinHere,
  type Leaf,
  mostTogether,
  readLeaves,
} from './chunk.js';
import { writtenLeafHash } from './draw.js';
import { chainHash, chainStart, entryLeafHash } from './entry.js';
import { emptyFrontier, extend, rootOf } from './merkle.js';
import { headText, signatureHoldsAside } from './signature.js';
import type { PositionedEntry, TreeHead, WrittenEntry } from './types.js';

export type Fault =
  /** The content no longer gives the entry's own leaf hash. */
  | 'edited'
  /** A position, or the end of the journal below a signed head, is not there. */
  | 'deleted'
  /** The entry is whole, but it is not the one that was sequenced here: moved, or rewritten with its hash. */
  | 'reordered'
  /** The entries up to a signed head give another root. */
  | 'head_mismatch'
  /** A head's signature does not hold. */
  | 'bad_signature'
  /** Entries that no signed head covers. */
  | 'unsigned';

export type JournalVerdict =
  | { ok: true; size: number; root: string }
  | {
      ok: false;
      /** The first position that is not as it was. Where only a head tells, the first that no good head covers. */
      position: number;
      entryId: string | null;
      fault: Fault;
      /** In words, with the positions concerned. */
      detail: string;
    };

type Sequence<T> = AsyncIterable<T> | Iterable<T>;

/**
 * Recomputes the whole journal in one pass and constant memory: content → leaf hash → running hash → tree
 * root at every signed head, and names the first position that is not as it was.
 *
 * @param entries by position, from 0
 * @param heads by size, smallest first; a head kept elsewhere (by a party, say) may be put among them, and
 *   then even whoever holds the key and rewrote everything is found out
 * @param publicKeys key id → raw Ed25519 public key, base64url
 * @param join works out running hash and tree, in another thread while entries are read here, say
 */
export async function verifyJournal(
  entries: Sequence<PositionedEntry>,
  heads: Sequence<TreeHead>,
  publicKeys: Readonly<Record<string, string>>,
  join: Join = joinHere,
): Promise<JournalVerdict> {
  const pages = Array.isArray(entries) ? [entries] : gathered(entries);
  return new Verifier<PositionedEntry>(
    { hash: entryLeafHash, text: (entry) => canonicalJson(entry.payload) },
    publicKeys,
    join,
  ).verify(pages, iterate(heads));
}

/** The same over entries as they are stored, in pages of any size. */
export async function verifyWritten(
  pages: Sequence<readonly WrittenEntry[]>,
  heads: Sequence<TreeHead>,
  publicKeys: Readonly<Record<string, string>>,
  join: Join = joinHere,
): Promise<JournalVerdict> {
  return new Verifier<WrittenEntry>({ hash: writtenLeafHash, text: (entry) => entry.payload }, publicKeys, join).verify(
    pages,
    iterate(heads),
  );
}

async function* gathered(entries: Sequence<PositionedEntry>): AsyncGenerator<PositionedEntry[]> {
  let page: PositionedEntry[] = [];
  for await (const entry of entries) {
    page.push(entry);
    if (page.length < mostTogether) continue;
    yield page;
    page = [];
  }
  yield page;
}

type Stored = Omit<PositionedEntry, 'payload'>;
/** Entries whose leaves have been recomputed, and what is made of them. */
interface Begun<E> {
  entries: readonly E[];
  chunk: Promise<Chunk | null> | Chunk | null;
}
type Bad = Extract<JournalVerdict, { ok: false }>;
type Heads = AsyncIterator<TreeHead> | Iterator<TreeHead>;

/** Goes over the journal in chunks; one in which something is wrong is gone over again entry by entry, to say what. */
class Verifier<E extends Stored> {
  private frontier = emptyFrontier();
  private chain = chainStart;
  /** Entries that good heads cover. */
  private covered = 0;
  private head: TreeHead | null = null;
  /** Signatures that are being checked, in the order of their heads, each with what is wrong if it does not hold. */
  private asked: { holds: Promise<boolean>; otherwise: Bad }[] = [];

  constructor(
    private readonly leaf: Leaf<E>,
    private readonly publicKeys: Readonly<Record<string, string>>,
    private readonly join: Join,
  ) {}

  async verify(pages: Sequence<readonly E[]>, heads: Heads): Promise<JournalVerdict> {
    const verdict = await this.goOver(pages, heads);
    // What is asked for was met before what was found.
    return (await this.firstUnsigned()) ?? verdict;
  }

  private async goOver(pages: Sequence<readonly E[]>, heads: Heads): Promise<JournalVerdict> {
    this.head = await next(heads);
    const begun: Begun<E>[] = [];
    // Where the next entries stand, if those that are begun are as they tell.
    let [position, chain] = [0, chainStart];
    for await (const page of pages) {
      for (let at = 0; at < page.length;) {
        const entries = page.slice(at, at + chunkSize(position, page.length - at));
        begun.push({ entries, chunk: this.together(entries, position, chain) });
        at += entries.length;
        position += entries.length;
        chain = entries.at(-1)!.chain ?? '';
        const found = begun.length > mostBegun ? await this.finish(begun.shift()!, heads) : null;
        if (found) return found;
      }
    }
    for (const one of begun) {
      const found = await this.finish(one, heads);
      if (found) return found;
    }
    const { size } = this.frontier;
    if (this.head !== null)
      return bad(size, 'deleted', `A signed head covers ${this.head.size} entries, but only ${size} are there`);
    if (this.covered < size)
      return bad(this.covered, 'unsigned', `No signed head covers positions ${this.covered} to ${size - 1}`);
    return { ok: true, size, root: rootOf(this.frontier) };
  }

  /** Null where something is wrong, or cannot be told together. What is no JSON has no content. */
  private together(entries: readonly E[], position: number, chain: string): Begun<E>['chunk'] {
    if (entries.length < fewestTogether) return null;
    const told = orNull(() => readLeaves(entries, position, chain, this.leaf));
    if (told === null) return null;
    const after = entries.at(-1)!.chain!;
    const chunk = (levels: Buffer[] | null): Chunk | null => levels && { levels, chain: after };
    const levels = this.join(told.leaves, told.before);
    return levels instanceof Promise ? levels.then(chunk) : chunk(levels);
  }

  private async finish({ entries, chunk }: Begun<E>, heads: Heads): Promise<Bad | null> {
    const joined = await chunk;
    return joined ? this.take(joined, heads) : this.singly(entries, heads);
  }

  private async take(chunk: Chunk, heads: Heads): Promise<Bad | null> {
    const length = chunk.levels[0]!.length / 32;
    const before = this.frontier;
    let count = 1;
    while (this.head !== null && this.head.size <= before.size + length) {
      count = Math.max(count, this.head.size - before.size);
      this.frontier = extendWithin(before, chunk, count);
      const found = await this.meet(heads);
      if (found) return found;
    }
    this.frontier = extendWithin(before, chunk, length);
    this.chain = chunk.chain;
    return null;
  }

  private async singly(entries: readonly E[], heads: Heads): Promise<Bad | null> {
    for (const entry of entries) {
      const found = this.faultOf(entry);
      if (found) return found;
      this.frontier = extend(this.frontier, entry.leafHash);
      while (this.head !== null && this.head.size <= this.frontier.size) {
        const atHead = await this.meet(heads);
        if (atHead) return atHead;
      }
    }
    return null;
  }

  private faultOf(entry: E): Bad | null {
    const position = this.frontier.size;
    if (entry.position > position)
      return bad(position, 'deleted', `No entry at position ${position}; the next one found is at ${entry.position}`);
    if (entry.position < position)
      return bad(entry.position, 'reordered', `Position ${entry.position} is taken more than once`, entry.id);
    const hash = orNull(() => this.leaf.hash(entry));
    if (hash === null || hash !== entry.leafHash) {
      const detail = `The content of entry ${entry.id} at position ${position} does not give its leaf hash`;
      return bad(position, 'edited', detail, entry.id);
    }
    this.chain = chainHash(this.chain, entry.leafHash);
    if (entry.chain !== undefined && entry.chain !== this.chain) {
      const detail = `Entry ${entry.id} is not the one that was sequenced at position ${position}`;
      return bad(position, 'reordered', detail, entry.id);
    }
    return null;
  }

  /** Holds the head against the entries so far, has its signature checked aside, and goes on to the next. */
  private async meet(heads: Heads): Promise<Bad | null> {
    const head = this.head!;
    const unsigned = `The signature of the head of size ${head.size} does not hold for key ${head.keyId}`;
    const otherwise = bad(this.covered, 'bad_signature', unsigned);
    const key = Object.hasOwn(this.publicKeys, head.keyId) ? this.publicKeys[head.keyId] : undefined;
    // Heads come from elsewhere too: one that cannot be put into form was signed by nobody.
    const text = orNull(() => headText(head));
    if (key === undefined || text === null) return otherwise;
    this.asked.push({ holds: signatureHoldsAside(key, text, head.signature), otherwise });
    if (head.size !== this.frontier.size || head.root !== rootOf(this.frontier))
      return bad(this.covered, 'head_mismatch', mismatch(head, this.covered));
    this.covered = head.size;
    this.head = await next(heads);
    return this.asked.length < mostAsked ? null : this.firstUnsigned();
  }

  private async firstUnsigned(): Promise<Bad | null> {
    const asked = this.asked.splice(0);
    const held = await Promise.all(asked.map(({ holds }) => holds));
    return asked[held.indexOf(false)]?.otherwise ?? null;
  }
}

/** Signatures that are checked at a time, at most. */
const mostAsked = 64;
/** Chunks that are joined while more are read, at most. */
const mostBegun = 4;
/** Fewer than these are as quick one by one. */
const fewestTogether = 4;

function bad(position: number, fault: Fault, detail: string, entryId: string | null = null): Bad {
  return { ok: false, position, entryId, fault, detail };
}

/** What a payload that was edited into something that is not JSON gives is nothing at all. */
function orNull<T>(work: () => T): T | null {
  try {
    return work();
  } catch (error) {
    if (error instanceof TypeError || error instanceof SyntaxError) return null;
    throw error;
  }
}

function mismatch(head: TreeHead, covered: number): string {
  return head.size > covered
    ? `Positions ${covered} to ${head.size - 1} do not give the root that was signed for size ${head.size}`
    : `Two signed heads of size ${head.size} disagree, or the heads are out of order`;
}

function iterate<T>(sequence: Sequence<T>): AsyncIterator<T> | Iterator<T> {
  return Symbol.asyncIterator in sequence ? sequence[Symbol.asyncIterator]() : sequence[Symbol.iterator]();
}

async function next<T>(iterator: AsyncIterator<T> | Iterator<T>): Promise<T | null> {
  const step = await iterator.next();
  return step.done ? null : step.value;
}
