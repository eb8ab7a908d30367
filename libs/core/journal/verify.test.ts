import { generateKeyPairSync, sign } from 'node:crypto';
import fc from 'fast-check';
import { canonicalJson } from './canonical.js';
import { type Join, joinHere } from './chunk.js';
import { chainHash, chainStart, entryLeafHash, makeEntry } from './entry.js';
import { rootOfLeaves } from './merkle.js';
import { headText, signatureHolds } from './signature.js';
import type { PositionedEntry, TreeHead } from './types.js';
import { verifyJournal, verifyWritten } from './verify.js';

const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const keys = { k1: publicKey.export({ format: 'jwk' }).x! };
const signed = (size: number, root: string): TreeHead => {
  const head = { size, root, at: '2026-11-22T05:00:00.000Z', keyId: 'k1' };
  return { ...head, signature: sign(null, Buffer.from(headText(head)), privateKey).toString('base64url') };
};

function journal(): { entries: PositionedEntry[]; heads: TreeHead[] } {
  let chain = chainStart;
  const entries = Array.from({ length: 12 }, (_, position) => {
    const draft = { actor: 'a', type: 't', subject: { kind: 's', id: `${position}` }, payload: { n: position } };
    const own = { id: `e-${position}`, at: '2026-11-22T05:00:00.000Z', salt: `${position}`.padStart(32, '0') };
    const entry = makeEntry(draft, own);
    chain = chainHash(chain, entry.leafHash);
    return { ...entry, position, chain };
  });
  const leaves = entries.map((e) => e.leafHash);
  return { entries, heads: [5, 6, 12].map((size) => signed(size, rootOfLeaves(leaves, 0, size))) };
}

type Change = (j: ReturnType<typeof journal>) => void;

describe('verifying a journal', () => {
  it('accepts one that is whole, and the empty one', async () => {
    const { entries, heads } = journal();
    expect(await verifyJournal(entries, heads, keys)).toEqual({ ok: true, size: 12, root: heads[2]!.root });
    expect(await verifyJournal([], [], keys)).toMatchObject({ ok: true, size: 0 });
  });

  const cases: [string, number, string, Change][] = [
    ['a changed payload', 7, 'edited', (j) => (j.entries[7]!.payload = { n: 8 })],
    ['a changed instant', 0, 'edited', (j) => (j.entries[0]!.at = '2026-11-22T05:00:00.001Z')],
    ['a changed salt', 3, 'edited', (j) => (j.entries[3]!.salt = 'f'.repeat(32))],
    ['a payload that is no JSON', 2, 'edited', (j) => (j.entries[2]!.payload = { n: NaN })],
    [
      'neither salt nor hash',
      1,
      'edited',
      (j) => {
        j.entries[1]!.salt = undefined as never;
        j.entries[1]!.leafHash = null as never;
      },
    ],
    ['a head without instant', 0, 'bad_signature', (j) => (j.heads[0]!.at = undefined as never)],
    ['a head with half a character in its root', 5, 'bad_signature', (j) => (j.heads[1]!.root = '\ud800')],
    ['a head without signature', 0, 'bad_signature', (j) => (j.heads[0]!.signature = undefined as never)],
    [
      'a payload rewritten with its hash',
      4,
      'reordered',
      (j) => {
        j.entries[4]!.payload = { n: 99 };
        j.entries[4]!.leafHash = entryLeafHash(j.entries[4]!);
      },
    ],
    ['an entry taken out', 6, 'deleted', (j) => j.entries.splice(6, 1)],
    ['the end cut off', 11, 'deleted', (j) => j.entries.pop()],
    [
      'two entries exchanged',
      8,
      'reordered',
      (j) => {
        const [a, b] = [j.entries[8]!, j.entries[10]!];
        j.entries[8] = { ...b, position: 8 };
        j.entries[10] = { ...a, position: 10 };
      },
    ],
    ['a position taken twice', 5, 'reordered', (j) => (j.entries[6]!.position = 5)],
    [
      'everything rewritten from 9 on, but for the signatures',
      6,
      'head_mismatch',
      (j) => {
        j.entries[9]!.payload = { n: 99 };
        j.entries[9]!.leafHash = entryLeafHash(j.entries[9]!);
        let chain = j.entries[8]!.chain!;
        for (const e of j.entries.slice(9)) e.chain = chain = chainHash(chain, e.leafHash);
      },
    ],
    ['a root rewritten', 5, 'bad_signature', (j) => (j.heads[1]!.root = '0'.repeat(64))],
    ['a head by another key', 0, 'bad_signature', (j) => (j.heads[0]!.keyId = 'toString')],
    ['a signature of nonsense', 6, 'bad_signature', (j) => (j.heads[2]!.signature = 'AAAA')],
    ['the last head taken away', 6, 'unsigned', (j) => j.heads.pop()],
  ];

  it.each(cases)('names %s at %i', async (_, position, fault, change) => {
    const j = journal();
    change(j);
    expect(await verifyJournal(j.entries, j.heads, keys)).toMatchObject({ ok: false, position, fault });
  });

  it.each(cases.filter(([name]) => name !== 'a payload that is no JSON'))(
    'names %s at %i, of entries as they are stored',
    async (_, position, fault, change) => {
      const j = journal();
      change(j);
      const written = j.entries.map((e) => ({ ...e, payload: canonicalJson(e.payload) }));
      const pages = [written.slice(0, 5), written.slice(5)];
      expect(await verifyWritten(pages, j.heads, keys)).toMatchObject({ ok: false, position, fault });
    },
  );

  it('takes a stored text in other words for the same, and one with another meaning or none for edited', async () => {
    const { entries, heads } = journal();
    const written = entries.map((e) => ({ ...e, payload: JSON.stringify(e.payload, null, 1) }));
    expect(await verifyWritten([written], heads, keys)).toMatchObject({ ok: true, size: 12 });
    for (const payload of ['{"n":3,"n":4}', '{"n":3', '', '{"n":3} '.repeat(2)]) {
      const altered = written.map((e) => (e.position === 3 ? { ...e, payload } : e));
      expect(await verifyWritten([altered], heads, keys)).toMatchObject({ position: 3, fault: 'edited' });
    }
  });

  it('comes to the same in chunks and one by one, wherever the heads are', async () => {
    const { entries: few } = journal();
    let chain = chainStart;
    const entries = Array.from({ length: 2_300 }, (_, position) => {
      const entry = makeEntry(few[position % 12]!, { id: `e-${position}`, at: few[0]!.at, salt: few[0]!.salt });
      chain = chainHash(chain, entry.leafHash);
      return { ...entry, position, chain };
    });
    const leaves = entries.map((e) => e.leafHash);
    const sizes = [1, 2, 7, 8, 1000, 1023, 1024, 1025, 2048, 2049, 2300];
    const heads = sizes.map((size) => signed(size, rootOfLeaves(leaves, 0, size)));
    const whole = { ok: true, size: 2300, root: heads.at(-1)!.root };
    expect(await verifyJournal(entries, heads, keys)).toEqual(whole);
    const unchained = entries.map(({ chain: _, ...entry }) => entry);
    expect(await verifyJournal(unchained, heads, keys)).toEqual(whole);
    const pages = [entries.slice(0, 700), [], entries.slice(700, 705), entries.slice(705)];
    const written = pages.map((page) => page.map((e) => ({ ...e, payload: canonicalJson(e.payload) })));
    expect(await verifyWritten(written, heads, keys)).toEqual(whole);
    heads[6]!.root = heads[5]!.root;
    const unsigned = { position: 1023, fault: 'bad_signature' };
    expect(await verifyJournal(entries, heads, keys)).toMatchObject(unsigned);
    entries[1500]!.payload = {};
    expect(await verifyJournal(entries, [...heads.slice(0, 6), ...heads.slice(7)], keys)).toMatchObject({
      position: 1500,
      fault: 'edited',
    });
  });

  it('finds the same of any damage, whether many entries are gone over together or one by one', async () => {
    const { entries: few } = journal();
    let chain = chainStart;
    const words = ['plain', 'Łódź', '"', 'a\\b', '\n', '🧨'];
    const whole = Array.from({ length: 300 }, (_, position) => {
      // Words that need escapes or more bytes than letters in some stretches only.
      const word = position % 140 < 20 ? words[position % 6]! : 'plain';
      const draft = { actor: word, type: `t-${position % 3}`, subject: { kind: 's', id: word }, payload: { word } };
      const entry = makeEntry(draft, { id: `${position}`, at: few[0]!.at, salt: `${position}`.padStart(32, '0') });
      chain = chainHash(chain, entry.leafHash);
      return { ...entry, payload: canonicalJson(entry.payload), position, chain };
    });
    const leaves = whole.map((e) => e.leafHash);
    const heads = [100, 256, 300].map((size) => signed(size, rootOfLeaves(leaves, 0, size)));
    const texts = ['id', 'at', 'actor', 'type', 'payload', 'salt', 'leafHash', 'chain'] as const;
    const changes: Record<string, (text: string, next: string) => [string, string]> = {
      moved: (text, next) => [text.slice(0, -1), text.slice(-1) + next],
      exchanged: (text, next) => [next, text],
      raised: (text, next) => [text.toUpperCase(), next],
      'in other characters': (text, next) => [
        text.replace(/.$/u, (c) => String.fromCodePoint(c.codePointAt(0)! + 0x100)),
        next,
      ],
      cut: (text, next) => [text.slice(0, -1), next],
    };
    const damage = fc.record({
      at: fc.nat(whole.length - 2),
      field: fc.constantFrom(...texts),
      change: fc.constantFrom(...Object.keys(changes)),
      head: fc.option(fc.nat(2), { freq: 4 }),
    });
    const pagesOf = (entries: typeof whole, size: number) =>
      Array.from({ length: Math.ceil(entries.length / size) }, (_, i) => entries.slice(size * i, size * (i + 1)));
    await fc.assert(
      fc.asyncProperty(damage, async ({ at, field, change, head }) => {
        const entries = [...whole];
        const [one, other] = changes[change]!(whole[at]![field], whole[at + 1]![field]);
        entries[at] = { ...whole[at]!, [field]: one };
        entries[at + 1] = { ...whole[at + 1]!, [field]: other };
        const told = heads.map((h, i) => (i === head ? { ...h, signature: heads[(i + 1) % 3]!.signature } : h));
        const singly = await verifyWritten(pagesOf(entries, 3), told, keys);
        expect(await verifyWritten([entries], told, keys)).toEqual(singly);
        expect(await verifyWritten(pagesOf(entries, 70), told, keys)).toEqual(singly);
        const later: Join = async (...said) => joinHere(...said);
        expect(await verifyWritten(pagesOf(entries, 70), told, keys, later)).toEqual(singly);
        const altered = one !== whole[at]![field] || other !== whole[at + 1]![field];
        // A salt is bytes, whatever letters its hex has; other words of the same payload are the same payload.
        if (altered && !(field === 'salt' && change === 'raised')) expect(singly.ok).toBe(false);
        if (!altered && head === null) expect(singly.ok).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  it('finds a journal and its heads cut back together by a head kept elsewhere', async () => {
    const { entries, heads } = journal();
    const cut = { entries: entries.slice(0, 6), heads: heads.slice(0, 2) };
    expect(await verifyJournal(cut.entries, cut.heads, keys)).toMatchObject({ ok: true });
    expect(await verifyJournal(cut.entries, [...cut.heads, heads[2]!], keys)).toMatchObject({
      ok: false,
      position: 6,
      fault: 'deleted',
    });
  });
});

describe('signatures', () => {
  it('holds for the known answer of RFC 8032 section 7.1, test 1, and nothing near it', () => {
    const key = Buffer.from('d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a', 'hex').toString(
      'base64url',
    );
    const signature = Buffer.from(
      'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
      'hex',
    ).toString('base64url');
    expect(signatureHolds(key, '', signature)).toBe(true);
    expect(signatureHolds(key, ' ', signature)).toBe(false);
    expect(signatureHolds(key, '', signature.slice(4))).toBe(false);
    expect(signatureHolds('', '', signature)).toBe(false);
    expect(signatureHolds('A'.repeat(43), '', signature)).toBe(false);
  });
});
