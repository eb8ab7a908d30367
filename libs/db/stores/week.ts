import { sigmaOf, standOf } from '#core/compliance/edition-cases.js';
import type { WeekIncident } from '#core/compliance/edition-record.js';
import { axesOf } from '#core/geo/shapes.js';
import type { SaidPlace } from '#core/intake/types.js';
import type { EditionReads } from '#core/ports-edition.js';
import { verifications } from '../entities/judgement.js';
import type { Sql, SqlRow } from '../sql/sql.js';
import { findingReads } from './week-findings.js';

const columns = ['weapon', 'count', 'start', 'end', 'estimate', 'outcome', 'outcome_reason', 'casualties'];
const described = `${columns.map((c) => `i."${c}"`).join(', ')}, i."civilian_object", i."sighting_count"`;
const fact = 'f."incident_id", f."reporting_day", f."sector", f."kind", f."party", f."standing"';

/** What an edition tells of single cases (see the roll-ups for what it counts). */
export function weekReads(sql: Sql): EditionReads {
  return {
    week: {
      async incidents(week, cutoff) {
        const rows = await weekRows(sql, week, cutoff);
        const more = {
          means: await meansOf(sql, week),
          causes: await causesOf(sql, week),
          observers: await observersOf(sql, week),
        };
        return rows.map((row) => weekIncident(row, more)).sort(byStart);
      },
      async late(week, since, cutoff) {
        const rows = await sql.all(
          `SELECT f."sector", f."kind", count(*) AS "incidents" FROM (
             SELECT g."incident_id", min(p."position") AS "first" FROM "incident_fact" g
             JOIN "journal_position" p ON p."entry_id" = g."entry_id"
             WHERE g."incident_id" IN (SELECT "incident_id" FROM "incident_fact" WHERE "reporting_week" = ?)
             GROUP BY g."incident_id" HAVING min(p."position") >= ? AND min(p."position") < ?) AS "new"
           JOIN "incident_fact" f ON f."ordinal" = (
             SELECT max(h."ordinal") FROM "incident_fact" h JOIN "journal_position" q ON q."entry_id" = h."entry_id"
             WHERE h."incident_id" = "new"."incident_id" AND q."position" < ?)
           WHERE f."live" = 1 AND f."reporting_week" = ?
           GROUP BY f."sector", f."kind" ORDER BY f."sector", f."kind"`,
          [week, since, cutoff, cutoff, week],
        );
        return rows.map((r) => ({
          sector: r.sector as string,
          kind: r.kind as string,
          incidents: Number(r.incidents),
        }));
      },
      async past(incidentIds) {
        if (incidentIds.length === 0) return { links: [], decided: [] };
        const among = sql.anyOf('"incident_id"', incidentIds);
        const links = await sql.all(
          `SELECT "incident_id", "sighting_id", "made_at", "ended_at" FROM "link" WHERE ${among.text} ORDER BY "sighting_id"`,
          [among.param],
        );
        const decided = await verifications.select(
          sql,
          `WHERE ${among.text} AND "type" = 'decided' ORDER BY "at", "id"`,
          [among.param],
        );
        return {
          links: links.map((row) => ({
            incidentId: row.incident_id as string,
            sightingId: row.sighting_id as string,
            madeAt: row.made_at as string,
            endedAt: row.ended_at as string | null,
          })),
          decided,
        };
      },
      ...findingReads(sql),
    },
  };
}

/**
 * One row an incident: what the newest fact below the cut-off says, and the incident's own description. Most have no
 * fact above the cut-off, and for them the newest of all is the newest below it; only the few others are ranked.
 */
async function weekRows(sql: Sql, week: string, cutoff: number): Promise<SqlRow[]> {
  const after = await sql.all(
    `SELECT DISTINCT f."incident_id" FROM "incident_fact" f JOIN "journal_unsequenced" u ON u."entry_id" = f."entry_id"
     UNION SELECT DISTINCT f."incident_id" FROM "incident_fact" f
     JOIN "journal_position" p ON p."entry_id" = f."entry_id" WHERE p."position" >= ?`,
    [cutoff],
  );
  const changed = new Set(after.map((row) => row.incident_id as string));
  const newest = await sql.all(
    `SELECT ${fact}, ${described} FROM "incident_fact" f JOIN "incident" i ON i."id" = f."incident_id"
     WHERE f."ordinal" IN (SELECT max("ordinal") FROM "incident_fact" WHERE "reporting_week" = ? GROUP BY "incident_id")
       AND i."reporting_week" = ? AND i."state" <> 'merged'`,
    [week, week],
  );
  const rows = newest.filter((row) => !changed.has(row.incident_id as string));
  if (changed.size === 0) return rows;
  const among = sql.anyOf('f."incident_id"', [...changed]);
  const exact = await sql.all(
    `WITH "ranked" AS (SELECT f.*, row_number() OVER (
       PARTITION BY f."incident_id" ORDER BY p."position" DESC, f."live" DESC, f."ordinal" DESC) AS "rank"
       FROM "incident_fact" f JOIN "journal_position" p ON p."entry_id" = f."entry_id"
       WHERE ${among.text} AND p."position" < ?)
     SELECT ${fact}, ${described} FROM "ranked" f JOIN "incident" i ON i."id" = f."incident_id"
     WHERE f."rank" = 1 AND f."live" = 1 AND f."reporting_week" = ?`,
    [among.param, cutoff, week],
  );
  return [...rows, ...exact];
}

async function meansOf(sql: Sql, week: string): Promise<Map<string, string[]>> {
  const rows = await sql.all(
    `SELECT DISTINCT l."incident_id", s."means" FROM "incident" i JOIN "link" l ON l."incident_id" = i."id"
     JOIN "sighting" s ON s."id" = l."sighting_id" WHERE i."reporting_week" = ? AND l."ended_at" IS NULL`,
    [week],
  );
  const means = new Map<string, string[]>();
  for (const row of rows) {
    const id = row.incident_id as string;
    const list = means.get(id);
    if (list) list.push(row.means as string);
    else means.set(id, [row.means as string]);
  }
  return means;
}

async function causesOf(sql: Sql, week: string): Promise<Map<string, string>> {
  const rows = await sql.all(
    `SELECT v."incident_id", v."cause" FROM "incident" i JOIN "verification" v ON v."incident_id" = i."id"
     WHERE i."reporting_week" = ? AND i."outcome" = 'not_verifiable' AND v."type" = 'decided'
     ORDER BY v."at", v."id"`,
    [week],
  );
  // The newest decision counts: later rows replace earlier ones.
  return new Map(rows.filter((r) => r.cause !== null).map((r) => [r.incident_id as string, r.cause as string]));
}

/** Where the earliest source of each incident stood. */
async function observersOf(sql: Sql, week: string): Promise<Map<string, { lat: number; lon: number }>> {
  const rows = await sql.all(
    `SELECT o."incident_id", s."said" FROM (
       SELECT l."incident_id", min(l."sighting_id") AS "sighting_id" FROM "incident" i
       JOIN "link" l ON l."incident_id" = i."id"
       WHERE i."reporting_week" = ? AND l."ended_at" IS NULL GROUP BY l."incident_id") AS o
     JOIN "sighting" s ON s."id" = o."sighting_id"`,
    [week],
  );
  return new Map(
    rows.flatMap((row) => {
      const at = standOf(JSON.parse(row.said as string) as SaidPlace);
      return at ? [[row.incident_id as string, at] as const] : [];
    }),
  );
}

interface More {
  means: Map<string, string[]>;
  causes: Map<string, string>;
  observers: Map<string, { lat: number; lon: number }>;
}

function weekIncident(row: SqlRow, { means, causes, observers }: More): WeekIncident {
  const id = row.incident_id as string;
  const estimate = JSON.parse(row.estimate as string) as {
    lat: number;
    lon: number;
    covEE: number;
    covEN: number;
    covNN: number;
  };
  const casualties = row.casualties ? (JSON.parse(row.casualties as string) as Record<string, number> | null) : null;
  return {
    id,
    day: row.reporting_day as string,
    sector: row.sector as string,
    kind: row.kind as string,
    party: row.party as string,
    standing: row.standing as WeekIncident['standing'],
    start: row.start as string,
    end: row.end as string,
    weapon: row.weapon as string | null,
    count: row.count as number | null,
    lat: estimate.lat,
    lon: estimate.lon,
    uncertaintyMetres: sigmaOf(estimate),
    axes: axesOf(estimate),
    outcome: row.outcome as string | null,
    outcomeReason: row.outcome_reason as string | null,
    cause: causes.get(id) ?? null,
    killed: casualties?.['killed'] ?? 0,
    injured: casualties?.['injured'] ?? 0,
    civilianObject: Boolean(row.civilian_object),
    sightingCount: Number(row.sighting_count),
    means: (means.get(id) ?? []).sort(),
    observer: observers.get(id) ?? null,
    restrictions: [],
  };
}

function byStart(a: WeekIncident, b: WeekIncident): number {
  return a.start < b.start ? -1 : a.start > b.start ? 1 : a.id < b.id ? -1 : 1;
}
