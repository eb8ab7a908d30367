import { useRef } from 'react';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from 'react-router';
import { useTranslation } from 'react-i18next';
import { api, dataOf, type Schemas } from '../../api/client.js';
import { Button } from '../../parts/button.js';
import { Empty } from '../../parts/empty.js';
import { Loading } from '../../parts/loading.js';
import { Page } from '../../parts/page.js';
import { Problem } from '../../parts/problem.js';
import { useShortcuts } from '../../parts/shortcuts.js';
import { Time } from '../../parts/time.js';
import { editionsKey } from './data.js';
import { StateMark } from './state.js';
import styles from './summaries.module.css';

type Week = Schemas['Week'];

/** Every week since the ceasefire with its versions. */
export function Weeks() {
  const { t } = useTranslation('summaries');
  const list = useRef<HTMLUListElement>(null);
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: [...editionsKey, 'weeks'],
    queryFn: async ({ signal, pageParam }) =>
      dataOf(
        await api.GET('/v1/edition-weeks', {
          params: { query: pageParam === null ? {} : { before: pageParam } },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
  });
  const step = (by: number) => () => {
    const links = [...(list.current?.querySelectorAll<HTMLElement>('a[data-edition]') ?? [])];
    const at = links.indexOf(document.activeElement as HTMLElement);
    links[Math.max(0, Math.min(links.length - 1, at + by))]?.focus();
  };
  useShortcuts(t('title'), [
    { keys: 'j', label: t('keys.next'), run: step(1) },
    { keys: 'k', label: t('keys.previous'), run: step(-1) },
  ]);
  const weeks = data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Page title={t('title')} description={t('description')} help={<p>{t('help')}</p>}>
      {error && <Problem error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data && weeks.length === 0 && <Empty title={t('weeks.none')} next={t('weeks.noneNext')} />}
      <ul ref={list} className={styles.weeks}>
        {weeks.map((week) => (
          <WeekRow key={week.week} week={week} />
        ))}
      </ul>
      {hasNextPage && (
        <div className="no-print">
          <Button onPress={() => void fetchNextPage()} isPending={isFetchingNextPage}>
            {t('weeks.earlier')}
          </Button>
        </div>
      )}
    </Page>
  );
}

function WeekRow({ week: { week, from, to, editions, refusal } }: { week: Week }) {
  const { t } = useTranslation('summaries');
  const navigate = useNavigate();
  const queries = useQueryClient();
  const draft = useMutation({
    mutationFn: async () => dataOf(await api.POST('/v1/editions', { body: { week } })),
    async onSuccess({ id }) {
      await queries.invalidateQueries({ queryKey: editionsKey });
      await navigate(`/summaries/${id}`);
    },
  });
  return (
    <li className={styles.week}>
      <div className={styles.weekHead}>
        <h2>
          <bdi dir="ltr">{week}</bdi>
        </h2>
        <span className={styles.soft}>
          <Time at={from} focusable={false} /> – <Time at={to} focusable={false} />
        </span>
      </div>
      {editions.length > 0 && (
        <ul className={styles.versions}>
          {editions.map((edition) => (
            <li key={edition.id}>
              <Link to={`/summaries/${edition.id}`} data-edition="" className={styles.version}>
                {t('version', { version: edition.version })}
                <span className="visually-hidden">, {week}</span>
              </Link>
              <StateMark state={edition.state} />
              {edition.errata > 0 && <span>{t('errata.count', { count: edition.errata })}</span>}
              {edition.publishedAt !== null && (
                <a href={`/editions/${week}`} target="_blank" rel="noreferrer">
                  {t('publicPage')}
                  <span className="visually-hidden">, {week}</span>
                </a>
              )}
            </li>
          ))}
        </ul>
      )}
      {editions.length === 0 && refusal !== null && <p className={styles.soft}>{t('weeks.nothing')}</p>}
      {refusal === null && (
        <div className="no-print">
          <Button onPress={() => draft.mutate()} isPending={draft.isPending} aria-label={t('weeks.draftOf', { week })}>
            {t('weeks.draft')}
          </Button>
        </div>
      )}
      {draft.error && <Problem error={draft.error} />}
    </li>
  );
}
