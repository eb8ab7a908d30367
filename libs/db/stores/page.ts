import type { Page } from '#core/ports.js';
import { Problem } from '#core/errors.js';

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
  if (Array.isArray(keys) && keys.length === types.length && keys.every((k, i) => typeof k === types[i])) return keys;
  const detail = 'This cursor does not belong to this list; start again without one';
  throw new Problem('invalid_input', detail, [{ pointer: '/cursor', detail }]);
}

/** Makes a page of rows that were asked for with LIMIT `limit + 1`. */
export function pageOf<T>(rows: T[], limit: number, keys: (row: T) => (string | number)[]): Page<T> {
  const items = rows.slice(0, limit);
  return { items, next: rows.length > limit ? cursorOf(keys(items[items.length - 1]!)) : null };
}
