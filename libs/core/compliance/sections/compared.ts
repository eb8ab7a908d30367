import type { Block, Value } from '../edition-types.js';
import { nothing, ref, total, word } from '../figures.js';
import { counted, countIn, hoursIn, parties, queryOf, unitOf, type Counted, type Scope } from './counting.js';
import { column, knownBefore, paragraph, table, type Making } from './making.js';

const columns = ['this_week', 'last_week', 'mean', 'rate', 'rate_last_week', 'rate_mean'].map((id) => column(id));

/**
 * Every count beside the week before and the mean of the weeks of which anything is known, and each as a rate of the hours
 * watched then: by party and by sector, then by provision, party and sector, where anything was counted in any of them.
 * @param rows the rows of the table of counts, which name the scopes by their first three cells
 */
export function comparedBlocks(making: Making, rows: readonly Value[][]): Block[] {
  const { source, mission } = making;
  const by = (of: 'party' | 'sector', ids: string[]): Block =>
    table(
      `compared_by_${of}`,
      [column(of, 'ref'), column('measure', 'text'), ...columns],
      ids.flatMap((id) =>
        counted.map((name) => [
          ref(of, id),
          word(`column.${name}`),
          ...cells(making, `compared.${of}.${id}.${name}`, { [of]: id }, name),
        ]),
      ),
    );
  const known = source.now.facts.concat(...source.before.map((w) => w.facts));
  const scopes = rows.map((row) => {
    const [provisionId, party, sector] = row.slice(0, 3).map((cell) => (cell.type === 'ref' ? (cell.id ?? '') : ''));
    return { provisionId: provisionId!, party: party!, sector: sector! };
  });
  const weeks = [source.now, ...source.before];
  const full = counted.flatMap((name) => {
    // Where one party has a row, every party has, also with zeros.
    const told = new Set(
      scopes.filter((s) => weeks.some((w) => countIn(w, s, name) > 0)).map((s) => `${s.provisionId} ${s.sector}`),
    );
    return scopes.filter((s) => told.has(`${s.provisionId} ${s.sector}`)).map((scope) => ({ scope, name }));
  });
  return [
    paragraph('compliance.compared'),
    table(
      'compared_all',
      [column('measure', 'text'), ...columns],
      counted.map((name) => [word(`column.${name}`), ...cells(making, `compared.all.${name}`, {}, name)]),
    ),
    by(
      'party',
      parties(
        making,
        known.map((f) => f.party),
      ),
    ),
    by(
      'sector',
      mission.sectors.map((s) => s.id),
    ),
    table(
      'compared',
      [
        column('provision', 'ref'),
        column('party', 'ref'),
        column('sector', 'ref'),
        column('measure', 'text'),
        ...columns,
      ],
      full.map(({ scope, name }) => [
        ref('provision', scope.provisionId),
        ref('party', scope.party),
        ref('sector', scope.sector),
        word(`column.${name}`),
        ...cells(making, `compared.${scope.provisionId}.${scope.party}.${scope.sector}.${name}`, scope, name),
      ]),
    ),
  ];
}

function cells({ source, figures }: Making, id: string, scope: Scope, name: Counted): Value[] {
  const { query, params } = queryOf(scope, name);
  const unit = unitOf(scope);
  const [last] = source.before;
  const known = knownBefore(source);
  const now = countIn(source.now, scope, name);
  const counts = known.map((w) => countIn(w, scope, name));
  const sum = total(counts, (n) => n);
  const hours = total(known, (w) => hoursIn(w, scope));
  const before = last?.known ? countIn(last, scope, name) : null;
  const weeks = { ...params, weeks: known.length };
  return [
    figures.put(`${id}.now`, now, unit, query, params),
    before === null || !last
      ? nothing
      : figures.put(`${id}.last_week`, before, unit, query, { ...params, week: last.week }),
    known.length === 0
      ? nothing
      : figures.put(`${id}.mean`, sum / known.length, 'incidents_per_week', `${query}.mean`, weeks),
    figures.rate(`${id}.rate`, now, hoursIn(source.now, scope), params),
    before === null || !last
      ? nothing
      : figures.rate(`${id}.rate_last_week`, before, hoursIn(last, scope), { ...params, week: last.week }),
    figures.rate(`${id}.rate_mean`, sum, hours, weeks),
  ];
}
