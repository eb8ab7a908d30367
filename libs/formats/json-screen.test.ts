import fc from 'fast-check';
import { jsonScreen } from './json-screen.js';

describe('screening JSON before it is read', () => {
  it.each([
    ['deep', `{"a":${'['.repeat(64)}${']'.repeat(64)}}`, /deeper/],
    ['wide', `{${Array.from({ length: 1001 }, (_, i) => `"k${i}":1`).join()}}`, /members/],
    ['long', `[${'1,'.repeat(20_000)}1]`, /values/],
    ['full of brackets', '[{}'.repeat(40) + ',[]'.repeat(20_000), /values/],
    ['holding NUL', '{"a":"b\\u0000"}', /U\+0000/],
    ['holding NUL after a quote', '{"a":"\\"\\u0000"}', /U\+0000/],
  ])('refuses what is %s', (_what, text, why) => {
    expect(jsonScreen(text)).toMatch(why);
  });

  it.each([
    ['an escaped backslash before u0000', '{"a":"\\\\u0000"}'],
    ['brackets and commas in texts', JSON.stringify({ a: '[{,'.repeat(30_000) })],
    ['a ring of a thousand corners', JSON.stringify({ area: Array.from({ length: 1000 }, (_, i) => [i, -i]) })],
    ['an array that is wide', `[${'1,'.repeat(5000)}1]`],
    ['a text that does not end', '{"a":"'],
  ])('lets pass %s', (_what, text) => {
    expect(jsonScreen(text)).toBeNull();
  });

  it('lets pass any small JSON without NUL, and never throws on noise', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 5 }), (text) => {
        expect(jsonScreen(text) === null).toBe(!/(?<!\\)(\\\\)*\\u0000/.test(text));
      }),
      { numRuns: 200 },
    );
    fc.assert(fc.property(fc.string(), (text) => void jsonScreen(text)));
  });
});
