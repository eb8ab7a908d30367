import type { Reads, Tx } from '#core/ports.js';
import { accounts, devices, meta, personal, sessions } from '../entities/access.js';
import type { Sql } from '../sql/sql.js';

type AccessReads = Pick<Reads, 'accounts' | 'sessions' | 'devices' | 'meta' | 'personal'>;

export function accessReads(sql: Sql): AccessReads {
  return {
    accounts: {
      get: (id) => accounts.one(sql, 'WHERE "id" = ?', [id]),
      getMany: (ids) => accounts.byIds(sql, ids),
      async behind(tokenHashes) {
        if (tokenHashes.length === 0) return [];
        const { text, param } = sql.anyOf('"token_hash"', tokenHashes);
        return accounts.select(sql, `WHERE "id" IN (SELECT "account_id" FROM "session" WHERE ${text})`, [param]);
      },
      byLoginName: (name) => accounts.one(sql, 'WHERE "login_name" = ?', [name]),
      list: () => accounts.select(sql, 'ORDER BY "login_name"'),
    },
    sessions: {
      get: (tokenHash) => sessions.one(sql, 'WHERE "token_hash" = ?', [tokenHash]),
      getMany: (tokenHashes) => sessions.among(sql, 'token_hash', tokenHashes),
      ofAccount: (id) => sessions.select(sql, 'WHERE "account_id" = ? ORDER BY "created_at", "token_hash"', [id]),
    },
    devices: {
      get: (id) => devices.one(sql, 'WHERE "id" = ?', [id]),
      list: () => devices.select(sql, 'ORDER BY "name", "id"'),
    },
    meta: { get: async (key) => (await meta.one(sql, 'WHERE "key" = ?', [key]))?.value ?? null },
    personal: { get: async (id) => (await personal.one(sql, 'WHERE "id" = ?', [id]))?.data ?? null },
  };
}

type AccessWrites = Pick<Tx['write'], 'account' | 'session' | 'device' | 'deviceSequence' | 'meta' | 'personal'>;

export function accessWrites(sql: Sql): AccessWrites {
  return {
    account: (row) => accounts.upsert(sql, row),
    session: (row) => sessions.upsert(sql, row),
    // Only deviceSequence moves the counter, and only upwards.
    device: (row) => devices.upsert(sql, row, ['last_sequence']),
    deviceSequence: async (id, sequence) =>
      (await sql.run('UPDATE "device" SET "last_sequence" = ? WHERE "id" = ? AND "last_sequence" < ?', [
        sequence,
        id,
        sequence,
      ])) === 1,
    meta: (key, value) => meta.upsert(sql, { key, value }),
    async personal(id, data) {
      if (data === null) await sql.run('DELETE FROM "personal" WHERE "id" = ?', [id]);
      else await personal.upsert(sql, { id, data });
    },
  };
}
