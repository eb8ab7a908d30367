import type { PoolClient } from 'pg';
import type { Sighting } from '#core/intake/types.js';
import { Kept } from '../kept.js';
import { SealBook } from '../seal.js';
import {
  type ChangedRow,
  type Condition,
  type Param,
  type Sql,
  type SqlRow,
  type Value,
  changeText,
  quoted,
  quotedList,
} from './sql.js';

const mostRowsPerInsert = 500;
/** Statements on their way at once; whoever writes more, as a restore does, waits for the first of them. */
const mostSent = 16;

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

/** Rows as JSON objects; null where a text holds half of a surrogate pair, which JSON cannot hand over. */
function asJson(columns: readonly string[], rows: readonly Value[][]): string | null {
  // Texts of single values, put together, would be several times what is sent.
  const objects = rows.map((row) => {
    const object: Record<string, Value> = {};
    for (let i = 0; i < columns.length; i++) object[columns[i]!] = row[i]!;
    return object;
  });
  const text = JSON.stringify(objects);
  return text.includes('\\ud') && /\\ud[89a-f]/.test(text) ? null : text;
}

/** Sql over one client of the pool, usable until `end()`. */
export class PostgresSql implements Sql {
  readonly dialect = 'postgres';
  readonly seal = new SealBook();
  private ended = false;
  /** The first error of the database, even if the body swallowed it: the transaction cannot commit any more. */
  failure: unknown = null;
  private readonly sent: Promise<void>[] = [];

  constructor(
    private readonly client: Pick<PoolClient, 'query'>,
    readonly kept = new Kept<Sighting>(),
  ) {}

  /**
   * Opens the transaction; what is asked before the answer comes runs within it.
   * @returns the `n` of the last statement's first row, where there is one
   */
  async begin(text: string): Promise<unknown> {
    const answers = (await this.ask(text)) as unknown as { rows: SqlRow[] }[];
    return answers.at(-1)?.rows[0]?.n;
  }

  async all(text: string, params: readonly Param[] = []): Promise<SqlRow[]> {
    return (await this.ask(numbered(text), params)).rows;
  }

  async run(text: string, params: readonly Param[] = []): Promise<number> {
    return (await this.ask(numbered(text), params)).rowCount ?? 0;
  }

  async send(text: string, params: readonly Param[] = []): Promise<void> {
    await this.sendNumbered(numbered(text), params);
  }

  async insert(table: string, columns: readonly string[], rows: readonly Value[][], suffix = ''): Promise<void> {
    const names = quotedList(columns);
    for (let from = 0; from < rows.length; from += mostRowsPerInsert) {
      const chunk = rows.slice(from, from + mostRowsPerInsert);
      const json = chunk.length > 1 ? asJson(columns, chunk) : null;
      if (json !== null) {
        // One parameter and one text, however many rows: a parameter for each value takes the server longer than the rows.
        const read = `SELECT ${names} FROM json_populate_recordset(NULL::"${table}", $1)`;
        await this.sendNumbered(`INSERT INTO "${table}" (${names}) ${read} ${suffix}`, [json]);
      } else for (const row of chunk) await this.insertOne(table, names, row, suffix);
    }
  }

  private async insertOne(table: string, names: string, row: Value[], suffix: string): Promise<void> {
    const marks = row.map((_, i) => `$${i + 1}`).join(',');
    await this.sendNumbered(`INSERT INTO "${table}" (${names}) VALUES (${marks}) ${suffix}`, row);
  }

  async change(
    table: string,
    set: readonly string[],
    match: readonly string[],
    rows: readonly ChangedRow[],
  ): Promise<number> {
    let changed = 0;
    for (let from = 0; from < rows.length; from += mostRowsPerInsert)
      changed += await this.changeSome(table, set, match, rows.slice(from, from + mostRowsPerInsert));
    return changed;
  }

  private async changeSome(
    table: string,
    set: readonly string[],
    match: readonly string[],
    rows: readonly ChangedRow[],
  ): Promise<number> {
    const [to, is] = [(row: ChangedRow) => row.set, (row: ChangedRow) => row.match];
    const texts = rows.length > 1 ? [asJson(set, rows.map(to)), asJson(match, rows.map(is))] : [];
    if (rows.length === 1 || texts.includes(null)) {
      let changed = 0;
      for (const row of rows) changed += await this.run(changeText(table, set, match), [...row.set, ...row.match]);
      return changed;
    }
    // Both lists are read as rows of the table, for its types, and belong together by their places.
    const list = (n: number) => `json_populate_recordset(NULL::"${table}", $${n}) WITH ORDINALITY`;
    const assignments = set.map((column) => `${quoted(column)} = n.${quoted(column)}`).join(', ');
    const matches = match.map((column) => `o.${quoted(column)} = m.${quoted(column)}`).join(' AND ');
    const { rowCount } = await this.ask(
      `UPDATE "${table}" AS o SET ${assignments} FROM ${list(1)} AS n, ${list(2)} AS m
       WHERE n.ordinality = m.ordinality AND ${matches}`,
      texts as string[],
    );
    return rowCount ?? 0;
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

  /** The connection carries statements out in their order, so whatever is asked next finds this one done. */
  private async sendNumbered(text: string, params: readonly Param[]): Promise<void> {
    const answered = this.ask(text, params).then(
      () => undefined,
      () => undefined, // kept as the failure
    );
    this.sent.push(answered);
    if (this.sent.length >= mostSent) await this.sent.shift();
  }

  private ask(text: string, params?: readonly Param[]): Promise<{ rows: SqlRow[]; rowCount: number | null }> {
    if (this.ended) throw new Error('This transaction has ended; was a promise not awaited in its body?');
    return this.client.query(text, params as unknown[] | undefined).catch((error: unknown) => {
      this.failure ??= error;
      throw error;
    });
  }
}
