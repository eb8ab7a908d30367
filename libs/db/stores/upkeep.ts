import type { UpkeepReads, UpkeepWrites } from '#core/ports-upkeep.js';
import type { Sql } from '../sql/sql.js';

/** By the index on state and age. */
const doneWork = `FROM "work" WHERE "state" = 'done' AND "created_at" < ?`;
const endedSessions = `FROM "session" WHERE COALESCE("ended_at", "expires_at") < ?`;

export function upkeepReads(sql: Sql): UpkeepReads {
  const count = async (from: string, before: string) =>
    Number((await sql.all(`SELECT count(*) AS "n" ${from}`, [before]))[0]!.n);
  return {
    upkeep: {
      doneWork: (before) => count(doneWork, before),
      endedSessions: (before) => count(endedSessions, before),
    },
  };
}

export function upkeepWrites(sql: Sql): UpkeepWrites {
  return {
    upkeep: {
      doneWork: (before, limit) =>
        sql.run(`DELETE FROM "work" WHERE "id" IN (SELECT "id" ${doneWork} ORDER BY "created_at" LIMIT ?)`, [
          before,
          limit,
        ]),
      endedSessions: (before, limit) =>
        sql.run(`DELETE FROM "session" WHERE "token_hash" IN (SELECT "token_hash" ${endedSessions} LIMIT ?)`, [
          before,
          limit,
        ]),
    },
  };
}
