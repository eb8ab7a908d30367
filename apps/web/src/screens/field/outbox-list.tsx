import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useKept } from '../../offline/live.js';
import type { KeptDraft, OutboxItem } from '../../offline/kept.js';
import { forget, takeBack } from '../../offline/store.js';
import { ApiProblem } from '../../api/problem.js';
import { Button } from '../../parts/button.js';
import { Empty } from '../../parts/empty.js';
import { useNames } from '../../parts/mission.js';
import { Problem } from '../../parts/problem.js';
import { Time } from '../../parts/time.js';
import { Sentence } from '../../parts/sentence.js';
import styles from './field.module.css';
import type { Values } from './values.js';

interface Props {
  accountId: string;
  onSend(): void;
  onOpen(id: string): void;
}

/** What was finished here, and how far it has come: saved here, on its way, received with receipt, or refused. */
export function OutboxList({ accountId, onSend, onOpen }: Props) {
  const { t } = useTranslation('field');
  const kept = useKept(async (store) => {
    const [items, drafts, files] = await Promise.all([
      store.outbox.where('accountId').equals(accountId).reverse().sortBy('id'),
      store.drafts.where('accountId').equals(accountId).reverse().sortBy('changedAt'),
      store.files.toArray(),
    ]);
    return { items, drafts, files };
  }, accountId);
  if (!kept) return null;
  const { items, drafts, files } = kept;
  const waiting = items.filter(({ state }) => state === 'waiting').length;
  const received = items.filter(({ state }) => state === 'received');
  if (items.length + drafts.length === 0) return <Empty title={t('outbox.empty')} next={t('outbox.emptyNext')} />;
  return (
    <div className={styles.group}>
      <div className={styles.row}>
        <Button onPress={onSend} isDisabled={waiting === 0}>
          {t('outbox.sendNow', { count: waiting })}
        </Button>
        {received.length > 0 && (
          <>
            <Button onPress={() => download(received)}>{t('outbox.receipts')}</Button>
            <Button look="quiet" onPress={() => void forget(received.map(({ id }) => id))}>
              {t('outbox.clear')}
            </Button>
          </>
        )}
      </div>
      <ul className={styles.outbox}>
        {drafts.map((draft) => (
          <DraftRow key={draft.id} draft={draft} onOpen={() => onOpen(draft.id)} />
        ))}
        {items.map((item) => (
          <ItemRow
            key={item.id}
            item={item}
            progress={progressOf(files.filter(({ reportId }) => reportId === item.id))}
            onOpen={() => void takeBack(item).then(() => onOpen(item.id))}
          />
        ))}
      </ul>
    </div>
  );
}

function DraftRow({ draft, onOpen }: { draft: KeptDraft; onOpen(): void }) {
  const { t } = useTranslation('field');
  const names = useNames();
  const { kind } = draft.values as Values;
  return (
    <li>
      <p className={styles.itemHead}>
        <strong>{kind === null ? t('outbox.noKind') : names.kind(kind)}</strong> <Time at={draft.changedAt} />
      </p>
      <p className={styles.state}>{t('outbox.draft')}</p>
      <Button onPress={onOpen}>{t('outbox.goOn')}</Button>
    </li>
  );
}

function ItemRow({ item, progress, onOpen }: { item: OutboxItem; progress: number | null; onOpen(): void }) {
  const { t } = useTranslation('field');
  const names = useNames();
  const [isShown, setShown] = useState(false);
  const { state, problem, receipt } = item;
  return (
    <li data-state={state}>
      <p className={styles.itemHead}>
        <strong>{names.kind(item.kind)}</strong> <Time at={item.madeAt} />
      </p>
      <p className={styles.state} role="status">
        {t(`outbox.states.${state}`)}
        {receipt && (
          <>
            {' '}
            <Time at={receipt.receivedAt} />
          </>
        )}
      </p>
      {state === 'sending' && progress !== null && (
        <progress max={1} value={progress} aria-label={t('outbox.progress')} />
      )}
      {state === 'waiting' && problem && (
        <p className={styles.quiet}>
          {t('outbox.lastTry')} <Sentence said={problem.said && [problem.said]} text={problem.detail} />
        </p>
      )}
      {state === 'refused' && problem && (
        <>
          <Problem error={new ApiProblem(problem.code, 400, problem.detail, problem.faults, null, {}, problem.said)} />
          <Button onPress={onOpen}>{t('outbox.correct')}</Button>
        </>
      )}
      {receipt && (
        <>
          <Button look="quiet" aria-expanded={isShown} onPress={() => setShown(!isShown)}>
            {t('outbox.receipt')}
          </Button>
          {isShown && <pre className={styles.receipt}>{JSON.stringify(receipt, null, 1)}</pre>}
        </>
      )}
    </li>
  );
}

function progressOf(files: { sent: number; blob: Blob }[]): number | null {
  const all = files.reduce((sum, { blob }) => sum + blob.size, 0);
  return all === 0 ? null : files.reduce((sum, { sent }) => sum + sent, 0) / all;
}

/** The receipts prove what was handed in, also to somebody who does not trust the server. */
function download(items: readonly OutboxItem[]): void {
  const blob = new Blob(
    [
      JSON.stringify(
        items.map(({ receipt }) => receipt),
        null,
        1,
      ),
    ],
    { type: 'application/json' },
  );
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = 'linewatch-receipts.json';
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
