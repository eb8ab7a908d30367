import { useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, dataOf, type Schemas } from '../../api/client.js';
import { Button } from '../../parts/button.js';
import { DataTable } from '../../parts/data-table.js';
import { Empty } from '../../parts/empty.js';
import { Select } from '../../parts/fields.js';
import { Loading } from '../../parts/loading.js';
import { Problem } from '../../parts/problem.js';
import { editionsKey, useHeading, type Edition } from './data.js';
import styles from './summaries.module.css';

const mostToChoose = 50;
const figuresAtOnce = 100;

/** This version beside another one: what they say differently. */
export function Changes({ edition }: { edition: Edition }) {
  const { t } = useTranslation('summaries');
  const nameOf = useHeading();
  const [chosen, setChosen] = useState<string | null>(null);
  const { data, error, refetch } = useQuery({
    queryKey: [...editionsKey, 'list'],
    queryFn: async ({ signal }) =>
      dataOf(await api.GET('/v1/editions', { params: { query: { limit: mostToChoose } }, signal })).items,
  });
  if (error) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading />;
  const others = data.filter(({ id }) => id !== edition.id);
  if (others.length === 0) return <Empty title={t('changes.none')} next={t('changes.noneNext')} />;
  // The version before of the same week, else the newest of an earlier week, else any.
  const usual =
    others.filter((one) => one.week === edition.week && one.version < edition.version).at(0) ??
    others.find((one) => one.week < edition.week) ??
    others[0]!;
  const from = others.find(({ id }) => id === chosen) ?? usual;
  return (
    <>
      <div className={`${styles.choices} no-print`}>
        <Select
          label={t('changes.with')}
          choices={others.map((one) => ({ id: one.id, label: `${nameOf(one)} · ${t(`state.${one.state}`)}` }))}
          value={from.id}
          onChange={setChosen}
        />
      </div>
      <Between from={from.id} to={edition.id} names={[nameOf(from), nameOf(edition)]} />
    </>
  );
}

function Between({ from, to, names }: { from: string; to: string; names: [string, string] }) {
  const { t, i18n } = useTranslation('summaries');
  const { language } = i18n;
  const { data, error, refetch } = useQuery({
    queryKey: [...editionsKey, 'changes', from, to, language],
    queryFn: async ({ signal }) =>
      dataOf(
        await api.GET('/v1/editions/{id}/changes', { params: { path: { id: to }, query: { from, language } }, signal }),
      ),
  });
  if (error) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading label={t('counting')} />;
  return <Differences changes={data} names={names} />;
}

function Differences({
  changes,
  names: [before, after],
}: {
  changes: Schemas['EditionChanges'];
  names: [string, string];
}) {
  const { t } = useTranslation('summaries');
  const [shown, setShown] = useState(figuresAtOnce);
  const { figures, paragraphs, tables, same } = changes;
  if (figures.length + paragraphs.length + tables.length === 0)
    return <Empty title={t('changes.nothing')} next={t('changes.same', { count: same })} />;
  const none = t('changes.notThere');
  const left = figures.length - shown;
  return (
    <>
      <p>{t('changes.same', { count: same })}</p>
      {paragraphs.length > 0 && (
        <DataTable
          caption={t('changes.sentences')}
          columns={[
            { key: 'where', title: t('changes.section'), cell: ({ section }) => section },
            { key: 'before', title: before, cell: (one) => <bdi>{one.before ?? none}</bdi> },
            { key: 'after', title: after, cell: (one) => <bdi>{one.after ?? none}</bdi> },
          ]}
          rows={paragraphs}
          keyOf={(one) => `${one.section} ${one.before} ${one.after}`}
        />
      )}
      {figures.length > 0 && (
        <DataTable
          caption={t('changes.figures')}
          columns={[
            {
              key: 'where',
              title: t('changes.where'),
              cell: ({ section, table }) => (table === null ? section : `${section}: ${table}`),
            },
            { key: 'row', title: t('changes.row'), cell: ({ row }) => <bdi>{row}</bdi> },
            { key: 'column', title: t('changes.column'), cell: ({ column }) => column },
            { key: 'before', title: before, cell: (one) => one.before ?? none, isFigure: true },
            { key: 'after', title: after, cell: (one) => one.after ?? none, isFigure: true },
          ]}
          rows={figures.slice(0, shown)}
          keyOf={({ id }) => id}
        />
      )}
      {left > 0 && (
        <div className="no-print">
          <Button onPress={() => setShown(shown + figuresAtOnce)}>{t('changes.more', { count: left })}</Button>
        </div>
      )}
      {tables.length > 0 && (
        <DataTable
          caption={t('changes.tables')}
          columns={[
            { key: 'where', title: t('changes.section'), cell: ({ section }) => section },
            { key: 'table', title: t('changes.table'), cell: ({ caption }) => caption },
            { key: 'before', title: before, cell: (one) => one.before, isFigure: true },
            { key: 'after', title: after, cell: (one) => one.after, isFigure: true },
          ]}
          rows={tables}
          keyOf={({ section, caption }) => `${section} ${caption}`}
        />
      )}
    </>
  );
}
