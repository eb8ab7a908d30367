import { hash as digest } from 'node:crypto';
import { asItStands } from './canonical.js';
import { leafHashOver, quoted } from './draw.js';
import type { Entry } from './types.js';

/** What of an entry is hashed besides its payload. */
type Content = Omit<Entry, 'leafHash' | 'payload'>;

/** Entries whose bytes lie side by side before they are hashed. */
const group = 128;
const saltBytes = 16;
/** The mark of a leaf and room for its salt. */
const room = '\0'.repeat(1 + saltBytes);
const salts = Buffer.alloc(group * saltBytes);
const ends = new Int32Array(group);
/** Nothing here waits, so one place serves all. */
let bytes = Buffer.alloc(group * 1_024);

/**
 * Leaf hashes of many entries as `leafHashOver` gives them, 32 bytes each, side by side. The text of many is put into bytes
 * at once: one by one that takes as long as hashing them.
 * @param textOf the canonical text of an entry's payload; may throw where it has none
 */
export function leafHashes<E extends Content>(entries: readonly E[], textOf: (entry: E) => string): Buffer {
  const hashes = Buffer.alloc(32 * entries.length);
  for (let from = 0; from < entries.length; from += group) {
    const some = entries.slice(from, from + group);
    const together = hashTogether(some, textOf);
    if (together !== null) hashes.write(together, 32 * from, 'latin1');
    else some.forEach((entry, i) => hashes.write(leafHashOver(entry, textOf(entry)), 32 * (from + i), 'hex'));
  }
  return hashes;
}

/** The hashes as bytes in a text; null where the text is not all ASCII, an id needs escapes, or a salt is not as salts are written. */
function hashTogether<E extends Content>(entries: readonly E[], textOf: (entry: E) => string): string | null {
  let salt = '';
  let text = '';
  let ids = '';
  let head = '';
  let tail = '';
  let before: E | null = null;
  for (let i = 0; i < entries.length; i++) {
    const entry = entries[i]!;
    const { subject } = entry;
    // What an entry has in common with the one before is not put into form again.
    if (before?.actor !== entry.actor || before.at !== entry.at)
      head = `${room}{"actor":${quoted(entry.actor)},"at":${quoted(entry.at)},"id":"`;
    if (before?.subject.kind !== subject.kind || before.type !== entry.type)
      tail = `","kind":${quoted(subject.kind)}},"type":${quoted(entry.type)}}`;
    before = entry;
    if (entry.salt.length !== 2 * saltBytes) return null;
    salt += entry.salt;
    ids += entry.id + subject.id;
    text += `${head}${entry.id}","payload":${textOf(entry)},"subject":{"id":"${subject.id}${tail}`;
    ends[i] = text.length;
  }
  // Asked of all at once: one by one it takes a tenth of the whole.
  if (!asItStands.test(ids)) return null;
  // In UTF-8 no character takes more than three times its length here.
  if (bytes.length < 3 * text.length) bytes = Buffer.alloc(4 * text.length);
  if (bytes.write(text) !== text.length) return null;
  if (salts.write(salt, 'hex') !== salt.length / 2 || salts.toString('hex', 0, salt.length / 2) !== salt) return null;
  const hashes: string[] = [];
  for (let i = 0, start = 0; i < entries.length; i++) {
    for (let k = 0; k < saltBytes; k++) bytes[start + 1 + k] = salts[saltBytes * i + k]!;
    const end = ends[i]!;
    hashes.push(digest('sha256', new Uint8Array(bytes.buffer, bytes.byteOffset + start, end - start), 'binary'));
    start = end;
  }
  return hashes.join('');
}
