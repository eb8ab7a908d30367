import type { Sql } from '../sql/sql.js';

/** In sorted order, so that two transactions with the same keys cannot wait for each other. */
export async function takeLocks(sql: Sql, keys: string[]): Promise<void> {
  if (sql.dialect === 'sqlite') return;
  for (const key of [...new Set(keys)].sort())
    await sql.all('SELECT pg_advisory_xact_lock(hashtextextended(?, 0))', [key]);
}
