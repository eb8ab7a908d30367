import type { Reads, Tx } from '#core/ports.js';
import { efforts, evidence, notifications } from '../entities/intake.js';
import type { Sql } from '../sql/sql.js';
import { selectTouching, spanOf } from './near.js';
import { newestOfParty } from './page.js';

export function recordReads(sql: Sql): Pick<Reads, 'notifications' | 'effort' | 'evidence'> {
  return {
    notifications: {
      get: (id) => notifications.one(sql, 'WHERE "id" = ?', [id]),
      during: (from, to) => selectTouching(sql, notifications, { from, to }),
      list: (filter) => newestOfParty(sql, notifications, { property: 'receivedAt', column: 'received_at' }, filter),
    },
    effort: {
      ofWeek: (week) => efforts.select(sql, 'WHERE "reporting_week" = ? ORDER BY "start", "id"', [week]),
      get: (id) => efforts.one(sql, 'WHERE "id" = ?', [id]),
      async lost(sourceIds, weeks) {
        if (sourceIds.length === 0 || weeks.length === 0) return [];
        const source = sql.anyOf('"source_id"', sourceIds);
        const week = sql.anyOf('"reporting_week"', weeks);
        return efforts.select(
          sql,
          `WHERE ${week.text} AND ${source.text} AND "lost_hours" > 0 ORDER BY "start", "id"`,
          [week.param, source.param],
        );
      },
    },
    evidence: {
      get: (id) => evidence.one(sql, 'WHERE "id" = ?', [id]),
      getMany: (ids) => evidence.byIds(sql, ids),
      blobs: async () =>
        (await sql.all('SELECT DISTINCT "sha256" FROM "evidence" ORDER BY "sha256"')).map(
          (row) => row.sha256 as string,
        ),
      bytesOf: async (uploadedBy, since, except) => {
        const [row] = await sql.all(
          'SELECT SUM("size") AS "bytes" FROM "evidence" WHERE "uploaded_by" = ? AND "received_at" >= ? AND "id" <> ?',
          [uploadedBy, since, except],
        );
        return Number(row?.bytes ?? 0);
      },
    },
  };
}

export function recordWrites(sql: Sql): Pick<Tx['write'], 'notification' | 'effort' | 'evidence'> {
  return {
    notification: (row) =>
      notifications.insert(sql, [{ ...row, prohibits: row.prohibits ?? null, span: spanOf(row.start, row.end) }]),
    async effort(rows, entryIds) {
      if (entryIds.length !== rows.length && entryIds.length !== 1) {
        throw new TypeError('Effort needs one journal entry for all rows, or one for each');
      }
      const one = entryIds.length === 1 ? entryIds[0]! : null;
      await efforts.insert(
        sql,
        rows.map((row, i) => ({
          ...row,
          dayHours: row.dayHours ?? null,
          nightHours: row.nightHours ?? null,
          watchId: row.watchId ?? null,
          entryId: one ?? entryIds[i]!,
        })),
      );
    },
    evidence: (row) => evidence.insert(sql, [row]),
  };
}
