/** One look at one reporting day, as a function of plain data alone: it may run in another thread. */
import { canonicalSha256 } from '../../journal/canonical.js';
import { reportingDay } from '../../mission/calendar.js';
import type { Mission, Position } from '../../mission/types.js';
import { detectAlarms } from './alarms.js';
import { baselineOf } from './baseline.js';
import { burstsOf, type RecordedEvent } from './bursts.js';
import { estimateDelays } from './delays.js';
import { dailyRates, type Series, type Watching } from './rates.js';
import { seededUniform } from './seeded.js';
import type { Detection } from './types.js';

/** What of a mission the alarms are made from. */
export type LookedAt = Pick<Mission, 'id' | 'calendar' | 'ceasefireFrom' | 'sectors' | 'eventKinds'>;

/** An event as the store has it. */
export type KindOfEvent = Omit<RecordedEvent, 'category'> & { kind: string };

export interface Look {
  mission: LookedAt;
  events: KindOfEvent[];
  watching: Watching[];
  day: string;
  /** UTC instant of what is known. */
  asOf: string;
  /** Digest of the counts that the last version was made from; null where there is none. */
  knownSha256: string | null;
}

export interface Looked {
  /** SHA-256 (hex) of the counts and hours. */
  inputSha256: string;
  detection: Detection;
}

/** The counts and rates of bursts up to `day` as known at `asOf`: sector × category, per usable hour, corrected for late records. */
export function seriesOf(
  mission: LookedAt,
  events: readonly KindOfEvent[],
  watching: readonly Watching[],
  day: string,
  asOf: string,
): Series[] {
  const categoryOf = new Map(mission.eventKinds.map((k) => [k.id, k.category]));
  const known = burstsOf(
    events.flatMap(({ kind, ...event }) => {
      const category = categoryOf.get(kind);
      return event.receivedAt <= asOf && category !== undefined ? [{ ...event, category }] : [];
    }),
  );
  return dailyRates(known, watching, {
    calendar: mission.calendar,
    from: baselineOf(day, ceasefireDay(mission)).from,
    to: day,
    sectors: mission.sectors.map((s) => s.id),
    categories: [...new Set(categoryOf.values())].sort(),
    asOf,
    // By the hour: most records come within one, and the day judged has only just ended.
    delays: estimateDelays(known, asOf, { stepHours: 1 }),
  });
}

/** What the methods make of it; the same series give the same alarms everywhere. */
export function judge(mission: LookedAt, series: readonly Series[], day: string): Detection {
  return detectAlarms(series, {
    baselineTo: baselineOf(day, ceasefireDay(mission)).baselineTo,
    watch: { from: day, to: day },
    random: seededUniform(`${mission.id} ${day}`),
    places: Object.fromEntries(mission.sectors.map((s) => [s.id, middleOf(s.polygons)])),
    names: { sector: (id) => mission.sectors.find((s) => s.id === id)?.name.en ?? id },
  });
}

/** What a look finds; null where nothing was counted otherwise than in the version known. */
export function lookAt({ mission, events, watching, day, asOf, knownSha256 }: Look): Looked | null {
  const series = seriesOf(mission, events, watching, day, asOf);
  // Counts and hours only: that a day is a little more complete than an hour ago is no news.
  const inputSha256 = canonicalSha256(series.map((s) => [s.sector, s.category, s.days.map((d) => [d.count, d.hours])]));
  return inputSha256 === knownSha256 ? null : { inputSha256, detection: judge(mission, series, day) };
}

export function ceasefireDay(mission: Pick<Mission, 'ceasefireFrom' | 'calendar'>): string {
  return reportingDay(mission.ceasefireFrom, mission.calendar);
}

/** Middle of the box around the polygons: enough to say which sectors are neighbours. Degrees. */
function middleOf(polygons: Mission['sectors'][number]['polygons']): Position {
  const corners = polygons.flatMap((rings) => rings[0] ?? []);
  const middle = (values: number[]) => (Math.min(...values) + Math.max(...values)) / 2;
  return { lon: middle(corners.map(([lon]) => lon)), lat: middle(corners.map(([, lat]) => lat)) };
}
