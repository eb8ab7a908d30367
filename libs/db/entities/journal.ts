import type { Work } from '#core/journal/types.js';
import { type TableSpec, auto, bigint, integer, json, nullable, primary, text, utc } from '../columns.js';
import { Table } from '../table.js';

/** Payload is kept as its canonical JSON text, subject as two columns. */
export interface EntryRow {
  id: string;
  at: string;
  actor: string;
  type: string;
  subjectKind: string;
  subjectId: string;
  payload: unknown;
  salt: string;
  leafHash: string;
}

export const entrySpec: TableSpec = {
  name: 'journal_entry',
  columns: {
    id: primary(text()),
    at: utc(),
    actor: text(),
    type: text(),
    subjectKind: text(),
    subjectId: text(),
    payload: json(),
    salt: text(),
    leafHash: text(),
  },
  indexes: { ix_entry_subject: { columns: ['subjectId', 'subjectKind'] } },
};
export const entries = new Table<EntryRow>(entrySpec);

/** Committed entries without a position yet; `ordinal` is the order of insertion. Emptied by the sequencer. */
export const unsequencedSpec: TableSpec = {
  name: 'journal_unsequenced',
  columns: { ordinal: auto(), entryId: text(), at: utc() },
  references: { entryId: 'journal_entry' },
};
export const unsequenced = new Table<{ entryId: string; at: string }>(unsequencedSpec);

export interface PositionRow {
  position: number;
  entryId: string;
  chain: string;
}

export const positionSpec: TableSpec = {
  name: 'journal_position',
  columns: { position: primary(bigint()), entryId: text(), chain: text() },
  indexes: { ux_position_entry: { columns: ['entryId'], unique: true } },
  references: { entryId: 'journal_entry' },
};
export const positions = new Table<PositionRow>(positionSpec);

/** A signed head with what the tree needs in order to grow from there. */
export interface HeadRow {
  size: number;
  root: string;
  at: string;
  keyId: string;
  signature: string;
  frontier: string[];
  chain: string;
}

export const headSpec: TableSpec = {
  name: 'tree_head',
  columns: {
    size: primary(bigint()),
    root: text(),
    at: utc(),
    keyId: text(),
    signature: text(),
    frontier: json(),
    chain: text(),
  },
};
export const heads = new Table<HeadRow>(headSpec);

export const workSpec: TableSpec = {
  name: 'work',
  columns: {
    id: primary(text()),
    entryId: text(),
    job: text(),
    subjectId: text(),
    state: text(),
    epoch: integer(),
    attempts: integer(),
    notBefore: utc(),
    // Empty where never relayed, so that one index serves "not relayed since".
    relayedAt: text(),
    lastError: nullable(text()),
    doneAt: nullable(utc()),
    createdAt: utc(),
    carrier: nullable(text()),
  },
  indexes: {
    ix_work_due: { columns: ['state', 'relayedAt', 'notBefore'] },
    ix_work_state: { columns: ['state', 'createdAt', 'id'] },
  },
  references: { entryId: 'journal_entry' },
};
export const works = new Table<Omit<Work, 'relayedAt'> & { relayedAt: string }>(workSpec);

export const journalTables = [entrySpec, unsequencedSpec, positionSpec, headSpec, workSpec];
