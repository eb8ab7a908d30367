import type { Reads, Tx } from '#core/ports.js';
import { hotline, noticeClocks, notices, replies } from '../entities/reply.js';
import type { Sql } from '../sql/sql.js';
import { newestOfParty } from './page.js';
import { below } from './registers.js';

export function replyReads(sql: Sql): Pick<Reads, 'notices' | 'replies' | 'hotline'> {
  return {
    notices: {
      get: (id) => notices.one(sql, 'WHERE "id" = ?', [id]),
      getMany: (ids) => notices.byIds(sql, ids),
      async about(about, subjectIds) {
        if (subjectIds.length === 0) return [];
        const subject = sql.anyOf('"subject_id"', subjectIds);
        return notices.select(sql, `WHERE "about" = ? AND ${subject.text} ORDER BY "issued_at", "id"`, [
          about,
          subject.param,
        ]);
      },
      ofIncident: (id) => notices.select(sql, 'WHERE "incident_id" = ? ORDER BY "issued_at", "id"', [id]),
      list: (filter) => newestOfParty(sql, notices, { property: 'issuedAt', column: 'issued_at' }, filter),
      issued(from, to, cutoff) {
        const { text, params } = below(cutoff);
        const rest = `WHERE "issued_at" >= ? AND "issued_at" < ?${text} ORDER BY "issued_at", "id"`;
        return notices.select(sql, rest, [from, to, ...params]);
      },
      async lastNumber(party) {
        const [row] = await sql.all('SELECT max("number") AS "last" FROM "notice" WHERE "party" = ?', [party]);
        return Number(row?.last ?? 0);
      },
      clocks: (ids) => noticeClocks.byIds(sql, ids),
      overdue: (at) =>
        noticeClocks.select(
          sql,
          `WHERE "closed_at" IS NULL AND ("reply_by" <= ? OR ("acknowledge_by" <= ? AND "acknowledged_at" IS NULL
             AND "unacknowledged_at" IS NULL)) ORDER BY "reply_by", "id"`,
          [at, at],
        ),
      clocksOf: (from, to) =>
        noticeClocks.select(sql, 'WHERE "issued_at" >= ? AND "issued_at" < ? ORDER BY "issued_at", "id"', [from, to]),
    },
    replies: {
      get: (id) => replies.one(sql, 'WHERE "id" = ?', [id]),
      ofNotices: (ids) => replies.among(sql, 'notice_id', ids, 'ORDER BY "received_at", "id"'),
      received(from, to, cutoff) {
        const { text, params } = below(cutoff);
        const rest = `WHERE "received_at" >= ? AND "received_at" < ?${text} ORDER BY "received_at", "id"`;
        return replies.select(sql, rest, [from, to, ...params]);
      },
    },
    hotline: {
      get: (id) => hotline.one(sql, 'WHERE "id" = ?', [id]),
      async settled(incidentIds) {
        if (incidentIds.length === 0) return new Set();
        const { text, param } = sql.anyOf('i."incident_id"', incidentIds);
        const rows = await sql.all(
          `SELECT i."incident_id" AS "id" FROM "hotline_entry" i
           JOIN "hotline_entry" p ON p."issue_id" = i."id" AND p."type" = 'promise'
           LEFT JOIN "hotline_entry" o ON o."issue_id" = i."id" AND o."type" = 'outcome'
             AND o."promise_id" = p."id" AND o."kept" = ?
           WHERE ${text} AND i."type" = 'issue' GROUP BY i."incident_id" HAVING count(*) = count(o."id")`,
          [true, param],
        );
        return new Set(rows.map((row) => row.id as string));
      },
      ofIssue: (issueId) => hotline.select(sql, 'WHERE "issue_id" = ? ORDER BY "at", "id"', [issueId]),
      during: (from, to) =>
        hotline.select(
          sql,
          `WHERE "issue_id" IN (SELECT "issue_id" FROM "hotline_entry" WHERE "at" >= ? AND "at" < ?) ORDER BY "at", "id"`,
          [from, to],
        ),
    },
  };
}

export function replyWrites(sql: Sql): Pick<Tx['write'], 'notice' | 'noticeClock' | 'reply' | 'hotline'> {
  return {
    notice: (row) => notices.insert(sql, [row]),
    noticeClock: (row) => noticeClocks.upsert(sql, row),
    reply: (row) => replies.insert(sql, [row]),
    hotline: (row) => hotline.insert(sql, [row]),
  };
}
