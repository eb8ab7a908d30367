import { useTranslation } from 'react-i18next';
import { DataTable } from '../../parts/data-table.js';
import { Time } from '../../parts/time.js';
import { useSession } from '../../session/session.js';
import type { Folder } from './data.js';
import styles from './summaries.module.css';

/** Who took which step when, and the particulars by which the frozen content can be checked. */
export function History({ folder: { edition, steps, files } }: { folder: Folder }) {
  const { t } = useTranslation('summaries');
  const { t: shell } = useTranslation('shell');
  const { account } = useSession();
  const content = files.find((file) => file.role === 'content' && file.variant === 'internal');
  const drafted = { step: 'draft' as const, by: edition.draftedBy, role: null, at: edition.draftedAt, reason: null };
  const who = (by: string, role: string | null): string => {
    if (by === account.id) return t('history.you');
    if (by === 'system') return t('history.system');
    return role === null ? t('history.another') : shell(`roles.${role}`);
  };
  const hashes: [string, string | null][] = [
    [t('contentHash'), content?.sha256 ?? null],
    [t('history.cutoff'), edition.cutoff === null ? null : String(edition.cutoff)],
    [t('history.treeRoot'), edition.treeRoot],
  ];
  return (
    <>
      <DataTable
        caption={t('history.title')}
        columns={[
          { key: 'step', title: t('history.step'), cell: ({ step }) => t(`step.${step}`) },
          { key: 'at', title: t('history.at'), cell: ({ at }) => <Time at={at} focusable={false} /> },
          { key: 'by', title: t('history.by'), cell: ({ by, role }) => who(by, role) },
          { key: 'reason', title: t('reason'), cell: ({ reason }) => <bdi>{reason}</bdi> },
        ]}
        rows={[drafted, ...steps]}
        keyOf={({ step, at, by }) => `${step} ${at} ${by}`}
      />
      {content && (
        <dl className={styles.said}>
          {hashes.map(([label, value]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>
                <code className={styles.hash}>{value}</code>
              </dd>
            </div>
          ))}
        </dl>
      )}
    </>
  );
}
