import { reportingDay, weekInterval } from '../../mission/calendar.js';
import type { Mission } from '../../mission/types.js';
import type { Reads } from '../../ports.js';
import type { StoredAlarm } from './record.js';
import type { AlarmMethod } from './types.js';

/** An alarm as an edition tells of it: what, where, when, and how often chance alone does the same. */
export interface WeekAlarm {
  id: string;
  /** Reporting day on whose records it was raised. */
  day: string;
  method: AlarmMethod;
  category: string;
  sectors: string[];
  window: { from: string; to: string };
  observed: number;
  expected: number;
  /** False alarms of this method expected in one sector and category in a year watched. */
  falsePerSectorYear: number;
  /** False alarms expected in a week of all methods, sectors and categories together. */
  falsePerWeek: number;
}

/**
 * Alarms of the days of a reporting week as they stood at the journal position `cutoff`: of each day only the newest look
 * that the journal held then. By day, category, method and sectors. Empty also where no day was looked at yet.
 * @throws Problem invalid_input for what is no week
 */
export async function alarmsOfWeek(reads: Reads, mission: Mission, week: string, cutoff: number): Promise<WeekAlarm[]> {
  const interval = weekInterval(week, mission.calendar);
  const from = reportingDay(interval.from, mission.calendar);
  const to = reportingDay(new Date(Date.parse(interval.to) - 1).toISOString(), mission.calendar);
  const runs = await reads.alarms.runs(from, to, cutoff);
  // Oldest version first: the last one of each day stays.
  const standing = new Set(new Map(runs.map((run) => [run.day, run.id])).values());
  const alarms = (await reads.alarms.list(from, to)).filter((alarm) => standing.has(alarm.runId));
  return alarms.map(told).sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
}

function told(alarm: StoredAlarm): WeekAlarm {
  const { id, day, method, category, sectors, window, observed, expected, falseAlarms } = alarm;
  const { perSectorYear: falsePerSectorYear, budgetPerWeek: falsePerWeek } = falseAlarms;
  return { id, day, method, category, sectors, window, observed, expected, falsePerSectorYear, falsePerWeek };
}

function orderOf({ day, category, method, sectors, id }: WeekAlarm): string {
  return [day, category, method, ...sectors, id].join(' ');
}
