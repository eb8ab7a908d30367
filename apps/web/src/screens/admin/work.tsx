import { useMutation, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, dataOf, type Schemas } from '../../api/client.js';
import { Button } from '../../parts/button.js';
import { DataTable } from '../../parts/data-table.js';
import { Empty } from '../../parts/empty.js';
import { Loading } from '../../parts/loading.js';
import { Problem } from '../../parts/problem.js';
import { Time } from '../../parts/time.js';
import { useToast } from '../../parts/toast.js';
import { useSession } from '../../session/session.js';
import styles from './admin.module.css';
import { operates } from './rights.js';

const againMs = 10_000;

/** Follow-up work that was given up, with what went wrong, and a way to have it tried again. */
export function Work() {
  const { t, i18n } = useTranslation('admin');
  const { role } = useSession().account;
  const queries = useQueryClient();
  const toast = useToast();
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['work'],
    queryFn: async ({ pageParam, signal }) =>
      dataOf(
        await api.GET('/v1/work', {
          params: { query: { limit: 50, ...(pageParam !== '' && { cursor: pageParam }) } },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: ({ dead }) => dead.next,
    refetchInterval: againMs,
  });
  const redrive = useMutation({
    mutationFn: (id: string) => api.POST('/v1/work/{id}/redrive', { params: { path: { id } } }),
    onSuccess: () => toast({ text: t('work.redriven') }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['work'] }),
  });
  const counts = data?.pages[0]?.counts;
  const dead = data?.pages.flatMap((page) => page.dead.items) ?? [];
  const figure = (value: number): string => new Intl.NumberFormat(i18n.language).format(value);
  return (
    <section className={styles.section} aria-labelledby="admin-work">
      <h2 id="admin-work">{t('tabs.work')}</h2>
      {error && <Problem error={error} onRetry={() => void refetch()} />}
      {redrive.error && <Problem error={redrive.error} />}
      {!data && !error && <Loading />}
      {counts && (
        <dl className={styles.facts}>
          <dt>{t('work.owed')}</dt>
          <dd>
            {figure(counts.owed)}
            {counts.oldestOwedAt !== null && (
              <>
                {' · '}
                {t('work.oldest')} <Time at={counts.oldestOwedAt} relative />
              </>
            )}
          </dd>
          <dt>{t('work.done')}</dt>
          <dd>{figure(counts.done)}</dd>
          <dt>{t('work.dead')}</dt>
          <dd>{figure(counts.dead)}</dd>
        </dl>
      )}
      {data && dead.length === 0 && <Empty title={t('work.none')} next={t('work.noneNext')} />}
      {dead.length > 0 && (
        <DataTable
          caption={t('work.caption')}
          rows={dead}
          keyOf={({ id }) => id}
          columns={[
            {
              key: 'job',
              title: t('work.job'),
              cell: ({ job, subjectId }) => (
                <>
                  <strong dir="ltr">{job}</strong>{' '}
                  <code dir="ltr" className={styles.long}>
                    {subjectId}
                  </code>
                </>
              ),
            },
            {
              key: 'reason',
              title: t('work.reason'),
              cell: ({ lastError }) =>
                lastError === null ? (
                  t('work.noReason')
                ) : (
                  <bdi lang="en" className={styles.long}>
                    {lastError}
                  </bdi>
                ),
            },
            { key: 'tries', title: t('work.attempts'), isFigure: true, cell: ({ attempts }) => figure(attempts) },
            { key: 'since', title: t('work.since'), cell: ({ createdAt }) => <Time at={createdAt} /> },
            ...(operates.includes(role)
              ? [
                  {
                    key: 'again',
                    title: t('work.again'),
                    cell: ({ id, job }: Schemas['Work']) => (
                      <Button
                        aria-label={t('work.redriveOne', { job })}
                        onPress={() => redrive.mutate(id)}
                        isDisabled={redrive.isPending}
                      >
                        {t('work.redrive')}
                      </Button>
                    ),
                  },
                ]
              : []),
          ]}
        />
      )}
      {hasNextPage && (
        <Button onPress={() => void fetchNextPage()} isPending={isFetchingNextPage}>
          {t('work.more')}
        </Button>
      )}
    </section>
  );
}
