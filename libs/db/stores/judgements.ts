import type { Reads, Tx } from '#core/ports.js';
import { attributions, checks, rulings, verifications } from '../entities/judgement.js';
import type { Sql } from '../sql/sql.js';

type JudgementReads = Pick<Reads, 'checks' | 'verifications' | 'attributions' | 'rulings'>;

export function judgementReads(sql: Sql): JudgementReads {
  return {
    checks: {
      ofIncident: (id) => checks.select(sql, 'WHERE "incident_id" = ? ORDER BY "at", "id"', [id]),
      newestOf: (id, name) =>
        checks.one(sql, 'WHERE "incident_id" = ? AND "name" = ? ORDER BY "at" DESC, "incident_version" DESC', [
          id,
          name,
        ]),
      async newestOfMany(ids, name) {
        if (ids.length === 0) return [];
        const { text, param } = sql.anyOf('"incident_id"', ids);
        return checks.select(
          sql,
          `WHERE "id" IN (SELECT "id" FROM (SELECT "id", row_number() OVER (
             PARTITION BY "incident_id" ORDER BY "at" DESC, "incident_version" DESC) AS "rank"
           FROM "check" WHERE ${text} AND "name" = ?) AS "ranked" WHERE "rank" = 1)`,
          [param, name],
        );
      },
    },
    verifications: {
      ofIncident: (id) => verifications.select(sql, 'WHERE "incident_id" = ? ORDER BY "at", "id"', [id]),
    },
    attributions: {
      get: (id) => attributions.one(sql, 'WHERE "id" = ?', [id]),
      ofIncident: (id) => attributions.select(sql, 'WHERE "incident_id" = ? ORDER BY "proposed_at", "id"', [id]),
      ofIncidents: (ids) => attributions.among(sql, 'incident_id', ids, 'ORDER BY "proposed_at", "id"'),
    },
    rulings: {
      get: (id) => rulings.one(sql, 'WHERE "id" = ?', [id]),
      ofIncident: (id) => rulings.select(sql, 'WHERE "incident_id" = ? ORDER BY "proposed_at", "id"', [id]),
      ofIncidents: (ids) => rulings.among(sql, 'incident_id', ids, 'ORDER BY "proposed_at", "id"'),
      async breachesOf(provisionId, at) {
        const rows = await sql.all(
          `SELECT r."party", max(i."start") AS "at" FROM "ruling" r JOIN "incident" i ON i."id" = r."incident_id"
           WHERE r."provision_id" = ? AND r."state" = 'ruled' AND r."result" = 'breach' AND r."party" IS NOT NULL
             AND i."start" <= ? GROUP BY r."party" ORDER BY r."party"`,
          [provisionId, at],
        );
        return rows.map((row) => ({ party: row.party as string, at: row.at as string }));
      },
      async underFrom(provisionIds, from, after, limit) {
        if (provisionIds.length === 0) return [];
        const provision = sql.anyOf('r."provision_id"', provisionIds);
        const rows = await sql.all(
          `SELECT DISTINCT i."id" FROM "incident" i JOIN "ruling" r ON r."incident_id" = i."id"
           WHERE ${provision.text} AND r."state" <> 'withdrawn' AND i."outcome" = 'verified' AND i."state" <> 'merged'
             AND i."start" >= ? AND i."id" > ? ORDER BY i."id" LIMIT ?`,
          [provision.param, from, after, limit],
        );
        return rows.map((row) => row.id as string);
      },
    },
  };
}

type JudgementWrites = Pick<Tx['write'], 'checks' | 'verification' | 'verifications' | 'attribution' | 'ruling'>;

export function judgementWrites(sql: Sql): JudgementWrites {
  return {
    checks: (rows) => checks.insert(sql, rows),
    verification: (row) => verifications.insert(sql, [row]),
    verifications: (rows) => verifications.insert(sql, rows),
    attribution: (row) => attributions.upsert(sql, row),
    ruling: (row) => rulings.upsert(sql, row),
  };
}
