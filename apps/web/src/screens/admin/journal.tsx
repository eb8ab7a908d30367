import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '../../api/client.js';
import { Button } from '../../parts/button.js';
import { DataTable } from '../../parts/data-table.js';
import { Empty } from '../../parts/empty.js';
import { Icon } from '../../parts/icon.js';
import { Loading } from '../../parts/loading.js';
import { Problem } from '../../parts/problem.js';
import { Time } from '../../parts/time.js';
import styles from './admin.module.css';

const againMs = 30_000;
const lastEntries = 20;

/** The newest signed head, the last entries under it, and whether every record is as the journal says. */
export function Journal() {
  const { t, i18n } = useTranslation('admin');
  const { data, error, refetch } = useQuery({
    queryKey: ['journal'],
    queryFn: async ({ signal }) => {
      const { head } = dataOf(await api.GET('/v1/journal/head', { signal }));
      const from = Math.max(0, (head?.size ?? 0) - lastEntries);
      const query = { from, limit: lastEntries };
      const { items } = dataOf(await api.GET('/v1/journal/entries', { params: { query }, signal }));
      return { head, items: items.toReversed() };
    },
    refetchInterval: againMs,
  });
  const check = useMutation({ mutationFn: async () => dataOf(await api.GET('/v1/journal/records')) });
  if (error) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading />;
  const { head, items } = data;
  const figure = (value: number): string => new Intl.NumberFormat(i18n.language).format(value);
  return (
    <section className={styles.section} aria-labelledby="admin-journal">
      <h2 id="admin-journal">{t('tabs.journal')}</h2>
      {head === null ? (
        <Empty title={t('journal.none')} next={t('journal.noneNext')} />
      ) : (
        <dl className={styles.facts}>
          <dt>{t('journal.size')}</dt>
          <dd>{figure(head.size)}</dd>
          <dt>{t('journal.at')}</dt>
          <dd>
            <Time at={head.at} />
          </dd>
          <dt>{t('journal.root')}</dt>
          <dd>
            <code dir="ltr" className={styles.long}>
              {head.root}
            </code>
          </dd>
          <dt>{t('journal.key')}</dt>
          <dd>
            <code dir="ltr" className={styles.long}>
              {head.keyId}
            </code>
          </dd>
          <dt>{t('journal.signature')}</dt>
          <dd>
            <code dir="ltr" className={styles.long}>
              {head.signature}
            </code>
          </dd>
        </dl>
      )}
      <div className={styles.group}>
        <h3>{t('journal.check')}</h3>
        <p className={styles.soft}>{t('journal.checkMeans')}</p>
        <div>
          <Button onPress={() => check.mutate()} isPending={check.isPending}>
            {t('journal.checkNow')}
          </Button>
        </div>
        {check.error && <Problem error={check.error} />}
        {check.data && (
          <p role="status" className={check.data.ok ? styles.fine : styles.noted}>
            <Icon name={check.data.ok ? 'check' : 'warning'} />
            {check.data.ok
              ? t('journal.whole', { count: check.data.rows })
              : t('journal.notWhole', { count: check.data.found })}
          </p>
        )}
        {check.data && check.data.faults.length > 0 && (
          <DataTable
            caption={t('journal.faults')}
            rows={check.data.faults}
            keyOf={({ table, key, what }) => `${table} ${key} ${what}`}
            columns={[
              { key: 'table', title: t('journal.table'), cell: ({ table }) => <code dir="ltr">{table}</code> },
              {
                key: 'row',
                title: t('journal.row'),
                cell: ({ key }) => (
                  <code dir="ltr" className={styles.long}>
                    {key}
                  </code>
                ),
              },
              { key: 'what', title: t('journal.what'), cell: ({ what }) => t(`journal.faultsOf.${what}`) },
            ]}
          />
        )}
      </div>
      {items.length > 0 && (
        <DataTable
          caption={t('journal.last')}
          rows={items}
          keyOf={({ id }) => id}
          columns={[
            {
              key: 'position',
              title: t('journal.position'),
              isFigure: true,
              cell: ({ position }) => (position === null ? '–' : figure(position)),
            },
            { key: 'at', title: t('journal.when'), cell: ({ at }) => <Time at={at} /> },
            { key: 'type', title: t('journal.type'), cell: ({ type }) => <code dir="ltr">{type}</code> },
            {
              key: 'subject',
              title: t('journal.subject'),
              cell: ({ subject }) => (
                <code dir="ltr" className={styles.long}>
                  {subject.kind} {subject.id}
                </code>
              ),
            },
            {
              key: 'leaf',
              title: t('journal.leaf'),
              cell: ({ leafHash }) => <code dir="ltr">{leafHash.slice(0, 16)}…</code>,
            },
          ]}
        />
      )}
    </section>
  );
}
