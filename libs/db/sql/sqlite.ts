import type SqliteDatabase from 'better-sqlite3';
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
  quotedList,
} from './sql.js';

const keptStatements = 500;

/** One better-sqlite3 connection with its prepared statements. Every call completes before it returns. */
export class SqliteConnection {
  private readonly statements = new Map<string, SqliteDatabase.Statement>();

  constructor(readonly database: SqliteDatabase.Database) {}

  prepare(text: string): SqliteDatabase.Statement {
    let statement = this.statements.get(text);
    if (!statement) {
      statement = this.database.prepare(text);
      if (this.statements.size >= keptStatements) this.statements.clear();
      this.statements.set(text, statement);
    }
    return statement;
  }

  exec(text: string): void {
    this.prepare(text).run();
  }
}

/** Sql over a connection, usable until `end()`: a body that forgot an await must not write into its neighbour's turn. */
export class SqliteSql implements Sql {
  readonly dialect = 'sqlite';
  readonly seal = new SealBook();
  private ended = false;
  /** The first error of the database; a body that swallows one is not committed, as on PostgreSQL. */
  failure: unknown = null;

  constructor(
    private readonly connection: SqliteConnection,
    readonly kept = new Kept<Sighting>(),
  ) {}

  async all(text: string, params: readonly Param[] = []): Promise<SqlRow[]> {
    return this.guarded(() => this.connection.prepare(text).all(...params.map(plain)) as SqlRow[]);
  }

  async run(text: string, params: readonly Param[] = []): Promise<number> {
    return this.guarded(() => this.connection.prepare(text).run(...params.map(plain)).changes);
  }

  async send(text: string, params: readonly Param[] = []): Promise<void> {
    await this.run(text, params);
  }

  async insert(table: string, columns: readonly string[], rows: readonly Value[][], suffix = ''): Promise<void> {
    const marks = columns.map(() => '?').join(', ');
    const text = `INSERT INTO "${table}" (${quotedList(columns)}) VALUES (${marks}) ${suffix}`;
    this.guarded(() => {
      // A prepared single-row statement in a loop is faster here than multi-row text that must be parsed anew.
      const statement = this.connection.prepare(text);
      const bound = new Array<string | number | null>(columns.length);
      for (const row of rows) {
        for (let i = 0; i < bound.length; i++) bound[i] = plain(row[i]!);
        statement.run(bound);
      }
    });
  }

  async change(
    table: string,
    set: readonly string[],
    match: readonly string[],
    rows: readonly ChangedRow[],
  ): Promise<number> {
    return this.guarded(() => {
      const statement = this.connection.prepare(changeText(table, set, match));
      return rows.reduce((sum, row) => sum + statement.run([...row.set, ...row.match].map(plain)).changes, 0);
    });
  }

  anyOf(column: string, values: readonly string[]): Condition {
    return { text: `${column} IN (SELECT "value" FROM json_each(?))`, param: values };
  }

  siftedBy(column: string, values: readonly string[]): Condition {
    // The unary plus keeps SQLite from using an index of this column and sorting what it finds.
    return this.anyOf(`+${column}`, values);
  }

  end(): void {
    this.ended = true;
  }

  private guarded<T>(work: () => T): T {
    if (this.ended) throw new Error('This transaction has ended; was a promise not awaited in its body?');
    try {
      return work();
    } catch (error) {
      this.failure ??= error;
      throw error;
    }
  }
}

/** better-sqlite3 binds neither booleans nor lists. */
function plain(value: Param): string | number | null {
  if (typeof value === 'boolean') return value ? 1 : 0;
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
}
