import { useTranslation } from 'react-i18next';
import listStyles from '../../parts/virtual-list.module.css';
import { Icon } from '../../parts/icon.js';
import { Page } from '../../parts/page.js';
import { useSession } from '../../session/session.js';
import { addressOfFilter, filterOf } from './filter.js';
import { FiltersToCome, Help, Totals } from './news.js';
import type { Item, PageOfItems } from './queue.js';
import { Row } from './row.js';
import styles from './triage.module.css';

/**
 * The queue as the server draws it: readable at once, each row a plain link, and without a script's help. Worked with
 * by first-page/hands.ts, until the screen takes its place.
 */
export function FirstTriage({ page, search }: { page: PageOfItems; search: string }) {
  const { t } = useTranslation('triage');
  const { account } = useSession();
  const filter = filterOf(new URLSearchParams(search));
  const linkOf = ({ key, group, incident }: Item): string =>
    group ? `/triage?${addressOfFilter(filter, key).toString()}` : `/case/${incident.id}`;
  return (
    <Page title={t('title')} description={t('description')} help={<Help />} isFull>
      <FiltersToCome />
      <div className={styles.said}>
        <Totals totals={page.totals} />
        <p role="status" className={styles.news} data-hands-said="" />
      </div>
      <template data-hands="">
        <span data-part="claimed" className={styles.badge}>
          {t('row.claimed', { who: t('holder.you') })}
        </span>
        <span data-part="tick">
          <Icon name="check" size={16} />
        </span>
        <span data-part="done">{t('done.claim', { count: 1 })}</span>
        <span data-part="waits">{t('first.waits')}</span>
      </template>
      <div className={styles.desk} data-open="false">
        <div className={styles.list}>
          <ul aria-label={t('list')} className={listStyles.frame}>
            {page.items.map((item) => (
              <li key={item.key}>
                <a
                  href={linkOf(item)}
                  data-first-row={item.key}
                  data-version={item.group ? undefined : item.incident.version}
                  data-mine={item.state === 'claimed' && item.incident.claimedBy === account.id ? '' : undefined}
                  className={`${listStyles.row} ${listStyles.still}`}
                >
                  <Row item={item} isTicked={false} isGone={false} onTick={() => undefined} />
                </a>
              </li>
            ))}
          </ul>
        </div>
        <div className={styles.side}>
          <p className={styles.hint}>{t('detail.none')}</p>
        </div>
      </div>
    </Page>
  );
}
