import { hash } from 'node:crypto';
import type { EntryDraft } from '#core/journal/types.js';
import { type TableSpec, snakeCase } from './columns.js';
import type { Value } from './sql/values.js';

/** Tables whose rows are records that figures and findings rest on. Each row is written whole, by insert or replacement. */
export const sealedTables: ReadonlySet<string> = new Set([
  'sighting',
  'evidence',
  'notification',
  'effort',
  'check',
  'verification',
  'attribution',
  'ruling',
  'incident_fact',
  'restriction',
  'watch',
  'disturbance',
  'effort_loss',
  'ledger_item',
  'ledger_dispute',
  'ledger_version',
  'attribution_dissent',
  'blind_opinion',
  'provision_review',
  'register_figure',
  'presence_day',
  'assessment',
  'notice',
  'reply',
  'hotline_entry',
  'edition_step',
  'edition_text',
  'edition_erratum',
  'alarm',
]);

export const sealType = 'records.sealed';

/**
 * Digest of a row, the same from both databases and after columns were added: SHA-256 (base64url) over
 * the JSON of its columns by name, without those that are null or have the value that older rows got.
 * `values` stand in the order of `spec.columns` (without automatic ones).
 */
export function rowDigest(spec: TableSpec, values: readonly Value[]): string {
  const { order, columns, pairs } = planOf(spec);
  const said: [string, Value][] = [];
  for (const i of order) {
    const { kind, otherwise } = columns[i]!;
    const value = values[i] ?? null;
    if (value === null || value === otherwise) continue;
    const pair = pairs[i]!;
    pair[1] = kind === 'boolean' ? Boolean(value) : kind === 'bigint' ? Number(value) : value;
    said.push(pair);
  }
  return hash('sha256', JSON.stringify([spec.name, said]), 'base64url');
}

/** Key of a row among those of its table; of a table that numbers its rows by itself, the digest, which tells as well. */
export function rowKey(spec: TableSpec, values: readonly Value[], digest: string): string {
  const { key } = planOf(spec);
  return key.length > 0 ? key.map((i) => String(values[i])).join('|') : digest;
}

interface Plan {
  columns: { name: string; kind: string; otherwise: Value | undefined }[];
  /** Positions by column name, ascending. */
  order: number[];
  key: number[];
  /** By column, its name and a place for a value; nothing that fills them waits, so the same serve every row. */
  pairs: [string, Value][];
}

const plans = new WeakMap<TableSpec, Plan>();

function planOf(spec: TableSpec): Plan {
  let plan = plans.get(spec);
  if (!plan) {
    const used = Object.entries(spec.columns).filter(([, c]) => c.kind !== 'auto');
    const columns = used.map(([property, c]) => ({ name: snakeCase(property), kind: c.kind, otherwise: c.default }));
    const order = columns.map((_, i) => i).sort((a, b) => (columns[a]!.name < columns[b]!.name ? -1 : 1));
    const pairs = columns.map(({ name }): [string, Value] => [name, null]);
    plan = { columns, order, key: used.flatMap(([, c], i) => (c.primary ? [i] : [])), pairs };
    plans.set(spec, plan);
  }
  return plan;
}

/** What one transaction body wrote to sealed tables. */
export class SealBook {
  readonly rows = new Map<string, Map<string, string>>();

  note(spec: TableSpec, values: readonly Value[]): void {
    if (!sealedTables.has(spec.name)) return;
    let table = this.rows.get(spec.name);
    if (!table) this.rows.set(spec.name, (table = new Map()));
    const digest = rowDigest(spec, values);
    table.set(rowKey(spec, values, digest), digest);
  }
}

/**
 * The entry that binds rows to the journal: appended in the transaction that writes them, so that a row
 * changed behind the program's back no longer fits the tree. Null where nothing sealed was written.
 */
export function sealDraft(books: readonly SealBook[]): EntryDraft | null {
  const rows: Record<string, Record<string, string>> = {};
  for (const book of books) {
    for (const [table, digests] of book.rows) {
      const named = (rows[table] ??= Object.create(null) as Record<string, string>); // "__proto__" too is a key
      for (const [key, digest] of digests) named[key] = digest;
    }
  }
  if (Object.keys(rows).length === 0) return null;
  return { actor: 'system', type: sealType, subject: { kind: 'records', id: 'rows' }, payload: { rows } };
}
