/** One seed of `npm run evaluate:alarms`, in a thread of its own. */
import { parentPort, workerData } from 'node:worker_threads';
import { makeGeography } from '#core/geo/geography.js';
import { simulate } from '#core/simulation/simulate.js';
import type { PresetName } from '#core/simulation/types.js';
import { loadMission } from '#formats/pack/load.js';
import { quickWorld } from './alarm-counts.js';
import { alarmsOf, alarmWorld, daysFrom, delayOf, withRise, type DayAlarm } from './alarms.js';

/** Before this day there is no baseline that ended two weeks ago. */
export const firstJudged = 42;
/** Days of a rise, and those in which it is to be spoken of. */
export const riseDays = 7;

export interface SeedTask {
  pack: string;
  preset: PresetName;
  seed: number;
  days: number;
  /** The simulation itself instead of its counts alone. */
  full: boolean;
  /** How many times the usual rate. */
  times: number[];
}

/** A rise in one sector, and after how many days it was first spoken of; null where never within `riseDays`. */
export interface Rise {
  times: number;
  /** Bursts a day that the sector usually has. */
  perDay: number;
  delay: number | null;
}

export interface SeedResult {
  seed: number;
  events: number;
  judgedDays: number;
  sectors: number;
  alarms: DayAlarm[];
  rises: Rise[];
  seconds: number;
}

async function measure({ pack, preset, seed, days, full, times }: SeedTask): Promise<SeedResult> {
  const began = performance.now();
  const mission = await loadMission(pack);
  const geography = makeGeography(mission);
  const world = full
    ? alarmWorld(geography, simulate(mission, geography, { preset, seed, days }))
    : quickWorld(mission, geography, { preset, seed, days });
  const judged = daysFrom(mission, mission.ceasefireFrom, days).slice(firstJudged);
  const calm = alarmsOf(mission, world, judged);
  const rises: Rise[] = [];
  // One sector after the other, each in another week, so that one unusual week does not decide.
  const weeks = Math.floor(judged.length / riseDays);
  mission.sectors.forEach(({ id: sector }, i) => {
    const from = judged[((i * 5 + seed) % weeks) * riseDays]!;
    const spell = judged.slice(judged.indexOf(from), judged.indexOf(from) + riseDays);
    const perDay = calm.perDay.get(sector) ?? 0;
    rises.push({ times: 1, perDay, delay: delayOf(calm.alarms, sector, from, riseDays) });
    for (const n of times) {
      const risen = alarmsOf(mission, withRise(world, mission, { sector, from, days: riseDays, times: n }), spell);
      rises.push({ times: n, perDay, delay: delayOf(risen.alarms, sector, from, riseDays) });
    }
  });
  return {
    seed,
    events: world.events.length,
    judgedDays: judged.length,
    sectors: mission.sectors.length,
    alarms: calm.alarms,
    rises,
    seconds: (performance.now() - began) / 1000,
  };
}

if (parentPort) parentPort.postMessage(await measure(workerData as SeedTask));
