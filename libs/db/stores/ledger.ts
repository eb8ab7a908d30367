import type { LedgerReads, LedgerWrites } from '#core/attribution/store.js';
import { blindOpinions, blindReviews, dissents, disputes, ledgerItems, ledgerVersions } from '../entities/ledger.js';
import type { Sql, SqlRow } from '../sql/sql.js';

const inOrder = 'WHERE "incident_id" = ? ORDER BY "at", "id"';

export function ledgerReads(sql: Sql): LedgerReads {
  return {
    items: (id) => ledgerItems.select(sql, inOrder, [id]),
    disputes: (id) => disputes.select(sql, inOrder, [id]),
    versions: (id) => ledgerVersions.select(sql, 'WHERE "incident_id" = ? ORDER BY "number"', [id]),
    newestVersion: (id) => ledgerVersions.one(sql, 'WHERE "incident_id" = ? ORDER BY "number" DESC', [id]),
    dissents: (id) => dissents.select(sql, inOrder, [id]),
    review: (id, reviewer) => blindReviews.one(sql, 'WHERE "incident_id" = ? AND "reviewer" = ?', [id, reviewer]),
    opinionOf: (reviewId) => blindOpinions.one(sql, 'WHERE "review_id" = ?', [reviewId]),
    opinions: (id) => blindOpinions.select(sql, inOrder, [id]),
    async outcomes(week) {
      const rows = await sql.all(
        `SELECT i."side" AS "side", i."alleged_party" AS "alleged", i."outcome" AS "outcome", a."party" AS "party",
           CASE WHEN a."id" IS NULL THEN 0 ELSE 1 END AS "attributed", count(*) AS "n"
         FROM "incident" i LEFT JOIN "attribution" a ON a."incident_id" = i."id" AND a."state" = 'confirmed'
         WHERE i."reporting_week" = ? AND i."state" = 'decided'
         GROUP BY i."side", i."alleged_party", i."outcome", a."party", 5`,
        [week],
      );
      return rows.map((r) => ({
        side: JSON.parse(r.side as string) as Record<string, number>,
        allegedParty: textOf(r.alleged),
        attributedTo: textOf(r.party),
        attributed: Number(r.attributed) === 1,
        outcome: String(r.outcome),
        incidents: Number(r.n),
      }));
    },
    async deeds(week) {
      const rows = await sql.all(
        `SELECT "reviewer", "did", deeds."outcome" AS "outcome", count(*) AS "n" FROM (
           SELECT v."by" AS "reviewer", 'verified' AS "did", v."outcome" AS "outcome", v."incident_id" AS "incident_id"
             FROM "verification" v WHERE v."type" = 'decided'
           UNION SELECT a."proposed_by", 'proposed', coalesce(a."party", 'cannot_tell'), a."incident_id"
             FROM "attribution" a
           UNION SELECT a."confirmed_by", 'confirmed', coalesce(a."party", 'cannot_tell'), a."incident_id"
             FROM "attribution" a WHERE a."confirmed_by" IS NOT NULL
           UNION SELECT d."by", 'dissented', coalesce(a."party", 'cannot_tell'), a."incident_id"
             FROM "attribution_dissent" d JOIN "attribution" a ON a."id" = d."attribution_id"
         ) deeds JOIN "incident" i ON i."id" = deeds."incident_id" AND i."reporting_week" = ?
         GROUP BY "reviewer", "did", deeds."outcome" ORDER BY "reviewer", "did", deeds."outcome"`,
        [week],
      );
      return rows.map((r) => ({
        reviewer: String(r.reviewer),
        did: r.did as 'verified',
        outcome: String(r.outcome),
        incidents: Number(r.n),
      }));
    },
    async judgements(week) {
      const rows = await sql.all(
        `SELECT i."id" AS "incident", j."by" AS "by", j."opinion" AS "opinion", j."blind" AS "blind" FROM (
           SELECT o."incident_id" AS "incident_id", o."by" AS "by", o."hypothesis" AS "opinion", 1 AS "blind",
             o."at" AS "at", o."id" AS "id" FROM "blind_opinion" o
           UNION ALL SELECT a."incident_id", a."proposed_by", coalesce(a."party", 'cannot_tell'), 0,
             a."proposed_at", a."id" FROM "attribution" a
         ) j JOIN "incident" i ON i."id" = j."incident_id"
         WHERE i."reporting_week" = ? ORDER BY i."id", j."at", j."id"`,
        [week],
      );
      return rows.map((r: SqlRow) => ({
        incidentId: String(r.incident),
        by: String(r.by),
        opinion: String(r.opinion),
        blind: Number(r.blind) === 1,
      }));
    },
  };
}

export function ledgerWrites(sql: Sql): LedgerWrites {
  return {
    item: (row) => ledgerItems.insert(sql, [row]),
    dispute: (row) => disputes.insert(sql, [row]),
    version: (row) => ledgerVersions.insert(sql, [row]),
    dissent: (row) => dissents.insert(sql, [row]),
    review: (row) => blindReviews.insert(sql, [row]),
    opinion: (row) => blindOpinions.insert(sql, [row]),
  };
}

function textOf(value: unknown): string | null {
  return value === null || value === undefined ? null : String(value);
}
