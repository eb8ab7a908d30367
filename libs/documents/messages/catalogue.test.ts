import { readFileSync, readdirSync } from 'node:fs';
import { editionMessages } from '#core/compliance/edition-messages.js';
import { catalogueOf, documentLanguages, readCatalogue } from './catalogue.js';
import { documentMessages } from './document-messages.js';
import { placeholders, readMessage, type Node } from './grammar.js';

const declared = { ...editionMessages, ...documentMessages };

/** What is wrong with a catalogue: keys that are missing or that nobody asks for, and placeholders that differ. */
function faultsOf(messages: ReadonlyMap<string, Node[]>): string[] {
  const unknown = [...messages.keys()].filter((key) => !(key in declared)).map((key) => `${key} is not used`);
  const wrong = Object.entries(declared).flatMap(([key, wanted]) => {
    const nodes = messages.get(key);
    if (!nodes) return [`${key} is missing`];
    const used = placeholders(nodes);
    return [
      ...wanted.filter((name) => !used.has(name)).map((name) => `${key} leaves out {${name}}`),
      ...[...used].filter((name) => !wanted.includes(name)).map((name) => `${key} invents {${name}}`),
    ];
  });
  return [...unknown, ...wrong];
}

/** Plural forms that a choice in a message leaves out. */
function missingForms(language: string, nodes: Node[]): string[] {
  const wanted = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
  return nodes.flatMap((node) =>
    // Nought is counted in the general form.
    node.type === 'plural' ? wanted.filter((form) => form !== 'zero' && !node.branches[form]) : [],
  );
}

describe.each(documentLanguages)('the catalogue of %s', (language) => {
  const { messages } = catalogueOf(language);

  it('has every message that a document can ask for, none besides, with the same values', () => {
    expect(faultsOf(messages)).toEqual([]);
  });

  it('has every plural form of the language', () => {
    expect([...messages].flatMap(([key, nodes]) => missingForms(language, nodes).map((form) => [key, form]))).toEqual(
      [],
    );
  });

  it('takes no side', () => {
    const loaded =
      /(?<!\p{L})(?:ال)?(?:enemy|separatist|occupier|aggressor|terrorist|invader|rebel|ворог|сепаратист|окупант|агресор|терорист|загарбник|враг|оккупант|агрессор|террорист|захватчик|мятежник|düşman|ayrılıkçı|işgalci|saldırgan|terörist|isyancı|عدو|انفصالي|محتل|معتد|إرهاب|غاز|متمرد)/iu;
    const said = [...messages].filter(([, nodes]) => loaded.test(JSON.stringify(nodes)));
    expect(said).toEqual([]);
  });

  it('has seven different words of likelihood', () => {
    const words = [1, 2, 3, 4, 5, 6, 7].map((n) => JSON.stringify(messages.get(`likelihood.${n}`)));
    expect(new Set(words).size).toBe(7);
  });

  it('is not another one under its name', () => {
    if (language === 'en') return expect(messages.size).toBeGreaterThan(200);
    const english = catalogueOf('en').messages;
    const same = [...messages].filter(([key, nodes]) => JSON.stringify(nodes) === JSON.stringify(english.get(key)));
    // Names of methods, signs and international symbols are the same everywhere.
    return expect(
      same
        .map(([key]) => key)
        .filter((key) => !/^(method\.ears|doc\.nothing|doc\.demo_mark|unit\.|doc\.place|picture)/.test(key)),
    ).toEqual([]);
  });
});

describe('a message', () => {
  it('is found out when it is missing, unused, or lacks a value', () => {
    const lines = Object.keys(declared).filter((key) => key !== 'doc.title' && key !== 'doc.quote');
    const { messages } = readCatalogue(
      'xx',
      'ltr',
      `${lines.map((key) => `${key} = x`).join('\n')}\ndoc.quote = {party}\nnew = y`,
    );
    expect(faultsOf(messages)).toEqual(
      expect.arrayContaining(['doc.title is missing', 'new is not used', 'doc.quote leaves out {at}']),
    );
  });

  it('is found out when a plural form is missing', () => {
    expect(missingForms('uk', readMessage('{n, plural, one {#} other {#}}'))).toEqual(['few', 'many']);
  });

  it.each(['{', '}', '{a', '{a, plural, one {x}}', '{a, list}', 'x } y', '{}'])(
    'that cannot be read is refused: %s',
    (text) => {
      expect(() => readMessage(text)).toThrow();
    },
  );

  it('that the documents declare is asked for somewhere in them', () => {
    const folders = ['libs/documents', 'libs/documents/pictures'];
    const sources = folders.flatMap((folder) =>
      readdirSync(folder)
        .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
        .map((file) => readFileSync(`${folder}/${file}`, 'utf8')),
    );
    const text = sources.join('\n');
    // Marks and likelihood are numbered or named by data.
    const asked = (key: string): boolean =>
      text.includes(`'${key}'`) ||
      text.includes(`\`${key}`) ||
      /^(likelihood\.\d|doc\.(demo|draft)(_mark)?)$/.test(key);
    expect(Object.keys(documentMessages).filter((key) => !asked(key))).toEqual([]);
    expect(asked('doc.never')).toBe(false);
  });
});
