import { asItStands, canonicalJson } from './canonical.js';
import { entryLeafHash } from './entry.js';
import { leafHash } from './merkle.js';
import type { Entry, EntryDraft, WrittenEntry } from './types.js';

/** An entry that is not written yet, with the canonical text of its payload. */
export interface DrawnEntry {
  entry: Entry;
  payload: string;
}

/** Completes a draft. `salt` is 16 random bytes in hex. @throws TypeError where the payload is not JSON */
export function drawEntry(draft: EntryDraft, own: { id: string; at: string; salt: string }): DrawnEntry {
  const { actor, type, subject, payload } = draft;
  const text = canonicalJson(payload);
  const { id, at, salt } = own;
  const { kind, id: subjectId } = subject;
  const entry: Entry = { id, at, salt, actor, type, subject: { kind, id: subjectId }, payload, leafHash: '' };
  entry.leafHash = leafHashOver(entry, text);
  return { entry, payload: text };
}

/**
 * Leaf hash as `entryLeafHash`, from the payload's canonical text, which is what is stored: it is the longest part by
 * far, and is put into form once.
 */
export function leafHashOver(entry: Omit<Entry, 'leafHash' | 'payload'>, payload: string): string {
  const { id, at, actor, type, subject, salt } = entry;
  // Members by name, as canonical JSON has them.
  const head = `{"actor":${quoted(actor)},"at":${quoted(at)},"id":${quoted(id)},"payload":`;
  const tail = `,"subject":{"id":${quoted(subject.id)},"kind":${quoted(subject.kind)}},"type":${quoted(type)}}`;
  return leafHash(salt, head, payload, tail);
}

/** The text as JSON has it. Ids, instants and names of types need no escapes; whatever else is there does not either, or gets them. */
export const quoted = (text: string): string => (asItStands.test(text) ? `"${text}"` : canonicalJson(text));

/**
 * Leaf hash of what is stored. A text that gives the entry's own hash is, byte for byte, the one that was written; a
 * database that was restored may say the same in other words, which are then put into form.
 * @throws TypeError, SyntaxError where the payload is not JSON
 */
export function writtenLeafHash(entry: WrittenEntry): string {
  const asWritten = leafHashOver(entry, entry.payload);
  if (asWritten === entry.leafHash) return asWritten;
  return entryLeafHash({ ...entry, payload: JSON.parse(entry.payload) as Record<string, unknown> });
}
