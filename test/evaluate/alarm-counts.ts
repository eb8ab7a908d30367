import { dayInterval } from '#core/mission/calendar.js';
import type { Mission } from '#core/mission/types.js';
import type { Geography } from '#core/ports.js';
import { effortOf } from '#core/simulation/effort.js';
import type { Watching } from '#core/escalation/alarms/rates.js';
import { makeEvents, type Period } from '#core/simulation/events.js';
import { makeRandom, type Random } from '#core/simulation/random.js';
import { sensesOf } from '#core/simulation/senses.js';
import { presets, type Settings } from '#core/simulation/settings.js';
import { trackOf, type Track } from '#core/simulation/track.js';
import { makeWatchers } from '#core/simulation/watchers.js';
import type { PresetName } from '#core/simulation/types.js';
import { daysFrom, type AlarmWorld } from './alarms.js';

const dayMs = 86_400_000;
/** Days of watchers that are simulated; the others are drawn from them. */
const sampleDays = 30;
/**
 * Of the events in an hour of one usual day's watching, so many times the share of that watching are noticed: chosen so
 * that two thirds are, as in full worlds of the preset `sparse` (seeds 201 and 202).
 */
const noticing = 1.1;

/**
 * A long world for the statistics alone: true events, watchers and hours are those of the simulation itself, with its
 * bursts, hot spots and outages. Only what takes long is replaced: instead of asking every watcher about every event, one
 * is noticed with a chance that grows with the hours watched in its sector that day, and its first record comes with the
 * delays of the preset (half of them by machine). Same arguments, same world.
 */
export function quickWorld(
  mission: Mission,
  geography: Geography,
  { preset, seed, days }: { preset: PresetName; seed: number; days: number },
): AlarmWorld {
  const settings = presets[preset];
  const line = [...mission.lines].sort((a, b) => (a.effectiveFrom < b.effectiveFrom ? -1 : 1)).at(-1)!;
  const from = Date.parse(mission.ceasefireFrom);
  const period = { from, to: from + days * dayMs };
  const track = trackOf(line);
  const random = makeRandom(seed);
  const metres = track.kilometres * 1000;
  const spots = Math.max(1, Math.round(track.kilometres / settings.kilometresPerHotspot));
  const hotspots = Array.from({ length: spots }, () => random.between(0, metres));
  const events = makeEvents(mission, track, hotspots, settings, period, random.fork('events'));
  const watching = watchedDays(mission, geography, settings, { track, hotspots, period, random });
  const offset = Date.parse(watching[0]!.start) % dayMs;
  const numberOf = (at: number) => Math.floor((at - offset) / dayMs);
  const hours = new Map(watching.map((row) => [`${row.sector} ${numberOf(Date.parse(row.start))}`, row.usableHours]));
  const totals = new Map<string, number>();
  for (const { sector, usableHours } of watching) totals.set(sector, (totals.get(sector) ?? 0) + usableHours / days);
  const eyes = random.fork('eyes');
  return {
    watching,
    events: events.flatMap((e) => {
      const sector = geography.sectorOf(e);
      if (sector === null) return [];
      const start = Date.parse(e.start);
      const watched = hours.get(`${sector} ${numberOf(start)}`) ?? 0;
      const usual = totals.get(sector) ?? 0;
      if (!(usual > 0) || !eyes.chance(1 - Math.exp((-noticing * watched) / usual))) return [];
      const receivedAt = new Date(start + e.durationSeconds * 1000 + delayMs(settings, eyes)).toISOString();
      return [{ sector, kind: e.kind, start: e.start, receivedAt, lat: e.lat, lon: e.lon }];
    }),
  };
}

interface Line {
  track: Track;
  hotspots: number[];
  period: Period;
  random: Random;
}

function delayMs(settings: Settings, random: Random): number {
  const mean = random.chance(0.5) ? settings.machineDelayMinutes : settings.personDelayMinutes;
  const held = random.chance(settings.heldBackShare) ? random.exponential(settings.heldBackHours * 60) : 0;
  return Math.round((random.exponential(mean) + held) * 60_000);
}

/**
 * Usable hours of each sector and reporting day: those of four weeks of simulated watchers, whose days are then drawn for
 * the rest, whole days at a time, since what is lost to weather is lost in neighbouring sectors together.
 */
function watchedDays(
  mission: Mission,
  geography: Geography,
  settings: Settings,
  { track, hotspots, period, random }: Line,
): Watching[] {
  const { calendar } = mission;
  const weeks = { from: period.from, to: Math.min(period.to, period.from + sampleDays * dayMs) };
  const watchers = makeWatchers(mission, track, hotspots, settings, weeks, random.fork('watchers'));
  const rows = effortOf(sensesOf(mission), watchers, track, geography, calendar, random.fork('effort'));
  const sample = new Map<string, Map<string, number>>();
  for (const { sector, start, usableHours } of rows) {
    const day = sample.get(start) ?? new Map<string, number>();
    sample.set(start, day.set(sector, (day.get(sector) ?? 0) + usableHours));
  }
  // The first and the last are not whole.
  const whole = [...sample.keys()].sort().slice(1, -1);
  const dice = random.fork('days');
  return daysFrom(mission, new Date(period.from).toISOString(), Math.round((period.to - period.from) / dayMs)).flatMap(
    (day) => {
      const { from: start, to: end } = dayInterval(day, calendar);
      const drawn = sample.get(dice.pick(whole))!;
      return mission.sectors.map(({ id: sector }) => {
        const usableHours = drawn.get(sector) ?? 0;
        return { sector, means: 'all', start, end, usableHours };
      });
    },
  );
}
