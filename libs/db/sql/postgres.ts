import type { PoolClient } from 'pg';
import type { Sighting } from '#core/intake/types.js';
import { Kept } from '../kept.js';
import { SealBook } from '../seal.js';
import { type Condition, type Param, type Sql, type SqlRow, type Value, quotedList } from './sql.js';

/** PostgreSQL numbers parameters in 16 bits. */
const mostParameters = 65_535;
const mostRowsPerInsert = 500;

const numberedTexts = new Map<string, string>();

/** `?` → `$1`, `$2` … */
function numbered(text: string): string {
  let result = numberedTexts.get(text);
  if (result === undefined) {
    let n = 0;
    result = text.replace(/\?/g, () => `$${++n}`);
    if (numberedTexts.size > 2_000) numberedTexts.clear();
    numberedTexts.set(text, result);
  }
  return result;
}

/** Sql over one client of the pool, usable until `end()`. */
export class PostgresSql implements Sql {
  readonly dialect = 'postgres';
  readonly seal = new SealBook();
  private ended = false;
  /** The first error of the database, even if the body swallowed it: the transaction cannot commit any more. */
  failure: unknown = null;

  constructor(
    private readonly client: Pick<PoolClient, 'query'>,
    readonly kept = new Kept<Sighting>(),
  ) {}

  async all(text: string, params: readonly Param[] = []): Promise<SqlRow[]> {
    return (await this.ask(numbered(text), params)).rows;
  }

  async run(text: string, params: readonly Param[] = []): Promise<number> {
    return (await this.ask(numbered(text), params)).rowCount ?? 0;
  }

  async insert(table: string, columns: readonly string[], rows: readonly Value[][], suffix = ''): Promise<void> {
    const size = Math.min(mostRowsPerInsert, Math.floor(mostParameters / columns.length));
    for (let from = 0; from < rows.length; from += size) {
      const chunk = rows.slice(from, from + size);
      // Numbered here: the texts of batches are long, all of another length, and not worth keeping.
      let n = 0;
      const values = chunk.map(() => `(${columns.map(() => `$${++n}`).join(',')})`).join(',');
      await this.ask(`INSERT INTO "${table}" (${quotedList(columns)}) VALUES ${values} ${suffix}`, chunk.flat());
    }
  }

  anyOf(column: string, values: readonly string[]): Condition {
    return { text: `${column} = ANY(?::text[])`, param: values };
  }

  siftedBy(column: string, values: readonly string[]): Condition {
    return this.anyOf(column, values);
  }

  end(): void {
    this.ended = true;
  }

  private ask(text: string, params: readonly Param[]): Promise<{ rows: SqlRow[]; rowCount: number | null }> {
    if (this.ended) throw new Error('This transaction has ended; was a promise not awaited in its body?');
    return this.client.query(text, params as unknown[]).catch((error: unknown) => {
      this.failure ??= error;
      throw error;
    });
  }
}
