import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '../../api/client.js';
import { Button } from '../../parts/button.js';
import { useLiveQueries } from '../../parts/live.js';
import { Loading } from '../../parts/loading.js';
import { Problem } from '../../parts/problem.js';
import { Time } from '../../parts/time.js';
import styles from './account.module.css';

const key = ['inbox', 'unread'] as const;

/** What waits for whoever has no escalation board: messages that are not marked as read, newest first. */
export function Messages() {
  const { t } = useTranslation('account');
  const queries = useQueryClient();
  const { data, error, refetch } = useQuery({
    queryKey: key,
    queryFn: async ({ signal }) =>
      dataOf(await api.GET('/v1/inbox', { params: { query: { limit: 50, unreadOnly: true } }, signal })).items,
  });
  useLiveQueries(['escalation', 'incident'], key);
  const read = useMutation({
    mutationFn: (id: string) => api.POST('/v1/inbox/{id}/read', { params: { path: { id } } }),
    onSettled: () => queries.invalidateQueries({ queryKey: key }),
  });
  if (error) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading />;
  if (data.length === 0) return <p>{t('messages.none')}</p>;
  return (
    <>
      {read.error && <Problem error={read.error} />}
      <ul className={styles.messages}>
        {data.map((message) => (
          <li key={message.id}>
            <h3>
              <bdi lang={message.language}>{message.subject}</bdi>
            </h3>
            <Time at={message.createdAt} />
            <p lang={message.language} dir="auto">
              {message.text}
            </p>
            <div className="no-print">
              <Button isDisabled={read.isPending} onPress={() => read.mutate(message.id)}>
                {t('messages.markRead')}
              </Button>
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}
