import { say } from '#core/said.js';
import { Problem } from '#core/errors.js';
import type { Work } from '#core/journal/types.js';
import type { Reads, Tx } from '#core/ports.js';
import { works } from '../entities/journal.js';
import type { Condition, Sql } from '../sql/sql.js';
import { keysOf, pageOf } from './page.js';

type WorkRow = Awaited<ReturnType<typeof works.select>>[number];

function workOf(row: WorkRow): Work {
  return { ...row, relayedAt: row.relayedAt === '' ? null : row.relayedAt };
}

/** Whom work comes from: the actor of its entry; of a verdict, whoever submitted the newest sighting in the incident. */
const submitter = `CASE WHEN w."job" <> 'verify' THEN e."actor" ELSE COALESCE(
  (SELECT s."submitted_by" FROM "link" l JOIN "sighting" s ON s."id" = l."sighting_id"
   WHERE l."incident_id" = w."subject_id" AND l."ended_at" IS NULL ORDER BY l."turn" DESC, l."id" DESC LIMIT 1),
  e."actor") END`;

export function workReads(sql: Sql): Pick<Reads, 'work'> {
  return {
    work: {
      async get(id) {
        const row = await works.one(sql, 'WHERE "id" = ?', [id]);
        return row && workOf(row);
      },
      async due(at, relayedBefore, limit) {
        const rows = await sql.all(
          `SELECT ${works.list('w')}, ${submitter} AS "by" FROM "work" w JOIN "journal_entry" e ON e."id" = w."entry_id"
           WHERE w."state" = 'owed' AND w."relayed_at" < ? AND w."not_before" <= ?
           ORDER BY w."relayed_at", w."not_before", w."id" LIMIT ?`,
          [relayedBefore, at, limit],
        );
        return rows.map((row) => ({ ...workOf(works.fromSql(row)), by: row.by as string }));
      },
      async dead({ cursor, limit }) {
        const after = cursor === undefined ? '' : 'AND ("created_at", "id") < (?, ?)';
        const keys = cursor === undefined ? [] : keysOf(cursor, ['string', 'string']);
        const rows = await works.select(
          sql,
          `WHERE "state" = 'dead' ${after} ORDER BY "created_at" DESC, "id" DESC LIMIT ?`,
          [...keys, limit + 1],
        );
        return pageOf(rows.map(workOf), limit, (row) => [row.createdAt, row.id]);
      },
      async counts() {
        const rows = await sql.all(
          'SELECT "state", count(*) AS "n", min("created_at") AS "oldest" FROM "work" GROUP BY "state"',
        );
        const of = (state: string) => rows.find((row) => row.state === state);
        const count = (state: string) => Number(of(state)?.n ?? 0);
        return {
          owed: count('owed'),
          done: count('done'),
          dead: count('dead'),
          oldestOwedAt: (of('owed')?.oldest as string | undefined) ?? null,
        };
      },
    },
  };
}

/** Clocks of several machines may differ so much, and no work is put off for longer than that. */
const clocksDifferMs = 5 * 60_000;
const longestDelayMs = 24 * 3_600_000;

type WorkWrites = Pick<
  Tx,
  'workSetRight' | 'workDone' | 'workAllDone' | 'workFailed' | 'workRelayed' | 'workNotRelayed' | 'workRedrive'
>;

export function workWrites(sql: Sql, now: string): WorkWrites {
  const after = (ms: number) => new Date(Date.parse(now) + ms).toISOString();
  return {
    workSetRight: () =>
      sql.run(
        `UPDATE "work" SET "epoch" = "epoch" + 1, "relayed_at" = '', "not_before" = ?, "created_at" =
           CASE WHEN "created_at" > ? THEN ? ELSE "created_at" END
         WHERE "state" = 'owed' AND ("created_at" > ? OR "relayed_at" > ? OR "not_before" > ?)`,
        [now, now, now, after(clocksDifferMs), after(clocksDifferMs), after(longestDelayMs)],
      ),
    workDone: async (id, epoch) =>
      (await sql.run(
        `UPDATE "work" SET "state" = 'done', "done_at" = ? WHERE "id" = ? AND "epoch" = ? AND "state" = 'owed'`,
        [now, id, epoch],
      )) === 1,
    async workAllDone(hints) {
      const byEpoch = new Map<number, string[]>();
      for (const { workId, epoch } of hints) byEpoch.set(epoch, [...(byEpoch.get(epoch) ?? []), workId]);
      const subjects = new Map<string, string>();
      for (const [epoch, ids] of byEpoch) {
        const { text, param } = sql.anyOf('"id"', ids);
        // By their ids: the index of states would lead through all that is owed.
        const rows = await sql.all(
          `UPDATE "work" SET "state" = 'done', "done_at" = ? WHERE ${text} AND "epoch" = ? AND "state" || '' = 'owed'
           RETURNING "id", "subject_id"`,
          [now, param, epoch],
        );
        for (const row of rows) subjects.set(row.id as string, row.subject_id as string);
      }
      return [...new Set(hints.map((hint) => hint.workId))].flatMap((id) => {
        const subjectId = subjects.get(id);
        return subjectId === undefined ? [] : [{ id, subjectId }];
      });
    },
    async workFailed(id, error, notBefore) {
      const state = notBefore === null ? 'dead' : 'owed';
      await sql.run(
        `UPDATE "work" SET "state" = ?, "attempts" = "attempts" + 1, "last_error" = ?, "not_before" = coalesce(?, "not_before")
         WHERE "id" = ? AND "state" = 'owed'`,
        [state, error, notBefore, id],
      );
    },
    async workRelayed(works) {
      const byCarrier = new Map<string | null, string[]>();
      for (const { id, carrier } of works) {
        const ids = byCarrier.get(carrier);
        if (ids) ids.push(id);
        else byCarrier.set(carrier, [id]);
      }
      for (const [carrier, ids] of byCarrier) {
        const { text, param } = inNoHand(sql, ids);
        await sql.send(`UPDATE "work" SET "relayed_at" = ?, "carrier" = ? WHERE ${text}`, [now, carrier, param]);
      }
    },
    async workNotRelayed(ids) {
      const { text, param } = inNoHand(sql, ids);
      await sql.send(`UPDATE "work" SET "relayed_at" = '', "carrier" = NULL WHERE ${text}`, [param]);
    },
    async workRedrive(id) {
      const changed = await sql.run(
        `UPDATE "work" SET "state" = 'owed', "epoch" = "epoch" + 1, "relayed_at" = '', "not_before" = ?
         WHERE "id" = ? AND "state" <> 'done'`,
        [now, id],
      );
      if (changed === 1) return;
      if ((await sql.all('SELECT 1 FROM "work" WHERE "id" = ?', [id])).length === 0) {
        throw new Problem('not_found', say`There is no work ${id}`);
      }
      throw new Problem('not_possible', say`Work ${id} is done; there is nothing to drive again`);
    },
  };
}

/**
 * Of this work what no transaction has in hand. Whoever carries work out holds its row until all of it is done, which
 * may take seconds; SQLite has one writer, and nothing in anybody's hand while it writes.
 */
function inNoHand(sql: Sql, ids: string[]): Condition {
  const { text, param } = sql.anyOf('"id"', ids);
  if (sql.dialect === 'sqlite') return { text, param };
  return { text: `"id" IN (SELECT "id" FROM "work" WHERE ${text} FOR UPDATE SKIP LOCKED)`, param };
}
