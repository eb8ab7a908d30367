import type {
  Block,
  Chart,
  Column,
  EditionContent,
  MapBlock,
  Table,
  Text,
  Value,
} from '#core/compliance/edition-types.js';
import { harmless } from './harmless.js';
import { chartTable, drawChart } from './pictures/chart.js';
import { drawMap, mapTable } from './pictures/map.js';
import { editionMessages } from '#core/compliance/edition-messages.js';
import type { Drawing } from './pictures/drawing.js';
import { plain, speechOf, type Piece, type Speech } from './speech.js';

/** A table with every word in place. `more`: what is said about rows that are left out. */
export interface TablePart {
  type: 'table';
  id: string;
  caption: string;
  columns: { text: string; number: boolean; holds?: Column['holds'] }[];
  rows: Piece[][][];
  totals: Piece[][][];
  more: string | null;
  /** Said in place of the table where it has no rows. */
  empty: string | null;
}

/** `alternative` says in words what the picture shows; `data` is the same as a table. */
export interface PicturePart extends Drawing {
  type: 'picture';
  id: string;
  title: string;
  alternative: string;
  data: TablePart;
}

export type Part =
  | { type: 'heading'; id: string; level: 2 | 3; text: string }
  | { type: 'paragraph'; id: string; pieces: Piece[]; warning: boolean }
  | { type: 'quote'; by: Piece[]; text: string; language: string | null }
  | TablePart
  | PicturePart;

/** An edition in one language, ready to be set in any format: what every format shows, in the same order. */
export interface EditionDocument extends Pick<Speech, 'language' | 'direction'> {
  week: string;
  title: string;
  organisation: string;
  mission: string;
  audience: Piece[];
  /** Shown on every page: a demo, a draft. */
  marks: string[];
  /** In front of every caption, so that a table cut out of the document still says so. */
  mark: string;
  /** Label and value; `code` where the value is for machines and runs from left to right. */
  facts: { label: string; text: string; code: boolean }[];
  contentsTitle: string;
  parts: Part[];
  speech: Speech;
}

/** @param mostRows a longer table is cut there and says how many rows were left out; the CSV and JSON files hold all */
export function documentOf(content: EditionContent, language: string, mostRows: number): EditionDocument {
  const speech = speechOf(content, language);
  const marks = [content.demo ? 'demo' : '', content.frozen ? '' : 'draft'].filter((mark) => mark !== '');
  const mark = marks.map((one) => `${speech.words(`doc.${one}_mark`)} · `).join('');
  const maker = { content, speech, mostRows, mark };
  return {
    language: speech.language,
    direction: speech.direction,
    week: content.week,
    title: speech.words('doc.title'),
    organisation: speech.text(content.leadOrganisation),
    mission: speech.text(content.missionName),
    audience: audience(content, speech),
    marks: marks.map((one) => speech.words(`doc.${one}`)),
    mark,
    facts: facts(content, speech),
    contentsTitle: speech.words('doc.contents'),
    parts: [...errata(maker), ...content.sections.flatMap((section) => sectionParts(maker, section))],
    speech,
  };
}

interface Maker {
  content: EditionContent;
  speech: Speech;
  mostRows: number;
  mark: string;
}

function audience({ variant, party }: EditionContent, speech: Speech): Piece[] {
  if (variant === 'party') return speech.say('doc.for_party', { party: { type: 'ref', of: 'party', id: party } });
  return speech.say(variant === 'public' ? 'doc.for_public' : 'doc.for_internal');
}

function facts(content: EditionContent, speech: Speech): EditionDocument['facts'] {
  const time = (from: string, to: string | null): string =>
    plain(speech.show({ type: 'time', from, to, precision: 'minute' }));
  const fact = (key: string, text: string, code = false) => ({ label: speech.words(key), text, code });
  return [
    fact('doc.period', `${time(content.from, content.to)} (${content.timeZone})`),
    fact('doc.utc', `${content.from} – ${content.to}`, true),
    fact('doc.version', speech.number(content.version)),
    fact('doc.at', time(content.at, null)),
    fact('doc.cutoff', speech.number(content.cutoff)),
    fact('doc.tree_root', content.treeRoot, true),
    fact('doc.pack', content.packDigest, true),
  ];
}

function errata({ content, speech, mark }: Maker): Part[] {
  if (content.errata.length === 0) return [];
  const caption = speech.words('doc.errata');
  return [
    { type: 'heading', id: 'errata', level: 2, text: caption },
    ...content.errata.flatMap((one): Part[] => {
      const at: Value = { type: 'time', from: one.at, to: null, precision: 'minute' };
      const title = speech.words('doc.erratum', { number: { type: 'number', value: one.number, unit: null }, at });
      const rows = one.figures.map((f): Piece[][] => {
        const unit = speech.figure(f.id)?.unit ?? null;
        const shown = (value: number): Piece[] => speech.show({ type: 'number', value, unit });
        return [[{ text: f.id, foreign: true }], shown(f.published), shown(f.corrected)];
      });
      const columns = ['doc.figure', 'doc.published', 'doc.corrected'].map((key, i) => ({
        text: speech.words(key),
        number: i > 0,
      }));
      const id = `erratum-${one.number}`;
      return [
        { type: 'heading', id, level: 3, text: title },
        {
          type: 'paragraph',
          id: `${id}-text`,
          pieces: [{ text: speech.text(one.text), foreign: true }],
          warning: true,
        },
        {
          type: 'table',
          id: `${id}-figures`,
          caption: mark + title,
          columns,
          rows,
          totals: [],
          more: null,
          empty: null,
        },
      ];
    }),
  ];
}

function sectionParts(maker: Maker, section: EditionContent['sections'][number]): Part[] {
  const { speech } = maker;
  const id = `section-${section.id}`;
  const parts: Part[] = [{ type: 'heading', id, level: 2, text: speech.words(`section.${section.id}`) }];
  if (section.blocks.length === 0) {
    const pieces = speech.say(`section.${section.id}.empty`);
    parts.push({ type: 'paragraph', id: `${id}-empty`, pieces, warning: false });
  }
  parts.push(...section.blocks.flatMap((block, i) => blockPart(maker, block, `${section.id}-${i + 1}`)));
  if (section.id === 'method') parts.push(likelihood(maker));
  return parts;
}

function blockPart(maker: Maker, block: Block, id: string): Part {
  const { speech } = maker;
  if (block.type === 'table') return tablePart(maker, block, id);
  if (block.type === 'chart' || block.type === 'map') return picturePart(maker, block, id);
  if (block.type === 'paragraph') {
    return {
      type: 'paragraph',
      id: block.id,
      pieces: textPieces(speech, block.text),
      warning: block.level === 'warning',
    };
  }
  const values: Record<string, Value> = {
    party: { type: 'ref', of: 'party', id: block.party },
    at: { type: 'time', from: block.at, to: null, precision: 'minute' },
    ...(block.about !== null && { about: { type: 'verbatim', text: block.about, language: null } }),
  };
  const by = speech.say(block.about === null ? 'doc.quote' : 'doc.quote_about', values);
  return { type: 'quote', by, text: harmless(block.text), language: block.language };
}

function textPieces(speech: Speech, text: Text): Piece[] {
  if (text.type === 'message') return speech.say(text.key, text.values);
  return [{ text: speech.text(text.texts), foreign: true }, { text: ` (${speech.words('doc.edited')})` }];
}

const numeric: readonly string[] = ['figure', 'number'];

function tablePart({ content, speech, mostRows, mark }: Maker, table: Table, id: string): TablePart {
  const left = table.rows.length + (table.left ?? 0) - mostRows;
  const heading = (column: string): string => {
    if (column.startsWith('kind:')) return speech.name('kind', column.slice(5));
    return speech.words(column.startsWith('word:') ? column.slice(5) : `column.${column}`);
  };
  const section = content.sections.find((one) => one.blocks.includes(table));
  const own = `table.${table.id}.empty`;
  const tables = (section?.blocks ?? []).filter((one) => one.type === 'table');
  // Where a section has nothing to tell at all, its sentence stands once.
  const nothing = tables[0] === table && tables.every((one) => one.rows.length === 0);
  const empty = own in editionMessages ? own : nothing ? `section.${section?.id}.empty` : 'table.empty';
  return {
    type: 'table',
    id,
    caption: mark + speech.words(`table.${table.id}`, table.captionValues),
    columns: table.columns.map((column) => ({
      text: heading(column.id),
      number: numeric.includes(column.holds),
      holds: column.holds,
    })),
    rows: table.rows.slice(0, mostRows).map((row) => row.map((value) => speech.show(value))),
    totals: table.totals.map((row) => row.map((value) => speech.show(value))),
    more: left > 0 ? speech.words('table.more', { rows: { type: 'number', value: left, unit: null } }) : null,
    empty: table.rows.length === 0 ? speech.words(empty) : null,
  };
}

function picturePart({ content, speech, mark }: Maker, block: Chart | MapBlock, id: string): PicturePart | TablePart {
  const title = mark + speech.words(`${block.type}.${block.id}`);
  // An empty frame would look like a fault.
  if (block.type === 'chart' && block.x.length === 0) return nothingOf(id, title, speech);
  const alternative = speech.words(`${block.type}.${block.id}.alternative`, block.alternativeValues);
  const drawing = drawn(block, content, speech);
  const data = block.type === 'chart' ? chartTable(block, speech) : mapTable(block, speech);
  const caption = `${title}: ${speech.words('doc.data')}`;
  const empty = data.rows.length === 0 ? speech.words('table.empty') : null;
  const table: TablePart = { type: 'table', id: `${id}-data`, caption, ...data, totals: [], more: null, empty };
  return { type: 'picture', id, title, alternative, ...drawing, data: table };
}

function nothingOf(id: string, caption: string, speech: Speech): TablePart {
  return {
    type: 'table',
    id,
    caption,
    columns: [],
    rows: [],
    totals: [],
    more: null,
    empty: speech.words('table.empty'),
  };
}

/** Drawings of blocks by language: every format of an edition shows the same ones. */
const drawings = new WeakMap<Block, Map<string, Drawing>>();

function drawn(block: Chart | MapBlock, content: EditionContent, speech: Speech): Drawing {
  const known = drawings.get(block) ?? new Map<string, Drawing>();
  drawings.set(block, known);
  const drawing =
    known.get(speech.language) ?? (block.type === 'chart' ? drawChart(block, speech) : drawMap(block, content, speech));
  known.set(speech.language, drawing);
  return drawing;
}

/** The seven likelihood terms of Intelligence Community Directive 203 (2015), section D.6.e(2)(a), with their ranges in percent. */
const likelihoodRanges = ['1–5', '5–20', '20–45', '45–55', '55–80', '80–95', '95–99'];

function likelihood({ speech, mark }: Maker): Part {
  return {
    type: 'table',
    id: 'method-likelihood',
    caption: mark + speech.words('doc.likelihood'),
    columns: [
      { text: speech.words('doc.likelihood_word'), number: false },
      { text: speech.words('doc.likelihood_range'), number: true },
    ],
    rows: likelihoodRanges.map((range, i) => [
      [{ text: speech.words(`likelihood.${i + 1}`) }],
      [{ text: `${range}\u00A0%`, foreign: true }],
    ]),
    totals: [],
    more: null,
    empty: null,
  };
}
