import { useTranslation } from 'react-i18next';
import styles from './loading.module.css';

/** Something is on its way. `share` (0..1) where it is known how much of it is there. */
export function Loading({ label, share }: { label?: string; share?: number }) {
  const { t, i18n, ready } = useTranslation('shell', { useSuspense: false });
  // Before the first words have come there is only the bar.
  const text = label ?? (ready ? t('loading') : 'Linewatch');
  const said = share === undefined ? '' : share.toLocaleString(i18n.language, { style: 'percent' });
  const measure =
    share === undefined
      ? {}
      : { 'aria-valuemin': 0, 'aria-valuemax': 100, 'aria-valuenow': share * 100, 'aria-valuetext': said };
  return (
    <div role="progressbar" aria-label={text} className={styles.loading} {...measure}>
      <span className={styles.text}>
        {text} {said}
      </span>
      <svg className={styles.bar} viewBox="0 0 100 2" preserveAspectRatio="none" aria-hidden="true">
        <rect className={styles.ground} width="100" height="2" />
        <rect
          className={share === undefined ? styles.unknown : styles.known}
          width={share === undefined ? 25 : share * 100}
          height="2"
        />
      </svg>
    </div>
  );
}
