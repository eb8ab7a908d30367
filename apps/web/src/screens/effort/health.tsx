import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/client.js';
import { durationText } from '../../parts/clock.js';
import { DataTable } from '../../parts/data-table.js';
import { Empty } from '../../parts/empty.js';
import { Icon } from '../../parts/icon.js';
import { useNames } from '../../parts/mission.js';
import { Time } from '../../parts/time.js';
import styles from './effort.module.css';

type Row = Schemas['WatchingNow']['health'][number];
const signs = { live: 'check', silent: 'warning', unknown: 'more' } as const;

/** When each device and feed was last heard, how often it usually speaks, and since when it is silent. */
export function Health({ rows }: { rows: readonly Row[] }) {
  const { t, i18n } = useTranslation('effort');
  const names = useNames();
  if (rows.length === 0) return <Empty title={t('health.none')} next={t('health.noneNext')} />;
  const silent = rows.filter(({ state }) => state === 'silent').length;
  return (
    <>
      <p className={silent > 0 ? styles.warned : styles.fine}>
        <Icon name={silent > 0 ? 'warning' : 'check'} />
        {silent > 0 ? t('health.silentCount', { count: silent }) : t('health.noneSilent')}
      </p>
      <DataTable
        caption={t('health.caption')}
        rows={rows}
        keyOf={(row) => `${row.sourceId} ${row.means} ${row.sector}`}
        columns={[
          {
            key: 'source',
            title: t('health.source'),
            cell: (row) => (
              <>
                <bdi>{row.deviceName ?? row.sourceId}</bdi>
                {row.deviceName !== null && row.sourceId !== row.deviceId && (
                  <span className={styles.soft}>
                    {' '}
                    <bdi>{row.sourceId}</bdi>
                  </span>
                )}
              </>
            ),
          },
          { key: 'means', title: t('health.means'), cell: ({ means }) => (means === null ? '–' : names.means(means)) },
          { key: 'sector', title: t('health.sector'), cell: ({ sector }) => names.sector(sector) },
          {
            key: 'state',
            title: t('health.state'),
            cell: (row) => (
              <span className={row.state === 'silent' ? styles.warned : styles.fine}>
                <Icon name={signs[row.state]} size={16} /> {t(`health.states.${row.state}`)}
                {row.silentSince !== null && <Time at={row.silentSince} />}
              </span>
            ),
          },
          {
            key: 'heard',
            title: t('health.lastHeard'),
            cell: ({ lastHeard }) => (lastHeard === null ? t('health.notToday') : <Time at={lastHeard} relative />),
          },
          {
            key: 'usual',
            title: t('health.usual'),
            cell: ({ usualSeconds }) =>
              usualSeconds === null ? t('health.tooFew') : durationText(i18n.language, usualSeconds * 1000),
          },
        ]}
      />
    </>
  );
}
