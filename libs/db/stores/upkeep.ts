import type { UpkeepReads, UpkeepWrites } from '#core/ports-upkeep.js';
import { signInTries } from '../entities/access.js';
import type { Sql } from '../sql/sql.js';

/** By the index on state and age. */
const doneWork = `FROM "work" WHERE "state" = 'done' AND "created_at" < ?`;
const endedSessions = `FROM "session" WHERE COALESCE("ended_at", "expires_at") < ?`;

export function upkeepReads(sql: Sql): UpkeepReads {
  const count = async (from: string, before: string) =>
    Number((await sql.all(`SELECT count(*) AS "n" ${from}`, [before]))[0]!.n);
  return {
    signInTries: (keys) => signInTries.among(sql, 'key', keys),
    upkeep: {
      doneWork: (before) => count(doneWork, before),
      endedSessions: (before) => count(endedSessions, before),
    },
  };
}

export function upkeepWrites(sql: Sql): UpkeepWrites {
  return {
    async signInTries(rows) {
      for (const row of rows) await signInTries.upsert(sql, row);
    },
    async signInTriesForgotten(before, limit) {
      await sql.run(
        `DELETE FROM "sign_in_tries" WHERE "key" IN (SELECT "key" FROM "sign_in_tries" WHERE "at" < ? ORDER BY "at" LIMIT ?)`,
        [before, limit],
      );
    },
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
