import type { Reads, Tx } from '#core/ports.js';
import {
  editionErrata,
  editionFiles,
  editions,
  editionSteps,
  editionTexts,
  erratumProposals,
} from '../entities/edition.js';
import { StaleVersion } from '../sql/faults.js';
import type { Param, Sql } from '../sql/sql.js';
import { keysOf, pageOf } from './page.js';

export function editionReads(sql: Sql): Pick<Reads, 'editions'> {
  return {
    editions: {
      get: (id) => editions.one(sql, 'WHERE "id" = ?', [id]),
      ofWeek: (week) => editions.select(sql, 'WHERE "week" = ? ORDER BY "version"', [week]),
      async list({ states, cursor, limit }) {
        const where: string[] = [];
        const params: Param[] = [];
        if (states !== null) {
          const { text, param } = sql.anyOf('"state"', [...states]);
          where.push(text);
          params.push(param);
        }
        if (cursor !== undefined) {
          where.push('("week", "version") < (?, ?)');
          params.push(...keysOf(cursor, ['string', 'number']));
        }
        const clause = where.length > 0 ? `WHERE ${where.join(' AND ')}` : '';
        const rows = await editions.select(sql, `${clause} ORDER BY "week" DESC, "version" DESC LIMIT ?`, [
          ...params,
          limit + 1,
        ]);
        return pageOf(rows, limit, (row) => [row.week, row.version]);
      },
      steps: (id) => editionSteps.select(sql, 'WHERE "edition_id" = ? ORDER BY "at", "id"', [id]),
      async texts(id) {
        const rows = await editionTexts.select(
          sql,
          `WHERE "ordinal" IN (SELECT max("ordinal") FROM "edition_text" WHERE "edition_id" = ? GROUP BY "paragraph_id")
           ORDER BY "paragraph_id"`,
          [id],
        );
        return rows.filter((row) => row.texts !== null);
      },
      files: (id) =>
        editionFiles.select(sql, 'WHERE "edition_id" = ? ORDER BY "revision", "variant", "party", "path"', [id]),
      errata: (id) => editionErrata.select(sql, 'WHERE "edition_id" = ? ORDER BY "number"', [id]),
      proposals: (id) => erratumProposals.select(sql, 'WHERE "edition_id" = ? ORDER BY "at", "id"', [id]),
      withoutPackage: () =>
        editions.select(
          sql,
          `WHERE "state" NOT IN ('draft', 'returned') AND NOT EXISTS (
             SELECT 1 FROM "edition_file" f
             WHERE f."edition_id" = "edition"."id" AND f."role" = 'package' AND f."revision" = "edition"."errata")
           ORDER BY "frozen_at", "id"`,
        ),
      blobs: async () =>
        (await sql.all('SELECT DISTINCT "sha256" FROM "edition_file" ORDER BY "sha256"')).map(
          (row) => row.sha256 as string,
        ),
    },
  };
}

type EditionWrites = Pick<
  Tx['write'],
  'editionNew' | 'editionUpdate' | 'editionStep' | 'editionText' | 'editionFiles' | 'editionErratum' | 'erratumProposal'
>;

export function editionWrites(sql: Sql): EditionWrites {
  return {
    editionNew: (row) => editions.insert(sql, [row]),
    async editionUpdate(row) {
      const changed = await editions.update(sql, row, '"id" = ? AND "row_version" = ?', [row.id, row.rowVersion - 1]);
      if (changed === 0) throw new StaleVersion(`Edition ${row.id} has changed since it was read; read it again`);
    },
    editionStep: (row) => editionSteps.insert(sql, [row]),
    editionText: (row) => editionTexts.insert(sql, [row]),
    editionFiles: (rows) => editionFiles.insert(sql, rows),
    editionErratum: (row) => editionErrata.insert(sql, [row]),
    erratumProposal: (row) => erratumProposals.upsert(sql, row),
  };
}
