import { fuseSighting } from '#core/fusion/fuse.js';
import { prepareSighting } from '#core/intake/prepare.js';
import type { Sighting } from '#core/intake/types.js';
import type { Mission } from '#core/mission/types.js';
import type { Geography } from '#core/ports.js';
import type { World } from '#core/simulation/types.js';
import { Memory } from './memory.js';

export interface Run {
  memory: Memory;
  rows: Sighting[];
  /** True event by sighting id. */
  truth: Map<string, string>;
  /** Incident by sighting id. */
  found: Map<string, string>;
  fusingMs: number;
}

/** Accepts and fuses a world's records one by one in the order of arrival, by the product's own rules and use cases. */
export async function runWorld(mission: Mission, geography: Geography, world: World): Promise<Run> {
  const memory = new Memory(world.seed);
  const deps = memory.deps(mission, geography);
  const rows: Sighting[] = [];
  let fusingMs = 0;
  for (const { input, submittedBy, arrivesAt } of world.sightings) {
    memory.now = arrivesAt;
    const actor = {
      id: submittedBy,
      role: 'monitor' as const,
      scope: { sectors: [], party: null },
      type: 'person' as const,
    };
    const row = prepareSighting(deps, actor, input);
    rows.push(row);
    memory.addSighting(row);
    const before = performance.now();
    await fuseSighting(memory.tx, deps, row.id);
    fusingMs += performance.now() - before;
  }
  return {
    memory,
    rows,
    truth: new Map(Object.entries(world.truth.origins).map(([id, origin]) => [id, origin.event])),
    found: new Map(memory.activeLinks().map((l) => [l.sightingId, l.incidentId])),
    fusingMs,
  };
}
