import fc from 'fast-check';
import { Problem } from '#core/errors.js';
import { cursorOf, keysOf } from './page.js';

describe('a cursor', () => {
  it('gives back the keys it was made of', () => {
    const text = fc.string().filter((t) => !t.includes('\0'));
    const keys = fc.tuple(text, fc.maxSafeInteger());
    fc.assert(fc.property(keys, (k) => expect(keysOf(cursorOf(k), ['string', 'number'])).toEqual(k)));
  });

  it.each([
    ['no JSON', 'x'],
    ['another list', cursorOf(['a'])],
    ['other types', cursorOf([1, 'a'])],
    ['U+0000, which PostgreSQL has no text for', cursorOf(['\0', 1])],
    ['infinity', Buffer.from('["a",1e999]').toString('base64url')],
    ['a broken number', cursorOf(['a', 1.5])],
  ])('of %s is refused', (_what, cursor) => {
    expect(() => keysOf(cursor, ['string', 'number'])).toThrow(Problem);
  });
});
