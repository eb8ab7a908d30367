import type { Page } from '#core/ports.js';
import { problemAt } from '#core/errors.js';
import { say } from '#core/said.js';
import { type Sql, type Value, quoted } from '../sql/sql.js';
import type { Table } from '../table.js';

/** Opaque cursor: the sort keys of the last row shown. */
export function cursorOf(keys: (string | number)[]): string {
  return Buffer.from(JSON.stringify(keys), 'utf8').toString('base64url');
}

/** @throws Problem invalid_input where the cursor is not one of ours for this list */
export function keysOf(cursor: string, types: readonly ('string' | 'number')[]): (string | number)[] {
  let keys: unknown;
  try {
    keys = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    keys = null;
  }
  if (Array.isArray(keys) && keys.length === types.length && keys.every((k, i) => typeof k === types[i] && isKey(k)))
    return keys;
  throw problemAt('invalid_input', '/cursor', say`This cursor does not belong to this list; start again without one`);
}

/** What a column of keys can hold: PostgreSQL has no text with U+0000, and numbers here are whole. */
function isKey(key: string | number): boolean {
  return typeof key === 'string' ? !key.includes('\0') : Number.isSafeInteger(key);
}

/** Makes a page of rows that were asked for with LIMIT `limit + 1`. */
export function pageOf<T>(rows: T[], limit: number, keys: (row: T) => (string | number)[]): Page<T> {
  const items = rows.slice(0, limit);
  return { items, next: rows.length > limit ? cursorOf(keys(items[items.length - 1]!)) : null };
}

/** Rows of one party (null = of all), newest first by the instant in `column`, one page. */
export async function newestOfParty<Row extends { id: string }, Name extends string & keyof Row>(
  sql: Sql,
  table: Pick<Table<Row>, 'select'>,
  at: { property: Name; column: string },
  { party, limit, cursor }: { party: string | null; limit: number; cursor?: string },
): Promise<Page<Row>> {
  const where: string[] = [];
  const params: Value[] = [];
  if (party !== null) {
    where.push('"party" = ?');
    params.push(party);
  }
  if (cursor !== undefined) {
    where.push(`(${quoted(at.column)}, "id") < (?, ?)`);
    params.push(...keysOf(cursor, ['string', 'string']));
  }
  const clause = where.length > 0 ? `WHERE ${where.join(' AND ')}` : '';
  const order = `ORDER BY ${quoted(at.column)} DESC, "id" DESC LIMIT ?`;
  const rows = await table.select(sql, `${clause} ${order}`, [...params, limit + 1]);
  return pageOf(rows, limit, (row) => [row[at.property] as string, row.id]);
}
