import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from './button.js';
import styles from './filter-bar.module.css';

/** What narrows a list, in one row above it (on a phone behind one press); `active` counts the filters that are set. */
export function FilterBar({ active, onClear, children }: { active: number; onClear(): void; children: ReactNode }) {
  const { t } = useTranslation('shell');
  return (
    <details className={`${styles.bar} no-print`} open={matchMedia('(min-width: 40rem)').matches}>
      <summary>{active === 0 ? t('filter.title') : t('filter.active', { count: active })}</summary>
      <div role="group" aria-label={t('filter.title')} className={styles.fields}>
        {children}
        {active > 0 && (
          <Button look="quiet" onPress={onClear}>
            {t('filter.clear')}
          </Button>
        )}
      </div>
    </details>
  );
}
