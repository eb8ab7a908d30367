import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '../../api/client.js';
import { TextField } from '../../parts/fields.js';
import { FactorCode, NewPassword, type Chosen } from '../../parts/new-password.js';
import { SecondFactor } from '../../parts/second-factor.js';
import styles from '../../session/sign-in.module.css';
import { LanguageChoice, ThemeChoice } from '../../shell/choices.js';

/** The token stands behind `#`, which no browser sends anywhere. */
const tokenInAddress = (): string => new URLSearchParams(location.hash.slice(1)).get('token') ?? '';

const choose = async (chosen: Chosen, text: (name: string) => string) =>
  dataOf(await api.POST('/v1/password-resets', { body: { token: text('token').trim(), ...chosen } }));

/** For whoever was given a token by an administrator: a password is chosen with it, once. Nobody is signed in here. */
export default function ResetPage() {
  const { t } = useTranslation('reset');
  const [token] = useState(tokenInAddress);
  const [done, setDone] = useState<Awaited<ReturnType<typeof choose>> | null>(null);
  useEffect(() => {
    document.title = `${t('title')} · Linewatch`;
    // Nothing that still opens an account stays in the history of a shared device.
    if (location.hash !== '') history.replaceState(null, '', location.pathname);
  }, [t]);
  return (
    <main className={styles.page}>
      <div className={styles.card}>
        <h1 className={styles.name}>
          <img src="/icon.svg" alt="" width="36" height="36" />
          {t('title')}
        </h1>
        {done ? (
          <>
            <p role="status">
              {t('done')} <strong dir="ltr">{done.loginName}</strong>
            </p>
            {done.secondFactorAddress !== null && <SecondFactor address={done.secondFactorAddress} />}
            <a href="/">{t('signIn')}</a>
          </>
        ) : (
          <>
            <p>{t('purpose')}</p>
            <NewPassword look="main" word={(part) => t(`password.${part}`)} send={choose} onDone={setDone}>
              <TextField
                name="token"
                label={t('token')}
                description={t('tokenHelp')}
                defaultValue={token}
                autoComplete="off"
                isRequired
              />
              <FactorCode help={t('codeHelp')} />
            </NewPassword>
          </>
        )}
        <div className={styles.choices}>
          <LanguageChoice />
          <ThemeChoice />
        </div>
      </div>
    </main>
  );
}
