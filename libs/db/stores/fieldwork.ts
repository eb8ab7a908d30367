import type { Complaint } from '#core/intake/types.js';
import type { FieldworkReads, FieldworkWrites } from '#core/ports-fieldwork.js';
import {
  complaints,
  debts,
  fieldTasks,
  imageBytes,
  images,
  noticeMatches,
  restrictions,
  sourceOutcomes,
  watches,
} from '../entities/fieldwork.js';
import type { Param, Sql } from '../sql/sql.js';
import { disturbanceReads, disturbanceWrites } from './disturbances.js';
import { keysOf, pageOf } from './page.js';

/** Conditions of a WHERE clause and their parameters, gathered one by one. */
class Where {
  private readonly texts: string[] = [];
  readonly params: Param[] = [];

  also(text: string, ...params: Param[]): this {
    this.texts.push(text);
    this.params.push(...params);
    return this;
  }

  get clause(): string {
    return this.texts.length > 0 ? `WHERE ${this.texts.join(' AND ')}` : '';
  }
}

export function fieldworkReads(sql: Sql): FieldworkReads {
  return {
    restrictions: { ofSightings: (ids) => restrictions.among(sql, 'sighting_id', ids, 'ORDER BY "sighting_id"') },
    complaints: complaintReads(sql),
    ...disturbanceReads(sql),
    fieldTasks: taskReads(sql),
    debts: {
      ofIncident: (id) => debts.select(sql, 'WHERE "incident_id" = ? ORDER BY "opened_at", "id"', [id]),
      async open({ sectors, limit, cursor }) {
        if (sectors?.length === 0) return { items: [], next: null };
        const where = inSectors(sql, new Where().also('"settled_at" IS NULL'), sectors);
        if (cursor !== undefined) where.also('("opened_at", "id") > (?, ?)', ...keysOf(cursor, ['string', 'string']));
        const rows = await debts.select(sql, `${where.clause} ORDER BY "opened_at", "id" LIMIT ?`, [
          ...where.params,
          limit + 1,
        ]);
        return pageOf(rows, limit, (row) => [row.openedAt, row.id]);
      },
      async bySide(from, to) {
        const rows = await sql.all(
          `SELECT "side", count(DISTINCT "incident_id") AS "opened",
             count(DISTINCT CASE WHEN "settled_at" IS NULL THEN "incident_id" END) AS "open"
           FROM "verification_debt" WHERE "opened_at" >= ? AND "opened_at" < ? GROUP BY "side" ORDER BY "side"`,
          [from, to],
        );
        return rows.map((row) => ({
          side: row.side as string | null,
          opened: Number(row.opened),
          open: Number(row.open),
        }));
      },
    },
    sources: {
      async history(keys) {
        if (keys.length === 0) return [];
        const { text, param } = sql.anyOf('"source_key"', keys);
        const rows = await sql.all(
          `SELECT "source_key", sum(CASE WHEN "result" = 'confirmed' THEN 1 ELSE 0 END) AS "confirmed",
             sum(CASE WHEN "result" = 'refuted' THEN 1 ELSE 0 END) AS "refuted"
           FROM "source_outcome" WHERE ${text} GROUP BY "source_key" ORDER BY "source_key"`,
          [param],
        );
        return rows.map((row) => ({
          sourceKey: row.source_key as string,
          confirmed: Number(row.confirmed),
          refuted: Number(row.refuted),
        }));
      },
    },
    noticeMatches: {
      ofSightings: (ids) => noticeMatches.among(sql, 'sighting_id', ids, 'ORDER BY "sighting_id", "notice_id"'),
      async counts(week, cutoff) {
        // A sighting may lie to several notices of a party: what counts for it is the strongest, in this order.
        const rows = await sql.all(
          `SELECT "party", "result", count(*) AS "sightings", count(DISTINCT "incident_id") AS "incidents" FROM (
             SELECT m."party", m."result", l."incident_id", row_number() OVER (
               PARTITION BY m."party", m."sighting_id" ORDER BY CASE m."result" WHEN 'breaks_silence' THEN 0
                 WHEN 'inside' THEN 1 WHEN 'perhaps' THEN 2 ELSE 3 END, m."id") AS "rank"
             FROM "notice_match" m JOIN "journal_position" p ON p."entry_id" = m."entry_id"
             LEFT JOIN "link" l ON l."sighting_id" = m."sighting_id" AND l."ended_at" IS NULL
             WHERE m."reporting_week" = ? AND p."position" < ?) AS "matched"
           WHERE "rank" = 1 GROUP BY "party", "result" ORDER BY "party", "result"`,
          [week, cutoff],
        );
        return rows.map((row) => ({
          party: row.party as string,
          result: row.result as 'inside',
          sightings: Number(row.sightings),
          incidents: Number(row.incidents),
        }));
      },
    },
    images: {
      ofSightings: (ids) => images.among(sql, 'sighting_id', ids, 'ORDER BY "id"'),
      async sharingByte(hash) {
        const { text, param } = sql.anyOf('"byte"', bytesOf(hash));
        return images.select(sql, `WHERE "id" IN (SELECT "image_id" FROM "image_byte" WHERE ${text}) ORDER BY "id"`, [
          param,
        ]);
      },
    },
  };
}

function complaintReads(sql: Sql): FieldworkReads['complaints'] {
  return {
    get: (id) => complaints.one(sql, 'WHERE "sighting_id" = ?', [id]),
    like: (provider, kind, from, to) =>
      complaints.select(
        sql,
        `WHERE "provider" = ? AND "kind" = ? AND "start" >= ? AND "start" < ? ORDER BY "received_at", "sighting_id"`,
        [provider, kind, from, to],
      ),
    ofCluster: (id) => complaints.select(sql, 'WHERE "cluster_id" = ? ORDER BY "received_at", "sighting_id"', [id]),
    async clusters({ week, provider, limit, cursor }) {
      const where = new Where().also('"cluster_id" = "sighting_id"');
      if (week !== undefined) where.also('"reporting_week" = ?', week);
      if (provider !== undefined) where.also('"provider" = ?', provider);
      if (cursor !== undefined)
        where.also('("received_at", "sighting_id") < (?, ?)', ...keysOf(cursor, ['string', 'string']));
      const rows = await complaints.select(
        sql,
        `${where.clause} ORDER BY "received_at" DESC, "sighting_id" DESC LIMIT ?`,
        [...where.params, limit + 1],
      );
      const page = pageOf(rows, limit, (row) => [row.receivedAt, row.sightingId]);
      return { items: await withCounts(sql, page.items), next: page.next };
    },
    async counts(week, cutoff) {
      const rows = await sql.all(
        `SELECT c."provider", c."against", count(*) AS "complaints", count(DISTINCT c."cluster_id") AS "clusters",
           avg(c."whole") AS "specificity"
         FROM "complaint" c JOIN "journal_position" p ON p."entry_id" = c."entry_id"
         WHERE c."reporting_week" = ? AND p."position" < ?
         GROUP BY c."provider", c."against" ORDER BY c."provider", c."against"`,
        [week, cutoff],
      );
      return rows.map((row) => ({
        provider: row.provider as string,
        against: row.against as string | null,
        complaints: Number(row.complaints),
        clusters: Number(row.clusters),
        specificity: Number(row.specificity),
      }));
    },
  };
}

async function withCounts(sql: Sql, firsts: Complaint[]): Promise<{ first: Complaint; count: number }[]> {
  if (firsts.length === 0) return [];
  const { text, param } = sql.anyOf(
    '"cluster_id"',
    firsts.map((c) => c.sightingId),
  );
  const rows = await sql.all(
    `SELECT "cluster_id", count(*) AS "n" FROM "complaint" WHERE ${text} GROUP BY "cluster_id"`,
    [param],
  );
  const counts = new Map(rows.map((row) => [row.cluster_id, Number(row.n)]));
  return firsts.map((first) => ({ first, count: counts.get(first.sightingId) ?? 1 }));
}

function taskReads(sql: Sql): FieldworkReads['fieldTasks'] {
  return {
    get: (id) => fieldTasks.one(sql, 'WHERE "id" = ?', [id]),
    ofIncident: (id) => fieldTasks.select(sql, 'WHERE "incident_id" = ? ORDER BY "requested_at", "id"', [id]),
    async list({ sectors, assignee, states, limit, cursor }) {
      if (sectors?.length === 0) return { items: [], next: null };
      const where = inSectors(sql, new Where(), sectors);
      if (assignee !== undefined) where.also('"assignee" = ?', assignee);
      if (states !== undefined) {
        const { text, param } = sql.siftedBy('"state"', states);
        where.also(text, param);
      }
      if (cursor !== undefined) where.also('("due_by", "id") > (?, ?)', ...keysOf(cursor, ['string', 'string']));
      const rows = await fieldTasks.select(sql, `${where.clause} ORDER BY "due_by", "id" LIMIT ?`, [
        ...where.params,
        limit + 1,
      ]);
      return pageOf(rows, limit, (row) => [row.dueBy, row.id]);
    },
    async answered(from, to) {
      const rows = await sql.all(
        `SELECT "side", sum(CASE WHEN "state" = 'reached' THEN 1 ELSE 0 END) AS "reached",
           sum(CASE WHEN "state" = 'not_reached' AND "cause" = 'access' THEN 1 ELSE 0 END) AS "kept",
           sum(CASE WHEN "state" = 'not_reached' AND "cause" <> 'access' THEN 1 ELSE 0 END) AS "other"
         FROM "field_task" WHERE "answered_at" >= ? AND "answered_at" < ? AND "state" IN ('reached', 'not_reached')
         GROUP BY "side" ORDER BY "side"`,
        [from, to],
      );
      return rows.map((row) => ({
        side: row.side as string | null,
        reached: Number(row.reached),
        kept: Number(row.kept),
        other: Number(row.other),
      }));
    },
  };
}

function inSectors(sql: Sql, where: Where, sectors: string[] | null): Where {
  if (sectors === null) return where;
  const { text, param } = sql.siftedBy('"sector"', sectors);
  return where.also(text, param);
}

export function fieldworkWrites(sql: Sql): FieldworkWrites {
  return {
    restrictions: (rows) => restrictions.insert(sql, rows),
    complaints: (rows, entryIds) =>
      complaints.insert(
        sql,
        rows.map((row, i) => ({ ...row, entryId: entryIds[i]!, whole: row.specificity.whole })),
      ),
    async complaintCluster(sightingId, clusterId, likeness) {
      await sql.send('UPDATE "complaint" SET "cluster_id" = ?, "likeness" = ? WHERE "sighting_id" = ?', [
        clusterId,
        likeness,
        sightingId,
      ]);
    },
    ...disturbanceWrites(sql),
    watch: (row) => watches.insert(sql, [row]),
    fieldTask: (row) => fieldTasks.upsert(sql, row),
    debt: (row) => debts.upsert(sql, row),
    async sourceOutcomes(rows) {
      for (const row of rows) await sourceOutcomes.upsert(sql, row);
    },
    noticeMatches: (rows, entryId) =>
      noticeMatches.insert(
        sql,
        rows.map((row) => ({ ...row, entryId })),
      ),
    async images(rows) {
      await images.insert(sql, rows);
      await imageBytes.insert(
        sql,
        rows.flatMap((row) =>
          row.hash === null
            ? []
            : bytesOf(row.hash).map((byte) => ({ id: `${row.id}.${byte[0]}`, imageId: row.id, byte })),
        ),
      );
    },
  };
}

/** The eight bytes of a 64-bit hash (16 hex digits), each with its place. */
function bytesOf(hash: string): string[] {
  return Array.from({ length: 8 }, (_, i) => `${i}:${hash.slice(2 * i, 2 * i + 2)}`);
}
