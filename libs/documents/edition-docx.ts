import {
  AlignmentType,
  BorderStyle,
  Document,
  Footer,
  Header,
  HeadingLevel,
  ImageRun,
  Packer,
  PageNumber,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
  VerticalAlign,
  WidthType,
} from 'docx';
import type { EditionContent } from '#core/compliance/edition-types.js';
import { documentOf, type EditionDocument, type Part, type PicturePart, type TablePart } from './document.js';
import { sameBytes } from './docx-bytes.js';
import { breakable, startsRightToLeft } from './harmless.js';
import { pngOf } from './pictures/png.js';
import { mostRows, rowsOnPaper } from './rows.js';
import type { Piece } from './speech.js';

/** Width of the pictures on the page, pixels at 96 per inch. */
const pictureWidth = 620;
/** Dots of a picture to one of its own pixels: about 170 to the inch on the page. Drawing them takes most of the time. */
const dotsPerPixel = 1.3;

const font = { ascii: 'Noto Sans', hAnsi: 'Noto Sans', cs: 'Noto Naskh Arabic' };
/** Word's names of the languages; the complex-script one is for text from right to left. */
const locales: Record<string, string> = { en: 'en-GB', uk: 'uk-UA', ru: 'ru-RU', tr: 'tr-TR', ar: 'ar-SA' };

interface Page {
  rtl: boolean;
}

/** An edition as DOCX, for those who edit or translate it elsewhere: the same words, tables and pictures as the PDF. */
export async function editionDocx(content: EditionContent, language: string): Promise<Uint8Array> {
  const edition = documentOf(content, language, rowsOnPaper(content, mostRows.docx));
  const page = { rtl: edition.direction === 'rtl' };
  const parts = [];
  // One after the other: a picture takes much memory while it is drawn.
  for (const [at, part] of edition.parts.entries()) parts.push(await partOf(part, page, at));
  const tag = locales[edition.language] ?? edition.language;
  const document = new Document({
    creator: edition.organisation,
    lastModifiedBy: edition.organisation,
    title: `${edition.mark}${edition.title} ${edition.week}`,
    description: edition.mission,
    styles: {
      default: {
        document: {
          run: { font, size: 20, language: { value: tag, bidirectional: tag }, rightToLeft: page.rtl },
          paragraph: { spacing: { after: 120 } },
        },
      },
    },
    sections: [
      {
        properties: { page: { margin: { top: 1100, bottom: 1000, left: 900, right: 900 } } },
        headers: {
          default: new Header({
            children: [edition.mission, ...edition.marks].map((words) => line(words, page, true)),
          }),
        },
        footers: { default: new Footer({ children: [pageNumber(edition, page)] }) },
        children: [...front(edition, page), ...parts.flat()],
      },
    ],
  });
  return sameBytes(await Packer.toBuffer(document), content.at);
}

function front(edition: EditionDocument, page: Page): (Paragraph | Table)[] {
  const facts = edition.facts.map(({ label, text }) => line(`${label}: ${breakable(text)}`, page));
  return [
    line(edition.organisation, page),
    new Paragraph({
      heading: HeadingLevel.HEADING_1,
      bidirectional: page.rtl,
      children: [run(`${edition.title} `, page), run(edition.week, { rtl: false })],
    }),
    new Paragraph({ bidirectional: page.rtl, children: runs(edition.audience, page, { bold: true }) }),
    ...edition.marks.map(
      (mark) => new Paragraph({ bidirectional: page.rtl, children: [run(mark, page, { bold: true })] }),
    ),
    ...facts,
  ];
}

function pageNumber({ speech }: EditionDocument, page: Page): Paragraph {
  const placed = (text: string) => ({ type: 'verbatim', text, language: null }) as const;
  const words = speech.words('doc.page', { page: placed('\uE000'), pages: placed('\uE001') });
  const children = words.split(/([\uE000\uE001])/).map((part) => {
    const field = part === '\uE000' ? PageNumber.CURRENT : PageNumber.TOTAL_PAGES;
    return part === '\uE000' || part === '\uE001'
      ? new TextRun({ children: [field], size: 16 })
      : run(part, page, { size: 16 });
  });
  return new Paragraph({ alignment: AlignmentType.CENTER, bidirectional: page.rtl, children });
}

async function partOf(part: Part, page: Page, at: number): Promise<(Paragraph | Table)[]> {
  if (part.type === 'heading') {
    const heading = part.level === 2 ? HeadingLevel.HEADING_2 : HeadingLevel.HEADING_3;
    return [new Paragraph({ heading, bidirectional: page.rtl, keepNext: true, children: [run(part.text, page)] })];
  }
  if (part.type === 'paragraph') {
    const border = part.warning ? { left: { style: BorderStyle.SINGLE, size: 18, space: 8 } } : undefined;
    return [new Paragraph({ bidirectional: page.rtl, children: runs(part.pieces, page), ...(border && { border }) })];
  }
  if (part.type === 'quote') {
    const own = { rtl: startsRightToLeft(part.text) };
    const lines = breakable(part.text).split('\n');
    const children = lines.map((words, i) => run(words, own, { ...(i > 0 && { break: 1 }) }));
    return [
      new Paragraph({ bidirectional: page.rtl, keepNext: true, children: runs(part.by, page) }),
      new Paragraph({ bidirectional: own.rtl, indent: { start: 400, end: 400 }, children }),
    ];
  }
  return part.type === 'table' ? tableOf(part, page) : pictureOf(part, page, at);
}

async function pictureOf(part: PicturePart, page: Page, at: number): Promise<(Paragraph | Table)[]> {
  const height = Math.round((part.height * pictureWidth) / part.width);
  const image = new ImageRun({
    type: 'png',
    data: await pngOf(part.svg, part.width * dotsPerPixel),
    transformation: { width: pictureWidth, height },
    altText: { id: String(at + 1), name: part.id, title: part.title, description: part.alternative },
  });
  return [
    new Paragraph({ bidirectional: page.rtl, keepNext: true, children: [run(part.title, page, { bold: true })] }),
    line(part.alternative, page),
    new Paragraph({ alignment: AlignmentType.CENTER, children: [image] }),
    ...(part.notes.length > 0 ? [line(part.notes.join('   '), page, true)] : []),
    ...tableOf(part.data, page),
  ];
}

function tableOf(part: TablePart, page: Page): (Paragraph | Table)[] {
  if (part.empty !== null) return [line(`${part.caption}: ${part.empty}`, page)];
  const size = part.columns.length > 9 ? 11 : 15;
  const row = (cells: Piece[][], bold: boolean, header = false): TableRow =>
    new TableRow({
      tableHeader: header,
      cantSplit: true,
      children: cells.map((cell, i) => {
        const alignment = part.columns[i]?.number ? AlignmentType.END : AlignmentType.START;
        const paragraph = new Paragraph({
          alignment,
          bidirectional: page.rtl,
          spacing: { after: 0 },
          children: runs(cell, page, { bold, size }),
        });
        return new TableCell({ children: [paragraph], ...(header && { verticalAlign: VerticalAlign.BOTTOM }) });
      }),
    });
  const table = new Table({
    width: { size: 100, type: WidthType.PERCENTAGE },
    visuallyRightToLeft: page.rtl,
    rows: [
      row(
        part.columns.map(({ text }) => [{ text }]),
        true,
        true,
      ),
      ...part.rows.map((cells) => row(cells, false)),
      ...part.totals.map((cells) => row(cells, true)),
    ],
  });
  const caption = new Paragraph({
    bidirectional: page.rtl,
    keepNext: true,
    children: [run(part.caption, page, { bold: true })],
  });
  return [caption, table, line(part.more ?? '', page)];
}

function line(words: string, page: Page, small = false): Paragraph {
  return new Paragraph({ bidirectional: page.rtl, children: [run(words, page, small ? { size: 16 } : {})] });
}

interface Look {
  bold?: boolean;
  size?: number;
  break?: number;
}

function run(text: string, page: Page, look: Look = {}): TextRun {
  return new TextRun({
    text: breakable(text),
    rightToLeft: page.rtl,
    ...look,
    ...(look.bold && { boldComplexScript: true }),
  });
}

/** Words of others run in their own direction. */
function runs(pieces: Piece[], page: Page, look: Look = {}): TextRun[] {
  return pieces.map(({ text, foreign }) => run(text, foreign ? { rtl: startsRightToLeft(text) } : page, look));
}
