import Dexie, { type Table } from 'dexie';
import type { KeptDraft, KeptFile, OutboxItem } from './kept.js';

export { liveQuery } from 'dexie';

/** The tables behind the field form and the liaison's drafts (Dexie over IndexedDB). */
export class FieldStore extends Dexie {
  drafts!: Table<KeptDraft, string>;
  files!: Table<KeptFile, string>;
  outbox!: Table<OutboxItem, string>;

  constructor() {
    super('linewatch-field');
    this.version(1).stores({ drafts: 'id, accountId', files: 'id, reportId', outbox: 'id, accountId, state' });
  }
}
