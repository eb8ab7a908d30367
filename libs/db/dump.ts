import { type TableSpec, snakeCase } from './columns.js';
import type { SqlRow, Value } from './sql/sql.js';

/** A table's columns as the database calls them, including the numbers it gives itself. */
export function columnNames(table: TableSpec): string[] {
  return Object.keys(table.columns).map(snakeCase);
}

export function primaryKey(table: TableSpec): string[] {
  return Object.keys(table.columns)
    .filter((p) => table.columns[p]!.primary)
    .map(snakeCase);
}

/** A row as both databases would write it: booleans as such, whole numbers as numbers. */
export function plainRow(table: TableSpec, row: SqlRow): Record<string, Value> {
  const result: Record<string, Value> = {};
  for (const [property, { kind }] of Object.entries(table.columns)) {
    const name = snakeCase(property);
    const value = row[name] as Value;
    if (value === null) result[name] = null;
    else if (kind === 'boolean') result[name] = Boolean(value);
    else if (kind === 'bigint' || kind === 'auto') result[name] = Number(value);
    else result[name] = value;
  }
  return result;
}
