import fc from 'fast-check';
import { englishOf, type Said } from '../said.js';
import { normalisePassword, passwordFault } from './passwords.js';

const words = (fault: Said | null): string => (fault ? englishOf(fault) : '');
const good = 'seven quiet bridges over the delta';

describe('passwords', () => {
  it('counts code points, not bytes or code units', async () => {
    expect(await passwordFault('🜁🜂🜃🜄🌑🌒🌓🌔🌕🌖🌗🌘a9k', false, [])).toBeNull();
    expect(words(await passwordFault('🜁🜂🜃🜄🌑🌒🌓', true, []))).toMatch(/7 characters/);
  });

  it('takes eight with a second factor and fifteen without', async () => {
    expect(await passwordFault('tin kett', true, [])).toBeNull();
    expect(words(await passwordFault('tin kett', false, []))).toMatch(/at least 15/);
  });

  it.each([
    'Password12345678',
    'P@ssw0rd!!!!!!!!',
    'qwertyuiopqwertyuiop',
    '111111111111111',
    'abcabcabcabcabcabc',
    'monkey1monkey1monkey1',
    '9876543210987654',
  ])('refuses %s', async (password) => expect(await passwordFault(password, false, [])).not.toBeNull());

  it('refuses a name with little beside it, and allows one within a long phrase', async () => {
    expect(words(await passwordFault('two-valleys-2026', false, ['two-valleys']))).toMatch(/name/);
    expect(await passwordFault(`two-valleys ${good}`, false, ['two-valleys'])).toBeNull();
  });

  it('needs no mix of kinds of characters, and allows at least 64', async () => {
    expect(await passwordFault(good, false, [])).toBeNull();
    expect(await passwordFault(good.repeat(2).slice(0, 64), false, [])).toBeNull();
    expect(words(await passwordFault(`${good} `.repeat(9), false, []))).toMatch(/at most 256/);
  });

  it('is one spelling however it was typed', () => {
    expect(normalisePassword('e\u0301')).toBe(normalisePassword('\u00e9'));
  });

  it('refuses what was found in leaks, with a second factor too, and whatever stands around it', async () => {
    for (const leaked of ['trustno1', 'asdfghjk', '1qaz2wsx', 'chickenwing101', 'michelle'])
      for (const password of [leaked, leaked.toUpperCase(), `${leaked}2026!`, `${leaked}${leaked}`])
        if (password.length >= 8)
          expect([password, words(await passwordFault(password, true, []))]).not.toEqual([password, '']);
    for (const own of ['passwort', 'privet', 'linewatch', 'ceasefire'])
      expect(words(await passwordFault(`${own}-2026-11`, true, []))).toMatch(/tried first/);
  });

  it('answers any text within time', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 300 }), fc.boolean(), async (text, second) => {
        const fault = await passwordFault(text, second, ['ada']);
        expect(fault === null || words(fault).length > 0).toBe(true);
      }),
    );
  });
});
