import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../parts/button.js';
import { DataTable } from '../../parts/data-table.js';
import { Dialog } from '../../parts/dialog.js';
import { Empty } from '../../parts/empty.js';
import { Select } from '../../parts/fields.js';
import { useLiveQueries } from '../../parts/live.js';
import { Loading } from '../../parts/loading.js';
import { Page } from '../../parts/page.js';
import { Problem } from '../../parts/problem.js';
import { useSession } from '../../session/session.js';
import { hotlineKey, issuesOf, useLog, type Asked, type Log } from './data.js';
import styles from './hotline.module.css';
import { Issue } from './issue.js';
import { LineDialog } from './line-form.js';
import { useSide } from './side.js';

const periods = ['1', '7', '30', '90'] as const;

/** The log of the line between the parties and the mission: calls taken, read back, and what became of promises. */
export default function HotlineScreen() {
  const { t } = useTranslation('hotline');
  const [days, setDays] = useState<(typeof periods)[number]>('7');
  const [asked, setAsked] = useState<Asked | null>(null);
  const { data, error, refetch } = useLog(Number(days));
  useLiveQueries(['hotline'], hotlineKey);
  const { account } = useSession();
  const mayLog = account.role === 'supervisor' || account.role === 'head_of_mission';
  const take = (
    <Button look="main" onPress={() => setAsked({ type: 'issue' })}>
      {t('take')}
    </Button>
  );
  return (
    <Page title={t('title')} description={t('description')} help={<p>{t('help')}</p>} actions={mayLog && take}>
      <div className={`${styles.period} no-print`}>
        <Select
          label={t('period')}
          choices={periods.map((id) => ({ id, label: t('days', { count: Number(id) }) }))}
          value={days}
          onChange={setDays}
        />
      </div>
      {error ? (
        <Problem error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <Loading />
      ) : data.entries.length === 0 ? (
        <Empty title={t('empty.title')} next={t(mayLog ? 'empty.take' : 'empty.wait')} />
      ) : (
        <>
          <Counts counts={data.counts} />
          <ul className={styles.issues}>
            {issuesOf(data.entries).map(({ issue, lines }) => (
              <li key={issue.id}>
                <Issue issue={issue} lines={lines} onAdd={mayLog ? setAsked : null} />
              </li>
            ))}
          </ul>
        </>
      )}
      <Dialog title={asked ? t(`types.${asked.type}`) : ''} isOpen={asked !== null} onClose={() => setAsked(null)}>
        {asked && (
          <LineDialog
            key={`${asked.type} ${asked.issueId}`}
            asked={asked}
            lines={data?.entries.filter(({ issueId }) => issueId === asked.issueId) ?? []}
            onDone={() => setAsked(null)}
          />
        )}
      </Dialog>
    </Page>
  );
}

/** How often the line was used, and what became of promises: every side by the same rule. */
function Counts({ counts }: Pick<Log, 'counts'>) {
  const { t } = useTranslation('hotline');
  const side = useSide();
  return (
    <section className={styles.counts}>
      <p>{t('counts.all', { activations: counts.activations, issues: counts.issuesSpokenOf })}</p>
      <DataTable
        caption={t('counts.caption')}
        rows={counts.parties}
        keyOf={({ party }) => party}
        columns={[
          { key: 'party', title: t('counts.side'), cell: ({ party }) => side(party) },
          { key: 'called', title: t('counts.called'), isFigure: true, cell: ({ called }) => called },
          { key: 'wasCalled', title: t('counts.wasCalled'), isFigure: true, cell: ({ wasCalled }) => wasCalled },
          { key: 'promises', title: t('counts.promises'), isFigure: true, cell: ({ promises }) => promises },
          { key: 'kept', title: t('counts.kept'), isFigure: true, cell: ({ kept }) => kept },
          { key: 'broken', title: t('counts.broken'), isFigure: true, cell: ({ broken }) => broken },
          { key: 'open', title: t('counts.open'), isFigure: true, cell: ({ open }) => open },
        ]}
      />
    </section>
  );
}
