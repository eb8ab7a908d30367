import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { ears, normalUpperPoint } from './ears.js';

// German salmonella Newport, weeks before and in 2011 (DOI 10.18637/jss.v070.i10, its data set salmNewport).
const before = [3, 3, 5, 3, 1, 1, 1, 3, 3, 1, 2];
const year = [
  1, 0, 3, 3, 3, 1, 0, 0, 0, 1, 3, 0, 2, 2, 3, 3, 0, 3, 2, 1, 2, 1, 1, 0, 3, 1, 2, 0, 0, 2, 5, 2, 0, 3, 6, 1, 2, 1, 2,
  0, 2, 0, 3, 9, 41, 45, 17, 3, 3, 5, 11, 5,
];
const of = (method: 'C1' | 'C2' | 'C3') => ears([...before, ...year], { method, alpha: 0.05 }).slice(before.length);
const weeks = (results: { alarm: boolean }[]) => results.flatMap((r, i) => (r.alarm ? [i + 1] : []));

it('reproduces the published thresholds of EARS C1 to six decimals', () => {
  expect(
    of('C1')
      .slice(0, 4)
      .map((r) => r.upper!.toFixed(6)),
  ).toEqual(['3.278854', '3.278854', '3.436517', '3.855617']);
});

it('raises the known alarms of 2011', () => {
  expect(weeks(of('C1'))).toEqual([31, 35, 43, 44, 45, 46]);
  expect(weeks(of('C2'))).toEqual([15, 16, 31, 35, 44, 45, 46, 47]);
  expect(weeks(of('C3'))).toEqual([32, 45, 46, 47, 48, 49]);
});

const oracle = '../shared/oracles/surveillance.json';
const given = existsSync(oracle) ? describe : describe.skip;
given(`with the reference outputs (${oracle})`, () => {
  it.each(['C1', 'C2', 'C3'] as const)('%s agrees on every threshold and alarm', (method) => {
    const known = JSON.parse(readFileSync(oracle, 'utf8')).ears_salmNewport;
    const all = ears(known.observed, { method, alpha: 0.05 });
    known.range.forEach((week: number, i: number) => {
      expect(all[week - 1]!.upper).toBeCloseTo(known[method].upper[i], 6);
      expect(all[week - 1]!.statistic).not.toBeNull();
      expect(all[week - 1]!.alarm ? 1 : 0).toBe(known[method].alarm[i]);
    });
  });
});

it('takes the deviation as at least minSigma', () => {
  const values = [0, 0, 0, 0, 0, 0, 0, 1, 2];
  expect(ears(values, { method: 'C1', minSigma: 0.5 })[7]!.upper).toBeCloseTo(0.5 * 3.090232306, 8);
  expect(ears(values, { method: 'C1', minSigma: 0.5 })[7]!.alarm).toBe(false);
  expect(ears(values, { method: 'C1' })[7]!.alarm).toBe(true);
});

it('says nothing where too few values precede, and uses the usual alpha of each method', () => {
  const values = [3, 1, 2, 4, 1, 2, 3, 2, 2, 2, 2, 2];
  const first = (method: 'C1' | 'C2' | 'C3') => ears(values, { method }).findIndex((r) => r.upper !== null);
  expect([first('C1'), first('C2'), first('C3')]).toEqual([7, 9, 11]);
  expect(normalUpperPoint(0.025)).toBeCloseTo(1.959963984540054, 12);
  expect(normalUpperPoint(0.001)).toBeCloseTo(3.090232306167813, 12);
});

it('states what a value had to exceed, whatever the value was', () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(9), { minLength: 12, maxLength: 20 }),
      fc.nat(60),
      fc.constantFrom('C1' as const, 'C2' as const, 'C3' as const),
      fc.constantFrom(0, 0.5),
      fc.constantFrom('package' as const, 'defined' as const),
      (before, last, method, minSigma, c3) => {
        const result = ears([...before, last], { method, minSigma, c3 }).at(-1)!;
        fc.pre(Math.abs(last - result.needed!) > 1e-9);
        expect(result.alarm).toBe(last > result.needed!);
      },
    ),
  );
});

it('C3 as defined counts the value itself, so it speaks up a day before C3 as the package has it', () => {
  const values = [2, 3, 1, 2, 4, 2, 1, 3, 2, 2, 3, 2, 14, 2, 2];
  const first = (c3: 'package' | 'defined') => ears(values, { method: 'C3', c3 }).findIndex((r) => r.alarm);
  expect([first('defined'), first('package')]).toEqual([12, 13]);
});

it('finds no alarm in a constant series, whatever the method', () => {
  fc.assert(
    fc.property(fc.nat(500), fc.constantFrom('C1', 'C2', 'C3'), fc.constantFrom(0, 0.5), (value, method, minSigma) =>
      ears(new Array<number>(40).fill(value), { method, minSigma }).every((r) => !r.alarm),
    ),
  );
});
