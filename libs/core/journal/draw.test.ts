import fc from 'fast-check';
import { canonicalJson } from './canonical.js';
import { drawEntry, leafHashOver, writtenLeafHash } from './draw.js';
import { entryLeafHash } from './entry.js';
import { leafHashes } from './leaves.js';

const text = fc.oneof(
  fc.string(),
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('a-b.c:d_e', '"', '\\', '\n', 'é', '🧨'),
);
const salt = fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) => Buffer.from(bytes).toString('hex'));
const payload = fc
  .dictionary(text, fc.jsonValue())
  .map((value) => JSON.parse(JSON.stringify(value)) as Record<string, unknown>);
const draft = fc.record({ actor: text, type: text, subject: fc.record({ kind: text, id: text }), payload });

describe('the leaf hash of an entry', () => {
  it('is the same from its content, from the text that is drawn up, and from what is stored', () => {
    fc.assert(
      fc.property(draft, text, text, salt, (given, id, at, ownSalt) => {
        const drawn = drawEntry(given, { id, at, salt: ownSalt });
        const { leafHash, ...entry } = drawn.entry;
        expect(leafHash).toBe(entryLeafHash(entry));
        expect(leafHashOver(entry, canonicalJson(given.payload))).toBe(leafHash);
        const stored = { ...drawn.entry, payload: JSON.stringify(given.payload, null, 2), position: 0 };
        expect(writtenLeafHash(stored)).toBe(leafHash);
      }),
      { numRuns: 200 },
    );
  });

  it('is the same of many that are hashed together, whatever their ids', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(draft, text, salt), { maxLength: 5 }), (given) => {
        const drawn = given.map(([one, id, ownSalt]) =>
          drawEntry(one, { id, at: '2026-11-22T10:00:00.000Z', salt: ownSalt }),
        );
        const entries = drawn.map(({ entry, payload: content }) => ({ ...entry, content }));
        const together = leafHashes(entries, (entry) => entry.content).toString('hex');
        expect(together).toBe(entries.map((entry) => entry.leafHash).join(''));
      }),
      { numRuns: 300 },
    );
  });
});
