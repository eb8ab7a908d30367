import { makeGeography } from '#core/geo/geography.js';
import { canonicalJson } from '#core/journal/canonical.js';
import { simulate } from '#core/simulation/simulate.js';
import { presetNames } from '#core/simulation/types.js';
import { chain, names, neutralMission, swapped } from './swap.js';

/** What was met in the worlds tried, so that a test can tell that something was tried at all. */
export interface Tried {
  worlds: number;
  sightings: number;
  incidents: number;
  namedParties: number;
  breaches: number;
  bearings: number;
}

/**
 * Generates worlds from the seeds, runs the chain on each and on its mirror, and gives where the mirror of the
 * outcome is not the outcome of the mirror.
 */
export async function swapFaults(seeds: readonly number[]): Promise<{ faults: string[]; tried: Tried }> {
  const mission = neutralMission();
  const geography = makeGeography(mission);
  const mirror = swapped(mission);
  const tried: Tried = { worlds: 0, sightings: 0, incidents: 0, namedParties: 0, breaches: 0, bearings: 0 };
  const faults: string[] = [];
  for (const seed of seeds) {
    const preset = presetNames[seed % presetNames.length]!;
    const days = preset === 'dense' ? 0.004 : preset === 'sparse' ? 0.15 : 0.03;
    const world = simulate(mission, geography, { preset, seed, days });
    const here = await chain(mission, world);
    const there = swapped(await chain(mirror, swapped(world)));
    for (const part of Object.keys(here) as (keyof typeof here)[]) {
      // What stands in a list without order stays sorted by the text, which the swap changes.
      const plain = (value: unknown) => canonicalJson(JSON.parse(JSON.stringify(value)));
      const same =
        part === 'summary' || part === 'lines'
          ? plain(deepSorted(here[part])) === plain(deepSorted(there[part]))
          : plain(here[part]) === plain(there[part]);
      if (!same) faults.push(`seed ${seed}, ${preset}: ${part}`);
    }
    tried.worlds += 1;
    tried.sightings += world.sightings.length;
    tried.incidents += here.incidents.length;
    tried.namedParties += here.ledgers.filter((l) => (names as readonly string[]).includes(l.result)).length;
    tried.breaches += here.rulings.filter((r) => r.result === 'breach').length;
    tried.bearings += here.ledgers.filter((l) => l.items.some((i) => i.crossed)).length;
  }
  return { faults, tried };
}

function deepSorted(lists: readonly unknown[]): unknown[] {
  return lists
    .map((row) => (Array.isArray(row) ? deepSorted(row) : row))
    .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}
