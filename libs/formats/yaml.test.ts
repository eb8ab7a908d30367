import { readYaml } from './yaml.js';

describe('readYaml', () => {
  it('reads what packs are made of, and knows lines', () => {
    const { data, faults } = readYaml('a: [1, x]\nb: &shared { c: yes }\nd: *shared\n');
    expect({ data, faults }).toEqual({ data: { a: [1, 'x'], b: { c: 'yes' }, d: { c: 'yes' } }, faults: [] });
    expect(readYaml('{"a": [1, null]}').data).toEqual({ a: [1, null] });
  });

  it.each([
    ['a: 1\n? [b]\n: 2\n', 2, /cannot be a key/],
    ['a: 1\nb: { { c: 1 }: 2 }\n', 2, /cannot be a key/],
    ['a: !!js/function x\n', 1, /tag/],
    ['a: 1\na: 2\n', 2, /unique/],
    ['a: *nowhere\n', 1, /nowhere/],
  ])('refuses %j with its line', (text, line, words) => {
    const { data, faults } = readYaml(text);
    expect({ data, line: faults[0]?.line }).toEqual({ data: undefined, line });
    expect(faults[0]?.message).toMatch(words);
  });

  it('makes nothing of keys within keys, nor of what stands for far more than it is', () => {
    const nested = `a: ${'? '.repeat(400)}b`;
    const more = [...'bcdefghi'].map((c, i) => `${c}: &${c} [${Array(9).fill(`*${'abcdefghi'[i]}`).join(', ')}]`);
    for (const text of [nested, `a: &a [x, x]\n${more.join('\n')}`]) {
      const { data, faults } = readYaml(text);
      expect(data).toBeUndefined();
      expect(faults.length).toBeGreaterThan(0);
    }
  });
});
