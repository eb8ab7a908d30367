import type { Reads, Tx } from '#core/ports.js';
import { assessments, presenceDays, provisionReviews, registerFigures } from '../entities/reply.js';
import type { Sql, Value } from '../sql/sql.js';

/** Only rows whose entry has a position below the cut-off; no condition where it is null. */
export function below(cutoff: number | null): { text: string; params: Value[] } {
  if (cutoff === null) return { text: '', params: [] };
  const text = ` AND "entry_id" IN (SELECT "entry_id" FROM "journal_position" WHERE "position" < ?)`;
  return { text, params: [cutoff] };
}

export function registerReads(sql: Sql): Pick<Reads, 'provisionReviews' | 'registers' | 'assessments'> {
  return {
    provisionReviews: {
      newestOf: (incidentId) =>
        provisionReviews.one(sql, 'WHERE "incident_id" = ? ORDER BY "at" DESC, "id" DESC', [incidentId]),
    },
    registers: {
      figure: (id) => registerFigures.one(sql, 'WHERE "id" = ?', [id]),
      figures(provisionId, cutoff) {
        const { text, params } = below(cutoff);
        const rest = `WHERE "provision_id" = ?${text} ORDER BY "received_at", "id"`;
        return registerFigures.select(sql, rest, [provisionId, ...params]);
      },
      presenceDays: (ids) => presenceDays.byIds(sql, ids),
      presence(provisionId, from, to, cutoff) {
        const { text, params } = below(cutoff);
        const rest = `WHERE "provision_id" = ? AND "day" >= ? AND "day" < ?${text} ORDER BY "received_at", "id"`;
        return presenceDays.select(sql, rest, [provisionId, from, to, ...params]);
      },
    },
    assessments: {
      get: (id) => assessments.one(sql, 'WHERE "id" = ?', [id]),
      ofProvision: (provisionId) =>
        assessments.select(sql, 'WHERE "provision_id" = ? ORDER BY "ruled_at", "id"', [provisionId]),
      list: () => assessments.select(sql, 'ORDER BY "ruled_at", "id"'),
    },
  };
}

type Writes = Pick<Tx['write'], 'provisionReview' | 'registerFigure' | 'presenceDays' | 'assessment'>;

export function registerWrites(sql: Sql): Writes {
  return {
    provisionReview: (row) => provisionReviews.insert(sql, [row]),
    registerFigure: (row) => registerFigures.insert(sql, [row]),
    presenceDays: (rows) => presenceDays.insert(sql, rows),
    assessment: (row) => assessments.upsert(sql, row),
  };
}
