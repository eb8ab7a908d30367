import { verifyStoredJournal } from '#core/journal/walk.js';
import { knownKeys } from '#core/journal/keys.js';
import { checkRecords } from '#db/seal-check.js';
import type { Operation } from '../load/log.js';
import { type Fault, Faults } from './faults.js';
import { checkOperations } from './operations.js';
import type { SeenStore } from './store.js';
import { checkVerdicts } from './verdicts.js';

export interface Verdict {
  faults: Fault[];
  /** Operations by result. */
  ok: number;
  fail: number;
  unknown: number;
  /** Entries in the journal. */
  entries: number;
  files: number;
}

/**
 * Judges a store after its faults have healed, against what the client was told. `whole` also recomputes the whole
 * journal, compares every record with its seal and hashes every file again.
 */
export async function check(store: SeenStore, operations: readonly Operation[], whole: boolean): Promise<Verdict> {
  const faults = new Faults();
  const keys = await knownKeys(store.reads);
  await checkOperations(store.sql, operations, keys, faults);
  await checkVerdicts(store.sql, operations, faults);
  const entries = await checkPositions(store, faults);
  const files = whole ? await checkWhole(store, keys, faults) : 0;
  const of = (result: Operation['result']) => operations.filter((o) => o.result === result).length;
  return { faults: faults.found, ok: of('ok'), fail: of('fail'), unknown: of('unknown'), entries, files };
}

/** Cheap enough after every fault: as many positions as entries, and none left out. */
async function checkPositions({ sql }: SeenStore, faults: Faults): Promise<number> {
  const [row] = await sql.all(
    `SELECT (SELECT count(*) FROM "journal_entry") AS "entries", count(*) AS "n", max("position") AS "last" FROM "journal_position"`,
  );
  const [entries, n, last] = [Number(row!.entries), Number(row!.n), Number(row!.last ?? -1)];
  if (n !== last + 1) faults.add('journal', 'positions', `${n} positions, the last is ${last}`);
  if (n !== entries) faults.add('journal', 'positions', `${entries} entries, ${n} positions`);
  return entries;
}

async function checkWhole(store: SeenStore, keys: Record<string, string>, faults: Faults): Promise<number> {
  const journal = await verifyStoredJournal({ read: (body) => body(store.reads) }, keys);
  if (!journal.ok) faults.add('journal', `position ${journal.position}`, `${journal.fault}: ${journal.detail}`);
  const records = await checkRecords(store.sql);
  for (const { table, key, what } of records.faults) faults.add('altered', `${table} ${key}`, what);
  const files = new Map([...store.blobs()].map(({ name, sha256 }) => [name, sha256]));
  const named = new Set([...(await store.reads.evidence.blobs()), ...(await store.reads.editions.blobs())]);
  for (const name of named) {
    const found = files.get(name);
    if (found === undefined) faults.add('blob_damaged', name, 'the file is missing');
    else if (found !== name) faults.add('blob_damaged', name, `its bytes have hash ${found}`);
  }
  for (const name of files.keys()) if (!named.has(name)) faults.add('blob_orphan', name, 'no record names this file');
  return files.size;
}
