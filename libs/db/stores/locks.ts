import type { Sql } from '../sql/sql.js';

/**
 * In sorted order, so that two transactions with the same keys cannot wait for each other; in one statement, for a
 * batch has hundreds. A function scan hands its rows on in the order of the list.
 */
export async function takeLocks(sql: Sql, keys: string[]): Promise<void> {
  if (sql.dialect === 'sqlite' || keys.length === 0) return;
  const sorted = [...new Set(keys)].sort();
  await sql.all('SELECT pg_advisory_xact_lock(hashtextextended(k, 0)) FROM unnest(?::text[]) AS k', [sorted]);
}
