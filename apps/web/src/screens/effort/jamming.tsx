import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/client.js';
import { DataTable } from '../../parts/data-table.js';
import { Empty } from '../../parts/empty.js';
import { useNames } from '../../parts/mission.js';
import { Place } from '../../parts/place.js';
import { Time } from '../../parts/time.js';

/** Jamming of the last hours: it takes hours of watching away. */
export function Jamming({ rows }: { rows: Schemas['WatchingNow']['jamming'] }) {
  const { t } = useTranslation('effort');
  const names = useNames();
  if (rows.length === 0) return <Empty title={t('jamming.none')} next={t('jamming.noneNext')} />;
  return (
    <DataTable
      caption={t('jamming.caption')}
      rows={rows}
      keyOf={({ sightingId }) => sightingId}
      columns={[
        { key: 'sector', title: t('health.sector'), cell: ({ sector }) => names.sector(sector) },
        { key: 'start', title: t('jamming.start'), cell: ({ start }) => <Time at={start} /> },
        { key: 'end', title: t('jamming.end'), cell: ({ end }) => <Time at={end} /> },
        {
          key: 'place',
          title: t('jamming.place'),
          cell: ({ lat, lon }) => (lat === null || lon === null ? t('jamming.noPlace') : <Place lat={lat} lon={lon} />),
        },
      ]}
    />
  );
}
