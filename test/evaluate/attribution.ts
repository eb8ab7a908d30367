import { ledgerOf, likeliest } from '#core/attribution/ledger.js';
import type { Sighting } from '#core/intake/types.js';
import type { Mission } from '#core/mission/types.js';
import type { Geography } from '#core/ports.js';
import type { PresetName } from '#core/simulation/types.js';
import { simulate } from '#core/simulation/simulate.js';
import type { Judged } from './calibration.js';
import { runWorld } from './pipeline.js';

export interface AttributionRun {
  judged: Judged[];
  /** Incidents with at least one bearing to the origin. */
  withBearing: number;
  /** Attributions, rulings or decisions in the journal of the run: the machine makes none. */
  automatic: number;
}

/**
 * Fuses a simulated world and draws up the ledger of every incident that truly happened and was not announced,
 * as persons would who verify rightly. The truth of an incident is the event that most of its sightings are of.
 */
export async function judgeWorld(
  mission: Mission,
  geography: Geography,
  options: { preset: PresetName; seed: number; days: number },
): Promise<AttributionRun> {
  const world = simulate(mission, geography, options);
  const { memory, truth, found } = await runWorld(mission, geography, world);
  const events = new Map(world.truth.events.map((e) => [e.id, e]));
  const members = new Map<string, Sighting[]>();
  for (const [id, incident] of found)
    members.set(incident, [...(members.get(incident) ?? []), memory.sightings.get(id)!]);
  const judged: Judged[] = [];
  let withBearing = 0;
  for (const [id, sightings] of members) {
    const event = events.get(mostCommon(sightings.map((s) => truth.get(s.id)!)));
    if (!event || event.notification !== null) continue;
    const state = ledgerOf(memory.incidents.get(id)!, sightings, [], [], mission, geography);
    const top = likeliest(state.hypotheses);
    if (state.items.some((i) => i.crossed)) withBearing++;
    judged.push({
      probability: top.probability,
      right: top.id === event.party,
      attributed: state.result !== 'cannot_tell',
      standard: top.standard,
    });
  }
  return { judged, withBearing, automatic: memory.entries.filter((e) => isFinding(e.type)).length };
}

/** Entries that a finding of any sort leaves behind. */
function isFinding(type: string): boolean {
  return /^(attribution|ruling)\.|^verification\.decided$/.test(type);
}

function mostCommon(keys: string[]): string {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]![0];
}
