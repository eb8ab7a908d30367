import { ProgressBar } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import styles from './loading.module.css';

/** Something is on its way. `share` (0..1) where it is known how much of it is there. */
export function Loading({ label, share }: { label?: string; share?: number }) {
  const { t, ready } = useTranslation('shell', { useSuspense: false });
  // Before the first words have come there is only the bar.
  const text = label ?? (ready ? t('loading') : 'Linewatch');
  const measure = share === undefined ? { isIndeterminate: true } : { value: share * 100 };
  return (
    <ProgressBar aria-label={text} className={styles.loading!} {...measure}>
      {({ percentage, valueText }) => (
        <>
          <span className={styles.text}>
            {text} {share !== undefined && valueText}
          </span>
          <svg className={styles.bar} viewBox="0 0 100 2" preserveAspectRatio="none" aria-hidden="true">
            <rect className={styles.ground} width="100" height="2" />
            <rect
              className={percentage === undefined ? styles.unknown : styles.known}
              width={percentage ?? 25}
              height="2"
            />
          </svg>
        </>
      )}
    </ProgressBar>
  );
}
