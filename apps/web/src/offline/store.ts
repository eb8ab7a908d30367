import type { Schemas } from '../api/client.js';
import type { FieldStore } from './field-store.js';
import type { KeptDraft, KeptFile, OutboxItem } from './kept.js';

let opening: Promise<FieldStore> | null = null;

/** What the field form keeps on this device; its library is fetched when it is first asked for. */
export function fieldStore(): Promise<FieldStore> {
  opening ??= import('./field-store.js').then((file) => new file.FieldStore());
  return opening;
}

/** The form as it now is; the last of an id counts. */
export async function keepDraft(draft: Omit<KeptDraft, 'changedAt'>): Promise<void> {
  await (await fieldStore()).drafts.put({ ...draft, changedAt: new Date().toISOString() });
}

/** What this account has not finished, the newest first. */
export async function draftsOf(accountId: string): Promise<KeptDraft[]> {
  return (await fieldStore()).drafts.where('accountId').equals(accountId).reverse().sortBy('changedAt');
}

/** A file not yet sent. */
export async function addFile(file: Omit<KeptFile, 'sent' | 'isStored'>): Promise<void> {
  await (await fieldStore()).files.add({ ...file, sent: 0, isStored: false });
}

export async function removeFile(id: string): Promise<void> {
  await (await fieldStore()).files.delete(id);
}

/** A finished report takes the place of its draft in one step: at no moment is it in neither or in both. */
export async function enqueue(item: OutboxItem): Promise<void> {
  const store = await fieldStore();
  await store.transaction('rw', store.outbox, store.drafts, async () => {
    await store.outbox.put(item);
    await store.drafts.delete(item.id);
  });
}

/** Takes a refused or waiting report back into the form, as the draft it was. */
export async function takeBack(item: OutboxItem): Promise<void> {
  const { id, accountId, values } = item;
  const store = await fieldStore();
  await store.transaction('rw', store.outbox, store.drafts, async () => {
    await store.drafts.put({ id, accountId, values, changedAt: new Date().toISOString() });
    await store.outbox.delete(id);
  });
}

/** A draft with all that belongs to it. */
export async function discardDraft(id: string): Promise<void> {
  const store = await fieldStore();
  await store.transaction('rw', store.drafts, store.files, async () => {
    await store.drafts.delete(id);
    await store.files.where('reportId').equals(id).delete();
  });
}

/** Received: the receipt stays, the report, its place and its files go. */
export async function keepReceipt(id: string, receipt: Schemas['Receipt']): Promise<void> {
  const store = await fieldStore();
  await store.transaction('rw', store.outbox, store.files, async () => {
    const item = await store.outbox.get(id);
    if (!item) return;
    const { report: _report, values: _values, problem: _problem, ...rest } = item;
    await store.outbox.put({ ...rest, state: 'received', receipt });
    await store.files.where('reportId').equals(id).delete();
  });
}

/** Takes items out of the list; for what is received. */
export async function forget(ids: readonly string[]): Promise<void> {
  await (await fieldStore()).outbox.bulkDelete([...ids]);
}
