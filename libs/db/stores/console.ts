import type { ConsoleReads, ConsoleWrites, IncidentPoint, PointFilter, SightingPoint } from '#core/ports-console.js';
import type { QueueLine } from '#core/verification/desk/types.js';
import { triageViews } from '../entities/console.js';
import { fieldTasks } from '../entities/fieldwork.js';
import { incidents } from '../entities/fusion.js';
import { efforts, sightings } from '../entities/intake.js';
import type { Param, Sql, SqlRow } from '../sql/sql.js';

const line = incidents.part([
  'id',
  'kind',
  'sector',
  'start',
  'side',
  'allegedParty',
  'casualties',
  'civilianObject',
  'proposedOutcome',
  'urgency',
  'harm',
  'openedAt',
  'claimedBy',
  'claimedUntil',
  'machineOnly',
  'snooze',
]);
const incidentPoint = incidents.part([
  'id',
  'start',
  'end',
  'kind',
  'state',
  'outcome',
  'proposedOutcome',
  'estimate',
  'sector',
]);
const sightingPoint = sightings.part(['id', 'start', 'end', 'kind', 'type', 'means', 'estimate', 'sector']);
const taskDue = fieldTasks.part(['id', 'incidentId', 'dueBy']);

export function consoleReads(sql: Sql): ConsoleReads {
  return {
    triage: {
      async versions(sectors) {
        if (sectors?.length === 0) return [];
        const some = sectors && sql.anyOf('i."sector"', sectors);
        const where = `i."state" = 'open'${some ? ` AND ${some.text}` : ''}`;
        const text = `SELECT i."id", i."version" FROM "incident" i WHERE ${where}`;
        return (await sql.all(text, some ? [some.param] : [])) as { id: string; version: number }[];
      },
      async lines(ids) {
        if (ids.length === 0) return [];
        const of = sql.anyOf('i."id"', ids);
        const rows = await sql.all(`SELECT ${line.list('i')} FROM "incident" i WHERE ${of.text}`, [of.param]);
        return rows.map((row): QueueLine => line.fromSql(row));
      },
      async tasks(incidentIds) {
        if (incidentIds.length === 0) return [];
        const of = sql.anyOf('t."incident_id"', incidentIds);
        const rows = await sql.all(
          `SELECT ${taskDue.list('t')} FROM "field_task" t WHERE ${of.text} AND t."state" IN ('asked', 'accepted')
           ORDER BY t."due_by", t."id"`,
          [of.param],
        );
        return rows.map((row) => taskDue.fromSql(row));
      },
      view: (id) => triageViews.one(sql, 'WHERE "id" = ?', [id]),
      viewsOf: (owner) => triageViews.select(sql, 'WHERE "owner" = ? ORDER BY "created_at", "id"', [owner]),
    },
    map: {
      incidents: (filter) =>
        points(sql, 'incident', incidentPoint.list('p'), filter, (row): IncidentPoint => incidentPoint.fromSql(row)),
      sightings: (filter) =>
        points(sql, 'sighting', sightingPoint.list('p'), filter, (row): SightingPoint => sightingPoint.fromSql(row)),
    },
    watching: {
      during: (from, to, limit) =>
        efforts.select(sql, 'WHERE "start" < ? AND "end" > ? ORDER BY "start", "id" LIMIT ?', [to, from, limit]),
      async sources(since) {
        const rows = await sql.all(
          `SELECT "source_id", "means", "sector", max("end") AS "last" FROM "effort" WHERE "start" >= ?
           GROUP BY "source_id", "means", "sector" ORDER BY "source_id", "means", "sector"`,
          [since],
        );
        return rows.map((row) => ({
          sourceId: row.source_id as string,
          means: row.means as string,
          sector: row.sector as string,
          lastEnd: row.last as string,
        }));
      },
      async heard(since, limit) {
        const rows = await sql.all(
          `SELECT "platform_id", "submitted_by", "means", "sector", "received_at" FROM "sighting"
           WHERE "received_at" >= ? AND "type" = 'observation' ORDER BY "received_at" DESC, "id" DESC LIMIT ?`,
          [since, limit],
        );
        return rows.reverse().map((row) => ({
          platformId: (row.platform_id as string | null) ?? (row.submitted_by as string),
          submittedBy: row.submitted_by as string,
          means: row.means as string,
          sector: row.sector as string | null,
          receivedAt: row.received_at as string,
        }));
      },
    },
    running: {
      async queues() {
        const rows = await sql.all(
          `SELECT "job", "state", count(*) AS "n", min("created_at") AS "oldest" FROM "work"
           WHERE "state" IN ('owed', 'dead') GROUP BY "job", "state" ORDER BY "job", "state"`,
        );
        return rows.map((row) => ({
          job: row.job as string,
          state: row.state as 'owed' | 'dead',
          count: Number(row.n),
          oldestAt: row.oldest as string,
        }));
      },
      async newestEntry(kind, id) {
        const [row] = await sql.all(
          `SELECT "at", "type" FROM "journal_entry" WHERE "subject_id" = ? AND "subject_kind" = ?
           ORDER BY "at" DESC, "id" DESC LIMIT 1`,
          [id, kind],
        );
        return row ? { at: row.at as string, type: row.type as string } : null;
      },
    },
  };
}

export function consoleWrites(sql: Sql): ConsoleWrites {
  return {
    triageView: (row) => triageViews.insert(sql, [row]),
    async triageViewRemoved(id) {
      await sql.run('DELETE FROM "triage_view" WHERE "id" = ?', [id]);
    },
  };
}

async function points<T>(
  sql: Sql,
  table: 'incident' | 'sighting',
  columns: string,
  { sectors, from, to, cells5, after, limit }: PointFilter,
  read: (row: SqlRow) => T,
): Promise<T[]> {
  if (sectors?.length === 0 || cells5?.length === 0) return [];
  const where = ['p."start" >= ? AND p."start" < ?'];
  const params: Param[] = [from, to];
  const also = (text: string, ...values: Param[]) => {
    where.push(text);
    params.push(...values);
  };
  if (after) also('(p."start", p."id") > (?, ?)', after.start, after.id);
  if (table === 'incident') also(`p."state" <> 'merged'`);
  if (sectors) {
    const some = sql.siftedBy('p."sector"', sectors);
    also(some.text, some.param);
  }
  if (cells5) {
    const some = sql.anyOf('p."cell5"', cells5);
    also(`p."span" IN (0, 1, 2) AND ${some.text}`, some.param);
  }
  const text = `SELECT ${columns} FROM "${table}" p WHERE ${where.join(' AND ')} ORDER BY p."start", p."id" LIMIT ?`;
  return (await sql.all(text, [...params, limit])).map(read);
}
