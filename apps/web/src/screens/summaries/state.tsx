import { useTranslation } from 'react-i18next';
import { Icon } from '../../parts/icon.js';
import type { Edition } from './data.js';
import styles from './summaries.module.css';

export function StateMark({ state }: { state: Edition['state'] }) {
  const { t } = useTranslation('summaries');
  return (
    <span className={styles.state} data-state={state}>
      {t(`state.${state}`)}
    </span>
  );
}

const stages = ['draft', 'frozen', 'half_approved', 'approved', 'published'] as const;

/** Where the version stands on its way; a returned one has left it. */
export function Way({ state }: { state: Edition['state'] }) {
  const { t } = useTranslation('summaries');
  if (state === 'returned') return null;
  const at = stages.indexOf(state === 'corrected' ? 'published' : state);
  return (
    <ol className={styles.way} aria-label={t('way.title')}>
      {stages.map((stage, i) => (
        <li
          key={stage}
          className={i < at ? styles.past : i === at ? styles.now : styles.later}
          {...(i === at && { 'aria-current': 'step' as const })}
        >
          {i <= at && <Icon name="check" size={16} />}
          {t(`state.${stage}`)}
          {i < at && <span className="visually-hidden">, {t('way.done')}</span>}
        </li>
      ))}
    </ol>
  );
}
