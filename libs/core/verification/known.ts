import type { Sighting } from '../intake/types.js';
import type { Mission } from '../mission/types.js';
import type { Reads } from '../ports.js';
import { reliabilityOf, sourceKeyOf } from './grades/reliability.js';
import { factsAsked } from './outcome-rules.js';
import { nothingAround, type Surroundings } from './propose.js';

/** What other records say of an incident, as far as the pack's rules ask for it. */
export async function surroundingsOf(
  reads: Reads,
  mission: Pick<Mission, 'verification'>,
  incidentId: string,
  sightings: readonly Sighting[],
): Promise<Omit<Surroundings, 'restrictions'>> {
  const asked = factsAsked(mission.verification);
  const known: Omit<Surroundings, 'restrictions'> = { ...nothingAround };
  if (asked.has('turnedBack')) {
    const tasks = await reads.fieldTasks.ofIncident(incidentId);
    known.turnedBack = tasks.filter((t) => t.state === 'not_reached' && t.cause === 'access').length;
  }
  if (asked.has('settledLocally')) known.settledLocally = (await reads.hotline.settled([incidentId])).has(incidentId);
  if (asked.has('reliability')) {
    const history = await reads.sources.history([...new Set(sightings.map(sourceKeyOf))].sort());
    known.reliability = history.map((h) => reliabilityOf(h, mission.verification.reliability).letter);
  }
  return known;
}
