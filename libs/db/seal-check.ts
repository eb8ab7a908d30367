import type { RecordFault, RecordsVerdict } from '#core/journal/types.js';
import type { TableSpec } from './columns.js';
import { snakeCase } from './columns.js';
import { allTables } from './entities/all.js';
import { rowDigest, rowKey, sealedTables, sealType } from './seal.js';
import { type Sql, type Value, quoted, quotedList } from './sql/sql.js';

const pageSize = 1_000;
const mostFaultsNamed = 100;

/**
 * Compares every row of the sealed tables with what the journal says was written: the newest seal of each
 * row counts. That the journal itself is whole is for `verifyStoredJournal` to say.
 */
export async function checkRecords(sql: Sql): Promise<RecordsVerdict> {
  const sealed = await readSeals(sql);
  const faults: RecordFault[] = [];
  let rows = 0;
  let found = 0;
  const fault = (table: string, key: string, what: RecordFault['what']): void => {
    if (++found <= mostFaultsNamed) faults.push({ table, key, what });
  };
  for (const spec of allTables) {
    if (!sealedTables.has(spec.name)) continue;
    const expected = sealed.get(spec.name) ?? new Map<string, string>();
    for await (const values of rowsOf(sql, spec)) {
      rows += 1;
      const digest = rowDigest(spec, values);
      const key = rowKey(spec, values, digest);
      const sealedAs = expected.get(key);
      expected.delete(key);
      if (sealedAs === undefined) fault(spec.name, key, 'unsealed');
      else if (sealedAs !== digest) fault(spec.name, key, 'altered');
    }
    for (const key of expected.keys()) fault(spec.name, key, 'missing');
  }
  return { ok: found === 0, rows, faults, found };
}

/** Table → key → digest, the newest; entries that have no position yet are the newest of all. */
async function readSeals(sql: Sql): Promise<Map<string, Map<string, string>>> {
  const sealed = new Map<string, Map<string, string>>();
  const take = (payload: string): void => {
    const { rows } = JSON.parse(payload) as { rows: Record<string, Record<string, string>> };
    for (const [table, digests] of Object.entries(rows)) {
      let known = sealed.get(table);
      if (!known) sealed.set(table, (known = new Map()));
      for (const [key, digest] of Object.entries(digests)) known.set(key, digest);
    }
  };
  for (let from = -1; ;) {
    const page = await sql.all(
      `SELECT p."position", e."payload" FROM "journal_position" p JOIN "journal_entry" e ON e."id" = p."entry_id"
       WHERE e."type" = ? AND p."position" > ? ORDER BY p."position" LIMIT ${pageSize}`,
      [sealType, from],
    );
    for (const row of page) take(row.payload as string);
    if (page.length < pageSize) break;
    from = Number(page.at(-1)!.position);
  }
  const waiting = await sql.all(
    `SELECT e."payload" FROM "journal_unsequenced" u JOIN "journal_entry" e ON e."id" = u."entry_id"
     WHERE e."type" = ? ORDER BY u."ordinal"`,
    [sealType],
  );
  for (const row of waiting) take(row.payload as string);
  return sealed;
}

/** Each row's values in the order of the table's columns, page by page along the primary key. */
async function* rowsOf(sql: Sql, spec: TableSpec): AsyncGenerator<Value[]> {
  const used = Object.entries(spec.columns).filter(([, c]) => c.kind !== 'auto');
  const columns = used.map(([property]) => snakeCase(property));
  const key = Object.entries(spec.columns).flatMap(([property, c]) => (c.primary ? [snakeCase(property)] : []));
  const marks = key.map(() => '?').join(', ');
  const read = quotedList([...new Set([...columns, ...key])]);
  let last: Value[] | null = null;
  for (;;) {
    const where = last ? `WHERE (${quotedList(key)}) > (${marks})` : '';
    const page = await sql.all(
      `SELECT ${read} FROM ${quoted(spec.name)} ${where} ORDER BY ${quotedList(key)} LIMIT ${pageSize}`,
      last ?? [],
    );
    for (const row of page) yield columns.map((name) => row[name] as Value);
    if (page.length < pageSize) return;
    last = key.map((name) => page.at(-1)![name] as Value);
  }
}
