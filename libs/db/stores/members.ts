import type { CellWindow, Member, MemberReads } from '#core/fusion/store.js';
import { sightings } from '../entities/intake.js';
import type { Param, Sql, SqlRow } from '../sql/sql.js';
import { touching } from './near.js';
import { sightingsOf } from './sightings.js';

const told = [
  'id',
  'submittedBy',
  'provider',
  'patrolId',
  'platformId',
  'kind',
  'means',
  'weapon',
  'count',
  'start',
  'end',
  'estimate',
  'allegedParty',
  'casualties',
  'civilianObject',
  'quotes',
] as const satisfies readonly (keyof Member)[];
const part = sightings.part(told);
const files = sightings.part(['id', 'evidence']);

const belonging = `l."id" AS "link_id", l."incident_id", l."made_by", l."turn", i."state", i."sighting_count"`;
const columns = `${part.list('s')}, ${belonging}`;
const membership = `LEFT JOIN "link" l ON l."sighting_id" = s."id" AND l."ended_at" IS NULL
  LEFT JOIN "incident" i ON i."id" = l."incident_id"`;
const ofLinks = `FROM "link" l JOIN "sighting" s ON s."id" = l."sighting_id" JOIN "incident" i ON i."id" = l."incident_id"`;

export function memberReads(sql: Sql): MemberReads {
  return {
    async near({ cells5, from, to }, at, limit) {
      if (cells5.length === 0) return [];
      const all = await idsWithin(sql, cells5, from, to, limit + 1);
      if (all.length <= limit) return byCloseness(await ofIds(sql, all), at);
      const params: Param[] = [];
      const closest = [`"start" <= ?`, `"start" > ?`].map((side, i) => {
        const order = i === 0 ? '"start" DESC, "id" DESC' : '"start", "id"';
        // Each cell and bin apart: read from the index in its order, no more is touched than is asked for.
        const blocks = cells5.flatMap((cell) =>
          touching(from, to).map((bin) => {
            params.push(cell, ...bin.params, at, limit);
            return `SELECT * FROM (SELECT "id", "start" FROM "sighting" WHERE "cell5" = ? AND ${bin.where} AND ${side} ORDER BY ${order} LIMIT ?) AS "bin"`;
          }),
        );
        params.push(limit);
        return `SELECT "id" FROM (SELECT "id", "start" FROM (${blocks.join(' UNION ALL ')}) AS "bins" ORDER BY ${order} LIMIT ?) AS "side"`;
      });
      const ids = (await sql.all(closest.join(' UNION ALL '), params)).map((row) => row.id as string);
      return byCloseness(await ofIds(sql, ids), at);
    },
    async within(windows, limit) {
      const found: { window: CellWindow; rows: SqlRow[] }[] = [];
      for (const window of windows) {
        // The inner lists come from the index alone, so that a crowd costs no more than its limit.
        const bins = touching(window.from, window.to);
        const ids = bins
          .map((bin) => `SELECT "id" FROM "sighting" WHERE "cell5" = ? AND ${bin.where}`)
          .join(' UNION ALL ');
        const rows = await sql.all(
          `SELECT s."id", ${belonging} FROM (SELECT "id" FROM (${ids}) AS "bins" LIMIT ?) AS s ${membership}`,
          [...bins.flatMap((bin) => [window.cell5, ...bin.params]), limit],
        );
        found.push({ window, rows });
      }
      const members = await membersOf(
        sql,
        found.flatMap(({ rows }) => rows),
      );
      return found.map(({ window, rows }) => ({
        window,
        members: rows.flatMap((row) => members.get(row.id as string) ?? []),
      }));
    },
    async ofIncidents(incidentIds) {
      if (incidentIds.length === 0) return [];
      const { text, param } = sql.anyOf('l."incident_id"', incidentIds);
      const rows = await sql.all(
        `SELECT l."sighting_id" AS "id", ${belonging} FROM "link" l JOIN "incident" i ON i."id" = l."incident_id"
         WHERE ${text} AND l."ended_at" IS NULL ORDER BY l."sighting_id"`,
        [param],
      );
      const members = await membersOf(sql, rows);
      return rows.flatMap((row) => members.get(row.id as string) ?? []);
    },
    async tellingFiles(incidentId, limit) {
      const rows = await sql.all(
        `SELECT ${files.list('s')} FROM "link" l JOIN "sighting" s ON s."id" = l."sighting_id"
         WHERE l."incident_id" = ? AND l."ended_at" IS NULL ORDER BY l."turn", l."id" LIMIT ?`,
        [incidentId, limit],
      );
      return rows.map((row) => files.fromSql(row));
    },
    async telling(incidentId, limit) {
      const rows = await sql.all(
        `SELECT ${columns} ${ofLinks} WHERE l."incident_id" = ? AND l."ended_at" IS NULL
         ORDER BY l."turn", l."id" LIMIT ?`,
        [incidentId, limit],
      );
      return rows.map(memberOf);
    },
  };
}

/** The first `limit` found; read from the index alone. */
async function idsWithin(sql: Sql, cells5: string[], from: string, to: string, limit: number): Promise<string[]> {
  const cells = sql.anyOf('"cell5"', cells5);
  const bins = touching(from, to);
  const rows = await sql.all(
    `${bins.map((bin) => `SELECT "id" FROM "sighting" WHERE ${cells.text} AND ${bin.where}`).join(' UNION ALL ')} LIMIT ?`,
    [...bins.flatMap((bin) => [cells.param, ...bin.params]), limit],
  );
  return rows.map((row) => row.id as string);
}

async function ofIds(sql: Sql, ids: string[]): Promise<Member[]> {
  if (ids.length === 0) return [];
  const { text, param } = sql.anyOf('s."id"', ids);
  return (await sql.all(`SELECT ${columns} FROM "sighting" s ${membership} WHERE ${text}`, [param])).map(memberOf);
}

function byCloseness(rows: Member[], at: string): Member[] {
  const instant = Date.parse(at);
  return rows
    .map((row) => ({ row, gap: Math.abs(Date.parse(row.start) - instant) }))
    .sort((a, b) => a.gap - b.gap || (a.row.id < b.row.id ? -1 : 1))
    .map((r) => r.row);
}

function memberOf(row: SqlRow): Member {
  return { ...part.fromSql(row), membership: membershipOf(row) };
}

/** Members by the id of their sighting, from rows of that id and what it belongs to; the sightings may be kept. */
async function membersOf(sql: Sql, rows: readonly SqlRow[]): Promise<Map<string, Member>> {
  const homes = new Map(rows.map((row) => [row.id as string, row]));
  const members = new Map<string, Member>();
  for (const s of await sightingsOf(sql, [...homes.keys()])) {
    const membership = membershipOf(homes.get(s.id)!);
    members.set(s.id, {
      id: s.id,
      submittedBy: s.submittedBy,
      provider: s.provider,
      patrolId: s.patrolId,
      platformId: s.platformId,
      kind: s.kind,
      means: s.means,
      weapon: s.weapon,
      count: s.count,
      start: s.start,
      end: s.end,
      estimate: s.estimate,
      allegedParty: s.allegedParty,
      casualties: s.casualties,
      civilianObject: s.civilianObject,
      quotes: s.quotes,
      membership,
    });
  }
  return members;
}

function membershipOf(row: SqlRow): Member['membership'] {
  if (row.link_id === null) return null;
  return {
    linkId: row.link_id as string,
    incidentId: row.incident_id as string,
    madeBy: row.made_by as string,
    turn: row.turn as number,
    state: row.state as 'open',
    sightingCount: row.sighting_count as number,
  };
}
