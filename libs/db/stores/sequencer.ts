import { Problem } from '#core/errors.js';
import { writtenLeafHash } from '#core/journal/draw.js';
import { chainHash, chainStart } from '#core/journal/entry.js';
import { type Frontier, emptyFrontier, extend, rootOf } from '#core/journal/merkle.js';
import { headText } from '#core/journal/signature.js';
import type { WrittenEntry } from '#core/journal/types.js';
import type { Tx } from '#core/ports.js';
import { entries, heads, positions, works } from '../entities/journal.js';
import type { Sql } from '../sql/sql.js';
import { writtenOf } from './journal.js';

/** Key of the lock that makes the sequencer single where several processes share a PostgreSQL. */
const sequencerLock = 'linewatch.sequencer';

/**
 * Takes waiting entries from the table they were left in, in the order of insertion, never by "id greater
 * than the last one seen": a slow transaction commits behind such a cursor and would be lost (D4).
 * @throws Problem internal where a stored entry no longer matches its own leaf hash; nothing is sequenced then
 */
export function sequencer(sql: Sql, now: string, lock: Tx['lock']): Tx['sequence'] {
  return async (limit, jobsOf, signer) => {
    await lock([sequencerLock]);
    const rows = await sql.all(
      `SELECT u."ordinal", ${entries.list('e')} FROM "journal_unsequenced" u
       LEFT JOIN "journal_entry" e ON e."id" = u."entry_id" ORDER BY u."ordinal" LIMIT ?`,
      [limit],
    );
    if (rows.length === 0) return [];
    const head = await heads.one(sql, 'ORDER BY "size" DESC');
    let frontier: Frontier = head ? { size: head.size, hashes: head.frontier } : emptyFrontier();
    let chain = head?.chain ?? chainStart;
    const placed: WrittenEntry[] = [];
    for (const row of rows) {
      const entry = writtenOf(row);
      if (row.id === null || !isAsWritten(entry)) {
        throw new Problem(
          'internal',
          `Journal entry ${(row.id as string | null) ?? '(removed)'} was altered after it was written; the journal stands still until this is looked into`,
        );
      }
      chain = chainHash(chain, entry.leafHash);
      placed.push({ ...entry, position: frontier.size, chain });
      frontier = extend(frontier, entry.leafHash);
    }
    await positions.insert(
      sql,
      placed.map((e) => ({ position: e.position, entryId: e.id, chain: e.chain! })),
    );
    const unsigned = { size: frontier.size, root: rootOf(frontier), at: now, keyId: signer.keyId };
    await heads.insert(sql, [
      { ...unsigned, signature: signer.sign(headText(unsigned)), frontier: frontier.hashes, chain },
    ]);
    await works.insert(sql, owedFor(placed, jobsOf, now));
    await remove(
      sql,
      rows.map((row) => String(row.ordinal)),
    );
    return placed;
  };
}

function owedFor(placed: WrittenEntry[], jobsOf: Parameters<Tx['sequence']>[1], now: string) {
  return placed.flatMap((entry) =>
    jobsOf(entry).map(({ job, subjectId, delaySeconds = 0 }) => ({
      id: `${entry.id}.${job}`,
      entryId: entry.id,
      job,
      subjectId,
      state: 'owed' as const,
      epoch: 0,
      attempts: 0,
      notBefore: new Date(Date.parse(now) + delaySeconds * 1000).toISOString(),
      relayedAt: '',
      lastError: null,
      doneAt: null,
      createdAt: now,
      carrier: null,
    })),
  );
}

/** What gives no hash at all, or stands in words that are no JSON, is not what was written. */
function isAsWritten(entry: WrittenEntry): boolean {
  try {
    return writtenLeafHash(entry) === entry.leafHash;
  } catch (error) {
    if (error instanceof TypeError || error instanceof SyntaxError) return false;
    throw error;
  }
}

/** One by one in meaning: on PostgreSQL an entry with a smaller ordinal may have committed since the SELECT. */
async function remove(sql: Sql, ordinals: string[]): Promise<void> {
  const { text, param } = sql.anyOf(`CAST("ordinal" AS text)`, ordinals);
  await sql.send(`DELETE FROM "journal_unsequenced" WHERE "ordinal" >= ? AND "ordinal" <= ? AND ${text}`, [
    Number(ordinals[0]),
    Number(ordinals[ordinals.length - 1]),
    param,
  ]);
}
