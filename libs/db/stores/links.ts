import { say } from '#core/said.js';
import { Problem } from '#core/errors.js';
import type { Reads, Tx } from '#core/ports.js';
import { links, restructured, restructures } from '../entities/fusion.js';
import { StaleVersion } from '../sql/faults.js';
import type { Sql } from '../sql/sql.js';

const oldestFirst = 'ORDER BY "made_at", "id"';

export function linkReads(sql: Sql): Pick<Reads, 'links' | 'restructures'> {
  return {
    links: {
      ofIncident: (incidentId, all = false) =>
        links.select(sql, `WHERE "incident_id" = ? ${all ? '' : 'AND "ended_at" IS NULL'} ${oldestFirst}`, [
          incidentId,
        ]),
      ofIncidents: (incidentIds) =>
        links.among(sql, 'incident_id', incidentIds, `AND "ended_at" IS NULL ${oldestFirst}`),
      activeOf: (sightingId) => links.one(sql, 'WHERE "sighting_id" = ? AND "ended_at" IS NULL', [sightingId]),
      async activeOfMany(sightingIds) {
        if (sightingIds.length === 0) return [];
        const { text, param } = sql.anyOf('"sighting_id"', sightingIds);
        const rows = await sql.all(
          `SELECT "sighting_id", "incident_id" FROM "link" WHERE ${text} AND "ended_at" IS NULL ORDER BY "sighting_id"`,
          [param],
        );
        return rows.map((row) => ({ sightingId: row.sighting_id as string, incidentId: row.incident_id as string }));
      },
      get: (ids) => links.byIds(sql, ids),
    },
    restructures: {
      get: (id) => restructures.one(sql, 'WHERE "id" = ?', [id]),
      ofIncident: (incidentId) =>
        restructures.select(
          sql,
          `WHERE "id" IN (SELECT "restructure_id" FROM "restructured_incident" WHERE "incident_id" = ?) ORDER BY "at", "id"`,
          [incidentId],
        ),
    },
  };
}

type LinkWrites = Pick<Tx['write'], 'links' | 'endLinks' | 'reviveLinks' | 'restructure' | 'restructureUndone'>;

export function linkWrites(sql: Sql, now: string): LinkWrites {
  const setEach = async (ids: string[], set: string, params: (string | null)[], wanted: string): Promise<void> => {
    if (ids.length === 0) return;
    const unique = [...new Set(ids)];
    const { text, param } = sql.anyOf('"id"', unique);
    const changed = await sql.run(`UPDATE "link" SET ${set} WHERE ${text} AND "ended_at" IS ${wanted}`, [
      ...params,
      param,
    ]);
    if (changed !== unique.length) {
      throw new StaleVersion('Somebody else has changed which sightings belong together; read them again');
    }
  };
  return {
    links: (rows) => links.insert(sql, rows),
    endLinks: (ids, by, forId) =>
      setEach(ids, '"ended_by" = ?, "ended_at" = ?, "ended_for" = ?', [by, now, forId], 'NULL'),
    reviveLinks: (ids) => setEach(ids, '"ended_by" = NULL, "ended_at" = NULL, "ended_for" = NULL', [], 'NOT NULL'),
    async restructure(row) {
      await restructures.insert(sql, [row]);
      const touched = [...new Set([...row.from, ...row.to])];
      await restructured.insert(
        sql,
        touched.map((incidentId) => ({ incidentId, restructureId: row.id })),
      );
    },
    async restructureUndone(id, by) {
      const text = 'UPDATE "restructure" SET "undone_by" = ?, "undone_at" = ? WHERE "id" = ? AND "undone_at" IS NULL';
      if ((await sql.run(text, [by, now, id])) === 0) {
        throw new Problem('conflict', say`Restructure ${id} does not exist or is already undone`);
      }
    },
  };
}
