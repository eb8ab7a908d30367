import type { Tx } from '../ports.js';
import type { Incident } from './types.js';

/**
 * These incidents as they stand, with fusion around them and all who judge them kept out until commit.
 * In the order asked for; those that do not exist are left out. Locks are taken in one sorted order.
 */
export async function lockIncidents(tx: Tx, ids: string[]): Promise<Incident[]> {
  let rows: Incident[] = [];
  let held = '';
  // Fusion may move an incident to another cell before the lock is given: then that one is needed, too.
  for (let keys = keysOf(await tx.incidents.cells(ids)); keys.join() !== held; keys = keysOf(rows)) {
    await tx.lock(keys);
    held = keys.join();
    rows = await tx.incidents.getMany(ids);
  }
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

function keysOf(rows: Pick<Incident, 'id' | 'cell5'>[]): string[] {
  return [...new Set(rows.flatMap((r) => [`fuse:${r.cell5}`, `incident:${r.id}`]))].sort();
}
