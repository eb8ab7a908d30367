import type { Actor } from '#core/access/types.js';
import { fuseSighting } from '#core/fusion/fuse.js';
import { prepareSighting } from '#core/intake/prepare.js';
import { jobsOf } from '#core/journal/followup.js';
import { verifyIncident } from '#core/verification/verify.js';
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
  /** Time spent in fusing. */
  fusingMs: number;
}

/** Accepts and fuses a world's records one by one in the order of arrival, by the product's own rules and use cases. */
export async function runWorld(mission: Mission, geography: Geography, world: World, judge = false): Promise<Run> {
  return fuseRows(mission, geography, world, acceptRows(mission, geography, world), judge);
}

/** The world's records as intake would store them, in order of arrival. */
export function acceptRows(mission: Mission, geography: Geography, world: World): Sighting[] {
  let now = world.from;
  const deps = { mission, geography, clock: { now: () => new Date(now) } };
  return world.sightings.map(({ input, submittedBy, arrivesAt }) => {
    now = arrivesAt;
    return prepareSighting(deps, actorOf(submittedBy), input);
  });
}

/** Fuses stored records one by one; with `judge`, also carries out the verification work that each step leaves behind. */
export async function fuseRows(
  mission: Mission,
  geography: Geography,
  world: World,
  rows: Sighting[],
  judge = false,
): Promise<Run> {
  const memory = new Memory(world.seed);
  const deps = memory.deps(mission, geography);
  memory.notifications.push(...world.notifications.map((n) => ({ ...n, receivedAt: n.start })));
  memory.effort.push(...world.effort);
  let fusingMs = 0;
  let worked = 0;
  for (const row of rows) {
    memory.now = row.receivedAt;
    memory.addSighting(row);
    const before = performance.now();
    await fuseSighting(memory.tx, deps, row.id);
    fusingMs += performance.now() - before;
    while (judge && worked < memory.entries.length) {
      for (const { job, subjectId } of jobsOf(memory.entries[worked]!))
        if (job === 'verify')
          await verifyIncident.carryOut(memory.tx, deps, subjectId, await verifyIncident.prepare(deps, subjectId));
      worked++;
    }
  }
  return {
    memory,
    rows,
    truth: new Map(Object.entries(world.truth.origins).map(([id, origin]) => [id, origin.event])),
    found: new Map(memory.activeLinks().map((l) => [l.sightingId, l.incidentId])),
    fusingMs,
  };
}

function actorOf(id: string): Actor {
  return { id, role: 'monitor', scope: { sectors: [], party: null }, type: 'person' };
}
