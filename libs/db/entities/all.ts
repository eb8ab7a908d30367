import type { TableSpec } from '../columns.js';
import { accessTables } from './access.js';
import { consoleTables } from './console.js';
import { disturbanceTables } from './disturbance.js';
import { editionTables } from './edition.js';
import { escalationTables } from './escalation.js';
import { fieldworkTables } from './fieldwork.js';
import { fusionTables } from './fusion.js';
import { intakeTables } from './intake.js';
import { journalTables } from './journal.js';
import { judgementTables } from './judgement.js';
import { leadershipTables } from './leadership.js';
import { ledgerTables } from './ledger.js';
import { replyTables } from './reply.js';

const specs = [
  ...journalTables,
  ...intakeTables,
  ...fusionTables,
  ...judgementTables,
  ...escalationTables,
  ...ledgerTables,
  ...replyTables,
  ...fieldworkTables,
  ...disturbanceTables,
  ...accessTables,
  ...editionTables,
  ...consoleTables,
  ...leadershipTables,
];

/** Every table of ours, each after the tables it refers to. */
export const allTables: readonly TableSpec[] = inOrder(specs);

function inOrder(tables: TableSpec[]): TableSpec[] {
  const done = new Set<string>();
  const result: TableSpec[] = [];
  const visit = (table: TableSpec): void => {
    if (done.has(table.name)) return;
    done.add(table.name);
    for (const target of Object.values(table.references ?? {})) visit(tables.find((t) => t.name === target)!);
    result.push(table);
  };
  tables.forEach(visit);
  return result;
}
