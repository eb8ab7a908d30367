/** The daily look: what is read, when it is due, and what is kept of it. */
import { requireAction } from '../../access/policy.js';
import type { Actor } from '../../access/types.js';
import { canonicalSha256 } from '../../journal/canonical.js';
import { dayInterval, reportingDay } from '../../mission/calendar.js';
import type { Mission, Position } from '../../mission/types.js';
import type { Deps, Tx } from '../../ports.js';
import { raise } from '../steps.js';
import { detectAlarms } from './alarms.js';
import { baselineOf, dayAfter } from './baseline.js';
import { burstsOf, type RecordedEvent } from './bursts.js';
import { estimateDelays } from './delays.js';
import { dailyRates, type Series, type Watching } from './rates.js';
import type { AlarmRun, StoredAlarm } from './record.js';
import { seededUniform } from './seeded.js';
import type { Detection } from './types.js';

/** Days that are looked at again for late records, and days of a standstill that are made up for. */
const againDays = 3;
const madeUpDays = 7;
/** What came late is looked at four times a day: each look is a version that is kept. */
const againAfterMs = 6 * 3_600_000;

/** The counts and rates of bursts up to `day` as known at `asOf`: sector × category, per usable hour, corrected for late records. */
export function seriesOf(
  mission: Mission,
  events: readonly (Omit<RecordedEvent, 'category'> & { kind: string })[],
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
    delays: estimateDelays(known, asOf),
  });
}

/** What the methods make of it; the same series give the same alarms everywhere. */
export function judge(mission: Mission, series: readonly Series[], day: string): Detection {
  const nameOf = (list: readonly { id: string; name: { en?: string } }[]) => (id: string) =>
    list.find((item) => item.id === id)?.name.en ?? id;
  return detectAlarms(series, {
    baselineTo: baselineOf(day, ceasefireDay(mission)).baselineTo,
    watch: { from: day, to: day },
    random: seededUniform(`${mission.id} ${day}`),
    places: Object.fromEntries(mission.sectors.map((s) => [s.id, middleOf(s.polygons)])),
    names: { sector: nameOf(mission.sectors), category: (id) => id },
  });
}

/**
 * Computes the alarms of every reporting day that has ended and was not computed yet, and of the last days anew where
 * late records changed what is known of them. Each day and version is kept once, whoever computes it and however often.
 * Returns the days that were computed.
 */
export async function runAlarmsDue(deps: Deps): Promise<string[]> {
  const now = deps.clock.now().toISOString();
  const { mission } = deps;
  const last = dayAfter(reportingDay(now, mission.calendar), -1);
  const first = ceasefireDay(mission);
  if (last < first) return [];
  const computed = await deps.uow.read((reads) => reads.alarms.lastDay());
  const earliest = dayAfter(last, 1 - (computed === null ? 1 : madeUpDays));
  const done: string[] = [];
  for (let day = earliest > first ? earliest : first; day <= last; day = dayAfter(day, 1)) {
    const before = await deps.uow.read((reads) => reads.alarms.lastRun(day));
    // Only a standstill is made up for: days from before the first look stay as they are.
    if (before === null && computed !== null && day <= computed) continue;
    if (before !== null && day <= dayAfter(last, -againDays)) continue;
    if (before !== null && Date.parse(now) - Date.parse(before.at) < againAfterMs) continue;
    if (await computeDay(deps, day, before)) done.push(day);
  }
  return done;
}

/** @returns whether a new version was kept */
async function computeDay(deps: Deps, day: string, before: AlarmRun | null): Promise<boolean> {
  const asOf = deps.clock.now().toISOString();
  const { mission } = deps;
  const { from } = baselineOf(day, ceasefireDay(mission));
  const interval = { from: dayInterval(from, mission.calendar).from, to: dayInterval(day, mission.calendar).to };
  const [events, watching] = await deps.uow.read(async (reads) => [
    await reads.alarms.events(interval.from, interval.to),
    await reads.alarms.watching(interval.from, interval.to),
  ]);
  const series = seriesOf(mission, events, watching, day, asOf);
  // Counts and hours only: that a day is a little more complete than an hour ago is no news.
  const inputSha256 = canonicalSha256(series.map((s) => [s.sector, s.category, s.days.map((d) => [d.count, d.hours])]));
  if (before?.inputSha256 === inputSha256) return false;
  // Seconds of arithmetic: outside the transaction, which only keeps the outcome.
  const { alarms, notJudged } = judge(mission, series, day);
  return deps.uow.run(async (tx) => {
    await tx.lock([`alarms:${day}`]);
    const known = await tx.alarms.lastRun(day);
    if ((known?.version ?? 0) !== (before?.version ?? 0)) return false;
    const version = (known?.version ?? 0) + 1;
    const run: AlarmRun = {
      id: tx.ids.next(),
      day,
      version,
      at: tx.now,
      inputSha256,
      notJudged,
      alarms: alarms.length,
    };
    const stored = alarms.map((a): StoredAlarm => ({
      ...a,
      id: tx.ids.next(),
      runId: run.id,
      day,
      version,
      at: tx.now,
    }));
    await tx.write.alarmRun(run, stored);
    await tx.append({
      actor: 'system',
      type: 'alarm.computed',
      subject: { kind: 'alarm_run', id: run.id },
      payload: { day, version, inputSha256, alarms: alarms.length, notJudged: notJudged.length },
    });
    for (const alarm of stored) await announce(tx, deps, alarm);
    return true;
  });
}

async function announce(tx: Tx, deps: Deps, alarm: StoredAlarm): Promise<void> {
  const { id, day, version, method, category, sectors, window, observed, expected, falseAlarms } = alarm;
  await tx.append({
    actor: 'system',
    type: 'alarm.raised',
    subject: { kind: 'alarm', id },
    payload: { day, version, method, category, sectors, window, observed, expected, falseAlarms },
  });
  const rung = deps.mission.escalation.find((r) => r.id === deps.mission.escalationRules?.alarms);
  if (!rung) return;
  // A rise that lasts, seen by several methods or again in a later version, is one cause in one week.
  const sector = sectors[0] ?? null;
  const week = Math.floor(Date.parse(day) / (7 * 86_400_000));
  const raiseKey = `alarm:${category}:${sector}:${week}`;
  await raise(tx, deps, rung, { incidentId: null, sector, trigger: 'alarm', raiseKey, reason: alarm.advice });
}

/** An alarm, and whether a later look at its day stands in its place. */
export type ListedAlarm = StoredAlarm & { superseded: boolean };

/** Alarms of the days from..to (both included; default the last 28), newest first. @throws Problem not_allowed, invalid_input */
export async function listAlarms(
  deps: Deps,
  actor: Actor,
  filter: { from?: string; to?: string },
): Promise<{ from: string; to: string; alarms: ListedAlarm[]; lastRun: AlarmRun | null }> {
  requireAction(actor, 'alarm.read');
  const to = filter.to ?? reportingDay(deps.clock.now().toISOString(), deps.mission.calendar);
  dayInterval(to, deps.mission.calendar);
  const from = filter.from ?? dayAfter(to, -27);
  dayInterval(from, deps.mission.calendar);
  return deps.uow.read(async (reads) => {
    const runs = await reads.alarms.runs(from, to);
    const newest = new Map(runs.map((run) => [run.day, run]));
    const alarms = (await reads.alarms.list(from, to)).map((alarm) => ({
      ...alarm,
      superseded: alarm.version < newest.get(alarm.day)!.version,
    }));
    return { from, to, alarms, lastRun: runs.at(-1) ?? null };
  });
}

function ceasefireDay(mission: Mission): string {
  return reportingDay(mission.ceasefireFrom, mission.calendar);
}

/** Middle of the box around the polygons: enough to say which sectors are neighbours. Degrees. */
function middleOf(polygons: Mission['sectors'][number]['polygons']): Position {
  const corners = polygons.flatMap((rings) => rings[0] ?? []);
  const middle = (values: number[]) => (Math.min(...values) + Math.max(...values)) / 2;
  return { lon: middle(corners.map(([lon]) => lon)), lat: middle(corners.map(([, lat]) => lat)) };
}
