import type { Table } from '../table.js';
import type { Param, Sql, Value } from '../sql/sql.js';

const hour = 3_600_000;
/** Longest interval, in milliseconds, of bins 0 and 1; bin 2 has no limit. */
const longest = [hour, 24 * hour];

/**
 * Bin of an interval's length: 0 up to an hour, 1 up to a day, 2 longer. "Which intervals touch this
 * window" has no bounded start in an index over starts unless the length is bounded; almost everything
 * is short, so almost every search stays within an hour before its window.
 */
export function spanOf(start: string, end: string): number {
  const length = Date.parse(end) - Date.parse(start);
  return length <= longest[0]! ? 0 : length <= longest[1]! ? 1 : 2;
}

/**
 * WHERE clauses, one per bin, for intervals [start, end) that touch [from, to); an instant
 * (start = end) counts where it lies. To be run one by one: a single OR would lose the index.
 */
export function touching(from: string, to: string): { where: string; params: Value[] }[] {
  const touches = '"start" < ? AND ("end" > ? OR "start" >= ?)';
  return [0, 1, 2].map((span) => {
    const limit = longest[span];
    if (limit === undefined) return { where: `"span" = 2 AND ${touches}`, params: [to, from, from] };
    const earliest = new Date(Date.parse(from) - limit).toISOString();
    return { where: `"span" = ${span} AND "start" >= ? AND ${touches}`, params: [earliest, to, from, from] };
  });
}

/** Rows that touch the window and meet `condition`, by start and id; at most the first `limit` of each bin where given. */
export async function selectTouching<Row extends { start: string; id: string }>(
  sql: Sql,
  table: Table<Row, never> | Table<Row, { span: number }>,
  window: { from: string; to: string },
  condition?: { where: string; params: Param[] },
  limit?: number,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (const bin of touching(window.from, window.to)) {
    const where = condition ? `${condition.where} AND ${bin.where}` : bin.where;
    const params = [...(condition?.params ?? []), ...bin.params];
    if (limit === undefined) rows.push(...(await table.select(sql, `WHERE ${where}`, params)));
    else rows.push(...(await table.select(sql, `WHERE ${where} ORDER BY "start", "id" LIMIT ?`, [...params, limit])));
  }
  return rows.sort((a, b) => compare(a.start, b.start) || compare(a.id, b.id));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
