import type { Incident } from '../fusion/types.js';
import type { Sighting } from '../intake/types.js';
import { reportingWeek } from '../mission/calendar.js';
import type { Mission } from '../mission/types.js';
import type { Deps, Reads } from '../ports.js';
import type { SensorSurroundings } from './checks/sensor-health.js';
import type { Restriction } from './propose.js';

/** At most so many are told of (in each bin of length, see the store): more of them prove no more. */
export const mostAround = 50;

/** What may have blinded sensors, and what kept the mission away, around an incident. */
export async function eventsAround(
  tx: Reads,
  deps: Deps,
  incident: Incident,
): Promise<{ disturbances: SensorSurroundings['disturbances']; restrictions: Restriction[] }> {
  const { aroundHours, aroundMetres } = deps.mission.verification.access;
  const kinds = new Map(deps.mission.eventKinds.map((k) => [k.id, k]));
  const near = await tx.incidents.near(
    {
      cells5: deps.geography.cells5Around(incident.estimate, aroundMetres),
      from: shifted(incident.start, -aroundHours),
      to: shifted(incident.end, aroundHours),
    },
    { kinds: tellingKinds(deps.mission), limit: mostAround },
  );
  const others = near
    .filter((i) => i.id !== incident.id && i.state !== 'merged')
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  return {
    disturbances: others
      .filter((i) => kinds.get(i.kind)?.disturbsSensors)
      .map((i) => ({ incidentId: i.id, kind: i.kind, start: i.start, end: i.end })),
    // A denied passage is no reason why the denial itself could not be verified.
    restrictions:
      kinds.get(incident.kind)?.category === 'access'
        ? []
        : others
            .filter((i) => kinds.get(i.kind)?.category === 'access')
            .map((i) => ({ incidentId: i.id, kind: i.kind })),
  };
}

/** Kinds of event that blind sensors or keep the mission away. */
export function tellingKinds({ eventKinds }: Pick<Mission, 'eventKinds'>): string[] {
  return eventKinds.filter((k) => k.disturbsSensors || k.category === 'access').map((k) => k.id);
}

/** What the check of sensors needs to know. */
export async function surroundings(
  tx: Reads,
  deps: Deps,
  sightings: Sighting[],
  disturbances: SensorSurroundings['disturbances'],
): Promise<SensorSurroundings> {
  const machines = sightings.filter((s) => s.type === 'observation');
  const platforms = [...new Set(machines.flatMap((s) => s.platformId ?? []))].sort();
  const lastHeard: Record<string, string> = {};
  for (const platform of platforms) {
    const first = machines.filter((s) => s.platformId === platform).sort((a, b) => (a.start < b.start ? -1 : 1))[0]!;
    const before = await tx.sightings.lastFrom(platform, first.start);
    if (before) lastHeard[platform] = before.end;
  }
  // An outage belongs to the week in which it began, which may be the one before.
  const { aroundHours } = deps.mission.verification.access;
  const instants = machines.flatMap((s) => [shifted(s.start, -aroundHours), s.start, s.end]);
  const weeks = [...new Set(instants.map((t) => reportingWeek(t, deps.mission.calendar)))].sort();
  const effort = (await tx.effort.lost(platforms, weeks)).map(({ sourceId, start, end, lostHours, lostReason }) => ({
    sourceId,
    start,
    end,
    lostHours,
    lostReason,
  }));
  return { disturbances, effort, lastHeard };
}

/** An instant so many hours later. */
export function shifted(instant: string, hours: number): string {
  return new Date(Date.parse(instant) + hours * 3_600_000).toISOString();
}

/** Windows are half-open: an event of no length at their end must still be inside. */
export function justAfter(instant: string): string {
  return new Date(Date.parse(instant) + 1).toISOString();
}
