import fc from 'fast-check';
import { canonicalJson, canonicalSha256, carriedSha256 } from './canonical.js';

describe('canonical JSON (RFC 8785)', () => {
  it('gives the example of RFC 8785 section 3.2.2', () => {
    const value = {
      numbers: [333333333.33333329, 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"\/',
      literals: [null, true, false],
    };
    expect(canonicalJson(value)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  it('sorts members by UTF-16 code units as in section 3.2.3', () => {
    const value = {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew Letter Dalet With Dagesh',
      '1': 'One',
      '\ud83d\ude00': 'Emoji: Grinning Face',
      '\u0080': 'Control',
      '\u00f6': 'Latin Small Letter O With Diaeresis',
    };
    expect(Object.values(JSON.parse(canonicalJson(value)) as object)).toHaveLength(7);
    const order = [...canonicalJson(value).matchAll(/:"([^"]+)"/g)].map((m) => m[1]);
    expect(order).toEqual([
      'Carriage Return',
      'One',
      'Control',
      'Latin Small Letter O With Diaeresis',
      'Euro Sign',
      'Emoji: Grinning Face',
      'Hebrew Letter Dalet With Dagesh',
    ]);
  });

  it.each([
    [0, '0'],
    [-0, '0'],
    [5e-324, '5e-324'],
    [-5e-324, '-5e-324'],
    [1.7976931348623157e308, '1.7976931348623157e+308'],
    [9007199254740992, '9007199254740992'],
    [295147905179352830000, '295147905179352830000'],
    [1e23, '1e+23'],
    [9.999999999999997e22, '9.999999999999997e+22'],
    [0.000001, '0.000001'],
    [333333333.33333325, '333333333.33333325'],
    [1424953923781206.2, '1424953923781206.2'],
  ])('writes %p as appendix B does', (value, text) => {
    expect(canonicalJson(value)).toBe(text);
  });

  it.each([
    ['NaN', { a: [NaN] }, '"/a/0"'],
    ['infinity', { a: -Infinity }, '"/a"'],
    ['undefined members', { a: undefined }, '"/a"'],
    ['holes', { a: new Array(1) }, '"/a/0"'],
    ['half a surrogate pair', { a: 'x\ud800' }, '"/a"'],
    ['half a surrogate pair in a name', { '\udc00': 1 }, 'surrogate'],
    ['bigint', 1n, 'bigint'],
    ['functions', { a: () => 1 }, '"/a"'],
    ['dates', { a: new Date(0) }, 'plain'],
    ['maps', new Map(), 'plain'],
  ])('refuses %s and says where', (_, value, where) => {
    expect(() => canonicalJson(value)).toThrow(TypeError);
    expect(() => canonicalJson(value)).toThrow(where);
  });

  it('is the same whether or not the members stand in order already', () => {
    const reversed = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(reversed);
      if (typeof value !== 'object' || value === null) return value;
      const pairs = Object.entries(value).map(([key, member]) => [key, reversed(member)]);
      return Object.fromEntries(pairs.reverse());
    };
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value);
        expect(canonicalJson(JSON.parse(text))).toBe(text);
        expect(canonicalJson(reversed(value))).toBe(text);
      }),
    );
  });

  it('refuses half a surrogate pair also where all else stands in order, and takes text that only looks so', () => {
    expect(() => canonicalJson({ a: 1, b: ['x\udfff'] })).toThrow('"/b/0"');
    expect(canonicalJson({ a: '\\ud800', b: '😀' })).toBe('{"a":"\\\\ud800","b":"😀"}');
  });

  it('refuses cycles but not the same object twice', () => {
    const loop: Record<string, unknown> = {};
    loop.a = { loop };
    expect(() => canonicalJson(loop)).toThrow('contains itself');
    const shared = { x: 1 };
    expect(canonicalJson([shared, shared])).toBe('[{"x":1},{"x":1}]');
  });

  it('does not depend on the order of members and comes back as it was', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalJson(reversed(value))).toBe(text);
      }),
      { numRuns: 200 },
    );
  });

  it('hashes of any value what JSON carries of it', () => {
    class Form {
      constructor(given: object) {
        Object.assign(this, given);
      }
    }
    const outcome = (work: () => string): string => {
      try {
        return work();
      } catch (error) {
        return `${(error as Error).name} ${(error as Error).message}`;
      }
    };
    const anything = fc.anything({ withBoxedValues: true, withDate: true, withMap: true, withSet: true, withNullPrototype: true, withSparseArray: true, withTypedArray: true }); // prettier-ignore
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'binary' }), anything), (given) => {
        for (const value of [given, new Form(given), { place: new Form(given), missing: undefined }])
          expect(outcome(() => carriedSha256(value))).toBe(
            outcome(() => canonicalSha256(JSON.parse(JSON.stringify(value)))),
          );
      }),
      { numRuns: 300 },
    );
  });

  it('hashes the UTF-8 bytes', () => {
    // printf '{"a":"є"}' | sha256sum
    expect(canonicalSha256({ a: 'є' })).toBe('5cf59d0739f2a227b79b96407837af552fa5343c2ee330953ca91a71d491513a');
  });
});

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([k, v]) => [k, reversed(v)]),
  );
}
