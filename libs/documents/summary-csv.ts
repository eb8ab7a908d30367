import { stringify } from 'csv-stringify/sync';
import { figureNames } from '#core/compliance/types.js';
import type { Figure, Summary } from '#core/compliance/types.js';
import { previousWeek } from '#core/mission/calendar.js';
import type { Mission } from '#core/mission/types.js';
import { namesOf } from './names.js';
import { summaryWords } from './summary-words.js';

/** Columns of the CSV, in order. Ids for machines, names in the language asked for beside them. */
const columns = [
  'week',
  'from',
  'to',
  'cutoff',
  'tree_root',
  'demo',
  'scope',
  'figure',
  'figure_id',
  'value',
  'unit',
  'provision',
  'provision_name',
  'party',
  'party_name',
  'sector',
  'sector_name',
  'kind',
  'kind_name',
  'side',
  'side_name',
  'means',
  'means_name',
  'query',
  'params',
] as const;

type Cells = Partial<Record<(typeof columns)[number], string | number>>;

/**
 * The summary as one table, one figure a line (RFC 4180: CRLF, header line, quotes doubled), each with the stored query that
 * gives it. A text cell that a spreadsheet would run as a formula (= + - @, tab, carriage return) gets an apostrophe in front.
 */
export function summaryCsv(summary: Summary, mission: Mission, language: string): string {
  const { words, language: tongue } = summaryWords(language);
  const names = namesOf(mission, words, tongue);
  const { week, from, to, cutoff } = summary;
  const lines: Cells[] = [];
  const put = (scope: string, name: string, figure: Figure): void => {
    const { id, value, unit, query } = figure;
    const { provisionId, party, sector, kind, side, means } = query.params;
    lines.push({
      week,
      from,
      to,
      cutoff,
      tree_root: summary.treeRoot,
      demo: summary.demo ? 'yes' : 'no',
      scope,
      figure: name,
      figure_id: id,
      value,
      unit,
      ...pair('provision', provisionId, names.provision),
      ...pair('party', party, names.party),
      ...pair('sector', sector, names.sector),
      ...pair('kind', kind, names.kind),
      ...pair('side', side, names.side),
      ...pair('means', means, names.means),
      query: query.name,
      params: JSON.stringify(query.params),
    });
  };
  for (const row of summary.rows) {
    for (const name of figureNames) {
      put('row', name, row[name]);
      put('row', `${name}LastWeek`, lastWeekFigure(row[name], row.lastWeek[name], week));
    }
  }
  for (const { scope, figures } of summary.totals) {
    for (const [name, figure] of Object.entries(figures)) put(scope, name, figure);
  }
  put('incidents', 'live', summary.incidents.live);
  for (const figure of summary.incidents.bySector) put('incidents', 'bySector', figure);
  for (const figure of summary.incidents.byKind) put('incidents', 'byKind', figure);
  for (const { usableHours, lostHours } of summary.effort) {
    put('effort', 'usableHours', usableHours);
    put('effort', 'lostHours', lostHours);
  }
  for (const figure of summary.restrictions) put('restrictions', 'restrictions', figure);
  for (const r of summary.rates) {
    for (const name of ['grossHours', 'statedLostHours', 'jammingHours', 'weatherHours'] as const)
      put('rates', name, r[name]);
    for (const part of ['incidents', 'byDay', 'byNight'] as const) {
      put('rates', `${part}.count`, r[part].incidents);
      put('rates', `${part}.usableHours`, r[part].usableHours);
      if (r[part].per100Hours) put('rates', `${part}.per100Hours`, r[part].per100Hours);
    }
  }
  for (const [scope, rows] of [
    ['notices', summary.notices],
    ['complaints', summary.complaints],
  ] as const)
    for (const row of rows)
      for (const [name, figure] of Object.entries(row))
        if (typeof figure === 'object' && figure !== null) put(scope, name, figure);
  const cells = lines.map((line) => columns.map((column) => line[column] ?? ''));
  return stringify([[...columns], ...cells], { record_delimiter: '\r\n', escape_formulas: true });
}

/** The week before has plain numbers in a row; its query is the same one with the other week. */
function lastWeekFigure(figure: Figure, value: number, week: string): Figure {
  const params = { ...figure.query.params, week: previousWeek(week) };
  return { ...figure, id: `${figure.id}LastWeek`, value, query: { ...figure.query, params } };
}

function pair(
  column: 'provision' | 'party' | 'sector' | 'kind' | 'side' | 'means',
  id: string | number | null | undefined,
  name: (id: string) => string,
): Cells {
  if (id === undefined || id === null) return {};
  return { [column]: String(id), [`${column}_name`]: name(String(id)) };
}
