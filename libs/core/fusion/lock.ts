import type { Tx } from '../ports.js';
import type { Incident } from './types.js';

/**
 * These incidents as they stand, with fusion around them and all who judge them kept out until commit.
 * In the order asked for; those that do not exist are left out. Locks are taken in one sorted order.
 */
export async function lockIncidents(tx: Tx, ids: string[]): Promise<Incident[]> {
  let rows = await tx.incidents.getMany(ids);
  let held = '';
  // Fusion may move an incident to another cell before the lock is given: then that one is needed, too.
  for (let keys = keysOf(rows); keys.join() !== held; keys = keysOf(rows)) {
    await tx.lock(keys);
    held = keys.join();
    rows = await tx.incidents.getMany(ids);
  }
  return ids.map((id) => rows.find((r) => r.id === id)).filter((r) => r !== undefined);
}

function keysOf(rows: Incident[]): string[] {
  return [...new Set(rows.flatMap((r) => [`fuse:${r.cell5}`, `incident:${r.id}`]))].sort();
}
