import type { Ids, Reads, Tx } from '#core/ports.js';
import type { Sql } from '../sql/sql.js';
import { accessReads, accessWrites } from './access.js';
import { factReads, factWrites } from './facts.js';
import { incidentReads, incidentWrites } from './incidents.js';
import { appendEntries, journalReads } from './journal.js';
import { judgementReads, judgementWrites } from './judgements.js';
import { linkReads, linkWrites } from './links.js';
import { recordReads, recordWrites } from './records.js';
import { sequencer } from './sequencer.js';
import { sightingReads, sightingWrites } from './sightings.js';
import { workReads, workWrites } from './work.js';

export function readsOver(sql: Sql): Reads {
  return {
    sightings: sightingReads(sql),
    incidents: incidentReads(sql),
    ...linkReads(sql),
    ...judgementReads(sql),
    ...recordReads(sql),
    ...factReads(sql),
    ...journalReads(sql),
    ...workReads(sql),
    ...accessReads(sql),
  };
}

export function txOver(sql: Sql, now: string, ids: Ids): Tx {
  const lock = (keys: string[]) => takeLocks(sql, keys);
  return {
    ...readsOver(sql),
    now,
    ids,
    append: (...drafts) => appendEntries(sql, ids, now, drafts),
    lock,
    write: {
      ...sightingWrites(sql),
      ...incidentWrites(sql),
      ...linkWrites(sql, now),
      ...judgementWrites(sql),
      ...recordWrites(sql),
      ...factWrites(sql),
      ...accessWrites(sql),
    },
    ...workWrites(sql, now),
    sequence: sequencer(sql, now, lock),
  };
}

/** In sorted order, so that two transactions with the same keys cannot wait for each other. */
async function takeLocks(sql: Sql, keys: string[]): Promise<void> {
  if (sql.dialect === 'sqlite') return;
  for (const key of [...new Set(keys)].sort())
    await sql.all('SELECT pg_advisory_xact_lock(hashtextextended(?, 0))', [key]);
}
