import { canonicalJson } from './canonical.js';
import { leafHash } from './merkle.js';
import type { Entry, EntryDraft } from './types.js';

/** An entry that is not written yet, with the canonical text of its payload. */
export interface DrawnEntry {
  entry: Entry;
  payload: string;
}

/** Completes a draft. `salt` is 16 random bytes in hex. @throws TypeError where the payload is not JSON */
export function drawEntry(draft: EntryDraft, own: { id: string; at: string; salt: string }): DrawnEntry {
  const { actor, type, subject, payload } = draft;
  const text = canonicalJson(payload);
  const entry = { ...own, actor, type, subject: { kind: subject.kind, id: subject.id }, payload };
  return { entry: { ...entry, leafHash: leafHashOver(entry, text) }, payload: text };
}

/**
 * Leaf hash as `entryLeafHash`, from the payload's canonical text, which is what is stored: it is the longest part by
 * far, and is put into form once.
 */
export function leafHashOver(entry: Omit<Entry, 'leafHash' | 'payload'>, payload: string): string {
  const { id, at, actor, type, subject } = entry;
  const about = canonicalJson({ id: subject.id, kind: subject.kind });
  // Members by name, as canonical JSON has them.
  const content =
    `{"actor":${canonicalJson(actor)},"at":${canonicalJson(at)},"id":${canonicalJson(id)},` +
    `"payload":${payload},"subject":${about},"type":${canonicalJson(type)}}`;
  return leafHash(Buffer.from(entry.salt, 'hex'), content);
}
