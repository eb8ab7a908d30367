import { stringify } from 'csv-stringify/sync';
import type { Column, EditionContent, SectionId, Table, Value } from '#core/compliance/edition-types.js';
import { harmless } from './harmless.js';
import { plain, speechOf, type Speech } from './speech.js';

/** One column of a file: its name for people and programs and its hashtag of the Humanitarian Exchange Language (HXL 1.1). */
interface Heading {
  name: string;
  tag: string;
}
type Cell = string | number;

/**
 * Every figure of the edition, one a line, with the stored query that gives it. Second line: HXL hashtags.
 */
export function figuresCsv(content: EditionContent, language: string): string {
  const speech = speechOf(content, language);
  const headings: Heading[] = [
    { name: 'figure_id', tag: '#meta+id' },
    { name: 'value', tag: '#indicator+value+num' },
    { name: 'low', tag: '#indicator+low+num' },
    { name: 'high', tag: '#indicator+high+num' },
    { name: 'unit', tag: '#indicator+unit' },
    ...named('provision', 'provision'),
    ...named('party', 'party'),
    ...named('sector', 'sector'),
    ...named('kind', 'kind'),
    ...named('means', 'means'),
    { name: 'query', tag: '#meta+query' },
    { name: 'params', tag: '#meta+query+params' },
  ];
  const rows = content.figures.map((figure): Cell[] => {
    const { provisionId, provision, party, sector, kind, means } = figure.query.params;
    const pair = (
      of: 'provision' | 'party' | 'sector' | 'kind' | 'means',
      id: string | number | null | undefined,
    ): Cell[] => (id === null || id === undefined ? ['', ''] : [String(id), speech.name(of, String(id))]);
    return [
      figure.id,
      figure.value,
      figure.low ?? '',
      figure.high ?? '',
      figure.unit,
      ...pair('provision', provisionId ?? provision),
      ...pair('party', party),
      ...pair('sector', sector),
      ...pair('kind', kind),
      ...pair('means', means),
      figure.query.name,
      JSON.stringify(figure.query.params),
    ];
  });
  return csv(content, headings, rows);
}

/**
 * Every table of one section with all of its rows, totals left out: ids and names, instants in UTC, degrees, in the language
 * asked for. `table` says which table a line is of; a column that a table does not have is empty.
 */
export function sectionCsv(content: EditionContent, language: string, id: SectionId): string {
  const speech = speechOf(content, language);
  const section = content.sections.find((one) => one.id === id);
  const tables = (section?.blocks ?? []).filter((block): block is Table => block.type === 'table');
  const columns = new Map(tables.flatMap((table) => table.columns).map((column) => [column.id, column]));
  const names = [...columns.values()];
  const headings = [{ name: 'table', tag: '#meta+table' }, ...names.flatMap(headingsOf)];
  const rows = tables.flatMap((table) => {
    const at = names.map((column) => table.columns.findIndex((one) => one.id === column.id));
    return table.rows.map((row): Cell[] => [
      table.id,
      ...names.flatMap((column, i) => cellsOf(column, row[at[i] ?? -1] ?? { type: 'nothing' }, speech)),
    ]);
  });
  return csv(content, headings, rows);
}

/** Core hashtags of HXL for what the columns hold; the attribute says the rest. */
const hashtags: Record<string, string> = {
  party: '#group',
  sector: '#adm1',
  provision: '#event+provision',
  kind: '#event',
  observation: '#event',
  means: '#meta+means',
  weapon: '#cause+weapon',
  description: '#status',
  result: '#status+ruling',
  gravity: '#severity',
  day: '#date',
  time: '#date',
};

function named(column: string, id: string): Heading[] {
  const tag = hashtags[id] ?? `#meta+${attribute(column)}`;
  return [
    { name: column, tag: `${tag}+code` },
    { name: `${column}_name`, tag: `${tag}+name` },
  ];
}

function headingsOf({ id, holds }: Column): Heading[] {
  const name = id.replace(':', '_');
  const attributed = attribute(id);
  if (holds === 'ref') return named(name, id);
  if (holds === 'time') {
    const tag = hashtags[id] ?? '#date';
    return [
      { name: `${name}_from`, tag: `${tag}+start` },
      { name: `${name}_to`, tag: `${tag}+end` },
    ];
  }
  if (holds === 'place') {
    return [
      { name, tag: `#loc+name+${attributed}` },
      { name: `${name}_lat`, tag: `#geo+lat+${attributed}` },
      { name: `${name}_lon`, tag: `#geo+lon+${attributed}` },
      { name: `${name}_metres`, tag: `#geo+uncertainty+${attributed}` },
    ];
  }
  if (holds === 'text') return [{ name, tag: hashtags[id] ?? `#description+${attributed}` }];
  return [{ name, tag: `#indicator+num+${attributed}` }];
}

/** HXL attributes are lower-case letters, digits and underscores. */
function attribute(id: string): string {
  return id.toLowerCase().replace(/[^a-z0-9]+/g, '_');
}

function cellsOf({ holds }: Column, value: Value, speech: Speech): Cell[] {
  if (holds === 'ref') {
    if (value.type === 'ref') return value.id === null ? ['', ''] : [value.id, plain(speech.show(value))];
    return ['', words(value, speech)];
  }
  if (holds === 'time') return value.type === 'time' ? [value.from, value.to ?? ''] : [words(value, speech), ''];
  if (holds === 'place') {
    if (value.type !== 'place') return [words(value, speech), '', '', ''];
    return [speech.text(value.words), value.lat, value.lon, value.uncertaintyMetres];
  }
  if (value.type === 'figure') return [speech.figure(value.id)?.value ?? ''];
  return [value.type === 'number' ? value.value : words(value, speech)];
}

function words(value: Value, speech: Speech): string {
  return value.type === 'nothing' ? '' : plain(speech.show(value));
}

/** Signs at which a spreadsheet takes a cell for a formula, also in their full-width forms and after blanks. */
const formula = /^[\s\u00A0\uFEFF\u200B-\u200F]*[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20\u2212]|^[\t\r\n]/u;

/** Text as a cell: harmless signs only, on one line, never a formula. Numbers stay numbers. */
export function csvCell(cell: Cell): Cell {
  if (typeof cell === 'number') return cell;
  const text = formula.test(cell) ? `'${cell}` : cell;
  return harmless(text).replace(/\n/g, ' ');
}

/** RFC 4180: CRLF, quotes doubled. Week, variant and whether it is a demo stand on each line, since lines get cut out. */
function csv(content: EditionContent, headings: Heading[], rows: Cell[][]): string {
  const every: [Heading, Cell][] = [
    [{ name: 'week', tag: '#date+week' }, content.week],
    [{ name: 'version', tag: '#meta+version' }, content.version],
    [{ name: 'variant', tag: '#meta+variant' }, content.variant],
    [{ name: 'demo', tag: '#meta+demo' }, content.demo ? 'yes' : 'no'],
    [{ name: 'frozen', tag: '#meta+frozen' }, content.frozen ? 'yes' : 'no'],
  ];
  const first = every.map(([, cell]) => cell);
  const all = [...every.map(([heading]) => heading), ...headings];
  const lines = [
    all.map((heading) => heading.name),
    all.map((heading) => heading.tag),
    ...rows.map((row) => [...first, ...row].map(csvCell)),
  ];
  return stringify(lines, { record_delimiter: '\r\n' });
}
