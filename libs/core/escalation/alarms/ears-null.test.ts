import fc from 'fast-check';
import { ears } from './ears.js';
import { countAbove, nullStatistics } from './ears-null.js';

it('says of each method what the published one says, sorted', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(6), { minLength: 0, maxLength: 60 }), fc.constantFrom(0.5, 1), (values, minSigma) => {
      const found = nullStatistics(Float64Array.from(values), Float64Array.from(values), minSigma);
      for (const method of ['C1', 'C2', 'C3'] as const) {
        const known = ears(values, { method, minSigma, c3: 'defined' }).flatMap((r, i) =>
          r.statistic === null ? [] : [method === 'C3' && values[i] === 0 ? -Infinity : r.statistic],
        );
        const sorted = known.sort((a, b) => a - b);
        expect(found[method].length).toBe(sorted.length);
        sorted.forEach((x, i) => expect(x === found[method][i] || Math.abs(x - found[method][i]!) < 1e-9).toBe(true));
      }
    }),
  );
});

it('counts what is above a limit', () => {
  expect([0, 1, 2, 2.5, 3].map((limit) => countAbove(Float64Array.of(1, 2, 2, 3), limit))).toEqual([4, 3, 1, 1, 0]);
});
