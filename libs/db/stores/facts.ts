import type { Reads, Tx } from '#core/ports.js';
import { facts } from '../entities/judgement.js';
import type { Sql } from '../sql/sql.js';
import { watchedHours } from './hours.js';

/**
 * The newest fact of each incident × provision below the cut-off, for incidents that were ever counted
 * in the week. Newest over all weeks: an incident whose time was corrected into another week must not
 * stay behind in this one. Parameters: week, cut-off.
 */
export const newest = `WITH "newest" AS (
  SELECT f.*, row_number() OVER (
    PARTITION BY f."incident_id", f."provision_id" ORDER BY p."position" DESC, f."ordinal" DESC) AS "rank"
  FROM "incident_fact" f JOIN "journal_position" p ON p."entry_id" = f."entry_id"
  WHERE f."incident_id" IN (SELECT "incident_id" FROM "incident_fact" WHERE "reporting_week" = ?) AND p."position" < ?)`;

export const counted = `FROM "newest" WHERE "rank" = 1 AND "live" = 1 AND "reporting_week" = ?`;

export function factReads(sql: Sql): Pick<Reads, 'facts'> {
  return {
    facts: {
      async counts(week, cutoff) {
        const group = '"provision_id", "party", "sector", "kind", "standing", "ruled"';
        const rows = await sql.all(
          `${newest} SELECT ${group}, count(*) AS "incidents" ${counted} GROUP BY ${group} ORDER BY ${group}`,
          [week, cutoff, week],
        );
        return rows.map((row) => ({
          provisionId: row.provision_id as string,
          party: row.party as string,
          sector: row.sector as string,
          kind: row.kind as string,
          standing: row.standing as 'alleged',
          ruled: row.ruled as 'none',
          incidents: Number(row.incidents),
        }));
      },
      async incidents(week, cutoff) {
        const rows = await sql.all(
          `${newest} SELECT "sector", "kind", count(DISTINCT "incident_id") AS "incidents" ${counted}
           GROUP BY "sector", "kind" ORDER BY "sector", "kind"`,
          [week, cutoff, week],
        );
        return rows.map((row) => ({
          sector: row.sector as string,
          kind: row.kind as string,
          incidents: Number(row.incidents),
        }));
      },
      async effort(week, cutoff) {
        return (await watchedHours(sql, week, cutoff)).map((h) => ({
          sector: h.sector,
          side: h.side,
          means: h.means,
          usableHours: h.usableHours,
          lostHours: h.statedLostHours + h.jammingHours + h.weatherHours,
        }));
      },
      newestOf: (incidentId) =>
        facts.select(
          sql,
          // From one provision to the next by the index: grouping would read every fact the incident ever had.
          `WHERE "ordinal" IN (
             WITH RECURSIVE "each"("provision") AS (
               SELECT min("provision_id") FROM "incident_fact" WHERE "incident_id" = ?
               UNION ALL
               SELECT (SELECT min(f."provision_id") FROM "incident_fact" f
                       WHERE f."incident_id" = ? AND f."provision_id" > e."provision")
               FROM "each" e WHERE e."provision" IS NOT NULL)
             SELECT (SELECT max(f."ordinal") FROM "incident_fact" f
                     WHERE f."incident_id" = ? AND f."provision_id" = e."provision")
             FROM "each" e WHERE e."provision" IS NOT NULL)
           ORDER BY "provision_id"`,
          [incidentId, incidentId, incidentId],
        ),
    },
  };
}

export function factWrites(sql: Sql): Pick<Tx['write'], 'facts'> {
  return { facts: (rows) => facts.insert(sql, rows) };
}
