/** The browser's check against trees, leaves and signatures made by other hands, straight from RFC 6962. */
import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { check, type Proof, type ShownEntry } from './check.js';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const keys = [{ keyId: 'k1', publicKey: publicKey.export({ format: 'jwk' }).x! }];

const hash = (...parts: Buffer[]): Buffer => createHash('sha256').update(Buffer.concat(parts)).digest();
const split = (n: number): number => 2 ** Math.floor(Math.log2(n - 1));
/** MTH of RFC 6962, 2.1. */
const root = (leaves: Buffer[]): Buffer => {
  if (leaves.length === 1) return leaves[0]!;
  const k = split(leaves.length);
  return hash(Buffer.of(1), root(leaves.slice(0, k)), root(leaves.slice(k)));
};
/** PATH of RFC 6962, 2.1.1. */
const path = (at: number, leaves: Buffer[]): Buffer[] => {
  if (leaves.length === 1) return [];
  const k = split(leaves.length);
  return at < k
    ? [...path(at, leaves.slice(0, k)), root(leaves.slice(k))]
    : [...path(at - k, leaves.slice(k)), root(leaves.slice(0, k))];
};

function proofOf(size: number): Proof {
  const entries = Array.from({ length: size }, (_, i) => {
    const [id, at, salt] = [`e${i}`, `2026-03-02T12:00:0${i % 10}.000Z`, `${i % 10}f`.repeat(16)];
    const payload = { z: i + 0.5, 'ä"': ['é', null], b: { y: true, x: 1e21 } };
    // By hand, as RFC 8785 has it.
    const content = `{"actor":"a","at":"${at}","id":"${id}","payload":{"b":{"x":1e+21,"y":true},"z":${i + 0.5},"ä\\"":["é",null]},"subject":{"id":"i","kind":"incident"},"type":"incident.joined"}`;
    const leaf = hash(Buffer.of(0), Buffer.from(salt, 'hex'), Buffer.from(content));
    return { id, at, salt, payload, actor: 'a', type: 'incident.joined', subject: { kind: 'incident', id: 'i' }, leaf };
  });
  const leaves = entries.map(({ leaf }) => leaf);
  const head = { size, root: root(leaves).toString('hex'), at: '2026-03-02T13:00:00.000Z', keyId: 'k1' };
  const text = `{"at":"${head.at}","keyId":"k1","root":"${head.root}","size":${size}}`;
  return {
    head: { ...head, signature: sign(null, Buffer.from(text), privateKey).toString('base64url') },
    entries: entries.map(({ leaf, ...entry }, i) => ({
      ...entry,
      leafHash: leaf.toString('hex'),
      position: i,
      path: path(i, leaves).map((sibling) => sibling.toString('hex')),
    })),
  };
}

const shownOf = ({ entries }: Proof): ShownEntry[] =>
  entries.map(({ id, at, type, actor, position }) => ({ entryId: id, at, key: type, by: { id: actor }, position }));

const changed = (proof: Proof, at: number, change: Partial<Proof['entries'][number]>): Proof => ({
  ...proof,
  entries: proof.entries.map((entry, i) => (i === at ? { ...entry, ...change } : entry)),
});

describe('the check of a case', () => {
  it.each([1, 2, 3, 8, 13])('proves every entry of a journal of %i', async (size) => {
    const proof = proofOf(size);
    const { entries, head, holds } = await check(shownOf(proof), proof, keys);
    expect([...entries.values()]).toEqual(proof.entries.map(() => 'proved'));
    expect([head, holds]).toEqual(['signed', true]);
  });

  it('finds out what was tampered with, and where', async () => {
    const proof = proofOf(9);
    const shown = shownOf(proof);
    const resultOf = async (tampered: Proof, id: string): Promise<unknown> => {
      const { entries, holds } = await check(shown, tampered, keys);
      return [entries.get(id), holds];
    };
    expect(await resultOf(changed(proof, 4, { payload: { z: 1 } }), 'e4')).toEqual(['altered', false]);
    expect(await resultOf(changed(proof, 4, { position: 5 }), 'e4')).toEqual(['other', false]);
    expect(await resultOf(changed(proof, 4, { path: [] }), 'e4')).toEqual(['not_included', false]);
    expect(await resultOf(changed(proof, 4, { path: null }), 'e4')).toEqual(['not_included', false]);
    expect(await resultOf({ ...proof, entries: proof.entries.slice(1) }, 'e0')).toEqual(['missing', false]);
    const otherwise = shown.map((one) => (one.entryId === 'e2' ? { ...one, key: 'incident.left' } : one));
    expect((await check(otherwise, proof, keys)).entries.get('e2')).toBe('other');
  });

  it('believes no other head, no other key, and says what it cannot know', async () => {
    const proof = proofOf(5);
    const shown = shownOf(proof);
    const forged = { ...proof, head: { ...proof.head!, at: '2026-03-03T00:00:00.000Z' } };
    expect(await check(shown, forged, keys)).toMatchObject({ head: 'forged', holds: false });
    expect(await check(shown, proof, [])).toMatchObject({ head: 'unknown_key', holds: false });
    const early = changed({ ...proof, head: null }, 0, { position: null, path: null });
    const { entries, head } = await check(shownOf(early), early, keys);
    expect([entries.get('e0'), head]).toEqual(['waiting', 'none']);
  });
});
