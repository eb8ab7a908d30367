import type { Sighting } from '#core/intake/types.js';
import type { Neighbourhood, Reads, Tx } from '#core/ports.js';
import { sightings } from '../entities/intake.js';
import type { Param, Sql } from '../sql/sql.js';
import { selectTouching, spanOf, touching } from './near.js';
import { keysOf, pageOf } from './page.js';

export function sightingReads(sql: Sql): Reads['sightings'] {
  const inCells = (box: Neighbourhood) => {
    const { text, param } = sql.anyOf('"cell5"', box.cells5);
    return { where: text, params: [param] };
  };
  return {
    get: (id) => sightings.one(sql, 'WHERE "id" = ?', [id]),
    getMany: (ids) => sightings.byIds(sql, ids),
    found: (ids) => sightingsOf(sql, ids),
    async ofIncidents(incidentIds) {
      if (incidentIds.length === 0) return [];
      const { text, param } = sql.anyOf('l."incident_id"', incidentIds);
      const rows = await sql.all(
        `SELECT l."incident_id", l."sighting_id" FROM "link" l
         WHERE ${text} AND l."ended_at" IS NULL ORDER BY l."incident_id", l."turn", l."id"`,
        [param],
      );
      const found = new Map(
        (
          await sightingsOf(
            sql,
            rows.map((row) => row.sighting_id as string),
          )
        ).map((s) => [s.id, s]),
      );
      return rows.flatMap((row) => {
        const sighting = found.get(row.sighting_id as string);
        return sighting ? [{ incidentId: row.incident_id as string, sighting }] : [];
      });
    },
    async withFiles(incidentIds) {
      if (incidentIds.length === 0) return [];
      const { text, param } = sql.anyOf('l."incident_id"', incidentIds);
      const rows = await sql.all(
        `SELECT DISTINCT l."incident_id" FROM "link" l JOIN "sighting" s ON s."id" = l."sighting_id"
         WHERE ${text} AND l."ended_at" IS NULL AND s."evidence" <> '[]'`,
        [param],
      );
      return rows.map((row) => row.incident_id as string);
    },
    async startingAt(cells5, starts, limit) {
      if (cells5.length === 0 || starts.length === 0) return [];
      const { where, params } = atInstants(sql, cells5, starts);
      return sightings.select(sql, `${where} ORDER BY "id" LIMIT ?`, [...params, limit]);
    },
    async startingThen(starts, limit) {
      if (starts.length === 0) return [];
      const { text, param } = sql.anyOf('"start"', starts);
      const rows = await sql.all(`SELECT "id", "cell5", "start" FROM "sighting" WHERE ${text} LIMIT ?`, [param, limit]);
      return rows.map((row) => ({ id: row.id as string, cell5: row.cell5 as string, start: row.start as string }));
    },
    async filesNear(box, limit) {
      const found: Pick<Sighting, 'id' | 'evidence'>[] = [];
      if (box.cells5.length === 0) return found;
      const cells = inCells(box);
      for (const { where, params } of touching(box.from, box.to)) {
        const text = `SELECT "id", "evidence" FROM "sighting" WHERE ${cells.where} AND ${where} AND "evidence" <> '[]'
          ORDER BY "start", "id" LIMIT ?`;
        const rows = await sql.all(text, [...cells.params, ...params, limit - found.length]);
        for (const row of rows)
          found.push({ id: row.id as string, evidence: JSON.parse(row.evidence as string) as string[] });
        if (found.length === limit) break;
      }
      return found;
    },
    near: async (box, limit) =>
      box.cells5.length === 0 ? [] : selectTouching(sql, sightings, box, inCells(box), limit),
    async list({ sectors, type, submittedBy, cursor, limit }) {
      if (sectors?.length === 0) return { items: [], next: null };
      const where: string[] = [];
      const params: Param[] = [];
      const also = (text: string, ...values: Param[]) => {
        where.push(text);
        params.push(...values);
      };
      if (sectors?.length === 1) also('"sector" = ?', sectors[0]!);
      else if (sectors) {
        const { text, param } = sql.siftedBy('"sector"', sectors);
        also(text, param);
      }
      if (type !== undefined) also('"type" = ?', type);
      if (submittedBy !== undefined) also('"submitted_by" = ?', submittedBy);
      if (cursor !== undefined) also('("received_at", "id") < (?, ?)', ...keysOf(cursor, ['string', 'string']));
      const clause = where.length > 0 ? `WHERE ${where.join(' AND ')}` : '';
      const rows = await sightings.select(sql, `${clause} ORDER BY "received_at" DESC, "id" DESC LIMIT ?`, [
        ...params,
        limit + 1,
      ]);
      return pageOf(rows, limit, (row) => [row.receivedAt, row.id]);
    },
    async countNear(box) {
      if (box.cells5.length === 0) return 0;
      const cells = inCells(box);
      let count = 0;
      for (const { where, params } of touching(box.from, box.to)) {
        const text = `SELECT count(*) AS "n" FROM "sighting" WHERE ${cells.where} AND ${where}`;
        count += Number((await sql.all(text, [...cells.params, ...params]))[0]!.n);
      }
      return count;
    },
    async lastFrom(platformId, before) {
      const text =
        'SELECT "end" FROM "sighting" WHERE "platform_id" = ? AND "start" < ? ORDER BY "start" DESC, "id" DESC LIMIT 1';
      const row = (await sql.all(text, [platformId, before]))[0];
      return row ? { end: row.end as string } : null;
    },
  };
}

/** Those with these ids, which this transaction found, in the order asked for; only those not kept yet are read. */
export async function sightingsOf(sql: Sql, ids: readonly string[]): Promise<Sighting[]> {
  const known = new Map<string, Sighting>();
  const missing: string[] = [];
  for (const id of ids) {
    const row = sql.kept.get(id);
    if (row) known.set(id, row);
    else missing.push(id);
  }
  for (const row of await sightings.byIds(sql, missing)) {
    known.set(row.id, row);
    sql.kept.put(row);
  }
  return ids.flatMap((id) => known.get(id) ?? []);
}

function atInstants(sql: Sql, cells5: string[], starts: string[]): { where: string; params: Param[] } {
  const [cell, start] = [sql.anyOf('"cell5"', cells5), sql.anyOf('"start"', starts)];
  return { where: `WHERE ${cell.text} AND "span" IN (0, 1, 2) AND ${start.text}`, params: [cell.param, start.param] };
}

export function sightingWrites(sql: Sql): Pick<Tx['write'], 'sightings'> {
  return {
    sightings: (rows: Sighting[]) =>
      sightings.insertWith(sql, rows, ({ origin, start, end }) => ({
        origin: origin ?? null,
        span: spanOf(start, end),
      })),
  };
}
