import { prepareSighting } from '#core/intake/prepare.js';
import type { Sighting } from '#core/intake/types.js';
import type { Deps } from '#core/ports.js';
import { makeRandom } from '#core/simulation/random.js';

/**
 * `exchange`: one post reports every burst of one long exchange of fire. `evening`: forty posts around one place
 * report what they hear of thousands of bursts within two hours. `flood`: many accounts send the same words of the
 * same second, under ever new names of patrols.
 */
export const crowds = ['exchange', 'evening', 'flood'] as const;
export type CrowdName = (typeof crowds)[number];

const from = Date.parse('2026-04-01T09:00:00.000Z');
const twoHours = 7_200_000;
const kinds = ['explosion', 'burst', 'shot'];

/** So many sightings of one place within two hours, in order of arrival; the same on every run. */
export function crowd(deps: Pick<Deps, 'mission' | 'geography' | 'clock'>, name: CrowdName, count: number): Sighting[] {
  const random = makeRandom(17);
  const known = kinds.filter((id) => deps.mission.eventKinds.some((k) => k.id === id));
  return Array.from({ length: count }, (_, i) => {
    const at = name === 'flood' ? from : from + Math.floor((twoHours * i) / Math.max(count, 5000));
    const post = name === 'exchange' ? 0 : name === 'evening' ? Math.floor(random.next() * 40) : i;
    const spread = name === 'evening' ? 0.004 : 0.0003;
    const start = new Date(at).toISOString();
    return prepareSighting(
      deps,
      {
        id: `account-${name === 'flood' ? i % 20 : post}`,
        role: 'monitor',
        scope: { sectors: [], party: null },
        type: 'person',
      },
      {
        id: random.uuid(at),
        type: 'report',
        kind: known[name === 'evening' ? Math.floor(random.next() * known.length) : 0]!,
        means: 'heard',
        start,
        end: start,
        place: {
          type: 'fix',
          lat: -41.3 + random.normal(0, spread),
          lon: 61.4 + random.normal(0, spread),
          precisionMetres: 150,
        },
        patrolId: `post-${post}`,
      },
    );
  });
}
