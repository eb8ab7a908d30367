import { hash as digest } from 'node:crypto';
import { canonicalJson } from './canonical.js';
import { leafHash } from './merkle.js';
import type { Entry, EntryDraft } from './types.js';

/**
 * Leaf hash of an entry: SHA-256(0x00 || salt || canonical JSON of {actor, at, id, payload, subject, type}),
 * the salt as its 16 raw bytes. @throws TypeError where the payload is not JSON
 */
export function entryLeafHash(entry: Omit<Entry, 'leafHash'>): string {
  const { id, at, actor, type, subject, payload } = entry;
  // In the order of the canonical form, which is then written at once.
  const content = canonicalJson({ actor, at, id, payload, subject: { id: subject.id, kind: subject.kind }, type });
  return leafHash(entry.salt, content);
}

/** Completes a draft. `salt` is 16 random bytes in hex. @throws TypeError where the payload is not JSON */
export function makeEntry(draft: EntryDraft, own: { id: string; at: string; salt: string }): Entry {
  const { actor, type, subject, payload } = draft;
  const entry = { ...own, actor, type, subject: { kind: subject.kind, id: subject.id }, payload };
  return { ...entry, leafHash: entryLeafHash(entry) };
}

/** Where two hashes are put side by side. */
const pair = Buffer.alloc(64);

/** Before the first entry. */
export const chainStart = '0'.repeat(64);

/**
 * Running hash over the leaves in their order: SHA-256(previous || leaf), hex. Stored with each position,
 * it lets a verifier name the very entry that was moved, where a tree head only says that one was.
 */
export function chainHash(previous: string, leaf: string): string {
  if (pair.write(previous, 0, 'hex') === 32 && pair.write(leaf, 32, 'hex') === 32) return digest('sha256', pair);
  return digest('sha256', Buffer.from(previous + leaf, 'hex'));
}
