import { useTranslation } from 'react-i18next';
import { useKept } from '../../offline/live.js';
import { fieldStore } from '../../offline/store.js';
import { Button } from '../../parts/button.js';
import { Time } from '../../parts/time.js';
import type { Receipt } from './data.js';
import styles from './liaison.module.css';

/** The receipt stays on this device: the server gives it once, when something is handed in. */
export async function keepOwnReceipt(accountId: string, kind: string, receipt: Receipt): Promise<void> {
  const madeAt = receipt.receivedAt;
  await (
    await fieldStore()
  ).outbox.put({ id: receipt.id, accountId, state: 'received', kind, madeAt, files: 0, receipt });
}

/** The receipt of what was handed in under this id, where this device has it. */
export function OwnReceipt({ id }: { id: string }) {
  const { t } = useTranslation('liaison');
  const kept = useKept(async (store) => (await store.outbox.get(id)) ?? null, id);
  const receipt = kept?.receipt;
  if (!receipt) return null;
  return (
    <p className={styles.receipt} role="status">
      {t('receipt.received')} <Time at={receipt.receivedAt} /> <code dir="ltr">{receipt.sha256.slice(0, 16)}…</code>{' '}
      <Button look="quiet" onPress={() => saveJson(receipt, `linewatch-receipt-${id}.json`)}>
        {t('receipt.save')}
      </Button>
    </p>
  );
}

/** Hands a record to the browser as a file. */
export function saveJson(record: unknown, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([JSON.stringify(record, null, 1)], { type: 'application/json' }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
