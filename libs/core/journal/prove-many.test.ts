import fc from 'fast-check';
import { inclusionProof, leafHash } from './merkle.js';
import { inclusionProofs } from './prove-many.js';

it('gives for many leaves at once the very paths that each has alone', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 70 }), fc.array(fc.nat(), { maxLength: 8 }), (size, picks) => {
      const leaves = Array.from({ length: size }, (_, i) => leafHash('', `leaf ${i}`));
      const indexes = picks.map((pick) => pick % size);
      const paths = inclusionProofs(leaves, indexes);
      for (const index of indexes) expect(paths.get(index)).toEqual(inclusionProof(leaves, index));
    }),
    { numRuns: 100 },
  );
  expect(() => inclusionProofs([leafHash('', 'x')], [1])).toThrow(RangeError);
});
