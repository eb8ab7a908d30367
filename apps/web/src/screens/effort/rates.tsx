import { useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, dataOf, type Schemas } from '../../api/client.js';
import { DataTable, type Column } from '../../parts/data-table.js';
import { Empty } from '../../parts/empty.js';
import { Select } from '../../parts/fields.js';
import { Loading } from '../../parts/loading.js';
import { useNames } from '../../parts/mission.js';
import { Problem } from '../../parts/problem.js';
import styles from './effort.module.css';

type SectorRate = Schemas['SectorRate'];
type Hours = Pick<
  SectorRate,
  'grossHours' | 'statedLostHours' | 'jammingHours' | 'weatherHours' | 'usableHours' | 'dayHours' | 'nightHours'
>;
const hourKeys = ['grossHours', 'statedLostHours', 'jammingHours', 'weatherHours', 'usableHours'] as const;

/** Hours of a week with what was taken from them, and the incidents per usable hour, beside the raw count. */
export function Rates({ weeks }: { weeks: readonly string[] }) {
  const { t, i18n } = useTranslation('effort');
  const names = useNames();
  const [chosen, setWeek] = useState<string | null>(null);
  const week = chosen ?? weeks[0] ?? '';
  const { data, error, refetch } = useQuery({
    queryKey: ['effort', 'rates', week],
    queryFn: async ({ signal }) =>
      dataOf(await api.GET('/v1/weeks/{week}/rates', { params: { path: { week } }, signal })).sectors,
    enabled: week !== '',
  });
  const figure = (value: number): string =>
    new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 1 }).format(value);
  const hourColumns = <Row extends Hours>(): Column<Row>[] =>
    hourKeys.map((key) => ({
      key,
      title: t(`rates.${key}`),
      isFigure: true,
      cell: (row: Row) => figure(row[key]),
    }));
  const rate = ({ per100Hours, low, high }: SectorRate['incidents']): string =>
    per100Hours === null || low === null || high === null
      ? t('rates.noHours')
      : t('rates.interval', { rate: figure(per100Hours), low: figure(low), high: figure(high) });
  const means = data?.flatMap((sector) => sector.byMeans.map((row) => ({ ...row, sector: sector.sector }))) ?? [];
  return (
    <>
      <div className={styles.choice}>
        <Select
          label={t('rates.week')}
          choices={weeks.map((id, at) => ({ id, label: at === 0 ? t('rates.thisWeek', { week: id }) : id }))}
          value={week}
          onChange={setWeek}
        />
      </div>
      {error && <Problem error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data?.length === 0 && <Empty title={t('rates.none')} next={t('rates.noneNext')} />}
      {data && data.length > 0 && (
        <DataTable
          caption={t('rates.caption', { week })}
          rows={data}
          keyOf={({ sector }) => sector}
          columns={[
            { key: 'sector', title: t('health.sector'), cell: ({ sector }) => names.sector(sector) },
            ...hourColumns<SectorRate>(),
            {
              key: 'count',
              title: t('rates.count'),
              isFigure: true,
              cell: ({ incidents }) => figure(incidents.count),
            },
            { key: 'rate', title: t('rates.rate'), isFigure: true, cell: ({ incidents }) => rate(incidents) },
            { key: 'day', title: t('rates.byDay'), isFigure: true, cell: ({ byDay }) => rate(byDay) },
            { key: 'night', title: t('rates.byNight'), isFigure: true, cell: ({ byNight }) => rate(byNight) },
          ]}
        />
      )}
      {means.length > 0 && (
        <details>
          <summary>{t('rates.byMeans')}</summary>
          <DataTable
            caption={t('rates.byMeans')}
            rows={means}
            keyOf={(row) => `${row.sector} ${row.means} ${row.side}`}
            columns={[
              { key: 'sector', title: t('health.sector'), cell: ({ sector }) => names.sector(sector) },
              { key: 'means', title: t('health.means'), cell: (row) => names.means(row.means) },
              { key: 'side', title: t('rates.side'), cell: ({ side }) => names.party(side) },
              ...hourColumns<(typeof means)[number]>(),
            ]}
          />
        </details>
      )}
    </>
  );
}
