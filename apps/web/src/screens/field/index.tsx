import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Outbox } from '../../offline/outbox.js';
import { recordId } from '../../offline/record-id.js';
import { addFile, discardDraft, draftsOf, enqueue, keepDraft } from '../../offline/store.js';
import { useKept } from '../../offline/live.js';
import { Button } from '../../parts/button.js';
import { Loading } from '../../parts/loading.js';
import { Page } from '../../parts/page.js';
import { useToast } from '../../parts/toast.js';
import { keepTheme, readTheme } from '../../preferences.js';
import { useSession } from '../../session/session.js';
import styles from './field.module.css';
import { FieldForm } from './form.js';
import { emptyRestriction, emptyValues, reportOf, type Values } from './values.js';

const OutboxList = lazy(async () => ({ default: (await import('./outbox-list.js')).OutboxList }));

const patrolKey = 'linewatch.patrol';
const recentKey = 'linewatch.kinds';
const recentKinds = (): string[] => JSON.parse(localStorage.getItem(recentKey) ?? '[]') as string[];

interface Open {
  id: string;
  values: Values;
}

/** A new, empty form; for a restriction with its fields open. */
function fresh(isRestriction: boolean): Open {
  const values = emptyValues(new Date(), localStorage.getItem(patrolKey) ?? '');
  return {
    id: recordId(),
    values: isRestriction ? { ...values, where: 'here', restriction: emptyRestriction } : values,
  };
}

/** Report from the field: entered anywhere, kept here at once, sent when there is a network. */
export default function FieldScreen() {
  const { t } = useTranslation('field');
  const { account } = useSession();
  const toast = useToast();
  const [view, setView] = useState<'form' | 'outbox'>('form');
  const [open, show] = useState<Open | null>(null);
  // The newest, also for what answers late (a position): it must not undo what was entered in the meantime.
  const newest = useRef<Open | null>(null);
  const setOpen = (next: Open): void => {
    newest.current = next;
    show(next);
  };
  const outbox = useRef<Outbox | null>(null);
  const files = useKept(
    (store) =>
      store.files
        .where('reportId')
        .equals(open?.id ?? '')
        .sortBy('id'),
    open?.id ?? '',
  );
  const waiting = useKept(
    (store) =>
      store.outbox
        .where('accountId')
        .equals(account.id)
        .filter(({ state }) => state !== 'received')
        .count(),
    account.id,
  );

  useEffect(() => {
    outbox.current = new Outbox(account.id);
    // The browser must not clear away what was not sent yet.
    void navigator.storage?.persist?.();
    return () => outbox.current?.stop();
  }, [account.id]);

  useEffect(() => {
    // What one was at when the page was closed.
    void draftsOf(account.id).then(([draft]) =>
      setOpen(draft ? { id: draft.id, values: draft.values as Values } : fresh(false)),
    );
  }, [account.id]);

  const keep = (id: string, values: Values): void => {
    setOpen({ id, values });
    void keepDraft({ id, accountId: account.id, values });
  };
  const finish = async (): Promise<void> => {
    if (!open || !files) return;
    const { id, values } = open;
    const report = reportOf(
      id,
      values,
      files.map((file) => file.id),
    );
    const kind = values.kind!;
    const madeAt = new Date().toISOString();
    await enqueue({ id, accountId: account.id, state: 'waiting', kind, madeAt, report, values, files: files.length });
    localStorage.setItem(patrolKey, values.patrol);
    localStorage.setItem(recentKey, JSON.stringify([...new Set([kind, ...recentKinds()])].slice(0, 8)));
    setOpen(fresh(false));
    setView('outbox');
    toast({ text: t('saved') });
    void outbox.current?.send();
  };
  const reopen = async (id: string): Promise<void> => {
    const draft = (await draftsOf(account.id)).find((one) => one.id === id);
    if (draft) setOpen({ id, values: draft.values as Values });
    setView('form');
  };
  const discard = async (): Promise<void> => {
    if (!open) return;
    const { id, values } = open;
    const kept = files ?? [];
    await discardDraft(id);
    setOpen(fresh(false));
    toast({
      text: t('discarded'),
      undo: async () => {
        for (const file of kept) await addFile(file);
        keep(id, values);
      },
    });
  };

  return (
    <Page
      title={t('title')}
      description={t('description')}
      help={
        <>
          <p>{t('help.keep')}</p>
          <p>{t('help.outbox')}</p>
          <p>{t('help.install')}</p>
        </>
      }
      actions={
        <>
          <Button
            aria-pressed={readTheme() === 'night'}
            onPress={() => keepTheme(readTheme() === 'night' ? 'auto' : 'night')}
          >
            {t('night')}
          </Button>
          <Button
            onPress={() => {
              setOpen(fresh(true));
              setView('form');
            }}
          >
            {t('restrictionReport')}
          </Button>
        </>
      }
    >
      <div role="group" aria-label={t('views')} className={styles.views}>
        <Button
          look={view === 'form' ? 'main' : 'plain'}
          aria-pressed={view === 'form'}
          onPress={() => setView('form')}
        >
          {t('form')}
        </Button>
        <Button
          look={view === 'outbox' ? 'main' : 'plain'}
          aria-pressed={view === 'outbox'}
          onPress={() => setView('outbox')}
        >
          {t('outbox.title', { count: waiting ?? 0 })}
        </Button>
      </div>
      {view === 'form' && open && (
        <FieldForm
          key={open.id}
          id={open.id}
          values={open.values}
          files={files ?? []}
          recentKinds={recentKinds()}
          onChange={(change) => newest.current && keep(open.id, { ...newest.current.values, ...change })}
          onFinish={() => void finish()}
          onDiscard={() => void discard()}
        />
      )}
      {view === 'outbox' && (
        <Suspense fallback={<Loading />}>
          <OutboxList
            accountId={account.id}
            onSend={() => void outbox.current?.send()}
            onOpen={(id) => void reopen(id)}
          />
        </Suspense>
      )}
    </Page>
  );
}
