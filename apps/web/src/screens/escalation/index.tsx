import { useRef, useState } from 'react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.js';
import { Button } from '../../parts/button.js';
import { Empty } from '../../parts/empty.js';
import { Loading } from '../../parts/loading.js';
import { Page } from '../../parts/page.js';
import { Problem } from '../../parts/problem.js';
import { useShortcuts } from '../../parts/shortcuts.js';
import { useToast } from '../../parts/toast.js';
import { ViewSwitch } from '../../parts/view-switch.js';
import { ActionDialog, type Asked } from './action-dialog.js';
import { Card } from './card.js';
import { changing, useBoard, useLadder, type Action, type BoardItem } from './data.js';
import styles from './escalation.module.css';
import { HandOver } from './hand-over.js';
import { Inbox } from './inbox.js';
import { Ladder } from './ladder.js';
import { StepPanel } from './step-panel.js';

type View = 'ladder' | 'list' | 'inbox';
const views = ['ladder', 'list', 'inbox'] as const satisfies readonly View[];

/** The ladder by columns, or by clocks as one list where the screen is narrow; and what one was told. */
export default function EscalationScreen() {
  const { t } = useTranslation('escalation');
  const toast = useToast();
  const queries = useQueryClient();
  const board = useBoard();
  const rules = useLadder();
  const [view, setView] = useState<View>(() => (matchMedia('(max-width: 48rem)').matches ? 'list' : 'ladder'));
  const [current, setCurrent] = useState<string | null>(null);
  const [shown, setShown] = useState<string | null>(null);
  const [asked, setAsked] = useState<{ action: Asked; item: BoardItem } | null>(null);
  const [isHandingOver, setHandingOver] = useState(false);
  const cards = useRef<HTMLDivElement>(null);
  const items = board.data?.items ?? [];
  const itemOf = (id: string | null): BoardItem | null => items.find(({ step }) => step.id === id) ?? null;

  const acknowledge = useMutation({
    mutationFn: (id: string) => api.POST('/v1/escalations/{id}/acknowledge', { params: { path: { id } } }),
    onSuccess: () => toast({ text: t('done.acknowledge') }),
    onError: (error) => toast({ kind: 'fault', text: `${t('refused')} ${error.message}` }),
    onSettled: () => queries.invalidateQueries({ queryKey: changing }),
  });
  const start = (action: Action, item: BoardItem | null): void => {
    if (!item) return;
    if (!item.can.includes(action)) toast({ kind: 'fault', text: t('notNow', { action: t(`actions.${action}`) }) });
    else if (action === 'acknowledge') acknowledge.mutate(item.step.id);
    else if (action === 'hand_over') setHandingOver(true);
    else setAsked({ action, item });
  };
  const move = (by: 1 | -1): void => {
    const stops = [...(cards.current?.querySelectorAll<HTMLElement>('[data-step]') ?? [])];
    const at = stops.findIndex((stop) => stop.dataset['step'] === current);
    const next = stops[at === -1 ? 0 : Math.max(0, Math.min(stops.length - 1, at + by))];
    next?.querySelector<HTMLElement>('button')?.focus();
  };
  const onCurrent = (action: Action) => () => start(action, itemOf(current));
  useShortcuts(t('title'), [
    { keys: 'j', label: t('keys.next'), run: () => move(1) },
    { keys: 'k', label: t('keys.previous'), run: () => move(-1) },
    { keys: 'Enter', label: t('keys.open'), run: () => setShown(current) },
    { keys: 'a', label: t('actions.acknowledge'), run: onCurrent('acknowledge') },
    { keys: 'd', label: t('actions.act'), run: onCurrent('act') },
    { keys: 's', label: t('actions.snooze'), run: onCurrent('snooze') },
    { keys: 'l', label: t('actions.lower'), run: onCurrent('lower') },
    { keys: 'x', label: t('actions.close'), run: onCurrent('close') },
    { keys: 'h', label: t('actions.hand_over'), run: () => setHandingOver(true) },
    { keys: 'v', label: t('keys.view'), run: () => setView(view === 'ladder' ? 'list' : 'ladder') },
    { keys: 'i', label: t('keys.inbox'), run: () => setView('inbox') },
  ]);

  const card = (item: BoardItem) => (
    <Card
      key={item.step.id}
      item={item}
      heading={view === 'list' ? 'h2' : 'h3'}
      isCurrent={item.step.id === current}
      isBusy={acknowledge.isPending}
      onCurrent={() => setCurrent(item.step.id)}
      onOpen={() => setShown(item.step.id)}
      onAction={(action) => start(action, item)}
    />
  );
  const content = () => {
    if (view === 'inbox') return <Inbox isOpen={(id) => itemOf(id) !== null} onOpen={setShown} />;
    const error = board.error ?? rules.error;
    if (error && !board.data)
      return <Problem error={error} onRetry={() => void Promise.all([board.refetch(), rules.refetch()])} />;
    if (!board.data || !rules.data) return <Loading />;
    if (items.length === 0) return <Empty title={t('empty.title')} next={t('empty.next')} />;
    if (view === 'list') return <ul className={styles.list}>{items.map(card)}</ul>;
    return <Ladder rungs={rules.data.ladder} items={items} card={card} />;
  };
  const panel = itemOf(shown);
  return (
    <Page
      title={t('title')}
      description={t('description')}
      help={
        <>
          <p>{t('help.clocks')}</p>
          <p>{t('help.told')}</p>
          <p>{t('help.keys')}</p>
        </>
      }
      actions={<Button onPress={() => setHandingOver(true)}>{t('actions.hand_over')}</Button>}
    >
      <ViewSwitch
        label={t('views.title')}
        views={views}
        labelOf={(one) => t(`views.${one}`)}
        shown={view}
        onShow={(one) => setView(one)}
      >
        {view !== 'inbox' && board.data && <span role="status">{t('open', { count: items.length })}</span>}
      </ViewSwitch>
      <div ref={cards}>{content()}</div>
      {panel && (
        <StepPanel
          item={panel}
          rungs={rules.data?.ladder ?? []}
          onAction={(action) => {
            setShown(null);
            start(action, panel);
          }}
          onClose={() => setShown(null)}
        />
      )}
      {asked && board.data && (
        <ActionDialog
          {...asked}
          rungs={rules.data?.ladder ?? []}
          snoozeMinutes={board.data.snoozeMinutes}
          onClose={() => setAsked(null)}
        />
      )}
      {isHandingOver && <HandOver items={items} onClose={() => setHandingOver(false)} />}
    </Page>
  );
}
