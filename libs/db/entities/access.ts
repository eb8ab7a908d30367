import type { Account, Device, Session, SignInTries } from '#core/access/types.js';
import { type TableSpec, bigint, integer, json, nullable, primary, text, utc } from '../columns.js';
import { Table } from '../table.js';

export const accountSpec: TableSpec = {
  name: 'account',
  columns: {
    id: primary(text()),
    loginName: text(),
    role: text(),
    scope: json(),
    passwordHash: text(),
    totpSecret: nullable(text()),
    passwordExpiresAt: nullable(utc()),
    disabledAt: nullable(utc()),
    createdAt: utc(),
    failedSince: nullable(utc()),
    failures: integer(),
  },
  indexes: { ux_account_login: { columns: ['loginName'], unique: true } },
};
export const accounts = new Table<Account>(accountSpec);

export const sessionSpec: TableSpec = {
  name: 'session',
  columns: {
    tokenHash: primary(text()),
    accountId: text(),
    createdAt: utc(),
    lastSeenAt: utc(),
    expiresAt: utc(),
    endedAt: nullable(utc()),
  },
  indexes: { ix_session_account: { columns: ['accountId', 'createdAt'] } },
  references: { accountId: 'account' },
};
export const sessions = new Table<Session>(sessionSpec);

export const deviceSpec: TableSpec = {
  name: 'device',
  columns: {
    id: primary(text()),
    name: text(),
    publicKey: text(),
    scope: json(),
    lastSequence: bigint(),
    disabledAt: nullable(utc()),
    createdAt: utc(),
  },
};
export const devices = new Table<Device>(deviceSpec);

export const metaSpec: TableSpec = {
  name: 'meta',
  columns: { key: primary(text()), value: text() },
};
export const meta = new Table<{ key: string; value: string }>(metaSpec);

/** The one erasable table: names and contacts that everything else refers to by id (D4). */
export const personalSpec: TableSpec = {
  name: 'personal',
  columns: { id: primary(text()), data: json() },
};
export const personal = new Table<{ id: string; data: Record<string, unknown> }>(personalSpec);

/** Counts of tries to sign in, for a day. */
export const signInTriesSpec: TableSpec = {
  name: 'sign_in_tries',
  columns: { key: primary(text()), tries: integer(), at: utc() },
  indexes: { ix_sign_in_tries_at: { columns: ['at'] } },
};
export const signInTries = new Table<SignInTries>(signInTriesSpec);

export const accessTables = [accountSpec, sessionSpec, deviceSpec, metaSpec, personalSpec, signInTriesSpec];
