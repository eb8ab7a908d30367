import type { FieldworkReads, FieldworkWrites } from '#core/ports-fieldwork.js';
import { disturbances, effortLosses } from '../entities/disturbance.js';
import { watches } from '../entities/fieldwork.js';
import { efforts } from '../entities/intake.js';
import type { Sql } from '../sql/sql.js';
import { counted, newest } from './facts.js';
import { watchedHours } from './hours.js';
import { selectTouching, spanOf } from './near.js';

/** No watch and no record of hours is longer than a reporting week with a change of the clock. */
const longestMs = 8 * 86_400_000;

export function disturbanceReads(sql: Sql): Pick<FieldworkReads, 'disturbances' | 'watches'> {
  const during = (from: string, to: string) => ({
    where: '"start" >= ? AND "start" < ? AND "end" > ?',
    params: [new Date(Date.parse(from) - longestMs).toISOString(), to, from],
  });
  return {
    watches: {
      get: (id) => watches.one(sql, 'WHERE "id" = ?', [id]),
      during(from, to) {
        const { where, params } = during(from, to);
        return watches.select(sql, `WHERE ${where} ORDER BY "start", "id"`, params);
      },
      hours: (week, cutoff) => watchedHours(sql, week, cutoff),
      async incidents(week, cutoff) {
        const rows = await sql.all(
          `${newest}, "live" AS (SELECT "incident_id", min("sector") AS "sector" ${counted} GROUP BY "incident_id")
           SELECT l."sector", i."estimate", i."start", i."side" FROM "live" l JOIN "incident" i ON i."id" = l."incident_id"
           ORDER BY i."start", i."id"`,
          [week, cutoff, week],
        );
        return rows.map((row) => {
          const { lat, lon } = JSON.parse(row.estimate as string) as { lat: number; lon: number };
          const side = JSON.parse(row.side as string) as Record<string, number>;
          return { sector: row.sector as string, lat, lon, start: row.start as string, side };
        });
      },
    },
    disturbances: {
      get: (id) => disturbances.one(sql, 'WHERE "id" = ?', [id]),
      during: (from, to) => selectTouching(sql, disturbances, { from, to }),
      plainEffort(from, to) {
        const { where, params } = during(from, to);
        return efforts.select(sql, `WHERE ${where} AND "watch_id" IS NULL ORDER BY "start", "id"`, params);
      },
      effortOfWatch: (watchId) => efforts.select(sql, 'WHERE "watch_id" = ? ORDER BY "id"', [watchId]),
      async taken(effortIds) {
        if (effortIds.length === 0) return [];
        const { text, param } = sql.anyOf('"effort_id"', effortIds);
        const rows = await sql.all(
          `SELECT "effort_id", "reason", sum("hours") AS "hours", sum("day_hours") AS "day", sum("night_hours") AS "night"
           FROM "effort_loss" WHERE ${text} GROUP BY "effort_id", "reason" ORDER BY "effort_id", "reason"`,
          [param],
        );
        return rows.map((row) => ({
          effortId: row.effort_id as string,
          reason: row.reason as 'jamming',
          hours: Number(row.hours),
          dayHours: Number(row.day),
          nightHours: Number(row.night),
        }));
      },
    },
  };
}

export function disturbanceWrites(sql: Sql): Pick<FieldworkWrites, 'disturbances' | 'effortLosses'> {
  return {
    disturbances: (rows) =>
      disturbances.insert(
        sql,
        rows.map((row) => ({ ...row, span: spanOf(row.start, row.end) })),
      ),
    effortLosses: (rows, entryId) =>
      effortLosses.insert(
        sql,
        rows.map((row) => ({ ...row, entryId })),
      ),
  };
}
