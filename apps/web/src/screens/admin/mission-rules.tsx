import { useTranslation } from 'react-i18next';
import { DataTable } from '../../parts/data-table.js';
import { useNames } from '../../parts/mission.js';
import type { Rules } from './types.js';

type Rule = Rules['verification']['rules'][number];

/** Which outcome is proposed when: the first rule whose conditions all hold. A person decides. */
export function VerificationRules({ rules }: { rules: Rules }) {
  const { t, i18n } = useTranslation('admin');
  const names = useNames();
  const valueText = (value: Rule['when'][number]['value']): string => {
    if (value === true) return t('mission.yes');
    if (value === false) return t('mission.no');
    if (typeof value === 'number') return new Intl.NumberFormat(i18n.language).format(value);
    if (typeof value === 'object') return value.join(', ');
    const number = rules.thresholds.verification[value] ?? rules.thresholds.intake[value];
    // The name of a threshold stands for its number.
    return number === undefined ? value : new Intl.NumberFormat(i18n.language).format(number);
  };
  const rows = rules.verification.rules.map((rule, at) => ({ ...rule, at: at + 1 }));
  return (
    <DataTable
      caption={t('mission.rules')}
      rows={rows}
      keyOf={({ id }) => id}
      columns={[
        { key: 'at', title: t('mission.order'), isFigure: true, cell: ({ at }) => at },
        {
          key: 'when',
          title: t('mission.when'),
          cell: ({ when }) =>
            when.length === 0 ? (
              t('mission.otherwise')
            ) : (
              <ul>
                {when.map(({ fact, test, value }) => (
                  <li key={`${fact} ${test}`}>
                    {t(`mission.facts.${fact}`)} {t(`mission.tests.${test}`)} {valueText(value)}
                  </li>
                ))}
              </ul>
            ),
        },
        {
          key: 'outcome',
          title: t('mission.outcome'),
          cell: ({ outcome, cause }) => (
            <>
              {t(`mission.outcomes.${outcome}`)}
              {cause && ` · ${t(`mission.causes.${cause}`)}`}
            </>
          ),
        },
        {
          key: 'reason',
          title: t('mission.reason'),
          cell: ({ reason }) => {
            const words = rules.verification.reasons[reason];
            return words ? names.word(words) : reason;
          },
        },
      ]}
    />
  );
}
