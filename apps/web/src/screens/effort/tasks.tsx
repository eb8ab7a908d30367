import { useState } from 'react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '../../api/client.js';
import { Button } from '../../parts/button.js';
import { Clock } from '../../parts/clock.js';
import { DataTable } from '../../parts/data-table.js';
import { Empty } from '../../parts/empty.js';
import { Checkbox } from '../../parts/fields.js';
import { useLiveQueries } from '../../parts/live.js';
import { Loading } from '../../parts/loading.js';
import { useNames } from '../../parts/mission.js';
import { Problem } from '../../parts/problem.js';
import { Time } from '../../parts/time.js';
import styles from './effort.module.css';

/** Who was sent where, by when, and what came of it. */
export function Tasks() {
  const { t } = useTranslation('effort');
  const names = useNames();
  const [openOnly, setOpenOnly] = useState(true);
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['effort-tasks', openOnly],
    queryFn: async ({ pageParam, signal }) =>
      dataOf(
        await api.GET('/v1/tasks', {
          params: { query: { openOnly, limit: 50, ...(pageParam !== '' && { cursor: pageParam }) } },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  });
  useLiveQueries(['incident'], ['effort-tasks']);
  const rows = data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <>
      <Checkbox label={t('tasks.openOnly')} isSelected={openOnly} onChange={setOpenOnly} />
      {error && <Problem error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data && rows.length === 0 && <Empty title={t('tasks.none')} next={t('tasks.noneNext')} />}
      {rows.length > 0 && (
        <DataTable
          caption={t('tasks.caption')}
          rows={rows}
          keyOf={({ id }) => id}
          columns={[
            {
              key: 'place',
              title: t('tasks.place'),
              cell: ({ placeName, sector, incidentId }) => (
                <>
                  <a href={`/case/${incidentId}`}>
                    <bdi>{placeName}</bdi>
                  </a>{' '}
                  <span className={styles.soft}>{names.sector(sector)}</span>
                </>
              ),
            },
            {
              key: 'who',
              title: t('tasks.who'),
              cell: ({ assigneeName, assignee, type }) => (
                <>
                  {t(`tasks.types.${type}`)} <bdi>{assigneeName ?? assignee}</bdi>
                </>
              ),
            },
            { key: 'what', title: t('tasks.instruction'), cell: ({ instruction }) => <bdi>{instruction}</bdi> },
            {
              key: 'due',
              title: t('tasks.due'),
              cell: ({ dueBy, answeredAt }) => <Clock due={dueBy} label={t('tasks.dueBy')} metAt={answeredAt} />,
            },
            {
              key: 'answer',
              title: t('tasks.answer'),
              cell: ({ state, cause, reason, answeredAt }) => (
                <>
                  <strong>{t(`tasks.states.${state}`)}</strong>
                  {cause !== null && ` · ${t(`tasks.causes.${cause}`)}`}
                  {reason !== null && (
                    <>
                      {' '}
                      <bdi>{reason}</bdi>
                    </>
                  )}{' '}
                  {answeredAt !== null && <Time at={answeredAt} />}
                </>
              ),
            },
          ]}
        />
      )}
      {hasNextPage && (
        <Button onPress={() => void fetchNextPage()} isPending={isFetchingNextPage}>
          {t('tasks.more')}
        </Button>
      )}
    </>
  );
}
