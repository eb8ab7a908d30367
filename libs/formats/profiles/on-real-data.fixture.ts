import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import type { Mission } from '#core/mission/types.js';
import { readImport, type ImportItem } from '../import.js';
import { loadProfile } from './load.js';

export const data = '../shared/data';

/** What became of a table's rows. */
export interface Tally {
  accepted: number;
  distinct: number;
  refused: Record<string, number>;
  kinds: Record<string, number>;
  items: ImportItem[];
}

/** Reads a table of the real data by a profile; the items themselves only where `keep` says so. */
export async function run(pack: string, profile: string, file: string, mission: Mission, keep = false): Promise<Tally> {
  const tally: Tally = { accepted: 0, distinct: 0, refused: {}, kinds: {}, items: [] };
  const ids = new Set<string>();
  for await (const item of readImport(await loadProfile(pack, profile), createReadStream(join(data, file)), mission)) {
    if (keep) tally.items.push(item);
    if (item.refused) tally.refused[item.refused.reason] = (tally.refused[item.refused.reason] ?? 0) + 1;
    if (item.input) {
      tally.accepted++;
      ids.add(item.input.id);
      tally.kinds[item.input.kind] = (tally.kinds[item.input.kind] ?? 0) + 1;
    }
  }
  tally.distinct = ids.size;
  return tally;
}
