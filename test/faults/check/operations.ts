import { canonicalJson } from '#core/journal/canonical.js';
import { signatureHolds } from '#core/journal/signature.js';
import type { Receipt } from '#core/intake/types.js';
import type { Sql, SqlRow } from '#db/sql/sql.js';
import type { Operation } from '../load/log.js';
import { textOf } from '../load/make.js';
import type { Faults } from './faults.js';

const atOnce = 2_000;

interface Kept {
  rows: Map<string, SqlRow>;
  entries: Map<string, SqlRow[]>;
}

/**
 * Holds what was told against what is stored: every ok exactly once with the same hash and in the tree, no fail at
 * all, every unknown at most once.
 * @param keys key id → raw Ed25519 public key, base64url
 */
export async function checkOperations(
  sql: Sql,
  operations: readonly Operation[],
  keys: Readonly<Record<string, string>>,
  faults: Faults,
): Promise<void> {
  for (const op of ['report', 'sighting', 'evidence'] as const) {
    const mine = operations.filter((o) => o.op === op);
    for (let i = 0; i < mine.length; i += atOnce) await checkSome(sql, mine.slice(i, i + atOnce), keys, faults);
  }
  for (const operation of operations) if (operation.op === 'verdict') await checkDecision(sql, operation, faults);
  await checkCopies(sql, faults);
}

async function checkSome(
  sql: Sql,
  operations: readonly Operation[],
  keys: Readonly<Record<string, string>>,
  faults: Faults,
): Promise<void> {
  const evidence = operations[0]!.op === 'evidence';
  const kept = await keptOf(
    sql,
    evidence,
    operations.map((o) => o.key),
  );
  for (const operation of operations) {
    const row = kept.rows.get(operation.key);
    const entries = kept.entries.get(operation.key) ?? [];
    const { key, result } = operation;
    if (result === 'ok' && !row) faults.add('lost', key, `${operation.op} acknowledged, not stored`);
    if (result === 'fail' && row && row.sha256 === operation.sha256)
      faults.add('refused_but_there', key, `refused with ${operation.answer}, stored`);
    if (entries.length > 1) faults.add('doubled', key, `${entries.length} entries accepted it`);
    if (row && entries.length === 0) faults.add('not_in_tree', key, 'stored without an entry in the journal');
    if (!row || result === 'fail') continue;
    if (row.sha256 !== operation.sha256)
      faults.add('wrong_content', key, `stored hash ${String(row.sha256)}, sent ${operation.sha256}`);
    if (!evidence && row.text !== textOf(key)) faults.add('wrong_content', key, 'stored text is not the one sent');
    for (const entry of entries) {
      if (entry.position === null) faults.add('not_in_tree', key, 'its entry has no position');
    }
    if (operation.receipt !== null) checkReceipt(operation, entries[0], keys, faults);
  }
}

async function keptOf(sql: Sql, evidence: boolean, ids: string[]): Promise<Kept> {
  const among = sql.anyOf('"id"', ids);
  const rows = await sql.all(
    evidence
      ? `SELECT "id", "sha256" FROM "evidence" WHERE ${among.text}`
      : `SELECT "id", "sha256", "text" FROM "sighting" WHERE ${among.text}`,
    [among.param],
  );
  const subjects = sql.anyOf('e."subject_id"', ids);
  const entries = await sql.all(
    `SELECT e."id", e."subject_id", e."leaf_hash", p."position" FROM "journal_entry" e
     LEFT JOIN "journal_position" p ON p."entry_id" = e."id" WHERE ${subjects.text} AND e."type" = ?`,
    [subjects.param, evidence ? 'evidence.stored' : 'sighting.accepted'],
  );
  const byId = new Map<string, SqlRow[]>();
  for (const entry of entries) {
    const id = entry.subject_id as string;
    byId.set(id, [...(byId.get(id) ?? []), entry]);
  }
  return { rows: new Map(rows.map((row) => [row.id as string, row])), entries: byId };
}

/** The receipt is the promise: its signature, hash and entry must all hold. */
function checkReceipt(
  { key, sha256, receipt }: Operation,
  entry: SqlRow | undefined,
  keys: Readonly<Record<string, string>>,
  faults: Faults,
): void {
  const { signature, ...said } = JSON.parse(receipt!) as Receipt;
  const publicKey = keys[said.keyId];
  if (!publicKey || !signatureHolds(publicKey, canonicalJson(said), signature))
    faults.add('bad_receipt', key, 'its signature does not hold');
  if (said.sha256 !== sha256) faults.add('bad_receipt', key, `it says hash ${said.sha256}, sent was ${sha256}`);
  if (said.entryId !== entry?.id || said.leafHash !== entry?.leaf_hash)
    faults.add('not_in_tree', key, `the receipt's entry ${said.entryId} is not the one stored`);
}

async function checkDecision(sql: Sql, operation: Operation, faults: Faults): Promise<void> {
  const [incident, version] = operation.key.split('@');
  const rows = await sql.all(
    `SELECT "incident_id" FROM "verification" WHERE "incident_id" = ? AND "type" = 'decided' AND "reason" = ?`,
    [incident!, `Decided on ${incident} as of version ${version}.`],
  );
  if (rows.length > 1) faults.add('two_verdicts', operation.key, `${rows.length} decisions of one person`);
  if (operation.result === 'ok' && rows.length === 0)
    faults.add('lost', operation.key, 'decision acknowledged, not stored');
  if (operation.result === 'fail' && rows.length > 0)
    faults.add('refused_but_there', operation.key, `decision refused with ${operation.answer}, stored`);
}

/** Each text holds the id that it was sent under: two rows with one text are one sighting stored twice. */
async function checkCopies(sql: Sql, faults: Faults): Promise<void> {
  const copies = await sql.all(
    `SELECT "text", count(*) AS "n" FROM "sighting" WHERE "text" LIKE 'Sent as %' GROUP BY "text" HAVING count(*) > 1`,
  );
  for (const { text, n } of copies) faults.add('doubled', String(text), `${String(n)} sightings hold this text`);
}
