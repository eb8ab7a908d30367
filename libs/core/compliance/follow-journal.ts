import type { Deps } from '../ports.js';
import type { FactRollup, IncidentRollup, SightingRollup } from './edition-record.js';

/** Entries that one transaction takes in: about a tenth of a second, so that nobody waits long for the one writer. */
const batch = 4_000;

/**
 * Moves the daily roll-ups on to the newest signed head, in batches of one transaction each. Returns where they stand and
 * how far that was. Safe to call at any time and by several at once.
 */
export async function followJournal(
  deps: Pick<Deps, 'uow'>,
  most = Infinity,
): Promise<{ position: number; moved: number }> {
  let moved = 0;
  for (;;) {
    const [head, from] = await deps.uow.read(async (r) => [
      (await r.journal.head())?.size ?? 0,
      await r.rollups.position(),
    ]);
    if (from >= head || moved >= most) return { position: from, moved };
    // Only up to a place where a signed head stands does a cut-off have a root.
    const [stop] = await deps.uow.read((r) => r.journal.headsFrom(Math.min(head, from + batch), 1));
    const to = await deps.uow.run((tx) => tx.write.rollupsTo(stop?.size ?? head));
    moved += to - from;
  }
}

/** One cell where the roll-ups and a full count differ. */
export interface RecountDifference {
  rollup: 'facts' | 'incidents' | 'sightings';
  cell: string;
  stored: number;
  counted: number;
}

/** Counts everything anew up to where the roll-ups stand, and names every cell that differs: there must be none. */
export async function recount(
  deps: Pick<Deps, 'uow'>,
): Promise<{ position: number; cells: number; differences: RecountDifference[] }> {
  return deps.uow.read(async (reads) => {
    const position = await reads.rollups.position();
    const stored = await reads.rollups.all();
    const counted = await reads.rollups.recount(position);
    const names = ['facts', 'incidents', 'sightings'] as const;
    const differences = names.flatMap((rollup) => {
      const [one, other] = [byCell(stored[rollup]), byCell(counted[rollup])];
      return [...new Set([...one.keys(), ...other.keys()])]
        .map((cell) => ({ rollup, cell, stored: one.get(cell) ?? 0, counted: other.get(cell) ?? 0 }))
        .filter((d) => d.stored !== d.counted);
    });
    return { position, cells: names.reduce((n, name) => n + counted[name].length, 0), differences };
  });
}

function byCell(rows: readonly (FactRollup | IncidentRollup | SightingRollup)[]): Map<string, number> {
  return new Map(
    rows.map((row) => {
      const { incidents, sightings, ...cell } = row as IncidentRollup & SightingRollup;
      return [Object.values(cell).join(' '), incidents ?? sightings];
    }),
  );
}
