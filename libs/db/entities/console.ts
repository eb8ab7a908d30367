import type { TriageView } from '#core/verification/desk/types.js';
import { type TableSpec, json, primary, text, utc } from '../columns.js';
import { Table } from '../table.js';

/** Filters of the queue that people keep for themselves: no record of what happened. */
export const triageViewSpec: TableSpec = {
  name: 'triage_view',
  columns: { id: primary(text()), owner: text(), name: text(), filter: json(), createdAt: utc() },
  indexes: { ix_triage_view_owner: { columns: ['owner', 'createdAt'] } },
};
export const triageViews = new Table<TriageView>(triageViewSpec);

export const consoleTables = [triageViewSpec];
