import { useTranslation } from 'react-i18next';
import { DataTable } from '../../parts/data-table.js';
import { useNames } from '../../parts/mission.js';
import type { Rules } from './types.js';

/** Clocks and thresholds, each with what it means; and what is known of kinds, means and weapons. */
export function Numbers({ rules }: { rules: Rules }) {
  const { t, i18n } = useTranslation('admin');
  const names = useNames();
  const figure = (value: number): string =>
    new Intl.NumberFormat(i18n.language, { maximumSignificantDigits: 6 }).format(value);
  const groups: [string, Record<string, number | null>][] = [
    ['clocks', rules.clocks],
    ['queue', { ...rules.queue }],
    ['fusion', rules.thresholds.fusion],
    ['verification', rules.thresholds.verification],
    ['intake', rules.thresholds.intake],
  ];
  const rows = groups.flatMap(([group, numbers]) =>
    Object.entries(numbers).map(([name, value]) => ({ group, name, value })),
  );
  return (
    <>
      <DataTable
        caption={t('mission.numbers')}
        rows={rows}
        keyOf={({ group, name }) => `${group} ${name}`}
        columns={[
          { key: 'group', title: t('mission.used'), cell: ({ group }) => t(`mission.groups.${group}`) },
          {
            key: 'name',
            title: t('mission.meaning'),
            // A pack may have numbers of its own, known here only by their names.
            cell: ({ name }) => t(`mission.means.${name}`, { defaultValue: name }),
          },
          {
            key: 'value',
            title: t('mission.value'),
            isFigure: true,
            cell: ({ value }) => (value === null ? '–' : figure(value)),
          },
        ]}
      />
      <DataTable
        caption={t('mission.eventKinds')}
        rows={rules.eventKinds}
        keyOf={({ id }) => id}
        columns={[
          { key: 'name', title: t('mission.kindOfEvent'), cell: ({ id }) => names.kind(id) },
          { key: 'harm', title: t('mission.harm'), isFigure: true, cell: ({ harm }) => figure(harm) },
          {
            key: 'lasts',
            title: t('mission.duration'),
            isFigure: true,
            cell: ({ durationSeconds }) => figure(durationSeconds),
          },
        ]}
      />
      <DataTable
        caption={t('mission.reaches')}
        rows={[
          ...rules.means.map(({ id, rangeMetres, source }) => ({ id, name: names.means(id), rangeMetres, source })),
          ...rules.weapons.map(({ id, rangeMetres, source }) => ({ id, name: names.weapon(id), rangeMetres, source })),
        ]}
        keyOf={({ id, name }) => `${id} ${name}`}
        columns={[
          { key: 'name', title: t('mission.meansOrWeapon'), cell: ({ name }) => name },
          {
            key: 'range',
            title: t('mission.range'),
            isFigure: true,
            cell: ({ rangeMetres }) => figure(rangeMetres),
          },
          { key: 'source', title: t('mission.source'), cell: ({ source }) => <bdi>{source}</bdi> },
        ]}
      />
    </>
  );
}
