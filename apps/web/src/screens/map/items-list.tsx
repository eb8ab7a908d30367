import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../parts/button.js';
import { DataTable, type Column } from '../../parts/data-table.js';
import { Empty } from '../../parts/empty.js';
import { useNames } from '../../parts/mission.js';
import { Place, distanceText } from '../../parts/place.js';
import { Time } from '../../parts/time.js';
import styles from './map.module.css';
import { idOf, kindOf, newest, stateOf, type InSight, type Item } from './points.js';
import type { Chosen } from './view.js';

/** Rows on one page. */
const pageRows = 50;

/** The same as on the map, in words: what is in sight, in the time and of the sorts that are shown. */
export function ItemsList({ sorts, onChoose }: { sorts: readonly InSight[]; onChoose(chosen: Chosen): void }) {
  const { t, i18n } = useTranslation('map');
  const names = useNames();
  const [wished, setPage] = useState(0);
  const count = sorts.reduce((sum, { indices }) => sum + indices.length, 0);
  const last = Math.max(0, Math.ceil(count / pageRows) - 1);
  const page = Math.min(wished, last);
  const columns: Column<Item>[] = [
    { key: 'of', title: t('columns.of'), cell: ({ points }) => t(`of.${points.of}`) },
    {
      key: 'kind',
      title: t('columns.kind'),
      cell: ({ points, i }) => (
        <Button look="quiet" onPress={() => onChoose({ of: points.of, id: idOf(points, i) })}>
          <bdi>{names.kind(kindOf(points, i))}</bdi>
        </Button>
      ),
    },
    {
      key: 'began',
      title: t('columns.began'),
      cell: ({ points, i }) => <Time at={new Date(points.start[i]!).toISOString()} focusable={false} />,
    },
    { key: 'state', title: t('columns.state'), cell: ({ points, i }) => t(`states.${stateOf(points, i)}`) },
    {
      key: 'place',
      title: t('columns.place'),
      cell: ({ points, i }) => <Place lat={points.lat[i]!} lon={points.lon[i]!} />,
    },
    {
      key: 'deviation',
      title: t('columns.deviation'),
      isFigure: true,
      cell: ({ points, i }) => distanceText(i18n.language, points.major[i]!),
    },
  ];
  if (count === 0) return <Empty title={t('empty.title')} next={t('empty.next')} />;
  return (
    <div className={styles.list}>
      <DataTable
        caption={t('listTitle', { count })}
        columns={columns}
        rows={newest(sorts, page * pageRows, (page + 1) * pageRows)}
        keyOf={({ points, i }) => idOf(points, i)}
      />
      {last > 0 && (
        <div role="group" aria-label={t('pages')} className={`${styles.pages} no-print`}>
          <Button isDisabled={page === 0} onPress={() => setPage(page - 1)}>
            {t('newer')}
          </Button>
          <span role="status">{t('page', { page: page + 1, pages: last + 1 })}</span>
          <Button isDisabled={page === last} onPress={() => setPage(page + 1)}>
            {t('older')}
          </Button>
        </div>
      )}
    </div>
  );
}
