import fc from 'fast-check';
import { breakable, harmless, longestText } from './harmless.js';

describe('words of others', () => {
  it('lose no letter that is one', () => {
    for (const text of ['Їжак у селі', 'ceasefire', 'وقفُ إطلاقِ النار', 'İğdır', 'e\u0301', 'a\nb'])
      expect(harmless(text)).toBe(text);
  });

  it('show where a sign was taken out', () => {
    expect(harmless('a\u202Eb\u2066c')).toBe('a[U+202E]b[U+2066]c');
    expect(harmless('a\u0000b\u001Bc\uD800d')).toBe('a\uFFFDb\uFFFDc\uFFFDd');
    expect(harmless(`a${'\u0301'.repeat(10_000)}b`).length).toBeLessThan(longestText + 40);
    expect(harmless(`a${'\u0301'.repeat(100)}b`)).toBe(`a${'\u0301'.repeat(6)}[+94]b`);
    expect(harmless('x'.repeat(1_000_000))).toMatch(/^x{8000} \[… \+992000\]$/);
    expect(harmless(harmless('x'.repeat(1_000_000)))).toBe(harmless('x'.repeat(1_000_000)));
  });

  it('are harmless whatever they are, and stay so', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        const once = harmless(text);
        // oxlint-disable-next-line no-control-regex
        expect(once).not.toMatch(/[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069\uFFFE\uFFFF]/);
        expect(once).not.toMatch(/\p{Cs}/u);
        expect(once).not.toMatch(/\p{M}{7}/u);
        expect(harmless(once)).toBe(once);
        expect(breakable(once).replaceAll('\u200B', '')).toBe(once.replaceAll('\u200B', ''));
      }),
      { numRuns: 300 },
    );
  });

  it('are cut once, between signs, also where marks made them longer', () => {
    for (const text of ['\u202Eb\u0301'.repeat(9000), `${'x'.repeat(longestText - 1)}😀x`, '😀'.repeat(9000)]) {
      const once = harmless(text);
      expect(harmless(once)).toBe(once);
      expect(once).not.toMatch(/\p{Cs}/u);
      expect(once.length).toBeLessThan(longestText + 24);
    }
  });

  it('have places to break in long words', () => {
    const longest = Math.max(
      ...breakable('x'.repeat(500))
        .split('\u200B')
        .map((part) => part.length),
    );
    expect(longest).toBeLessThanOrEqual(20);
    expect(breakable('a word of use')).toBe('a word of use');
  });
});
