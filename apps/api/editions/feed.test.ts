import type { Edition, EditionErratum } from '#core/compliance/edition-record.js';
import type { Mission } from '#core/mission/types.js';
import { atomFeed } from './feed.js';

interface Element {
  name: string;
  attributes: Record<string, string>;
  children: Element[];
  text: string;
}

/** Reads XML without a document type, as strictly as its grammar asks. @throws Error where it is not well-formed */
function readXml(xml: string): Element {
  const root: Element = { name: '', attributes: {}, children: [], text: '' };
  const open = [root];
  const [head] = /^<\?xml version="1\.0" encoding="utf-8"\?>\n/.exec(xml) ?? [];
  if (!head) throw new Error('the declaration is missing');
  const unescaped = (raw: string): string => {
    if (/&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[0-9a-f]+);)|</i.test(raw)) throw new Error(`"${raw}" is not escaped`);
    return raw.replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)));
  };
  let rest = xml.slice(head.length);
  while (rest !== '') {
    const here = open.at(-1)!;
    const [text = ''] = /^[^<]+/.exec(rest) ?? [];
    here.text += unescaped(text);
    rest = rest.slice(text.length);
    if (rest === '') break;
    const tag = /^<(\/?)([a-z]+)((?: [a-z:]+="[^"<]*")*)(\/?)>/.exec(rest);
    if (!tag) throw new Error(`no tag: ${rest.slice(0, 40)}`);
    rest = rest.slice(tag[0].length);
    const [, closing, name = '', given = '', empty] = tag;
    if (closing) {
      if (open.pop()?.name !== name) throw new Error(`</${name}> closes nothing`);
      continue;
    }
    const pairs = [...given.matchAll(/ ([a-z:]+)="([^"]*)"/g)].map(([, key, value]) => [key!, unescaped(value!)]);
    if (new Set(pairs.map(([key]) => key)).size !== pairs.length) throw new Error(`<${name}> says something twice`);
    const element: Element = { name, attributes: Object.fromEntries(pairs), children: [], text: '' };
    here.children.push(element);
    if (!empty) open.push(element);
  }
  if (open.length !== 1 || root.children.length !== 1) throw new Error('not one whole element');
  return root.children[0]!;
}

const all = (element: Element, name: string): Element[] => element.children.filter((c) => c.name === name);
const textOf = (element: Element, name: string): string => {
  const found = all(element, name);
  expect([name, found.length]).toEqual([name, 1]);
  return found[0]!.text;
};

/** What RFC 4287 asks of a feed (4.1.1) and of an entry without content (4.1.2). */
function checkAtom(feed: Element): void {
  expect([feed.name, feed.attributes['xmlns']]).toEqual(['feed', 'http://www.w3.org/2005/Atom']);
  const entries = all(feed, 'entry');
  const dated = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;
  for (const element of [feed, ...entries]) {
    // An identifier is an absolute IRI (RFC 3987), and never that of another.
    expect(textOf(element, 'id')).toMatch(/^[a-z][a-z0-9+.-]*:[^\s<>"{}|\\^`]+$/i);
    expect(textOf(element, 'title')).not.toBe('');
    expect(textOf(element, 'updated')).toMatch(dated);
  }
  const ids = [feed, ...entries].map((e) => textOf(e, 'id'));
  expect(new Set(ids).size).toBe(ids.length);
  const author = all(feed, 'author');
  expect(author).toHaveLength(1);
  expect(textOf(author[0]!, 'name')).not.toBe('');
  expect(all(feed, 'link').map((l) => l.attributes['rel'])).toEqual(['self']);
  for (const entry of entries) {
    const links = all(entry, 'link');
    expect(links.map((l) => [l.attributes['rel'], l.attributes['type']])).toEqual([['alternate', 'text/html']]);
    expect(links[0]!.attributes['href']).toMatch(/^\/editions\/\d{4}-W\d\d(#erratum-\d+)?$/);
    expect(all(entry, 'summary')).toHaveLength(1);
  }
  const newest = entries
    .map((e) => textOf(e, 'updated'))
    .sort()
    .at(-1);
  if (newest) expect(textOf(feed, 'updated')).toBe(newest);
}

const mission = {
  id: 'two-valleys',
  name: { en: 'Mission <of> the "Valleys" & Fords' },
  leadOrganisation: { en: 'Council & Co' },
  ceasefireFrom: '2026-01-05T00:00:00.000Z',
} as unknown as Mission;

function edition(number: number): { edition: Edition; errata: EditionErratum[] } {
  const id = `019a0000-0000-7000-8000-00000000000${number}`;
  const row = { id, week: `2026-W4${number}`, version: 1, cutoff: 12, publishedAt: `2026-11-0${number}T08:00:00.000Z` };
  const erratum = (n: number, at: string): EditionErratum => ({
    editionId: id,
    number: n,
    text: { en: `<b>${n}</b> & "so on"]]>\u0007\ufffe` },
    figures: [],
    by: 'head',
    at,
  });
  return {
    edition: row as unknown as Edition,
    errata: [erratum(1, `2026-11-1${number}T08:00:00.000Z`), erratum(2, `2026-11-2${number}T08:00:00.000Z`)],
  };
}

it('the feed is well-formed and an Atom feed by RFC 4287, whatever words an erratum holds', () => {
  const feed = readXml(atomFeed([edition(2), edition(1)], mission));
  checkAtom(feed);
  const entries = all(feed, 'entry');
  expect(entries).toHaveLength(6);
  expect(entries.map((e) => textOf(e, 'updated'))).toEqual(
    entries
      .map((e) => textOf(e, 'updated'))
      .sort()
      .reverse(),
  );
  expect(textOf(entries[0]!, 'summary')).toContain('<b>2</b> & "so on"]]>');
  expect(textOf(feed, 'title')).toContain('Mission <of> the "Valleys" & Fords');
});

it('a feed without entries is one too, and what is no XML is found out', () => {
  checkAtom(readXml(atomFeed([], mission)));
  const [good] = [atomFeed([edition(1)], mission)];
  for (const bad of [good.replace('</entry>', ''), good.replace('&#38;', '&'), good.replace('</feed>', '</fed>')])
    expect(() => readXml(bad)).toThrow();
  expect(() => checkAtom(readXml(good.replace(/<author>.*<\/author>/, '')))).toThrow();
});
