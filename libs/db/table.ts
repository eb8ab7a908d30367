import { type Column, type TableSpec, snakeCase } from './columns.js';
import { type ChangedRow, type Param, type Sql, type SqlRow, type Value, quoted, quotedList } from './sql/sql.js';

/**
 * Reads and writes rows of one table as plain domain objects `Row` by hand-kept SQL, without entity
 * hydration, which costs most of the time on the hot path. `Extra` are columns that only the
 * database sees (sort keys, bins).
 */
export class Table<Row extends object, Extra extends object = object> {
  readonly name: string;
  private readonly properties: string[];
  private readonly columns: string[];
  private readonly kinds: Column['kind'][];
  private readonly key: string[];

  constructor(
    readonly spec: TableSpec,
    private readonly hidden: readonly (string & keyof Extra)[] = [],
  ) {
    this.name = spec.name;
    this.properties = Object.keys(spec.columns).filter((p) => spec.columns[p]!.kind !== 'auto');
    this.columns = this.properties.map(snakeCase);
    this.kinds = this.properties.map((p) => spec.columns[p]!.kind);
    this.key = this.properties.filter((p) => spec.columns[p]!.primary).map(snakeCase);
  }

  /** Column list for a SELECT, prefixed with `alias` where given. */
  list(alias?: string): string {
    return this.columns.map((c) => (alias ? `${alias}.` : '') + quoted(c)).join(', ');
  }

  async insert(sql: Sql, rows: readonly (Row & Extra)[]): Promise<void> {
    await this.put(
      sql,
      rows.map((row) => this.values(row)),
    );
  }

  /** As `insert`; what `extra` says goes before what the row says. To copy a wide row for it costs as much as to store it. */
  async insertWith(sql: Sql, rows: readonly Row[], extra: (row: Row) => Extra & Partial<Row>): Promise<void> {
    await this.put(
      sql,
      rows.map((row) => this.values(row, extra(row))),
    );
  }

  private async put(sql: Sql, values: readonly Value[][]): Promise<void> {
    if (values.length === 0) return;
    await sql.insert(this.name, this.columns, values);
    for (const row of values) sql.seal.note(this.spec, row);
  }

  /** Inserts, or replaces the row with the same key except for the columns in `keep`. */
  async upsert(sql: Sql, row: Row & Extra, keep: readonly string[] = []): Promise<void> {
    const set = this.columns.filter((c) => !this.key.includes(c) && !keep.includes(c));
    const assignments = set.map((c) => `${quoted(c)} = excluded.${quoted(c)}`).join(', ');
    const values = this.values(row);
    await sql.insert(
      this.name,
      this.columns,
      [values],
      `ON CONFLICT (${quotedList(this.key)}) DO UPDATE SET ${assignments}`,
    );
    if (keep.length === 0) sql.seal.note(this.spec, values);
  }

  /** Overwrites the row that meets `where`; says how many rows did. */
  async update(sql: Sql, row: Row & Extra, where: string, params: readonly Param[]): Promise<number> {
    const assignments = this.columns.map((c) => `${quoted(c)} = ?`).join(', ');
    const values = this.values(row);
    const changed = await sql.run(`UPDATE "${this.name}" SET ${assignments} WHERE ${where}`, [...values, ...params]);
    if (changed > 0) sql.seal.note(this.spec, values);
    return changed;
  }

  /**
   * Overwrites of each row what differs from `was`, which is what stands there, where the columns `match` are still as
   * said; says how many rows were changed. A database keeps every index of a column that is set, changed or not. Not for
   * sealed tables, whose rows are written whole. @throws Error where nothing of a row has changed
   */
  async updateChanged(
    sql: Sql,
    match: readonly string[],
    changes: readonly { row: Row & Extra; was: Row & Extra; match: Value[] }[],
  ): Promise<number> {
    const alike = new Map<string, { set: string[]; rows: ChangedRow[] }>();
    for (const { row, was, match: is } of changes) {
      const [values, before] = [this.values(row), this.values(was)];
      const at = this.columns.flatMap((_, i) => (values[i] === before[i] ? [] : [i]));
      if (at.length === 0) throw new Error(`nothing of ${this.name} has changed`);
      let same = alike.get(at.join());
      if (!same) alike.set(at.join(), (same = { set: at.map((i) => this.columns[i]!), rows: [] }));
      same.rows.push({ set: at.map((i) => values[i]!), match: is });
    }
    let changed = 0;
    for (const { set, rows } of alike.values()) changed += await sql.change(this.name, set, match, rows);
    return changed;
  }

  /** Rows for `rest` = everything after FROM table (WHERE, ORDER BY, LIMIT). */
  async select(sql: Sql, rest: string, params: readonly Param[] = []): Promise<Row[]> {
    const rows = await sql.all(`SELECT ${this.list()} FROM "${this.name}" ${rest}`, params);
    return rows.map((row) => this.fromSql(row));
  }

  async one(sql: Sql, rest: string, params: readonly Param[] = []): Promise<Row | null> {
    return (await this.select(sql, `${rest} LIMIT 1`, params))[0] ?? null;
  }

  /** Rows whose `column` is one of `values`, in the order of `ending` (an ORDER BY clause). */
  async among(sql: Sql, column: string, values: readonly string[], ending = ''): Promise<Row[]> {
    if (values.length === 0) return [];
    const { text, param } = sql.anyOf(quoted(column), values);
    return this.select(sql, `WHERE ${text} ${ending}`, [param]);
  }

  /** Rows with these ids, in the order asked for; unknown ids are left out. */
  async byIds(sql: Sql, ids: readonly string[]): Promise<Row[]> {
    const found = new Map((await this.among(sql, 'id', ids)).map((row) => [(row as { id?: string }).id, row]));
    return ids.flatMap((id) => found.get(id) ?? []);
  }

  /** Some of the columns only, for reading much at once. */
  part<Name extends string & keyof Row>(
    names: readonly Name[],
  ): { list(alias: string): string; fromSql(row: SqlRow): Pick<Row, Name> } {
    const parts = names.map((name) => ({ name, column: snakeCase(name), kind: this.spec.columns[name]!.kind }));
    return {
      list: (alias) => parts.map(({ column }) => `${alias}.${quoted(column)}`).join(', '),
      fromSql(row) {
        const result: Record<string, unknown> = {};
        for (const { name, column, kind } of parts) result[name] = decode(kind, row[column]);
        return result as Pick<Row, Name>;
      },
    };
  }

  fromSql(row: SqlRow): Row {
    const result: Record<string, unknown> = {};
    for (let i = 0; i < this.properties.length; i++) {
      const property = this.properties[i]!;
      if (this.hidden.includes(property as string & keyof Extra)) continue;
      result[property] = decode(this.kinds[i]!, row[this.columns[i]!]);
    }
    return result as Row;
  }

  private values(row: Row, extra: object = nothing): Value[] {
    const values = new Array<Value>(this.properties.length);
    for (let i = 0; i < values.length; i++) {
      const property = this.properties[i]!;
      const given = (extra as Record<string, unknown>)[property];
      const value = given === undefined ? (row as Record<string, unknown>)[property] : given;
      if (value === undefined) throw new TypeError(`${this.name}.${property} is missing`);
      values[i] = this.kinds[i] === 'json' && value !== null ? asJson(value) : (value as Value);
    }
    return values;
  }
}

const nothing = {};

const asJson = (value: unknown): string => (Array.isArray(value) && value.length === 0 ? '[]' : JSON.stringify(value));

function decode(kind: Column['kind'], value: unknown): unknown {
  if (value === null || value === undefined) return null;
  switch (kind) {
    case 'json':
      return JSON.parse(value as string);
    case 'boolean':
      return Boolean(value);
    case 'bigint':
      return Number(value);
    default:
      return value;
  }
}
