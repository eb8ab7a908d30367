/** The daily look: what is read, when it is due, and what is kept of it. */
import { requireAction } from '../../access/policy.js';
import type { Actor } from '../../access/types.js';
import { dayInterval, reportingDay } from '../../mission/calendar.js';
import type { Localised } from '../../mission/types.js';
import type { Deps, Tx } from '../../ports.js';
import { raise } from '../steps.js';
import { adviceTexts, alarmKey } from './advice.js';
import { baselineOf, dayAfter } from './baseline.js';
import { ceasefireDay, lookAt, type Look, type Looked } from './look.js';
import type { AlarmRun, StoredAlarm } from './record.js';

/** Does the arithmetic of a look, here or in another thread. */
export type Looker = (look: Look) => Promise<Looked | null>;

const lookHere: Looker = (look) => Promise.resolve(lookAt(look));

/** Days that are looked at again for late records, and days of a standstill that are made up for. */
const againDays = 3;
const madeUpDays = 7;
/** What came late is looked at four times a day: each look is a version that is kept. */
const againAfterMs = 6 * 3_600_000;

/**
 * Computes the alarms of every reporting day that has ended and was not computed yet, and of the last days anew where
 * late records changed what is known of them. Each day and version is kept once, whoever computes it and however often.
 * Returns the days that were computed. `look`: where the arithmetic is done; by default in place, which blocks.
 */
export async function runAlarmsDue(deps: Deps, look: Looker = lookHere): Promise<string[]> {
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
    if (await computeDay(deps, day, before, look)) done.push(day);
  }
  return done;
}

/** @returns whether a new version was kept */
async function computeDay(deps: Deps, day: string, before: AlarmRun | null, look: Looker): Promise<boolean> {
  const asOf = deps.clock.now().toISOString();
  const { mission } = deps;
  const { from } = baselineOf(day, ceasefireDay(mission));
  const interval = { from: dayInterval(from, mission.calendar).from, to: dayInterval(day, mission.calendar).to };
  const [events, watching] = await deps.uow.read(async (reads) => [
    await reads.alarms.events(interval.from, interval.to),
    await reads.alarms.watching(interval.from, interval.to),
  ]);
  const { id, calendar, ceasefireFrom, sectors, eventKinds } = mission;
  // Arithmetic that takes long: outside the transaction, which only keeps the outcome.
  const looked = await look({
    mission: { id, calendar, ceasefireFrom, sectors, eventKinds },
    events,
    watching,
    day,
    asOf,
    knownSha256: before?.inputSha256 ?? null,
  });
  if (looked === null) return false;
  const { inputSha256 } = looked;
  const { alarms, notJudged } = looked.detection;
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
  const raiseKey = alarmKey(alarm);
  await raise(tx, deps, rung, {
    incidentId: null,
    sector,
    trigger: 'alarm',
    raiseKey,
    reason: alarm.advice,
    said: null,
  });
}

/** An alarm, whether a later look at its day stands in its place, and its advice in every language of the mission. */
export type ListedAlarm = StoredAlarm & { superseded: boolean; texts: Localised };

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
      texts: adviceTexts(deps.mission, alarm),
    }));
    return { from, to, alarms, lastRun: runs.at(-1) ?? null };
  });
}
