import { Suspense, useEffect, useMemo, useRef, useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { useSearchParams } from 'react-router';
import { useTranslation } from 'react-i18next';
import { Button } from '../../parts/button.js';
import { Empty } from '../../parts/empty.js';
import { Loading } from '../../parts/loading.js';
import { useNames } from '../../parts/mission.js';
import { Page } from '../../parts/page.js';
import { Problem } from '../../parts/problem.js';
import { useShortcuts } from '../../parts/shortcuts.js';
import { useToast } from '../../parts/toast.js';
import { VirtualList } from '../../parts/virtual-list.js';
import { queries } from '../../queries.js';
import { Actions, type Todo } from './actions.js';
import { useActs, type Action, type Incident } from './acts.js';
import { caseQuery, type Mode } from './case-query.js';
import { addressOfFilter, countSet, filterOf, noFilter, queryAt } from './filter.js';
import { Decide, Detail, fetchLater, Filters, HandOver, Snooze } from './later.js';
import { FiltersToCome, Help, News } from './news.js';
import { pagesOf, useQueue, type Item } from './queue.js';
import { Row } from './row.js';
import { useTaken } from './taken.js';
import styles from './triage.module.css';

/** What happens to several at once, or needs a form of its own. */
type Asking = 'hand_over' | 'snooze' | 'decide' | null;

/** Asks for the first rows while the screen is still on its way. */
export function prepare(search: string): Promise<unknown> {
  return queries.prefetchInfiniteQuery(pagesOf(queryAt(search)));
}

/** The queue of what nobody has decided yet, and as much of each as a plain decision needs. */
export default function TriageScreen() {
  const { t } = useTranslation('triage');
  const names = useNames();
  const client = useQueryClient();
  const toast = useToast();
  const [address, setAddress] = useSearchParams();
  const said = address.toString();
  const filter = useMemo(() => filterOf(new URLSearchParams(said)), [said]);
  const group = address.get('group');
  const queue = useQueue(filter, group);
  const [current, setCurrent] = useState<string | null>(null);
  const [mode, setMode] = useState<Mode>('read');
  const [asking, setAsking] = useState<Asking>(null);
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  // On a phone the case lies over the queue.
  const [isOpen, setOpen] = useState(false);
  const frame = useRef<HTMLDivElement>(null);

  const { items } = queue;
  const at = items.findIndex((item) => item.key === current);
  const item = items[at];
  const isOne = item !== undefined && !item.group;
  const some = items.filter((one) => ticked.has(one.key)).map((one) => one.incident);
  const targets: readonly Incident[] = some.length > 0 ? some : isOne ? [item.incident] : [];

  // What the rows do not need is asked for behind them.
  const [isDrawn, setDrawn] = useState(false);
  useEffect(() => {
    if (queue.isLoading) return;
    setDrawn(true);
    fetchLater();
  }, [queue.isLoading]);
  // The next case is there before it is asked for: deciding goes as fast as reading.
  const ahead = items[at + 1]?.group ? undefined : items[at + 1]?.incident.id;
  useEffect(() => {
    if (ahead === undefined) return;
    void client.prefetchQuery(caseQuery(ahead));
  }, [client, ahead]);

  const focusList = (): void =>
    frame.current?.querySelector<HTMLElement>('[role=listbox]')?.focus({ preventScroll: true });

  function select(key: string | null): void {
    setCurrent(key);
    setMode('read');
  }

  const act = useActs((action: Action, done) => {
    const ids = new Set(done.map(({ id }) => id));
    setTicked(new Set());
    if (action === 'undo_decision') void queue.refresh(current).then(() => select(done[0]?.id ?? current));
    else if (action === 'decide' || (action === 'snooze' && filter.state !== 'all')) leave(ids);
    else void queue.recheck([...ids]);
  });

  /** Goes on with what comes after those that were dealt with. */
  function leave(ids: ReadonlySet<string>): void {
    const next = [...items.slice(at + 1), ...items.slice(0, Math.max(0, at)).reverse()].find(
      (one) => !ids.has(one.key),
    );
    queue.drop(ids);
    if (current !== null && ids.has(current)) select(next?.key ?? null);
    focusList();
  }

  async function quickly(action: Action): Promise<void> {
    try {
      await act(action, targets);
    } catch (error) {
      toast({ kind: 'fault', text: error instanceof Error ? error.message : String(error) });
    }
  }

  function show(next: URLSearchParams, key: string | null): void {
    setTicked(new Set());
    select(key);
    setAddress(next);
  }

  function open(one: Item | undefined): void {
    if (one?.group) show(addressOfFilter(filter, one.key), null);
    else if (one) setOpen(true);
  }

  function back(): void {
    if (mode !== 'read') setMode('read');
    else if (isOpen) setOpen(false);
    else if (group !== null) show(addressOfFilter(filter, null), group);
    focusList();
  }

  function tick(key: string): void {
    setTicked((old) => new Set(old.has(key) ? [...old].filter((one) => one !== key) : [...old, key]));
  }

  const step = (by: number): void => {
    const next = items[Math.max(0, Math.min(items.length - 1, at + by))];
    if (next) select(next.key);
  };
  const begin = (next: Mode): void => {
    setMode(next);
    setOpen(true);
  };
  const onTargets = (run: () => void) => () => {
    if (targets.length > 0) run();
  };
  const isBulk = some.length > 0;
  const todos: Todo[] = [
    { id: 'accept', keys: 'a', run: () => isOne && begin('accept') },
    { id: 'decide', keys: 'd', run: onTargets(() => (isBulk ? setAsking('decide') : begin('decide'))) },
    { id: 'claim', keys: 'c', run: onTargets(() => void quickly('claim')) },
    { id: 'release', keys: 'u', run: onTargets(() => void quickly('release')) },
    { id: 'hand_over', keys: 'h', run: onTargets(() => setAsking('hand_over')) },
    { id: 'snooze', keys: 's', run: onTargets(() => setAsking('snooze')) },
    { id: 'wake', keys: 'w', run: onTargets(() => void quickly('wake')) },
    { id: 'duplicates', keys: 'l', run: () => isOne && begin('duplicates') },
  ];
  const refresh = (): void => void queue.refresh(current).catch(() => toast({ kind: 'fault', text: t('news.failed') }));
  useShortcuts(t('title'), [
    { keys: 'j', label: t('keys.next'), run: () => step(1) },
    { keys: 'k', label: t('keys.previous'), run: () => step(-1) },
    { keys: 'Enter', label: t('keys.open'), run: () => open(item) },
    { keys: 'Escape', label: t('keys.back'), run: back },
    ...todos.map(({ id, keys, run }) => ({ keys, label: t(`act.${id}`), run })),
    { keys: 'x', label: t('keys.tick'), run: () => isOne && tick(item.key) },
    {
      keys: 'X',
      label: t('keys.tickAll'),
      run: () => setTicked(new Set(isBulk ? [] : items.filter((one) => !one.group).map((one) => one.key))),
    },
    { keys: 'r', label: t('keys.refresh'), run: refresh },
  ]);
  useTaken(
    !queue.isLoading,
    (taken) => {
      setCurrent(taken.current);
      setOpen(taken.isOpen);
      setTicked(new Set(taken.ticked));
      if (taken.current !== null) focusList();
    },
    (ids) => void queue.recheck(ids),
  );
  const own = todos.filter(({ id }) => {
    if (id === 'wake') return item?.snoozed;
    if (id === 'snooze') return !item?.snoozed;
    return id === 'release' ? item?.state === 'claimed' : true;
  });
  const forSome = todos.filter(({ id }) => id !== 'accept' && id !== 'duplicates');

  return (
    <Page title={t('title')} description={t('description')} help={<Help />} isFull>
      {isDrawn ? (
        <Suspense fallback={<FiltersToCome />}>
          <Filters filter={filter} totals={queue.totals} onChange={(next) => show(addressOfFilter(next, null), null)} />
        </Suspense>
      ) : (
        <FiltersToCome />
      )}
      <div className={styles.said}>
        {group !== null && (
          <Button onPress={back}>
            {t('group.back')} <kbd aria-hidden="true">Esc</kbd>
          </Button>
        )}
        <News queue={queue} onRefresh={refresh} />
      </div>
      {isBulk && (
        <section className={styles.bulk} aria-label={t('bulk.title', { count: some.length })}>
          <strong>{t('bulk.title', { count: some.length })}</strong>
          <Actions todos={forSome} />
          <Suspense fallback={<Loading />}>
            {asking === 'decide' && <Decide targets={targets} start={null} act={act} onClose={() => setAsking(null)} />}
          </Suspense>
        </section>
      )}
      {queue.error !== null && <Problem error={queue.error} onRetry={refresh} />}
      {queue.isLoading && queue.error === null && <Loading />}
      {!queue.isLoading && items.length === 0 && (
        <Empty
          title={t('empty.title')}
          next={countSet(filter) > 0 || group !== null ? t('empty.filtered') : t('empty.next')}
          action={
            (countSet(filter) > 0 || group !== null) && (
              <Button onPress={() => show(addressOfFilter(noFilter, null), null)}>{t('empty.all')}</Button>
            )
          }
        />
      )}
      {items.length > 0 && (
        <div ref={frame} className={styles.desk} data-open={isOpen}>
          <div className={styles.list}>
            <VirtualList<Item>
              label={t('list')}
              items={items}
              keyOf={(one) => one.key}
              row={(one) => (
                <Row
                  item={one}
                  isTicked={ticked.has(one.key)}
                  isGone={queue.gone.has(one.key)}
                  onTick={() => tick(one.key)}
                />
              )}
              current={current}
              onCurrent={select}
              onOpen={open}
              estimate={88}
              onEnd={queue.more}
            />
          </div>
          <div className={styles.side}>
            {isOpen && (
              <p className={styles.back}>
                <Button onPress={back}>{t('detail.back')}</Button>
              </p>
            )}
            {isOne ? (
              <Suspense fallback={<Loading />}>
                <Detail
                  key={item.key}
                  item={item}
                  mode={mode}
                  onMode={(next) => {
                    setMode(next);
                    if (next === 'read') focusList();
                  }}
                  act={act}
                  onMerged={(ids) => {
                    setMode('read');
                    void queue.recheck(ids);
                  }}
                  actions={<Actions todos={own} main="accept" />}
                />
              </Suspense>
            ) : (
              <p className={styles.hint}>
                {item?.group
                  ? t('group.hint', { count: item.group.count, kind: names.kind(item.group.kind) })
                  : t('detail.none')}
              </p>
            )}
          </div>
        </div>
      )}
      <Suspense fallback={null}>
        {asking === 'snooze' && <Snooze targets={targets} act={act} onClose={() => setAsking(null)} />}
        {asking === 'hand_over' && <HandOver targets={targets} act={act} onClose={() => setAsking(null)} />}
      </Suspense>
    </Page>
  );
}
