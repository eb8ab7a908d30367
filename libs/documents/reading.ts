import type { EditionContent, Paragraph } from '#core/compliance/edition-types.js';
import type { Localised } from '#core/mission/types.js';
import { documentOf, type EditionDocument, type Part } from './document.js';
import { plain, speechOf, type Piece } from './speech.js';

/** A part of a section as a screen shows it: words in place, no pictures. */
export type ReadingPart =
  | { type: 'heading'; id: string; text: string }
  | { type: 'paragraph'; id: string; pieces: Piece[]; warning: boolean }
  | { type: 'quote'; by: Piece[]; text: string; language: string | null }
  | ReadingTable;

export interface ReadingTable {
  type: 'table';
  /** Unique in the reading. */
  id: string;
  caption: string;
  columns: { text: string; isNumber: boolean }[];
  rows: Piece[][][];
  totals: Piece[][][];
  /** What is said about rows that are left out. */
  more: string | null;
  /** Said in place of a table without rows. */
  empty: string | null;
}

/** An edition in one language, with every word in place. */
export interface EditionReading {
  editionId: string;
  week: string;
  version: number;
  variant: EditionContent['variant'];
  party: string | null;
  frozen: boolean;
  /** When its figures were taken. */
  at: string;
  /** BCP 47 of the words. */
  language: string;
  direction: 'ltr' | 'rtl';
  title: string;
  audience: Piece[];
  /** To be shown with it wherever it is shown: a demo, a draft. */
  marks: string[];
  /** Id of the table that holds this week beside the last one and the mean; null where there is none. */
  compared: string | null;
  sections: { id: string; title: string; parts: ReadingPart[] }[];
}

/** @param mostRows as in documentOf */
export function readingOf(content: EditionContent, language: string, mostRows: number): EditionReading {
  const { document, plainContent } = worded(content, language, mostRows);
  const compared = plainContent.sections
    .flatMap((section) => section.blocks.map((block, at) => ({ block, id: `${section.id}-${at + 1}` })))
    .find(({ block }) => block.type === 'table' && block.id === 'compared_all');
  return {
    editionId: content.editionId,
    week: content.week,
    version: content.version,
    variant: content.variant,
    party: content.party,
    frozen: content.frozen,
    at: content.at,
    language: document.language,
    direction: document.direction,
    title: document.title,
    audience: document.audience,
    marks: document.marks,
    compared: compared?.id ?? null,
    sections: sectionsOf(document.parts).map(({ id, title, parts }) => ({
      id,
      title,
      parts: parts.flatMap(readingPart),
    })),
  };
}

/** Pictures are left out before they are drawn: the screen that reads shows their tables' figures, the files show both. */
export function worded(content: EditionContent, language: string, mostRows: number) {
  const plainContent: EditionContent = {
    ...content,
    sections: content.sections.map((section) => ({
      ...section,
      blocks: section.blocks.filter((block) => block.type !== 'chart' && block.type !== 'map'),
    })),
  };
  return { plainContent, document: documentOf(plainContent, language, mostRows) };
}

export interface SectionOfParts {
  id: string;
  title: string;
  parts: Part[];
}

export function sectionsOf(parts: readonly Part[]): SectionOfParts[] {
  const sections: SectionOfParts[] = [];
  for (const part of parts) {
    if (part.type === 'heading' && part.level === 2) {
      sections.push({ id: part.id.replace(/^section-/, ''), title: part.text, parts: [] });
    } else sections.at(-1)?.parts.push(part);
  }
  return sections;
}

function readingPart(part: Part): ReadingPart[] {
  if (part.type === 'picture') return [];
  if (part.type === 'heading') return [{ type: 'heading', id: part.id, text: part.text }];
  if (part.type === 'paragraph' || part.type === 'quote') return [part];
  const { type, id, caption, rows, totals, more, empty } = part;
  const columns = part.columns.map(({ text, number }) => ({ text, isNumber: number }));
  return [{ type, id, caption, columns, rows, totals, more, empty }];
}

/** A figure with the words for where it stands. */
export interface WordedFigure {
  id: string;
  value: number;
  /** As it is shown. */
  text: string;
  section: string;
  /** Caption of its table; null where it stands in a sentence only. */
  table: string | null;
  /** Heads of its row, or the sentence. */
  row: string;
  column: string;
}

export const mostRowsCompared = 2_000;

/** Every figure that the edition shows, in its order; where one stands more than once, the first table names it. */
export function wordedFigures(content: EditionContent, language: string): WordedFigure[] {
  const { document } = worded(content, language, mostRowsCompared);
  return figuresOf(document);
}

export function figuresOf(document: EditionDocument): WordedFigure[] {
  const found = new Map<string, WordedFigure>();
  const inSentences: WordedFigure[] = [];
  const figure = (piece: Piece, where: Pick<WordedFigure, 'section' | 'table' | 'row' | 'column'>): WordedFigure[] => {
    const known = piece.figureId === undefined ? undefined : document.speech.figure(piece.figureId);
    return known ? [{ id: known.id, value: known.value, text: piece.text, ...where }] : [];
  };
  for (const { title: section, parts } of sectionsOf(document.parts))
    for (const part of parts) {
      if (part.type === 'paragraph') {
        const where = { section, table: null, row: plain(part.pieces), column: '' };
        inSentences.push(...part.pieces.flatMap((piece) => figure(piece, where)));
      }
      if (part.type !== 'table') continue;
      for (const cells of [...part.rows, ...part.totals]) {
        const heads = cells.filter((_, i) => !part.columns[i]?.number).map(plain);
        cells.forEach((cell, i) => {
          const column = part.columns[i]?.text ?? '';
          const where = { section, table: part.caption, row: heads.filter(Boolean).join(' · '), column };
          const [first] = cell.flatMap((piece) => figure(piece, where));
          if (first && !found.has(first.id)) found.set(first.id, { ...first, text: plain(cell) });
        });
      }
    }
  for (const one of inSentences) if (!found.has(one.id)) found.set(one.id, one);
  return [...found.values()];
}

/** What these paragraphs' messages say, by language, in those of the languages that have messages. */
export function sentencesOf(
  content: EditionContent,
  paragraphs: readonly Paragraph[],
  languages: readonly string[],
): Localised[] {
  const speeches = languages.flatMap((tag) => {
    const speech = speechOf(content, tag);
    return speech.language === tag.split('-')[0] ? [{ tag, speech }] : [];
  });
  return paragraphs.map(({ text }) =>
    Object.fromEntries(
      speeches.map(({ tag, speech }) => [tag, text.type === 'message' ? plain(speech.say(text.key, text.values)) : '']),
    ),
  );
}
