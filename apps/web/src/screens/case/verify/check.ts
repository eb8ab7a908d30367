import type { Schemas } from '../../../api/client.js';
import { canonicalJson } from './canonical.js';
import { fromBase64Url, fromHex, isIncluded, leafHash } from './tree.js';

export type Proof = Pick<Schemas['Proof'], 'head' | 'entries'>;
type ProvedEntry = Proof['entries'][number];

/** An entry as the page shows it. */
export interface ShownEntry {
  entryId: string;
  at: string;
  key: string;
  by: { id: string };
  position: number | null;
}

/**
 * What became of an entry. `proved`: it is in the journal under the head; `waiting`: no head covers it yet;
 * `altered`: its content does not give its hash; `not_included`: its path does not lead to the head's root;
 * `other`: the page shows something else than the journal's entry; `missing`: the journal gave no such entry.
 */
export type EntryResult = 'proved' | 'waiting' | 'altered' | 'not_included' | 'other' | 'missing';

/**
 * What became of the head. `signed`: by a key that the mission publishes; `forged`: the signature is not of that
 * key; `unknown_key`: nobody publishes the key; `unchecked`: this browser knows no Ed25519; `none`: there is no head.
 */
export type HeadResult = 'signed' | 'forged' | 'unknown_key' | 'unchecked' | 'none';

export interface Verdict {
  entries: ReadonlyMap<string, EntryResult>;
  head: HeadResult;
  /** Nothing is wrong with what could be checked. */
  holds: boolean;
}

const utf8 = new TextEncoder();

/** Whether a browser lets this page hash at all: only over https, or on the machine itself. */
export const canCheck = (): boolean => globalThis.crypto?.subtle !== undefined;

/** Checks alone, without believing the server that what it shows is what the journal holds. */
export async function check(
  shown: readonly ShownEntry[],
  proof: Proof,
  keys: readonly { keyId: string; publicKey: string }[],
): Promise<Verdict> {
  const given = new Map(proof.entries.map((entry) => [entry.id, entry]));
  const entries = new Map<string, EntryResult>();
  for (const entry of proof.entries) entries.set(entry.id, await checkEntry(entry, proof.head));
  for (const one of shown) {
    const entry = given.get(one.entryId);
    if (!entry) entries.set(one.entryId, 'missing');
    else if (!isSame(one, entry)) entries.set(one.entryId, 'other');
  }
  const head = await checkHead(proof.head, keys);
  const isFine = [...entries.values()].every((result) => result === 'proved' || result === 'waiting');
  return { entries, head, holds: isFine && head !== 'forged' && head !== 'unknown_key' };
}

/** A place in the journal may have come since the page was drawn; another one may not. */
function isSame(one: ShownEntry, { at, type, actor, position }: ProvedEntry): boolean {
  const isInPlace = one.position === null || one.position === position;
  return one.at === at && one.key === type && one.by.id === actor && isInPlace;
}

async function checkEntry(entry: ProvedEntry, head: Proof['head']): Promise<EntryResult> {
  const { actor, at, id, payload, subject, type } = entry;
  const content = canonicalJson({ actor, at, id, payload, subject, type });
  const leaf = await leafHash(fromHex(entry.salt), utf8.encode(content));
  if (leaf !== entry.leafHash) return 'altered';
  if (!head || entry.position === null || entry.position >= head.size) return 'waiting';
  return entry.path !== null && (await isIncluded(leaf, entry.position, head, entry.path)) ? 'proved' : 'not_included';
}

async function checkHead(
  head: Proof['head'],
  keys: readonly { keyId: string; publicKey: string }[],
): Promise<HeadResult> {
  if (!head) return 'none';
  const known = keys.find(({ keyId }) => keyId === head.keyId);
  if (!known) return 'unknown_key';
  const { size, root, at, keyId } = head;
  const text = utf8.encode(canonicalJson({ size, root, at, keyId }));
  const key = await importKey(fromBase64Url(known.publicKey));
  if (!key) return 'unchecked';
  return (await crypto.subtle.verify('Ed25519', key, fromBase64Url(head.signature), text)) ? 'signed' : 'forged';
}

/** Null where the browser does not know the algorithm; a broken key of ours is an error. */
async function importKey(raw: Uint8Array<ArrayBuffer>): Promise<CryptoKey | null> {
  try {
    return await crypto.subtle.importKey('raw', raw, 'Ed25519', false, ['verify']);
  } catch (error) {
    if (error instanceof DOMException && error.name === 'NotSupportedError') return null;
    throw error;
  }
}
