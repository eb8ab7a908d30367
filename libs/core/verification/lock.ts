import type { Incident } from '../fusion/types.js';
import type { Tx } from '../ports.js';

/**
 * The incident as it stands, with all its other writers kept out until commit: fusion (which takes the cells
 * around a sighting, this incident's among them) and whoever judges it. Null where there is none.
 */
export async function lockIncident(tx: Tx, incidentId: string): Promise<Incident | null> {
  let incident = await tx.incidents.get(incidentId);
  let held: string | null = null;
  // Before the lock was given fusion may have moved it to another cell: then that one is needed, too.
  while (incident && incident.cell5 !== held) {
    held = incident.cell5;
    await tx.lock([`fuse:${held}`, `incident:${incidentId}`]);
    incident = await tx.incidents.get(incidentId);
  }
  return incident;
}
