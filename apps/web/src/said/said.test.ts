/** Every sentence that the server says stands in each catalogue with the same holes, and none that it does not say. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { languages } from '../preferences.js';
import { sentenceIn, type Said, type Sentences, type Tellers, type Translation } from './words.js';

const folder = 'apps/web/src/said';
const sources = ['libs', 'apps/api'].flatMap((root) =>
  readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !/\.(test|fixture)\.ts$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.includes('/testing/')),
);

/** Patterns of the tagged templates of a source, and what is thrown in words that no catalogue can hold. */
function read(path: string, text: string): { patterns: string[]; bare: string[] } {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const patterns: string[] = [];
  const bare: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isTaggedTemplateExpression(node) && node.tag.getText() === 'say') patterns.push(patternOf(node.template));
    if (ts.isNewExpression(node) && node.expression.getText() === 'Problem') {
      const detail = node.arguments?.[1];
      if (detail && (ts.isStringLiteral(detail) || ts.isNoSubstitutionTemplateLiteral(detail)))
        bare.push(`${path}: ${detail.text}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return { patterns, bare };
}

function patternOf(template: ts.TemplateLiteral): string {
  if (ts.isNoSubstitutionTemplateLiteral(template)) return template.text;
  return template.head.text + template.templateSpans.map(({ literal }, i) => `{${i}}${literal.text}`).join('');
}

const texts = sources.map((path) => [path, readFileSync(path, 'utf8')] as const);
const said = texts.filter(([, text]) => /\bsay`|new Problem\(/.test(text)).map(([path, text]) => read(path, text));
/** A pattern without words of its own needs no translation. */
const patterns = [...new Set(said.flatMap((one) => one.patterns))].filter((p) => /\p{L}/u.test(p)).sort();

const catalogue = (language: string): Sentences =>
  JSON.parse(readFileSync(join(folder, `${language}.json`), 'utf8')) as Sentences;
const others = languages.filter((language) => language !== 'en');

/** What is wrong with the translations of one language. */
function faultsOf(language: string, sentences: Sentences, wanted: readonly string[]): string[] {
  const faults = wanted.filter((pattern) => sentences[pattern] === undefined).map((pattern) => `missing ${pattern}`);
  const categories = [...new Intl.PluralRules(language).resolvedOptions().pluralCategories].sort().join();
  for (const [pattern, translation] of Object.entries(sentences)) {
    if (!wanted.includes(pattern)) faults.push(`too much ${pattern}`);
    for (const [form, text] of formsOf(translation)) {
      if (text.trim() === '' || (text === pattern && /\p{L}{6}/u.test(text))) faults.push(`not translated ${pattern}`);
      // A form for none, one or two may leave the number out.
      if (holes(text) !== holes(pattern) && !['zero', 'one', 'two'].includes(form))
        faults.push(`holes of ${pattern}: ${text}`);
    }
    if (typeof translation !== 'string') {
      const { by: _by, ...forms } = translation;
      if (Object.keys(forms).sort().join() !== categories) faults.push(`plurals of ${pattern}`);
    }
  }
  return faults;
}

const formsOf = (translation: Translation): [string, string][] =>
  typeof translation === 'string'
    ? [['other', translation]]
    : Object.entries(translation).filter((entry): entry is [string, string] => entry[0] !== 'by');
const holes = (text: string): string => [...new Set(text.match(/\{\d+\}/g))].sort().join();
describe('the sentences of the server', () => {
  it('are found in its sources', () => expect(patterns.length).toBeGreaterThan(300));

  it.each(others)('are all there in %s, with the same holes and its plurals', (language) => {
    expect(faultsOf(language, catalogue(language), patterns)).toEqual([]);
  });

  it('are found out where they are not whole', () => {
    const broken = { 'At most {0}.': 'Щонайбільше.', 'No such thing.': 'Нічого.', 'Two {0}.': { by: 0, one: '{0}' } };
    expect(faultsOf('uk', broken, ['At most {0}.', 'Say why.', 'Two {0}.'])).toEqual([
      'missing Say why.',
      'holes of At most {0}.: Щонайбільше.',
      'too much No such thing.',
      'plurals of Two {0}.',
    ]);
  });

  it('are what refusals of core and api are made of', () => {
    const bare = said.flatMap((one) => one.bare).filter((where) => /^(libs\/core|apps\/api)\//.test(where));
    expect(bare).toEqual([]);
  });
});

describe('a sentence', () => {
  const tellers = (language: string): Tellers => ({
    language,
    named: ({ id }) => `<${id}>`,
    at: (instant) => instant.slice(0, 10),
  });
  const inside: Said = { pattern: '{0} km', values: ['8.0'] };
  const whole: Said = {
    pattern: 'Too far: {0} ({1}) since {2} by {3}.',
    values: [[inside, inside], 1200, { at: '2026-11-22T05:00:00.000Z' }, { named: 'party', id: 'orrin' }],
  };
  const words: Sentences = { '{0} km': '{0} км', 'Too far: {0} ({1}) since {2} by {3}.': '{3}: {0} ({1}), {2}.' };

  it('is filled with names, numbers, instants and sentences of the language', () => {
    expect(sentenceIn(whole, {}, tellers('en'))).toBe('Too far: 8.0 km; 8.0 km (1200) since 2026-11-22 by <orrin>.');
    expect(sentenceIn(whole, words, tellers('uk'))).toBe('<orrin>: 8,0 км; 8,0 км (1200), 2026-11-22.');
  });

  it('is null where a part of it has no translation, so that nobody reads two languages in one', () => {
    expect(sentenceIn(whole, { [whole.pattern]: '{0}{1}{2}{3}' }, tellers('uk'))).toBeNull();
  });

  it('takes the form of its number', () => {
    const file = (count: number): Said => ({ pattern: '{0} files', values: [count] });
    const forms = { '{0} files': { by: 0, one: '{0} файл', few: '{0} файли', many: '{0} файлів', other: '{0} файлу' } };
    expect([1, 2, 5, 21].map((n) => sentenceIn(file(n), forms, tellers('uk')))).toEqual([
      '1 файл',
      '2 файли',
      '5 файлів',
      '21 файл',
    ]);
  });
});
