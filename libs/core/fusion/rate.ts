import type { Item } from './item.js';
import type { FusionModel } from './model.js';

/** What is usual around a sighting: how often events happen there, and of which kinds and weapons. */
export interface Surroundings {
  /** Natural logarithm of events per square metre per second, by item id. */
  logRate: Map<string, number>;
  /** P(kind), P(weapon) among what happens here; each sums to 1. */
  kinds: number[];
  weapons: number[];
  /** P(reported kind), P(named weapon) here, by index: the shares seen through how often each is taken for another. */
  saidKinds: number[];
  saidWeapons: number[];
}

/**
 * The local rate of events, per item, from the other records around it. Counting records would count
 * one event as often as it was noticed, so each source is counted apart (a source records one event
 * mostly once) and the busiest counts: its own others as they are, another's less the one record that
 * may be of this very event. Divided by the chance of noticing; Gaussian kernels in space and time;
 * never below the pack's base rate.
 *
 * @param items all records around, for counting
 * @param wanted those whose rate is asked for
 */
export function surroundingsOf(model: FusionModel, items: Item[], wanted: Item[]): Surroundings {
  const { numbers } = model;
  const logRate = new Map<string, number>();
  const base = numbers.baseRatePerKm2Hour / 1e6 / 3600;
  const s2 = numbers.rateMetres ** 2;
  const t2 = numbers.rateSeconds ** 2;
  const peak = 1 / (2 * Math.PI * s2) / Math.sqrt(2 * Math.PI * t2);
  const watching = items.filter((i) => !i.told);
  // Sources by number: sums are kept in lists, which are as long as there are sources.
  const numbered = new Map<string, number>();
  const sources = watching.map(({ source }) => {
    const known = numbered.get(source);
    if (known !== undefined) return known;
    numbered.set(source, numbered.size);
    return numbered.size - 1;
  });
  const sums = new Float64Array(numbered.size);
  const largest = new Float64Array(numbered.size);
  for (const item of wanted) {
    sums.fill(0);
    largest.fill(0);
    const own = numbered.get(item.source) ?? -1;
    for (let i = 0; i < watching.length; i++) {
      const other = watching[i]!;
      if (other === item) continue;
      const d2 = (other.east - item.east) ** 2 + (other.north - item.north) ** 2;
      const dt2 = (other.time - item.time) ** 2;
      const exponent = d2 / s2 + dt2 / t2;
      if (exponent > 18) continue;
      const source = sources[i]!;
      // A repeated record of one source, seconds apart, is hardly another event.
      const apart = source === own ? 1 - Math.exp(-dt2 / (2 * numbers.repeatSeconds) ** 2) : 1;
      const weight = Math.exp(-exponent / 2) * apart;
      sums[source]! += weight;
      if (weight > largest[source]!) largest[source] = weight;
    }
    let busiest = 0;
    for (let source = 0; source < sums.length; source++)
      busiest = Math.max(busiest, source === own ? sums[source]! : sums[source]! - largest[source]!);
    logRate.set(item.id, Math.log(base + (busiest / numbers.notices) * peak));
  }
  const kinds = shares(model.kinds.length, items, (i) => i.kind);
  const weapons = shares(model.weapons.length, items, (i) => i.weapon);
  return {
    logRate,
    kinds,
    weapons,
    saidKinds: seenThrough(model.confusion, kinds),
    saidWeapons: seenThrough(model.naming, weapons),
  };
}

/** Shares with one whole pseudo-count spread over all, so that nothing is impossible. */
function shares(length: number, items: Item[], of: (item: Item) => number): number[] {
  const counts = new Array<number>(length).fill(1 / Math.max(length, 1));
  let total = 1;
  for (const item of items) {
    const index = of(item);
    if (index < 0) continue;
    counts[index] = counts[index]! + 1;
    total++;
  }
  return counts.map((c) => c / total);
}

function seenThrough(confusion: number[][], truth: number[]): number[] {
  return truth.map((_, said) => truth.reduce((sum, share, i) => sum + share * confusion[i]![said]!, 0));
}
