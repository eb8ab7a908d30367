import type { EscalationReads, EscalationWrites, TriggerIncident } from '#core/ports-escalation.js';
import type { Reads, Tx } from '#core/ports.js';
import { alarmRuns, alarms, contacts, deliveries, escalations } from '../entities/escalation.js';
import type { Sql, Value } from '../sql/sql.js';
import { keysOf, pageOf } from './page.js';

/** Steps of which a clock has run out at the instant given three times over; a snooze puts both off. */
const overdue = `WHERE "closed_at" IS NULL
  AND (("acknowledged_at" IS NULL AND "missed_at" IS NULL AND "acknowledge_by" <= ?)
    OR ("acknowledged_at" IS NOT NULL AND "acted_at" IS NULL AND "act_missed_at" IS NULL AND "act_by" <= ?))
  AND ("snoozed_until" IS NULL OR "snoozed_until" <= ?)
  ORDER BY "acknowledge_by", "id"`;

const counted = `"state" <> 'merged' AND ("outcome" IS NULL OR "outcome" IN ('verified', 'not_verifiable'))`;

export function escalationReads(sql: Sql): EscalationReads & Pick<Reads, 'escalations'> {
  return {
    escalations: {
      get: (id) => escalations.one(sql, 'WHERE "id" = ?', [id]),
      byKey: (key) => escalations.one(sql, 'WHERE "raise_key" = ?', [key]),
      ofIncident: (id) => escalations.select(sql, 'WHERE "incident_id" = ? ORDER BY "raised_at", "id"', [id]),
      open: () => escalations.select(sql, 'WHERE "closed_at" IS NULL ORDER BY "acknowledge_by", "id"'),
      openOf: (ids) => escalations.among(sql, 'incident_id', ids, 'AND "closed_at" IS NULL ORDER BY "raised_at", "id"'),
      overdue: (at) => escalations.select(sql, overdue, [at, at, at]),
    },
    deliveries: {
      get: (id) => deliveries.one(sql, 'WHERE "id" = ?', [id]),
      ofStep: (id) => deliveries.select(sql, 'WHERE "escalation_id" = ? ORDER BY "created_at", "id"', [id]),
      ofSteps: (ids) => deliveries.among(sql, 'escalation_id', ids, 'ORDER BY "created_at", "id"'),
      async inbox({ recipient, unreadOnly, limit, cursor }) {
        const where = [`"recipient" = ?`, `"channel" = 'inbox'`];
        const params: Value[] = [recipient];
        if (unreadOnly) where.push('"read_at" IS NULL');
        if (cursor !== undefined) {
          where.push('("created_at", "id") < (?, ?)');
          params.push(...keysOf(cursor, ['string', 'string']));
        }
        const rest = `WHERE ${where.join(' AND ')} ORDER BY "created_at" DESC, "id" DESC LIMIT ?`;
        const rows = await deliveries.select(sql, rest, [...params, limit + 1]);
        return pageOf(rows, limit, (row) => [row.createdAt, row.id]);
      },
    },
    contacts: {
      get: (id) => contacts.one(sql, 'WHERE "id" = ?', [id]),
      list: () => contacts.select(sql, 'ORDER BY "added_at", "id"'),
    },
    triggers: {
      async begunIn(from, to, sectors) {
        const some = sql.anyOf('"sector"', sectors);
        const rows = await sql.all(
          `SELECT "id", "kind", "weapon", "zones", "casualties", "civilian_object", "outcome", "sector", "start"
           FROM "incident" WHERE "start" > ? AND "start" <= ? AND ${some.text} AND ${counted}`,
          [from, to, some.param],
        );
        return rows.map((row): TriggerIncident => ({
          id: row['id'] as string,
          kind: row['kind'] as string,
          weapon: row['weapon'] as string | null,
          zones: JSON.parse(row['zones'] as string) as string[],
          casualties: row['casualties'] === null ? null : JSON.parse(row['casualties'] as string),
          civilianObject: Boolean(row['civilian_object']),
          outcome: row['outcome'] as string | null,
          sector: row['sector'] as string | null,
          start: row['start'] as string,
        }));
      },
      raisedSince: (trigger, since) =>
        escalations.select(sql, 'WHERE "trigger" = ? AND "raised_at" >= ? ORDER BY "raised_at", "id"', [
          trigger,
          since,
        ]),
    },
    alarms: {
      list: (from, to) =>
        alarms.select(sql, 'WHERE "day" >= ? AND "day" <= ? ORDER BY "day" DESC, "version" DESC, "id"', [from, to]),
      runs: (from, to, cutoff) =>
        cutoff === undefined
          ? alarmRuns.select(sql, 'WHERE "day" >= ? AND "day" <= ? ORDER BY "day", "version"', [from, to])
          : alarmRuns.select(
              sql,
              `WHERE "day" >= ? AND "day" <= ? AND EXISTS (
                 SELECT 1 FROM "journal_entry" e JOIN "journal_position" p ON p."entry_id" = e."id"
                 WHERE e."subject_id" = "alarm_run"."id" AND e."subject_kind" = 'alarm_run' AND p."position" <= ?
               ) ORDER BY "day", "version"`,
              [from, to, cutoff],
            ),
      lastRun: (day) => alarmRuns.one(sql, 'WHERE "day" = ? ORDER BY "version" DESC', [day]),
      async lastDay() {
        const [row] = await sql.all('SELECT max("day") AS "last" FROM "alarm_run"');
        return (row?.['last'] as string | null) ?? null;
      },
      async events(from, to) {
        const rows = await sql.all(
          `SELECT "sector", "kind", "start", "opened_at", "estimate" FROM "incident"
           WHERE "start" >= ? AND "start" < ? AND "sector" IS NOT NULL AND ${counted} ORDER BY "start", "id"`,
          [from, to],
        );
        return rows.map((row) => ({
          sector: row['sector'] as string,
          kind: row['kind'] as string,
          start: row['start'] as string,
          receivedAt: row['opened_at'] as string,
          ...placeOf(row['estimate'] as string),
        }));
      },
      async watching(from, to) {
        const rows = await sql.all(
          `SELECT "sector", "means", "start", "end", "usable_hours" - coalesce(
             (SELECT sum(l."hours") FROM "effort_loss" l WHERE l."effort_id" = "effort"."id"), 0) AS "usable_hours"
           FROM "effort" WHERE "start" < ? AND "end" > ? ORDER BY "start", "id"`,
          [to, from],
        );
        return rows.map((row) => ({
          sector: row['sector'] as string,
          means: row['means'] as string,
          start: row['start'] as string,
          end: row['end'] as string,
          usableHours: Math.max(0, Number(row['usable_hours'])),
        }));
      },
    },
  };
}

export function escalationWrites(sql: Sql, now: string): EscalationWrites & Pick<Tx['write'], 'escalation'> {
  return {
    escalation: (row) => escalations.upsert(sql, row),
    async deliveries(rows) {
      const made = [];
      for (const stepId of new Set(rows.map((row) => row.escalationId))) {
        const known = await deliveries.select(sql, 'WHERE "escalation_id" = ?', [stepId]);
        const key = (d: { recipient: string; channel: string }) => `${d.channel} ${d.recipient}`;
        const told = new Set(known.map(key));
        made.push(...rows.filter((row) => row.escalationId === stepId && !told.has(key(row))));
      }
      await deliveries.insert(sql, made);
      return made;
    },
    async deliverySettled(id, state, note) {
      await sql.run(
        `UPDATE "delivery" SET "state" = ?, "settled_at" = ?, "note" = ? WHERE "id" = ? AND "state" = 'waiting'`,
        [state, now, note, id],
      );
    },
    async deliveryRead(id) {
      await sql.run('UPDATE "delivery" SET "read_at" = ? WHERE "id" = ? AND "read_at" IS NULL', [now, id]);
    },
    contact: (row) => contacts.upsert(sql, row),
    async alarmRun(run, found) {
      await alarmRuns.insert(sql, [run]);
      await alarms.insert(sql, found);
    },
  };
}

function placeOf(estimate: string): { lat: number; lon: number } {
  const { lat, lon } = JSON.parse(estimate) as { lat: number; lon: number };
  return { lat, lon };
}
