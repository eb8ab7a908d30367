import { useState } from 'react';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '../../api/client.js';
import { Button } from '../../parts/button.js';
import { Empty } from '../../parts/empty.js';
import { Checkbox } from '../../parts/fields.js';
import { Loading } from '../../parts/loading.js';
import { Problem } from '../../parts/problem.js';
import { Time } from '../../parts/time.js';
import { useToast } from '../../parts/toast.js';
import { changing } from './data.js';
import styles from './escalation.module.css';

const pageSize = 50;

/** What one was told, newest first. A read mark acknowledges nothing. */
export function Inbox({ isOpen, onOpen }: { isOpen(stepId: string): boolean; onOpen(stepId: string): void }) {
  const { t } = useTranslation('escalation');
  const toast = useToast();
  const queries = useQueryClient();
  const [unreadOnly, setUnreadOnly] = useState(false);
  const inbox = useInfiniteQuery({
    queryKey: [...changing, 'inbox', unreadOnly],
    queryFn: async ({ signal, pageParam }) => {
      const query = { limit: pageSize, unreadOnly, ...(pageParam !== null && { cursor: pageParam }) };
      return dataOf(await api.GET('/v1/inbox', { params: { query }, signal }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
  });
  const read = useMutation({
    mutationFn: (id: string) => api.POST('/v1/inbox/{id}/read', { params: { path: { id } } }),
    onError: (error) => toast({ kind: 'fault', text: `${t('refused')} ${error.message}` }),
    onSettled: () => queries.invalidateQueries({ queryKey: changing }),
  });
  const messages = inbox.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <section className={styles.inbox} aria-label={t('views.inbox')}>
      <div className={styles.row}>
        <Checkbox label={t('inbox.unreadOnly')} isSelected={unreadOnly} onChange={setUnreadOnly} />
      </div>
      {inbox.error && <Problem error={inbox.error} onRetry={() => void inbox.refetch()} />}
      {inbox.isPending && <Loading />}
      {inbox.data && messages.length === 0 && <Empty title={t('inbox.empty')} next={t('inbox.next')} />}
      <ul className={styles.list}>
        {messages.map((message) => (
          <li key={message.id} className={styles.card} data-state={message.readAt ? 'read' : 'unread'}>
            <h2 className={styles.subject}>
              <bdi lang={message.language}>{message.subject}</bdi>
            </h2>
            <p className={styles.soft}>
              {message.readAt ? t('inbox.read') : <strong>{t('inbox.unread')}</strong>} ·{' '}
              <Time at={message.createdAt} />
            </p>
            <p className={styles.words} lang={message.language} dir="auto">
              {message.text}
            </p>
            <div className={`${styles.row} no-print`}>
              {!message.readAt && (
                <Button isDisabled={read.isPending} onPress={() => read.mutate(message.id)}>
                  {t('inbox.markRead')}
                </Button>
              )}
              {isOpen(message.escalationId) ? (
                <Button look="quiet" onPress={() => onOpen(message.escalationId)}>
                  {t('inbox.openStep')}
                </Button>
              ) : (
                <span className={styles.soft}>{t('inbox.stepClosed')}</span>
              )}
            </div>
          </li>
        ))}
      </ul>
      {inbox.hasNextPage && (
        <Button onPress={() => void inbox.fetchNextPage()} isPending={inbox.isFetchingNextPage}>
          {t('inbox.more')}
        </Button>
      )}
    </section>
  );
}
