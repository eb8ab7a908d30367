import { chainHash, chainStart, entryLeafHash } from './entry.js';
import { emptyFrontier, extend, rootOf } from './merkle.js';
import { headText, signatureHolds } from './signature.js';
import type { PositionedEntry, TreeHead } from './types.js';

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
 */
export async function verifyJournal(
  entries: Sequence<PositionedEntry>,
  heads: Sequence<TreeHead>,
  publicKeys: Readonly<Record<string, string>>,
): Promise<JournalVerdict> {
  const upcoming = iterate(heads);
  let head = await next(upcoming);
  let frontier = emptyFrontier();
  let chain = chainStart;
  let covered = 0;
  const bad = (position: number, fault: Fault, detail: string, entryId: string | null = null): JournalVerdict => ({
    ok: false,
    position,
    entryId,
    fault,
    detail,
  });

  for await (const entry of entries) {
    const position = frontier.size;
    if (entry.position > position) {
      return bad(position, 'deleted', `No entry at position ${position}; the next one found is at ${entry.position}`);
    }
    if (entry.position < position) {
      return bad(entry.position, 'reordered', `Position ${entry.position} is taken more than once`, entry.id);
    }
    if (contentHash(entry) !== entry.leafHash) {
      const detail = `The content of entry ${entry.id} at position ${position} does not give its leaf hash`;
      return bad(position, 'edited', detail, entry.id);
    }
    chain = chainHash(chain, entry.leafHash);
    if (entry.chain !== undefined && entry.chain !== chain) {
      const detail = `Entry ${entry.id} is not the one that was sequenced at position ${position}`;
      return bad(position, 'reordered', detail, entry.id);
    }
    frontier = extend(frontier, entry.leafHash);
    while (head !== null && head.size <= frontier.size) {
      const fault = headFault(head, frontier.size, rootOf(frontier), publicKeys);
      if (fault) return bad(covered, fault, describe(fault, head, covered));
      covered = head.size;
      head = await next(upcoming);
    }
  }

  if (head !== null) {
    const detail = `A signed head covers ${head.size} entries, but only ${frontier.size} are there`;
    return bad(frontier.size, 'deleted', detail);
  }
  if (covered < frontier.size) {
    return bad(covered, 'unsigned', `No signed head covers positions ${covered} to ${frontier.size - 1}`);
  }
  return { ok: true, size: frontier.size, root: rootOf(frontier) };
}

/** What a payload that was edited into something that is not JSON gives is no hash at all. */
function contentHash(entry: PositionedEntry): string | null {
  try {
    return entryLeafHash(entry);
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

function headFault(
  head: TreeHead,
  size: number,
  root: string,
  publicKeys: Readonly<Record<string, string>>,
): 'head_mismatch' | 'bad_signature' | null {
  const key = Object.hasOwn(publicKeys, head.keyId) ? publicKeys[head.keyId] : undefined;
  if (key === undefined || !signatureHolds(key, headText(head), head.signature)) return 'bad_signature';
  return head.size === size && head.root === root ? null : 'head_mismatch';
}

function describe(fault: 'head_mismatch' | 'bad_signature', head: TreeHead, covered: number): string {
  if (fault === 'bad_signature')
    return `The signature of the head of size ${head.size} does not hold for key ${head.keyId}`;
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
