/** Every word that a screen asks for is there, in each of the five languages, with the plurals that it has. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { languages } from './preferences.js';

type Words = { [key: string]: string | Words };

const src = 'apps/web/src';
const screens = readdirSync(join(src, 'screens'));
/** Namespace, its folder, and the folders whose sources may use it. */
const rooms: [string, string, string[]][] = [
  ['shell', src, ['parts', 'session', 'shell', 'api', 'screens'].map((folder) => join(src, folder))],
  ...screens.map((key): [string, string, string[]] => {
    const folder = join(src, 'screens', key);
    return [key, folder, [folder]];
  }),
];
const plural = /_(zero|one|two|few|many|other)$/;

function wordsOf(folder: string, language: string): Map<string, string> {
  const flat = new Map<string, string>();
  const walk = (words: Words, path: string): void => {
    for (const [key, value] of Object.entries(words)) {
      if (typeof value === 'string') flat.set(path + key, value);
      else walk(value, `${path}${key}.`);
    }
  };
  walk(JSON.parse(readFileSync(join(folder, 'locales', `${language}.json`), 'utf8')) as Words, '');
  return flat;
}

const basesOf = (words: Map<string, string>): string[] =>
  [...new Set([...words.keys()].map((key) => key.replace(plural, '')))].sort();

/** What is wrong with a language's words beside the English ones. */
function faultsOf(english: Map<string, string>, words: Map<string, string>, language: string): string[] {
  const wanted = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
  const faults = basesOf(english)
    .filter((base) => ![...words.keys()].some((key) => key.replace(plural, '') === base))
    .map((base) => `missing ${base}`);
  faults.push(
    ...basesOf(words)
      .filter((base) => !basesOf(english).includes(base))
      .map((base) => `too much ${base}`),
  );
  for (const base of basesOf(words)) {
    const forms = [...words.keys()].filter((key) => key !== base && key.replace(plural, '') === base);
    if (forms.length === 0) continue;
    const has = forms.map((key) => plural.exec(key)![1]!).sort();
    if (has.join() !== [...wanted].sort().join()) faults.push(`plurals of ${base}: ${has.join()}`);
  }
  for (const [key, text] of words) {
    if (text.trim() === '') faults.push(`empty ${key}`);
    const holes = (of: string): string => [...new Set(of.match(/\{\{\w+\}\}/g))].sort().join();
    const same = english.get(key) ?? english.get(key.replace(plural, '_other'));
    // A form for exactly one or two may leave the number out.
    if (same !== undefined && holes(same) !== holes(text) && !/_(zero|one|two)$/.test(key))
      faults.push(`holes in ${key}`);
  }
  return faults;
}

describe('the words', () => {
  it.each(rooms.flatMap(([name, folder]) => languages.map((language) => [name, language, folder] as const)))(
    'of %s in %s are whole',
    (_name, language, folder) => {
      expect(faultsOf(wordsOf(folder, 'en'), wordsOf(folder, language), language)).toEqual([]);
    },
  );

  it('are found out when they are not', () => {
    const english = new Map([
      ['a', 'A'],
      ['b_one', '{{count}} b'],
      ['b_other', '{{count}} bs'],
      ['c', 'C {{name}}'],
    ]);
    const words = new Map([
      ['b_one', '{{count}} б'],
      ['b_other', '{{count}} б'],
      ['c', 'Ц'],
      ['d', ' '],
    ]);
    expect(faultsOf(english, words, 'uk')).toEqual([
      'missing a',
      'too much d',
      'plurals of b: one,other',
      'holes in c',
      'empty d',
    ]);
  });

  it.each(rooms)('of %s are those that its sources ask for', (name, folder, sources) => {
    const texts = sources
      .filter((source) => existsSync(source))
      .flatMap((source) => readdirSync(source, { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !entry.name.endsWith('.test.ts'))
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
    const bases = basesOf(wordsOf(folder, 'en'));
    const all = texts.join('\n');
    // A key may be put together: what stands before the hole must begin one.
    const pieces = [...all.matchAll(/['"`]([\w.]+)(?:['"]|`|\$\{)/g)].map(([, piece]) => piece!);
    const unused = bases.filter(
      (base) => !pieces.some((piece) => piece === base || (piece.endsWith('.') && base.startsWith(piece))),
    );
    expect(unused).toEqual([]);
    if (name === 'shell') return;
    const asked = [...all.matchAll(/\bt\(\s*'([\w.]+)'/g)].map(([, key]) => key!);
    expect([...new Set(asked)].filter((key) => !bases.includes(key))).toEqual([]);
  });
});
