import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import type { EditionContent } from '#core/compliance/edition-types.js';
import { documentOf, type EditionDocument, type Part, type TablePart } from './document.js';
import { drawable, fontFiles } from './fonts.js';
import { breakable, startsRightToLeft } from './harmless.js';
import { pdfTemplate } from './pdf-template.js';
import { mostRows, rowsOnPaper } from './rows.js';
import { plain, type Piece } from './speech.js';

/** A folder that need not exist: everything that Typst reads is given to it in memory. */
const workspace = '/edition';

/**
 * An edition as PDF, made by Typst with embedded fonts and no network: tagged for screen readers to PDF/UA-1 where the
 * compiler of this platform can (Typst 0.14 and later), else the same pages without tags.
 * @throws Error with the compiler's words
 */
export function editionPdf(content: EditionContent, language: string): Uint8Array {
  const document = documentOf(content, language, rowsOnPaper(content, mostRows.pdf));
  const compiler = NodeCompiler.create({ workspace, fontArgs: [{ fontBlobs: fontFiles() }] });
  const parts = document.parts.map((part, i) => {
    if (part.type === 'picture') compiler.mapShadow(`${workspace}/picture-${i}.svg`, Buffer.from(part.svg));
    return partData(part, i, document.direction === 'rtl');
  });
  const data = { ...head(document), parts: onTheirSide(document.parts, parts) };
  compiler.mapShadow(`${workspace}/data.json`, Buffer.from(JSON.stringify(data)));
  try {
    return compile(compiler);
  } finally {
    // What the compiler remembers of one edition is of no use to the next.
    compiler.evictCache(0);
  }
}

function compile(compiler: NodeCompiler): Uint8Array {
  const compiled = compiler.compile({ mainFileContent: pdfTemplate });
  if (!compiled.result) {
    const said = compiled.takeDiagnostics();
    throw new Error(`The PDF could not be made: ${JSON.stringify(said ? compiler.fetchDiagnostics(said) : null)}`);
  }
  if (!canTag()) return compiler.pdf(compiled.result, {});
  try {
    return compiler.pdf(compiled.result, { pdfStandard: 'ua-1' });
  } catch (error) {
    if (!isUnreadableSign(error)) throw error;
    return compiler.pdf(compiled.result, {});
  }
}

/**
 * PDF/UA-1 wants every sign that is drawn to lead back to its letter. Arabic in a picture, whose letters and dots are signs
 * apart, cannot always do so: the same tagged pages then come without the claim to the standard.
 */
function isUnreadableSign(error: unknown): boolean {
  return String(error).includes('PDF/UA-1 error: the PDF contains text with missing codepoints');
}

let tags: boolean | null = null;

/** Whether this platform's compiler writes tagged files. */
function canTag(): boolean {
  if (tags === null) {
    const probe = NodeCompiler.create({});
    const [, minor = '0'] = String(
      probe.query({ mainFileContent: '#metadata(str(sys.version))<v>' }, { selector: '<v>', field: 'value' }),
    ).split('.');
    tags = Number(minor) >= 14;
  }
  return tags;
}

function head(document: EditionDocument): object {
  const rtl = document.direction === 'rtl';
  const { language, direction, week } = document;
  const own = (text: string): string => drawable(text);
  const placed = (key: string): { type: 'verbatim'; text: string; language: null } => ({
    type: 'verbatim',
    text: key,
    language: null,
  });
  const page = document.speech.words('doc.page', { page: placed('\uE000'), pages: placed('\uE001') });
  return {
    language,
    direction,
    week: fromLeft(week, rtl),
    title: own(document.title),
    heading: own(`${document.title} ${fromLeft(week, rtl)}`),
    organisation: own(document.organisation),
    mission: own(document.mission),
    audience: setText(document.audience, rtl),
    marks: document.marks.map(own),
    facts: document.facts.map(({ label, text, code }) => ({ label: own(label), text: breakable(own(text)), code })),
    contentsTitle: own(document.contentsTitle),
    page: page
      .split(/([\uE000\uE001])/)
      .map((part) => (part === '\uE000' ? 'page' : part === '\uE001' ? 'pages' : own(part)))
      .filter((part) => part !== ''),
  };
}

function partData(part: Part, at: number, rtl: boolean): object {
  if (part.type === 'heading') return { ...part, text: drawable(part.text) };
  if (part.type === 'paragraph') return { ...part, pieces: null, text: setText(part.pieces, rtl) };
  if (part.type === 'table') return tableData(part, rtl);
  if (part.type === 'quote') {
    const language = /^[a-z]{2,3}$/.exec(part.language?.split('-')[0] ?? '')?.[0] ?? null;
    const text = breakable(drawable(part.text));
    return { type: 'quote', by: setText(part.by, rtl), text, language, rtl: startsRightToLeft(part.text) };
  }
  return {
    type: 'picture',
    file: `/picture-${at}.svg`,
    title: drawable(part.title),
    alternative: drawable(part.alternative),
    notes: part.notes.map(drawable),
    data: tableData(part.data, rtl),
  };
}

function tableData(table: TablePart, rtl: boolean): object {
  const rows = (cells: Piece[][][]): string[][] => cells.map((row) => row.map((cell) => setText(cell, rtl)));
  // A column is as wide as its words ask for, within reason: most rows of a table are alike.
  const least = table.columns.length < 9 ? 2 : 1.2;
  const longest = (i: number): number =>
    Math.max(0, ...table.rows.slice(0, 50).map((row) => plain(row[i] ?? []).length));
  return {
    ...table,
    caption: drawable(table.caption),
    columns: table.columns.map(({ text, number, holds }, i) => ({
      text: breakable(drawable(text)),
      number,
      share: holds === 'place' ? 2.6 : Math.min(3.5, Math.max(number ? 1 : least, longest(i) / 10)),
    })),
    rows: rows(table.rows),
    totals: rows(table.totals),
  };
}

/** A table of more columns stands on a page that lies on its side. */
const mostUpright = 10;

/** Wide tables that follow one another share their pages: a part `wide` holds them. */
function onTheirSide(parts: readonly Part[], set: object[]): object[] {
  const grouped: object[] = [];
  let tables: object[] = [];
  for (const [i, part] of parts.entries()) {
    const isWide = part.type === 'table' && part.empty === null && part.columns.length > mostUpright;
    if (!isWide) grouped.push(set[i]!);
    else if (tables.length === 0) grouped.push({ type: 'wide', tables });
    if (isWide) tables.push(set[i]!);
    else tables = [];
  }
  return grouped;
}

/** What runs from left to right in every language. */
function fromLeft(text: string, rtl: boolean): string {
  return rtl ? `\u2066${text}\u2069` : text;
}

/** One text; words of others and names keep to themselves (Unicode isolates) where their direction could differ. */
function setText(pieces: Piece[], rtl: boolean): string {
  const set = pieces.map(({ text, foreign }) => {
    const drawn = breakable(drawable(text));
    return foreign && (rtl || startsRightToLeft(text)) ? `\u2068${drawn}\u2069` : drawn;
  });
  return set.join('');
}
