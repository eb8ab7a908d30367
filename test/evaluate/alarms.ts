import { dayAfter, reach } from '#core/escalation/alarms/baseline.js';
import { judge, seriesOf, type KindOfEvent } from '#core/escalation/alarms/look.js';
import type { Watching } from '#core/escalation/alarms/rates.js';
import type { AlarmMethod } from '#core/escalation/alarms/types.js';
import { dayInterval, reportingDay } from '#core/mission/calendar.js';
import type { Mission } from '#core/mission/types.js';
import type { Geography } from '#core/ports.js';
import type { World } from '#core/simulation/types.js';

/** What the statistics would have to count if every record had been fused rightly. */
export interface AlarmWorld {
  events: KindOfEvent[];
  watching: Watching[];
}

/** True events that anybody noticed, with the instant of their first record; the effort that was recorded. */
export function alarmWorld(geography: Geography, world: World): AlarmWorld {
  const first = new Map<string, string>();
  for (const { input, arrivesAt } of world.sightings) {
    const { event, how } = world.truth.origins[input.id]!;
    if (how === 'observed' && arrivesAt < (first.get(event) ?? '~')) first.set(event, arrivesAt);
  }
  const events = world.truth.events.flatMap((e) => {
    const sector = geography.sectorOf(e);
    const receivedAt = first.get(e.id);
    return sector !== null && receivedAt !== undefined
      ? [{ sector, kind: e.kind, start: e.start, receivedAt, lat: e.lat, lon: e.lon }]
      : [];
  });
  return { events, watching: world.effort };
}

/**
 * The same world with a rise: from the day `from` on, for `days` days, one sector has besides its own events those of
 * `times - 1` earlier spells of the same length, moved forward with their delays.
 */
export function withRise(
  world: AlarmWorld,
  mission: Mission,
  rise: { sector: string; from: string; days: number; times: number },
): AlarmWorld {
  const { from: at } = dayInterval(rise.from, mission.calendar);
  const length = rise.days * 86_400_000;
  const extra: KindOfEvent[] = [];
  for (let n = 1; n < rise.times; n++) {
    const shift = n * length;
    const spell = [Date.parse(at) - shift, Date.parse(at) - shift + length] as const;
    for (const e of world.events) {
      const start = Date.parse(e.start);
      if (e.sector !== rise.sector || start < spell[0] || start >= spell[1]) continue;
      const moved = (instant: string) => new Date(Date.parse(instant) + shift).toISOString();
      extra.push({ ...e, start: moved(e.start), receivedAt: moved(e.receivedAt) });
    }
  }
  return { ...world, events: [...world.events, ...extra] };
}

export interface DayAlarm {
  day: string;
  method: AlarmMethod;
  category: string;
  sectors: string[];
  perSectorYear: number;
}

/** What each day's look says on the evening of that day, as the mission would have run it; and bursts a day by sector. */
export function alarmsOf(
  mission: Mission,
  world: AlarmWorld,
  days: readonly string[],
): { alarms: DayAlarm[]; perDay: Map<string, number> } {
  const bursts = new Map<string, number>();
  const alarms = days.flatMap((day) => {
    const { to } = dayInterval(day, mission.calendar);
    // What the store would be asked for: no more than is looked at.
    const { from } = dayInterval(dayAfter(day, -reach), mission.calendar);
    const events = world.events.filter((e) => e.start >= from && e.start < to);
    const watching = world.watching.filter((w) => w.end > from && w.start < to);
    const series = seriesOf(mission, events, watching, day, to);
    const found = judge(mission, series, day);
    for (const { sector, days: all } of series)
      bursts.set(
        sector,
        (bursts.get(sector) ?? 0) + all.reduce((sum, d) => sum + d.count, 0) / all.length / days.length,
      );
    return found.alarms.map((a) => ({
      day,
      method: a.method,
      category: a.category,
      sectors: a.sectors,
      perSectorYear: a.falseAlarms.perSectorYear,
    }));
  });
  return { alarms, perDay: bursts };
}

/** Days on which a rise is first spoken of, counted from its first day (0 = on the same evening), or null in time never. */
export function delayOf(alarms: readonly DayAlarm[], sector: string, from: string, days: number): number | null {
  const until = dayAfter(from, days);
  const first = alarms
    .filter((a) => a.sectors.includes(sector) && a.day >= from && a.day < until)
    .map((a) => a.day)
    .sort()[0];
  return first === undefined ? null : (Date.parse(first) - Date.parse(from)) / 86_400_000;
}

/** Reporting days from the one that holds `from`, `count` of them. */
export function daysFrom(mission: Mission, from: string, count: number): string[] {
  const first = reportingDay(from, mission.calendar);
  return Array.from({ length: count }, (_, i) => dayAfter(first, i));
}
