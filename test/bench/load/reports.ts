import { makeIds } from '#host/ids.js';
import { systemClock } from '#host/clock.js';
import type { Mission } from '#core/mission/types.js';
import { chance } from '../chance.js';

/** What reports of a mission can be made of. */
export interface ReportSeed {
  kinds: string[];
  means: string[];
  /** Longitude and latitude. */
  places: [number, number][];
}

/** Kinds of fire, means of persons or machines, and corners of the lines. */
export function reportSeed(mission: Mission, by: 'person' | 'machine' = 'person'): ReportSeed {
  return {
    kinds: mission.eventKinds.filter((k) => k.category === 'ceasefire').map((k) => k.id),
    means: mission.means.filter((m) => m.by === by).map((m) => m.id),
    places: mission.lines.flatMap((line) => line.coordinates.flat() as [number, number][]),
  };
}

/** A maker of reports that are all different; the same seed makes the same but for ids and times. */
export function reportMaker(seed: ReportSeed, number: number): () => Record<string, unknown> {
  const ids = makeIds(systemClock);
  const draw = chance(number);
  const one = <T>(from: readonly T[]): T => from[Math.floor(draw() * from.length)]!;
  return () => {
    const [lon, lat] = one(seed.places);
    const start = Date.now() - Math.floor(draw() * 3_600_000);
    return {
      id: ids.next(),
      kind: one(seed.kinds),
      means: one(seed.means),
      start: new Date(start).toISOString(),
      end: new Date(start + 1000 + Math.floor(draw() * 60_000)).toISOString(),
      place: {
        type: 'fix',
        lat: Number((lat + (draw() - 0.5) * 0.2).toFixed(5)),
        lon: Number((lon + (draw() - 0.5) * 0.2).toFixed(5)),
        precisionMetres: 50 + Math.floor(draw() * 500),
      },
      count: 1 + Math.floor(draw() * 5),
      text: 'Heard from the bridge, two or three bangs from the east, then quiet for some minutes.',
      patrolId: 'patrol-7',
    };
  };
}
