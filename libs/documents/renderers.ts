import type { EditionContent, RenderedFile, Renderer, SectionId } from '#core/compliance/edition-types.js';
import { figuresCsv, sectionCsv } from './edition-csv.js';
import { editionGeojson } from './edition-data.js';
import type { Needs } from './part-of-content.js';
import { mostRows } from './rows.js';

const utf8 = new TextEncoder();

/** One of the forms of an edition, with the name that its file has: in a folder of the language where it has one. */
export interface NamedRenderer extends Renderer {
  fileName: string;
}

function renderer(
  format: string,
  fileName: string,
  mediaType: string,
  perLanguage: boolean,
  make: (content: EditionContent, language: string) => string | Promise<string | Uint8Array>,
): NamedRenderer {
  return {
    format,
    fileName,
    perLanguage,
    async render(content, language): Promise<RenderedFile> {
      const made = await make(content, language ?? 'en');
      const path = perLanguage ? `${(language ?? 'en').toLowerCase()}/${fileName}` : fileName;
      return { path, mediaType, bytes: typeof made === 'string' ? utf8.encode(made) : made };
    },
  };
}

function annex(fileName: string, id: SectionId): NamedRenderer {
  return renderer('csv', fileName, 'text/csv', true, (content, language) => sectionCsv(content, language, id));
}

// Loaded when they are asked for: the typesetter and the drawing of pictures hold much memory that other forms do not need.
const html = async (content: EditionContent, language: string): Promise<string> =>
  (await import('./edition-html.js')).editionHtml(content, language);
const pdf = async (content: EditionContent, language: string): Promise<Uint8Array> =>
  (await import('./edition-pdf.js')).editionPdf(content, language);
const docx = async (content: EditionContent, language: string): Promise<Uint8Array> =>
  (await import('./edition-docx.js')).editionDocx(content, language);

/**
 * Every form of an edition besides its plain content (edition.json, which every package holds): pure functions of content and language, the same bytes each time. Whoever makes an edition's
 * files, and whoever checks that none of them tells what it may not, goes through this list. A language without a catalogue
 * (`documentLanguages`) comes out in English.
 */
export const renderers: readonly NamedRenderer[] = [
  renderer('html', 'summary.html', 'text/html', true, html),
  renderer('pdf', 'summary.pdf', 'application/pdf', true, pdf),
  renderer(
    'docx',
    'summary.docx',
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    true,
    docx,
  ),
  renderer('csv', 'figures.csv', 'text/csv', true, figuresCsv),
  annex('violations.csv', 'annex_violations'),
  annex('restrictions.csv', 'annex_restrictions'),
  annex('rulings.csv', 'annex_rulings'),
  annex('sources.csv', 'annex_sources'),
  renderer('geojson', 'incidents.geojson', 'application/geo+json', false, editionGeojson),
];

const least: Needs = { rows: 0, features: false, points: false };
const needs: Record<string, Needs> = {
  html: { rows: mostRows.html, features: false, points: true },
  pdf: { rows: mostRows.pdf, features: false, points: true },
  docx: { rows: mostRows.docx, features: false, points: true },
  csv: { ...least, rows: Infinity },
  geojson: { ...least, features: true },
};

/** What the forms of this format need of a content; all of it where the format is not known. */
export function needsOf(format: string): Needs {
  return needs[format] ?? { rows: Infinity, features: true, points: true };
}
