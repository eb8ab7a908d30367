import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '../../api/client.js';
import { Button } from '../../parts/button.js';
import { Loading } from '../../parts/loading.js';
import { Problem } from '../../parts/problem.js';
import { Time, useTimeText } from '../../parts/time.js';
import { useToast } from '../../parts/toast.js';
import styles from './account.module.css';

/** Where one is signed in; each place but this one can be ended by itself. */
export function Sessions() {
  const { t } = useTranslation('account');
  const queries = useQueryClient();
  const toast = useToast();
  const time = useTimeText();
  const { data, error, refetch } = useQuery({
    queryKey: ['sessions'],
    queryFn: async ({ signal }) => dataOf(await api.GET('/v1/sessions', { signal })).items,
    staleTime: 0,
  });
  const end = useMutation({
    mutationFn: (id: string) => api.DELETE('/v1/sessions/{id}', { params: { path: { id } } }),
    onSuccess: () => toast({ text: t('sessions.ended') }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['sessions'] }),
  });
  if (error) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading />;
  return (
    <>
      {end.error && <Problem error={end.error} />}
      <ul className={styles.sessions}>
        {data.map((session) => (
          <li key={session.id}>
            <strong>{session.current ? t('sessions.here') : t('sessions.elsewhere')}</strong>
            <span>
              {t('sessions.since')} <Time at={session.createdAt} />
            </span>
            <span>
              {t('sessions.lastSeen')} <Time at={session.lastSeenAt} relative />
            </span>
            <span>
              {t('sessions.until')} <Time at={session.expiresAt} />
            </span>
            {session.userAgent !== null && (
              <span className={styles.agent}>
                <bdi>{session.userAgent}</bdi>
              </span>
            )}
            {!session.current && (
              <Button
                aria-label={t('sessions.endOne', { since: time(session.createdAt) })}
                onPress={() => end.mutate(session.id)}
                isDisabled={end.isPending}
              >
                {t('sessions.end')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
