import { type TableSpec, integer, primary, text, utc } from '../columns.js';

/** Who carries out the duties that only one process may: one row, which that process's transactions are held against. */
export const leadershipSpec: TableSpec = {
  name: 'leadership',
  columns: { name: primary(text()), term: integer(), holder: text(), since: utc() },
};

export const leadershipTables = [leadershipSpec];
