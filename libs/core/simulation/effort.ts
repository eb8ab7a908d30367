import { dayInterval, reportingDay } from '../mission/calendar.js';
import type { ReportingCalendar } from '../mission/types.js';
import type { Geography } from '../ports.js';
import type { Random } from './random.js';
import type { Senses } from './senses.js';
import type { Track } from './track.js';
import type { World } from './types.js';
import type { Watcher } from './watchers.js';

const senseOf = { post: 'heard', patrol: 'seen', camera: 'camera', drone: 'drone', satellite: 'satellite' } as const;

/** Hours watched and hours lost, per source, sector and reporting day. Satellites watch no side and one minute a pass. */
export function effortOf(
  senses: Senses,
  watchers: Watcher[],
  track: Track,
  geography: Geography,
  calendar: ReportingCalendar,
  random: Random,
): World['effort'] {
  const rows = new Map<string, World['effort'][number]>();
  for (const watcher of watchers) {
    for (const spell of watcher.spells) {
      const sector = geography.sectorOf(spell.place);
      if (sector === null) continue;
      for (let from = spell.from; from < spell.to;) {
        const day = dayInterval(reportingDay(new Date(from).toISOString(), calendar), calendar);
        const start = Date.parse(day.from);
        const to = Math.min(spell.to, Date.parse(day.to));
        const key = `${watcher.id}:${sector}:${start}`;
        let row = rows.get(key);
        if (!row) {
          row = {
            id: random.uuid(start),
            means: senses[senseOf[watcher.type]]?.id ?? watcher.type,
            sourceId: watcher.id,
            sector,
            side: watcher.side === null ? null : track[watcher.side],
            start: day.from,
            end: day.to,
            usableHours: 0,
            lostHours: 0,
            lostReason: null,
            submittedBy: watcher.id,
          };
          rows.set(key, row);
        }
        const hours = (to - from) / 3_600_000;
        if (spell.usable) row.usableHours += hours;
        else {
          row.lostHours += hours;
          row.lostReason = watcher.type === 'drone' ? 'jamming' : 'weather';
        }
        from = to;
      }
    }
  }
  return [...rows.values()];
}
