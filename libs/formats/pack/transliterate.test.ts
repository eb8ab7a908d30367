import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadMission } from './load.js';
import { readTransliteration, transliterate, writeNames } from './transliterate.js';

const pack = 'missions/ukraine-line';

describe('names in other letters', () => {
  const rule = {
    from: 'xx',
    capitals: true,
    letters: { a: 'i', b: 'o', bb: 'u', '^c': 'k', c: 's', c$: '' },
    byHand: {},
  };

  it('take the longest group first and mind where a word begins and ends', () => {
    expect(transliterate('Abba cac-Cc', rule, 'tr')).toBe('İui ki-K');
    expect(transliterate('abcab', rule, 'en')).toBe('iosio');
  });

  it('are refused where the rule lacks a letter', () => {
    expect(() => transliterate('abd', rule, 'en')).toThrow('does not say how "d" is written');
  });

  it.each([
    [
      'tr',
      ['Харків', 'Harkiv'],
      ['Луганськ', 'Luhansk'],
      ['Ізюм', 'İzyum'],
      ['Кривий Ріг', 'Krıvıy Rih'],
      ['Щастя', 'Şçastya'],
    ],
    [
      'ar',
      ['Харків', 'خاركيف'],
      ['Луганськ', 'لوهانسك'],
      ['Ізюм', 'إيزيوم'],
      ['Кривий Ріг', 'كريفي ريه'],
      ['Донецьк', 'دونيتسك'],
    ],
  ])('of the pack read as known ones do in %s', async (language, ...known) => {
    const own = await readTransliteration(pack, language);
    for (const [name = '', expected] of known) expect(transliterate(name, own, language)).toBe(expected);
  });

  it.each(['tr', 'ar'])('of every settlement of the pack come from its rule and list in %s', async (language) => {
    const own = await readTransliteration(pack, language);
    const { settlements } = await loadMission(pack);
    const script = language === 'ar' ? /^[\p{Script=Arabic}\s-]+$/u : /^[\p{Script=Latin}\s-]+$/u;
    for (const { id, name } of settlements) {
      expect(name[language]).toBe(own.byHand[id] ?? transliterate(name[own.from]!, own, language));
      expect(name[language]).toMatch(script);
    }
    expect(settlements.length).toBeGreaterThan(200);
  });

  it('are written into the file of a pack, once and again the same', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'names-'));
    try {
      cpSync(pack, dir, { recursive: true });
      const file = join(dir, 'settlements.csv');
      const whole = readFileSync(file, 'utf8');
      const without = whole.split('\n').map((line) => line.split(',').slice(0, -1).join(','));
      writeFileSync(file, without.join('\n'));
      expect(await writeNames(dir, 'ar')).toEqual({ written: 212, byHand: 12 });
      expect(readFileSync(file, 'utf8')).toBe(whole);
      await expect(writeNames(dir, 'fr')).rejects.toMatchObject({ code: 'not_found' });
    } finally {
      rmSync(dir, { recursive: true });
    }
  });
});
