import { useRef, useState } from 'react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.js';
import { Button } from '../../parts/button.js';
import { Clock } from '../../parts/clock.js';
import { useShortcuts } from '../../parts/shortcuts.js';
import { Time } from '../../parts/time.js';
import { useToast } from '../../parts/toast.js';
import { keys, useNotices, type Notice } from './data.js';
import styles from './liaison.module.css';
import { NoticeBody } from './notice-body.js';
import { Paged } from './paged.js';

/** Notices to one's own party, newest first; one of them open. */
export function Notices() {
  const { t } = useTranslation('liaison');
  const toast = useToast();
  const queries = useQueryClient();
  const pages = useNotices();
  const [open, setOpen] = useState<string | null>(null);
  const list = useRef<HTMLDivElement>(null);
  const notices = pages.data?.pages.flatMap(({ items }) => items) ?? [];
  const acknowledge = useMutation({
    mutationFn: (id: string) => api.POST('/v1/party/notices/{id}/acknowledge', { params: { path: { id } } }),
    onSuccess: () => toast({ text: t('notice.acknowledged') }),
    onError: (error) => toast({ kind: 'fault', text: `${t('refused')} ${error.message}` }),
    onSettled: () => queries.invalidateQueries({ queryKey: keys.notices }),
  });
  const move = (by: 1 | -1): void => {
    const heads = [...(list.current?.querySelectorAll<HTMLElement>('[data-notice] h2 button') ?? [])];
    const at = heads.findIndex((head) => head === document.activeElement);
    heads[at === -1 ? 0 : Math.max(0, Math.min(heads.length - 1, at + by))]?.focus();
  };
  const waiting = notices.find(({ id }) => id === open);
  useShortcuts(t('views.notices'), [
    { keys: 'j', label: t('keys.next'), run: () => move(1) },
    { keys: 'k', label: t('keys.previous'), run: () => move(-1) },
    {
      keys: 'a',
      label: t('notice.acknowledge'),
      run: () => waiting && waiting.clock.acknowledgedAt === null && acknowledge.mutate(waiting.id),
    },
  ]);
  return (
    <div ref={list} className={styles.view}>
      <Paged
        pages={pages}
        empty={{ title: t('notices.empty'), next: t('notices.next') }}
        row={(notice) => (
          <li key={notice.id} data-notice={notice.number} className={styles.card}>
            <h2>
              <Button
                look="quiet"
                aria-expanded={notice.id === open}
                onPress={() => setOpen(notice.id === open ? null : notice.id)}
              >
                {t('notice.number', { number: notice.number })} · {t(`notice.about.${notice.about}`)}
              </Button>
            </h2>
            <p className={styles.soft}>
              {t('notice.issued')} <Time at={notice.issuedAt} />
            </p>
            <NoticeClocks notice={notice} />
            {notice.id === open && (
              <NoticeBody
                notice={notice}
                isBusy={acknowledge.isPending}
                onAcknowledge={() => acknowledge.mutate(notice.id)}
              />
            )}
          </li>
        )}
      />
    </div>
  );
}

/** Both clocks, while they run or as they were met; and what is on record where they were not. */
function NoticeClocks({ notice: { clock } }: { notice: Notice }) {
  const { t } = useTranslation('liaison');
  if (clock.withdrawnAt)
    return (
      <p>
        {t('notice.withdrawn')} <Time at={clock.withdrawnAt} />
      </p>
    );
  return (
    <>
      <p className={styles.clocks}>
        {clock.acknowledgeBy && (
          <Clock label={t('clocks.acknowledge')} due={clock.acknowledgeBy} metAt={clock.acknowledgedAt} />
        )}
        {clock.replyBy && <Clock label={t('clocks.reply')} due={clock.replyBy} metAt={clock.repliedAt} />}
        {!clock.acknowledgeBy && !clock.replyBy && t('notice.noAnswer')}
      </p>
      {clock.unansweredAt && (
        <p>
          {t('notice.unanswered')} <Time at={clock.unansweredAt} />
        </p>
      )}
    </>
  );
}
