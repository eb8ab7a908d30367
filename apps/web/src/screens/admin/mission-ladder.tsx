import { useTranslation } from 'react-i18next';
import { durationText } from '../../parts/clock.js';
import { DataTable } from '../../parts/data-table.js';
import { useNames } from '../../parts/mission.js';
import type { Rules } from './types.js';

/** Who answers at each level, and how long they have. */
export function Ladder({ rules }: { rules: Rules }) {
  const { t, i18n } = useTranslation('admin');
  const { t: shell } = useTranslation('shell');
  const names = useNames();
  const lasts = (minutes: number): string => durationText(i18n.language, minutes * 60_000);
  return (
    <DataTable
      caption={t('mission.ladder')}
      rows={rules.ladder}
      keyOf={({ id }) => id}
      columns={[
        { key: 'level', title: t('mission.level'), isFigure: true, cell: ({ level }) => level },
        { key: 'name', title: t('mission.rung'), cell: ({ name }) => names.word(name) },
        { key: 'role', title: t('mission.answers'), cell: ({ role }) => shell(`roles.${role}`, role) },
        {
          key: 'acknowledge',
          title: t('mission.acknowledge'),
          cell: ({ acknowledgeMinutes }) => lasts(acknowledgeMinutes),
        },
        {
          key: 'act',
          title: t('mission.act'),
          cell: ({ actMinutes }) => (actMinutes === null ? '–' : lasts(actMinutes)),
        },
        {
          key: 'tells',
          title: t('mission.tells'),
          cell: ({ tells }) => tells.map((role) => shell(`roles.${role}`, role)).join(', ') || '–',
        },
        { key: 'channels', title: t('mission.channels'), cell: ({ channels }) => channels.join(', ') },
      ]}
    />
  );
}
