import fc from 'fast-check';
import {
  consistencyProof,
  emptyFrontier,
  emptyRoot,
  extend,
  inclusionProof,
  leafHash,
  nodeHash,
  rootOf,
  rootOfLeaves,
  verifyConsistency,
  verifyInclusion,
} from './merkle.js';

/** Leaves and roots of the reference implementation's test data for RFC 6962 trees of size 1 to 8. */
const inputs = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
const roots = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];
const leaves = inputs.map((hex) => leafHash(hex, ''));

/** The recursive definition of RFC 6962 section 2.1, as plainly as it is written there. */
function definition(hashes: string[]): string {
  if (hashes.length === 0) return emptyRoot;
  if (hashes.length === 1) return hashes[0]!;
  let k = 1;
  while (k * 2 < hashes.length) k *= 2;
  return nodeHash(definition(hashes.slice(0, k)), definition(hashes.slice(k)));
}

const anyLeaves = fc
  .integer({ min: 1, max: 70 })
  .map((n) => Array.from({ length: n }, (_, i) => leafHash('', `leaf ${i}`)));

describe('Merkle tree (RFC 6962)', () => {
  it('gives the known roots', () => {
    expect(emptyRoot).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    expect(leaves.map((_, i) => rootOfLeaves(leaves, 0, i + 1))).toEqual(roots);
  });

  it('gives the known audit paths', () => {
    expect(inclusionProof(leaves.slice(0, 1), 0)).toEqual([]);
    expect(inclusionProof(leaves, 0)).toEqual([
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ]);
    expect(inclusionProof(leaves, 5)).toEqual([
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ]);
  });

  it('gives the known consistency proofs', () => {
    expect(consistencyProof(leaves, 1)).toEqual([
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ]);
    expect(consistencyProof(leaves, 6)).toEqual([
      '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ]);
  });

  it('grows leaf by leaf into the tree of the definition', () => {
    fc.assert(
      fc.property(anyLeaves, (hashes) => {
        const frontier = hashes.reduce(extend, emptyFrontier());
        expect(frontier.size).toBe(hashes.length);
        expect(rootOf(frontier)).toBe(definition(hashes));
      }),
      { numRuns: 60 },
    );
  });

  it('proves every leaf in its place and nothing else anywhere', () => {
    fc.assert(
      fc.property(anyLeaves, fc.nat(), fc.nat(), (hashes, a, b) => {
        const root = definition(hashes);
        const index = a % hashes.length;
        const other = b % hashes.length;
        const proof = inclusionProof(hashes, index);
        expect(verifyInclusion(hashes[index]!, index, hashes.length, proof, root)).toBe(true);
        if (other !== index) {
          expect(verifyInclusion(hashes[other]!, index, hashes.length, proof, root)).toBe(false);
          expect(verifyInclusion(hashes[index]!, other, hashes.length, proof, root)).toBe(false);
        }
        expect(verifyInclusion(hashes[index]!, index, hashes.length, [...proof, emptyRoot], root)).toBe(false);
        if (proof.length > 0) {
          expect(verifyInclusion(hashes[index]!, index, hashes.length, proof.slice(1), root)).toBe(false);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('believes no proof of odd parts, and throws at none', () => {
    const odd = ['', 'f', 'xyz', '0'.repeat(63), `${'0'.repeat(64)}0`, 'é', 'F'.repeat(64)];
    const root = definition(leaves);
    for (const part of odd) {
      expect(verifyInclusion(part, 0, leaves.length, inclusionProof(leaves, 0), root)).toBe(false);
      expect(verifyInclusion(leaves[0]!, 0, leaves.length, [part, part, part], root)).toBe(false);
      expect(verifyConsistency({ size: 3, root: part }, { size: leaves.length, root }, [part, part])).toBe(false);
    }
  });

  it('proves that a tree grew out of an earlier one, and only then', () => {
    fc.assert(
      fc.property(anyLeaves, fc.nat(), fc.nat(), (hashes, a, b) => {
        const size = a % (hashes.length + 1);
        const first = { size, root: definition(hashes.slice(0, size)) };
        const second = { size: hashes.length, root: definition(hashes) };
        const proof = consistencyProof(hashes, size);
        expect(verifyConsistency(first, second, proof)).toBe(true);
        if (size === 0) return;
        const altered = [...hashes];
        altered[b % size] = leafHash('', 'something else');
        expect(verifyConsistency({ size, root: definition(altered.slice(0, size)) }, second, proof)).toBe(false);
        expect(verifyConsistency(first, { size: hashes.length, root: definition(altered) }, proof)).toBe(false);
        expect(verifyConsistency(first, second, [...proof, emptyRoot])).toBe(false);
      }),
      { numRuns: 200 },
    );
  });

  it('refuses places that are not in the tree', () => {
    expect(() => inclusionProof(leaves, 8)).toThrow(RangeError);
    expect(() => consistencyProof(leaves, 9)).toThrow(RangeError);
    expect(verifyInclusion(leaves[0]!, 8, 8, [], roots[7]!)).toBe(false);
    expect(verifyConsistency({ size: 8, root: roots[7]! }, { size: 7, root: roots[6]! }, [])).toBe(false);
  });
});
