import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type SqliteDatabase from 'better-sqlite3';
import type { Operation } from '../load/log.js';
import { sha256 } from '../load/make.js';
import type { FaultKind } from './faults.js';

/** A store laid open, with everything in it that can be broken. */
export interface Opened {
  database: SqliteDatabase.Database;
  evidence: string;
  /** Acknowledged operations by type; at least one of each. */
  ok: Record<'report' | 'sighting' | 'evidence', Operation>;
  refused: Operation;
}

/** A way to break a store, and what the checker must say of it. */
export interface Damage {
  name: string;
  finds: FaultKind;
  plant(store: Opened): void;
}

const run = (store: Opened, text: string, ...values: unknown[]) => store.database.prepare(text).run(...values);

function pathOf({ evidence }: Opened, hash: string): string {
  return join(evidence, hash.slice(0, 2), hash.slice(2, 4), hash);
}

/** Copies a row of a table under changed columns, as a program that did the same thing twice would. */
function copy(store: Opened, table: string, where: string, value: string, change: Record<string, unknown>): void {
  const row = store.database.prepare(`SELECT * FROM "${table}" WHERE ${where} LIMIT 1`).get(value) as object;
  const twin = { ...row, ...change };
  const names = Object.keys(twin);
  run(
    store,
    `INSERT INTO "${table}" (${names.map((n) => `"${n}"`).join(', ')}) VALUES (${names.map(() => '?').join(', ')})`,
    ...Object.values(twin),
  );
}

export const damages: Damage[] = [
  {
    name: 'an acknowledged report is gone with everything that refers to it',
    finds: 'lost',
    plant: (s) => {
      run(s, 'DELETE FROM "link" WHERE "sighting_id" = ?', s.ok.report.key);
      run(s, 'DELETE FROM "sighting" WHERE "id" = ?', s.ok.report.key);
    },
  },
  {
    name: 'a sighting is stored a second time under another id',
    finds: 'doubled',
    plant: (s) => copy(s, 'sighting', '"id" = ?', s.ok.sighting.key, { id: `${s.ok.sighting.key.slice(0, -4)}ffff` }),
  },
  {
    name: 'a stored report says something else than was sent',
    finds: 'wrong_content',
    plant: (s) => run(s, 'UPDATE "sighting" SET "sha256" = ? WHERE "id" = ?', '0'.repeat(64), s.ok.report.key),
  },
  {
    name: 'what was refused is stored all the same',
    finds: 'refused_but_there',
    plant: (s) =>
      copy(s, 'sighting', '"id" = ?', s.ok.report.key, {
        id: s.refused.key,
        sha256: s.refused.sha256,
        text: `Sent as ${s.refused.key}.`,
      }),
  },
  {
    name: 'the entry that accepted a report is taken out of the tree',
    finds: 'not_in_tree',
    plant: (s) =>
      run(
        s,
        `DELETE FROM "journal_position" WHERE "entry_id" IN
         (SELECT "id" FROM "journal_entry" WHERE "subject_id" = ? AND "type" = 'sighting.accepted')`,
        s.ok.report.key,
      ),
  },
  {
    name: 'an entry of the journal was edited',
    finds: 'journal',
    plant: (s) =>
      run(s, `UPDATE "journal_entry" SET "actor" = 'somebody else' WHERE "subject_id" = ?`, s.ok.evidence.key),
  },
  {
    name: 'a sighting was fused and the incident was never judged',
    finds: 'no_verdict',
    plant: (s) =>
      run(
        s,
        `DELETE FROM "verification" WHERE "incident_id" IN (SELECT "incident_id" FROM "link" WHERE "sighting_id" = ?)`,
        s.ok.sighting.key,
      ),
  },
  {
    name: 'an incident was judged twice on one version',
    finds: 'two_verdicts',
    plant: (s) =>
      copy(
        s,
        'verification',
        `"incident_id" = (SELECT "incident_id" FROM "link" WHERE "sighting_id" = ?)`,
        s.ok.sighting.key,
        { id: '01900000-0000-7000-8000-00000000ffff' },
      ),
  },
  {
    name: 'a byte of a file has flipped',
    finds: 'blob_damaged',
    plant: (s) => {
      const path = pathOf(s, s.ok.evidence.sha256);
      const bytes = readFileSync(path);
      bytes[bytes.length >> 1]! ^= 1;
      chmodSync(path, 0o600);
      writeFileSync(path, bytes);
    },
  },
  {
    name: 'a file is missing',
    finds: 'blob_damaged',
    plant: (s) => rmSync(pathOf(s, s.ok.evidence.sha256)),
  },
  {
    name: 'a file lies there that no record names',
    finds: 'blob_orphan',
    plant: (s) => {
      const bytes = Buffer.from('nobody knows me');
      const path = pathOf(s, sha256(bytes));
      if (!existsSync(dirname(path))) mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, bytes);
    },
  },
  {
    name: 'work was marked as owed again and nobody does it',
    finds: 'work_left',
    plant: (s) => run(s, `UPDATE "work" SET "state" = 'owed' WHERE "subject_id" = ?`, s.ok.report.key),
  },
  {
    name: 'a decision of the machine was altered',
    finds: 'altered',
    plant: (s) => run(s, `UPDATE "verification" SET "reason" = 'because'`),
  },
  {
    name: 'an incident counts a sighting that is not there',
    finds: 'miscounted',
    plant: (s) => run(s, 'UPDATE "incident" SET "sighting_count" = "sighting_count" + 1'),
  },
];
