import Dexie, { type Table } from 'dexie';
import type { Fault } from '../api/problem.js';
import type { Schemas } from '../api/client.js';

export type ReportForm = Schemas['ReportForm'];

/** What is being entered; kept at every change, so that nothing is lost with the page. */
export interface KeptDraft {
  /** Of the report that it will become. */
  id: string;
  accountId: string;
  /** The form's own values. */
  values: unknown;
  changedAt: string;
}

/** A photo or voice note on its way: of a draft, then of a report. */
export interface KeptFile {
  /** Evidence id. */
  id: string;
  /** Of the draft or report that it belongs to. */
  reportId: string;
  blob: Blob;
  name: string;
  mediaType: string;
  /** Bytes that the server has confirmed. */
  sent: number;
  isStored: boolean;
}

/**
 * `waiting`: saved here. `sending`: on its way. `refused`: the server says no, and why. `received`: it has a receipt,
 * and nothing else of it is left here.
 */
export type OutboxState = 'waiting' | 'sending' | 'refused' | 'received';

export interface OutboxItem {
  id: string;
  accountId: string;
  state: OutboxState;
  /** Kind of event: enough to tell one from another in the list. */
  kind: string;
  /** When it was finished, here. */
  madeAt: string;
  /** The report; absent once it is received: no place stays on the device. */
  report?: ReportForm;
  /** The form's values, to correct what was refused; absent once it is received. */
  values?: unknown;
  /** How many files go with it. */
  files: number;
  problem?: { code: string; detail: string; faults: readonly Fault[] };
  receipt?: Schemas['Receipt'];
}

class FieldStore extends Dexie {
  drafts!: Table<KeptDraft, string>;
  files!: Table<KeptFile, string>;
  outbox!: Table<OutboxItem, string>;

  constructor() {
    super('linewatch-field');
    this.version(1).stores({ drafts: 'id, accountId', files: 'id, reportId', outbox: 'id, accountId, state' });
  }
}

/** What the field form keeps on this device. */
export const fieldStore = new FieldStore();

/** A finished report takes the place of its draft in one step: at no moment is it in neither or in both. */
export async function enqueue(item: OutboxItem): Promise<void> {
  await fieldStore.transaction('rw', fieldStore.outbox, fieldStore.drafts, async () => {
    await fieldStore.outbox.put(item);
    await fieldStore.drafts.delete(item.id);
  });
}

/** Takes a refused or waiting report back into the form, as the draft it was. */
export async function takeBack(item: OutboxItem): Promise<void> {
  const { id, accountId, values } = item;
  await fieldStore.transaction('rw', fieldStore.outbox, fieldStore.drafts, async () => {
    await fieldStore.drafts.put({ id, accountId, values, changedAt: new Date().toISOString() });
    await fieldStore.outbox.delete(id);
  });
}

/** A draft with all that belongs to it. */
export async function discardDraft(id: string): Promise<void> {
  await fieldStore.transaction('rw', fieldStore.drafts, fieldStore.files, async () => {
    await fieldStore.drafts.delete(id);
    await fieldStore.files.where('reportId').equals(id).delete();
  });
}

/** Received: the receipt stays, the report, its place and its files go. */
export async function keepReceipt(id: string, receipt: Schemas['Receipt']): Promise<void> {
  await fieldStore.transaction('rw', fieldStore.outbox, fieldStore.files, async () => {
    const item = await fieldStore.outbox.get(id);
    if (!item) return;
    const { report: _report, values: _values, problem: _problem, ...rest } = item;
    await fieldStore.outbox.put({ ...rest, state: 'received', receipt });
    await fieldStore.files.where('reportId').equals(id).delete();
  });
}
