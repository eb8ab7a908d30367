import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '../../api/client.js';
import { Button } from '../../parts/button.js';
import { durationText } from '../../parts/clock.js';
import { DataTable } from '../../parts/data-table.js';
import { Icon } from '../../parts/icon.js';
import { Loading } from '../../parts/loading.js';
import { Problem } from '../../parts/problem.js';
import { Time } from '../../parts/time.js';
import { useSession } from '../../session/session.js';
import styles from './admin.module.css';
import { operates } from './rights.js';
import { useBytes } from './size.js';

const againMs = 10_000;

/** How the installation runs, what to look at first, and backups. */
export function Health() {
  const { t, i18n } = useTranslation('admin');
  const bytes = useBytes();
  const { role } = useSession().account;
  const { data, error, refetch } = useQuery({
    queryKey: ['running'],
    queryFn: async ({ signal }) => dataOf(await api.GET('/v1/running', { signal })),
    refetchInterval: againMs,
  });
  if (error) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading />;
  const lasts = (seconds: number): string => durationText(i18n.language, seconds * 1000);
  const figure = (value: number): string => new Intl.NumberFormat(i18n.language).format(value);
  return (
    <section className={styles.section} aria-labelledby="admin-health">
      <h2 id="admin-health">{t('tabs.health')}</h2>
      {data.alarms.length === 0 ? (
        <p className={styles.fine}>
          <Icon name="check" /> {t('health.well')}
        </p>
      ) : (
        <ul className={styles.alarms}>
          {data.alarms.map((alarm) => (
            <li key={`${alarm.key} ${alarm.name}`}>
              <Icon name="warning" />
              <span>
                <strong>{alarm.grave ? t('health.grave') : t('health.look')}</strong> {t(`health.alarms.${alarm.key}`)}{' '}
                {alarm.name !== null && <bdi>{alarm.name}</bdi>}
              </span>
            </li>
          ))}
        </ul>
      )}
      <dl className={styles.facts}>
        <dt>{t('health.up')}</dt>
        <dd>{lasts(data.process.upSeconds)}</dd>
        <dt>{t('health.memory')}</dt>
        <dd>{bytes(data.process.residentBytes)}</dd>
        <dt>{t('health.node')}</dt>
        <dd>
          <bdi>{data.process.node}</bdi>
        </dd>
        <dt>{t('health.stores')}</dt>
        <dd>
          {data.stores.map(({ name, ready }) => (
            <div key={name}>
              <bdi>{name}</bdi>: {ready ? t('health.ready') : t('health.notReady')}
            </div>
          ))}
        </dd>
        <dt>{t('health.disk')}</dt>
        <dd>
          {data.disk === null
            ? t('health.diskUnknown')
            : t('health.diskFree', { free: bytes(data.disk.freeBytes), total: bytes(data.disk.totalBytes) })}
        </dd>
        <dt>{t('health.relay')}</dt>
        <dd>
          {data.journal.waiting === 0
            ? t('health.noLag')
            : t('health.lag', { count: data.journal.waiting, age: lasts(data.journal.oldestSeconds) })}
        </dd>
        <dt>{t('health.queue')}</dt>
        <dd>
          {data.work.owed === 0
            ? t('health.noQueue')
            : t('health.queued', { count: data.work.owed, age: lasts(data.work.oldestOwedSeconds) })}
        </dd>
        <dt>{t('health.backup')}</dt>
        <dd>
          {data.lastBackupAt === null ? t('health.noBackup') : <Time at={data.lastBackupAt} />}
          {!data.makesBackups && ` ${t('health.otherBackups')}`}
        </dd>
      </dl>
      {data.queues.length > 0 && (
        <DataTable
          caption={t('health.queues')}
          rows={data.queues}
          keyOf={({ job, state }) => `${job} ${state}`}
          columns={[
            { key: 'job', title: t('work.job'), cell: ({ job }) => <bdi>{job}</bdi> },
            { key: 'state', title: t('users.state'), cell: ({ state }) => t(`work.${state}`) },
            { key: 'count', title: t('health.count'), isFigure: true, cell: ({ count }) => figure(count) },
            { key: 'oldest', title: t('work.oldest'), cell: ({ oldestAt }) => <Time at={oldestAt} relative /> },
          ]}
        />
      )}
      {operates.includes(role) && data.makesBackups && <Backup />}
    </section>
  );
}

function Backup() {
  const { t } = useTranslation('admin');
  const queries = useQueryClient();
  const make = useMutation({
    mutationFn: async () => dataOf(await api.POST('/v1/backups')),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['running'] }),
  });
  return (
    <div className={styles.group}>
      <h3>{t('health.backup')}</h3>
      <p className={styles.soft}>{t('health.backupMeans')}</p>
      {make.error && <Problem error={make.error} />}
      {make.data && (
        <p role="status">
          {t('health.backedUp')}{' '}
          <code dir="ltr" className={styles.long}>
            {make.data.folder}
          </code>
        </p>
      )}
      <div>
        <Button onPress={() => make.mutate()} isPending={make.isPending}>
          {t('health.makeBackup')}
        </Button>
      </div>
    </div>
  );
}
