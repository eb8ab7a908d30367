import { useTranslation } from 'react-i18next';
import { DataTable } from '../../parts/data-table.js';
import { Time } from '../../parts/time.js';
import { useCase } from './case-context.js';
import { Because, Section } from './section.js';

/** What was checked by itself, what it gave, and why. */
export function Checks() {
  const { t } = useTranslation('case');
  const { page } = useCase();
  return (
    <Section id="checks">
      {page.checks.length === 0 ? (
        <p>{t('checks.none')}</p>
      ) : (
        <DataTable
          caption={t('checks.caption')}
          rows={page.checks.toReversed()}
          keyOf={({ id }) => id}
          columns={[
            { key: 'name', title: t('checks.name'), cell: ({ name }) => t(`checks.names.${name}`) },
            { key: 'result', title: t('checks.result'), cell: ({ result }) => t(`checks.results.${result}`) },
            {
              key: 'reason',
              title: t('checks.reason'),
              cell: ({ reason, said }) => <Because said={said}>{reason}</Because>,
            },
            { key: 'at', title: t('checks.at'), cell: ({ at }) => <Time at={at} focusable={false} /> },
          ]}
        />
      )}
    </Section>
  );
}
