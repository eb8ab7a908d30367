import { useTranslation } from 'react-i18next';
import styles from './second-factor.module.css';

/** A new second factor, shown once: what is typed into the authenticator, and a link for one on this device. */
export function SecondFactor({ address }: { address: string }) {
  const { t } = useTranslation('shell');
  const secret = new URL(address).searchParams.get('secret') ?? '';
  return (
    <div className={styles.box}>
      <strong>{t('secondFactor.title')}</strong>
      <p>{t('secondFactor.enter')}</p>
      <code dir="ltr" className={styles.secret}>
        {secret.replaceAll(/(.{4})(?=.)/g, '$1 ')}
      </code>
      <a href={address}>{t('secondFactor.open')}</a>
    </div>
  );
}
