import fc from 'fast-check';
import { englishOf, type Said } from '../said.js';
import { normalisePassword, passwordFault } from './passwords.js';

const words = (fault: Said | null): string => (fault ? englishOf(fault) : '');
const good = 'seven quiet bridges over the delta';

describe('passwords', () => {
  it('counts code points, not bytes or code units', () => {
    expect(passwordFault('🜁🜂🜃🜄🌑🌒🌓🌔🌕🌖🌗🌘a9k', false, [])).toBeNull();
    expect(words(passwordFault('🜁🜂🜃🜄🌑🌒🌓', true, []))).toMatch(/7 characters/);
  });

  it('takes eight with a second factor and fifteen without', () => {
    expect(passwordFault('tin kett', true, [])).toBeNull();
    expect(words(passwordFault('tin kett', false, []))).toMatch(/at least 15/);
  });

  it.each([
    'Password12345678',
    'P@ssw0rd!!!!!!!!',
    'qwertyuiopqwertyuiop',
    '111111111111111',
    'abcabcabcabcabcabc',
    '9876543210987654',
  ])('refuses %s', (password) => expect(passwordFault(password, false, [])).not.toBeNull());

  it('refuses a name with little beside it, and allows one within a long phrase', () => {
    expect(words(passwordFault('two-valleys-2026', false, ['two-valleys']))).toMatch(/name/);
    expect(passwordFault(`two-valleys ${good}`, false, ['two-valleys'])).toBeNull();
  });

  it('needs no mix of kinds of characters, and allows at least 64', () => {
    expect(passwordFault(good, false, [])).toBeNull();
    expect(passwordFault(good.repeat(2).slice(0, 64), false, [])).toBeNull();
    expect(words(passwordFault(`${good} `.repeat(9), false, []))).toMatch(/at most 256/);
  });

  it('is one spelling however it was typed', () => {
    expect(normalisePassword('e\u0301')).toBe(normalisePassword('\u00e9'));
  });

  it('answers any text within time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), fc.boolean(), (text, second) => {
        const fault = passwordFault(text, second, ['ada']);
        expect(fault === null || words(fault).length > 0).toBe(true);
      }),
    );
  });
});
