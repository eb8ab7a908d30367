import type { CountedFact, EditionReads } from '#core/ports-edition.js';
import { escalations } from '../entities/escalation.js';
import { debts, fieldTasks, restrictions } from '../entities/fieldwork.js';
import { rulings } from '../entities/judgement.js';
import type { Param, Sql, SqlRow } from '../sql/sql.js';

const fact = ['incident_id', 'provision_id', 'party', 'sector', 'standing', 'ruled'];
const factOf = (prefix: string) => fact.map((name) => `${prefix}."${name}"`).join(', ');

/**
 * The newest fact of each incident × provision below a cut-off. Parameters: week, cut-off, week. Facts above a cut-off are
 * few, so most incidents have one candidate: the newest of all.
 */
const counted = (chosen: string) => `WITH "ranked" AS (
    SELECT f.*, row_number() OVER (
      PARTITION BY f."incident_id", f."provision_id" ORDER BY p."position" DESC, f."ordinal" DESC) AS "rank"
    FROM "incident_fact" f JOIN "journal_position" p ON p."entry_id" = f."entry_id"
    WHERE ${chosen} AND p."position" < ?)
  SELECT ${factOf('r')} FROM "ranked" r WHERE r."rank" = 1 AND r."live" = 1 AND r."reporting_week" = ?`;

/** Incidents that ever counted in a week: at a cut-off some may have counted that do not now. Parameter: week. */
const ofWeek = `SELECT "incident_id" FROM "incident_fact" WHERE "reporting_week" = ?`;

type FindingReads = Omit<EditionReads['week'], 'incidents' | 'past' | 'late'>;

/** What an edition tells of a week beside its incidents. */
export function findingReads(sql: Sql): FindingReads {
  return {
    async later(cutoff) {
      const entry = 'e."type", e."at", e."subject_kind", e."subject_id", e."payload"';
      const rows = [
        ...(await sql.all(
          `SELECT ${entry} FROM "journal_position" p JOIN "journal_entry" e ON e."id" = p."entry_id"
           WHERE p."position" >= ? AND e."type" <> 'records.sealed' ORDER BY p."position"`,
          [cutoff],
        )),
        ...(await sql.all(
          `SELECT ${entry} FROM "journal_unsequenced" u JOIN "journal_entry" e ON e."id" = u."entry_id"
           WHERE e."type" <> 'records.sealed' ORDER BY u."ordinal"`,
        )),
      ];
      return rows.map((row) => ({
        type: row.type as string,
        at: row.at as string,
        subject: { kind: row.subject_kind as string, id: row.subject_id as string },
        payload: JSON.parse(row.payload as string) as Record<string, unknown>,
      }));
    },
    async factsOf(week, cutoff, incidentIds) {
      if (incidentIds.length === 0) return [];
      const among = sql.anyOf('f."incident_id"', incidentIds);
      return facts(sql, `${counted(among.text)} ORDER BY 1, 2`, [among.param, cutoff, week]);
    },
    async factsUnder(week, cutoff, provisionIds) {
      const some = sql.anyOf('g."provision_id"', provisionIds);
      // Whatever ever was so in this week; what counts at the cut-off is sifted from the ranked ones.
      const chosen = `f."incident_id" IN (SELECT g."incident_id" FROM "incident_fact" g
        WHERE g."reporting_week" = ? AND (g."standing" = 'not_verifiable' OR ${some.text}))`;
      const now = sql.anyOf('r."provision_id"', provisionIds);
      return facts(sql, `${counted(chosen)} AND (r."standing" = 'not_verifiable' OR ${now.text}) ORDER BY 1, 2`, [
        week,
        some.param,
        cutoff,
        week,
        now.param,
      ]);
    },
    async attributed(week) {
      const rows = await sql.all(
        `SELECT DISTINCT a."incident_id" FROM "attribution" a
         WHERE a."state" = 'confirmed' AND a."party" IS NOT NULL AND a."incident_id" IN (${ofWeek}) ORDER BY 1`,
        [week],
      );
      return rows.map((row) => row.incident_id as string);
    },
    rulings: (week) =>
      rulings.select(sql, `WHERE "incident_id" IN (${ofWeek}) AND "ruled_at" IS NOT NULL ORDER BY "ruled_at", "id"`, [
        week,
      ]),
    escalations: (from, to) =>
      escalations.select(sql, 'WHERE "raised_at" >= ? AND "raised_at" < ? ORDER BY "raised_at", "id"', [from, to]),
    async restrictions(week, cutoff) {
      const rows = await sql.all(
        `SELECT ${restrictions.list('r')}, l."incident_id" FROM "restriction" r
         JOIN "sighting" s ON s."id" = r."sighting_id"
         JOIN "journal_entry" e ON e."subject_id" = s."id" AND e."type" = 'sighting.accepted'
         JOIN "journal_position" p ON p."entry_id" = e."id"
         LEFT JOIN "link" l ON l."sighting_id" = r."sighting_id" AND l."ended_at" IS NULL
         WHERE s."reporting_week" = ? AND p."position" < ? ORDER BY r."sighting_id"`,
        [week, cutoff],
      );
      return rows.map((row) => ({
        ...restrictions.fromSql(row),
        incidentId: row.incident_id as string | null,
      }));
    },
    async lost(week, cutoff) {
      const rows = await sql.all(
        `SELECT e."sector", e."means", e."lost_reason", sum(e."lost_hours") AS "hours"
         FROM "effort" e JOIN "journal_position" p ON p."entry_id" = e."entry_id"
         WHERE e."reporting_week" = ? AND p."position" < ? AND e."lost_hours" > 0
         GROUP BY e."sector", e."means", e."lost_reason" ORDER BY e."sector", e."means", e."lost_reason"`,
        [week, cutoff],
      );
      return rows.map((row) => ({
        sector: row.sector as string,
        means: row.means as string,
        reason: row.lost_reason as string | null,
        hours: Number(row.hours),
      }));
    },
    debts: (from, to) =>
      debts.select(
        sql,
        'WHERE "opened_at" < ? AND ("settled_at" IS NULL OR "settled_at" >= ?) ORDER BY "opened_at", "id"',
        [to, from],
      ),
    tasks: (from, to) =>
      fieldTasks.select(
        sql,
        `WHERE "answered_at" >= ? AND "answered_at" < ? AND "state" IN ('reached', 'not_reached')
         ORDER BY "answered_at", "id"`,
        [from, to],
      ),
    async complaints(week, cutoff) {
      const rows = await sql.all(
        `SELECT c."provider", c."against", count(DISTINCT c."sighting_id") AS "complaints",
           count(DISTINCT c."sighting_id") - count(DISTINCT CASE WHEN c."cluster_id" <> c."sighting_id" AND k."id" IS NOT NULL
             THEN c."sighting_id" END) AS "clusters"
         FROM "complaint" c JOIN "journal_position" p ON p."entry_id" = c."entry_id"
         LEFT JOIN "journal_entry" k ON k."subject_id" = c."sighting_id" AND k."type" = 'complaint.clustered'
           AND EXISTS (SELECT 1 FROM "journal_position" q WHERE q."entry_id" = k."id" AND q."position" < ?)
         WHERE c."reporting_week" = ? AND p."position" < ?
         GROUP BY c."provider", c."against" ORDER BY c."provider", c."against"`,
        [cutoff, week, cutoff],
      );
      return rows.map((row) => ({
        provider: row.provider as string,
        against: row.against as string | null,
        complaints: Number(row.complaints),
        clusters: Number(row.clusters),
      }));
    },
  };
}

async function facts(sql: Sql, text: string, params: Param[]): Promise<CountedFact[]> {
  const rows: SqlRow[] = await sql.all(text, params);
  return rows.map((row) => ({
    incidentId: row.incident_id as string,
    provisionId: row.provision_id as string,
    party: row.party as string,
    sector: row.sector as string,
    standing: row.standing as CountedFact['standing'],
    ruled: row.ruled as CountedFact['ruled'],
  }));
}
