import type { EditionContent } from '#core/compliance/edition-types.js';
import type { EditionDocument } from './document.js';
import { figuresOf, mostRowsCompared, sectionsOf, worded, type WordedFigure } from './reading.js';
import { plain } from './speech.js';

/** What two editions say differently; `before`, `after`: null where one does not say it at all. */
export interface EditionChanges {
  language: string;
  direction: 'ltr' | 'rtl';
  /** How many figures are the same in both. */
  same: number;
  figures: (Omit<WordedFigure, 'value' | 'text'> & { before: string | null; after: string | null })[];
  paragraphs: { section: string; before: string | null; after: string | null }[];
  /** Tables with another number of rows; rows of a figure that is in one of them only are not told one by one. */
  tables: { section: string; caption: string; before: number; after: number }[];
}

export function changesOf(before: EditionContent, after: EditionContent, language: string): EditionChanges {
  const [old, now] = [worded(before, language, mostRowsCompared), worded(after, language, mostRowsCompared)];
  const [oldFigures, newFigures] = [old, now].map(
    ({ document }) => new Map(figuresOf(document).map((one) => [one.id, one])),
  ) as [Map<string, WordedFigure>, Map<string, WordedFigure>];
  const ids = [...new Set([...newFigures.keys(), ...oldFigures.keys()])];
  const differing = ids.filter((id) => oldFigures.get(id)?.value !== newFigures.get(id)?.value);
  const [oldWords, newWords] = [paragraphsOf(old.document), paragraphsOf(now.document)];
  const [oldTables, newTables] = [tablesOf(old.plainContent, old.document), tablesOf(now.plainContent, now.document)];
  const both = <T>(a: Map<string, T>, b: Map<string, T>): string[] => [...new Set([...b.keys(), ...a.keys()])];
  return {
    language: now.document.language,
    direction: now.document.direction,
    same: ids.length - differing.length,
    figures: differing.map((id) => {
      const { section, table, row, column } = (newFigures.get(id) ?? oldFigures.get(id))!;
      const shown = (of: Map<string, WordedFigure>): string | null => of.get(id)?.text ?? null;
      return { id, section, table, row, column, before: shown(oldFigures), after: shown(newFigures) };
    }),
    paragraphs: both(oldWords, newWords).flatMap((key) => {
      const [a, b] = [oldWords.get(key), newWords.get(key)];
      if (a?.text === b?.text) return [];
      return [{ section: (b ?? a)!.section, before: a?.text ?? null, after: b?.text ?? null }];
    }),
    tables: both(oldTables, newTables).flatMap((key) => {
      const [a, b] = [oldTables.get(key), newTables.get(key)];
      if ((a?.rows ?? 0) === (b?.rows ?? 0)) return [];
      const { section, caption } = (b ?? a)!;
      return [{ section, caption, before: a?.rows ?? 0, after: b?.rows ?? 0 }];
    }),
  };
}

/** By section, name and how many of that name came before: some paragraphs stand once for each sector. */
function paragraphsOf(document: EditionDocument): Map<string, { section: string; text: string }> {
  const found = new Map<string, { section: string; text: string }>();
  for (const { id, title: section, parts } of sectionsOf(document.parts)) {
    const times = new Map<string, number>();
    for (const part of parts) {
      if (part.type !== 'paragraph') continue;
      const time = (times.get(part.id) ?? 0) + 1;
      times.set(part.id, time);
      found.set(`${id} ${part.id} ${time}`, { section, text: plain(part.pieces) });
    }
  }
  return found;
}

/** All rows, also those that a long table leaves out. */
function tablesOf(
  content: EditionContent,
  document: EditionDocument,
): Map<string, { section: string; caption: string; rows: number }> {
  const parts = sectionsOf(document.parts);
  const found = new Map<string, { section: string; caption: string; rows: number }>();
  for (const section of content.sections) {
    const shown = parts.find((one) => one.id === section.id);
    const times = new Map<string, number>();
    section.blocks.forEach((block, at) => {
      if (block.type !== 'table') return;
      const time = (times.get(block.id) ?? 0) + 1;
      times.set(block.id, time);
      const part = shown?.parts.find((one) => one.type === 'table' && one.id === `${section.id}-${at + 1}`);
      const caption = part?.type === 'table' ? part.caption : block.id;
      found.set(`${section.id} ${block.id} ${time}`, {
        section: shown?.title ?? section.id,
        caption,
        rows: block.rows.length,
      });
    });
  }
  return found;
}
