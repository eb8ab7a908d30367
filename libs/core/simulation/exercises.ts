import { direct } from '../geo/geodesic.js';
import type { Mission } from '../mission/types.js';
import type { Random } from './random.js';
import type { Settings } from './settings.js';
import type { TrueEvent, World } from './types.js';

const hour = 3_600_000;

/** Advance notices for a share of the exercises; marks the events that they cover in truth. */
export function announce(
  mission: Mission,
  events: TrueEvent[],
  settings: Settings,
  random: Random,
): World['notifications'] {
  const series = new Map<string, TrueEvent[]>();
  for (const event of events)
    if (event.exercise && event.exchange !== null)
      series.set(event.exchange, [...(series.get(event.exchange) ?? []), event]);
  const notifications: World['notifications'] = [];
  for (const members of series.values()) {
    if (!random.chance(settings.exercisesAnnounced)) continue;
    const first = members[0]!;
    const start = Date.parse(first.start);
    const last = Math.max(...members.map((m) => Date.parse(m.start)));
    const id = random.uuid(start - 48 * hour);
    // A box with room around the range; the hours announced are rounded outwards.
    const radius = 3000;
    const corner = (bearing: number): [number, number] => {
      const p = direct(first, bearing, radius * Math.SQRT2);
      return [p.lon, p.lat];
    };
    const area = [45, 315, 225, 135, 45].map(corner);
    notifications.push({
      id,
      party: first.party,
      kind: 'exercise',
      eventKinds: mission.eventKinds.filter((k) => k.category === 'ceasefire').map((k) => k.id),
      area,
      start: new Date(Math.floor(start / hour) * hour - hour).toISOString(),
      end: new Date(Math.ceil(last / hour) * hour + hour).toISOString(),
      text: null,
      submittedBy: random.uuid(start - 48 * hour),
    });
    for (const member of members) member.notification = id;
  }
  return notifications;
}
