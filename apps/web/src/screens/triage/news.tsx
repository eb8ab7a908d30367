import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../parts/button.js';
import { FilterRoom } from '../../parts/filter-room.js';
import { useIsFollowing } from '../../parts/live.js';
import type { Queue } from './queue.js';
import styles from './triage.module.css';

/** How much there is, and what has come since: said, and not moved in before somebody asks. */
export function News({ queue, onRefresh }: { queue: Queue; onRefresh(): void }) {
  const { t } = useTranslation('triage');
  const isFollowing = useIsFollowing();
  const { totals, news, gone } = queue;
  const isOld = news === null || news > 0 || gone.size > 0;
  const text = news === null ? t('news.many') : news > 0 ? t('news.some', { count: news }) : '';
  return (
    <>
      {totals && <Totals totals={totals}>{!isFollowing && <span>{t('news.still')}</span>}</Totals>}
      <p role="status" className={styles.news}>
        {text}
      </p>
      {isOld && (
        <Button onPress={onRefresh} aria-keyshortcuts="r">
          {t('news.show')} <kbd aria-hidden="true">r</kbd>
        </Button>
      )}
    </>
  );
}

/** How many there are, and of those how many that matter most. */
export function Totals({ totals, children }: { totals: NonNullable<Queue['totals']>; children?: ReactNode }) {
  const { t } = useTranslation('triage');
  return (
    <p className={styles.soft}>
      <span>{t('totals.shown', { count: totals.shown })}</span>
      <span>{t('totals.casualties', { count: totals.casualties })}</span>
      {totals.grouped > 0 && <span>{t('totals.grouped', { count: totals.grouped })}</span>}
      {children}
    </p>
  );
}

/** How to work with the queue, a paragraph a line. */
export function Help() {
  const { t } = useTranslation('triage');
  return t('help')
    .split('\n')
    .map((line) => <p key={line}>{line}</p>);
}

/** Holds the place of the filters: the rows stay where they are when these come. */
export function FiltersToCome() {
  return <FilterRoom fields={5} presses={3} />;
}
