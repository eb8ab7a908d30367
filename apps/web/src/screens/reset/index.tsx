import { useEffect, useState } from 'react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '../../api/client.js';
import { isProblem } from '../../api/problem.js';
import { Button } from '../../parts/button.js';
import { Form, TextField } from '../../parts/fields.js';
import { Problem } from '../../parts/problem.js';
import { SecondFactor } from '../../parts/second-factor.js';
import styles from '../../session/sign-in.module.css';
import { LanguageChoice, ThemeChoice } from '../../shell/choices.js';

/** The token stands behind `#`, which no browser sends anywhere. */
const tokenInAddress = (): string => new URLSearchParams(location.hash.slice(1)).get('token') ?? '';

/** For whoever was given a token by an administrator: a password is chosen with it, once. Nobody is signed in here. */
export default function ResetPage() {
  const { t } = useTranslation('reset');
  const [token] = useState(tokenInAddress);
  const [differs, setDiffers] = useState(false);
  useEffect(() => {
    document.title = `${t('title')} · Linewatch`;
    // Nothing that still opens an account stays in the history of a shared device.
    if (location.hash !== '') history.replaceState(null, '', location.pathname);
  }, [t]);
  const choose = useMutation({
    mutationFn: async (fields: FormData) => {
      const text = (name: string): string => String(fields.get(name) ?? '');
      const code = text('code').replaceAll(/\s/g, '');
      const body = { token: text('token').trim(), password: text('password') };
      return dataOf(await api.POST('/v1/password-resets', { body: code === '' ? body : { ...body, code } }));
    },
  });
  const refusal = isProblem(choose.error, 'invalid_input') ? choose.error : null;
  return (
    <main className={styles.page}>
      <div className={styles.card}>
        <h1 className={styles.name}>
          <img src="/icon.svg" alt="" width="36" height="36" />
          {t('title')}
        </h1>
        {choose.data ? (
          <>
            <p role="status">
              {t('done')} <strong dir="ltr">{choose.data.loginName}</strong>
            </p>
            {choose.data.secondFactorAddress !== null && <SecondFactor address={choose.data.secondFactorAddress} />}
            <a href="/">{t('signIn')}</a>
          </>
        ) : (
          <>
            <p>{t('purpose')}</p>
            <Form
              error={refusal}
              onSend={(fields) => {
                const same = fields.get('password') === fields.get('again');
                setDiffers(!same);
                if (same) choose.mutate(fields);
              }}
            >
              <TextField
                name="token"
                label={t('token')}
                description={t('tokenHelp')}
                defaultValue={token}
                autoComplete="off"
                isRequired
              />
              <TextField
                name="password"
                type="password"
                label={t('password')}
                description={t('passwordHelp')}
                autoComplete="new-password"
                isRequired
              />
              <TextField name="again" type="password" label={t('again')} autoComplete="new-password" isRequired />
              <TextField
                name="code"
                label={t('code')}
                description={t('codeHelp')}
                autoComplete="one-time-code"
                inputMode="numeric"
                pattern="[0-9 ]*"
              />
              {differs && (
                <p role="alert" className={styles.refused}>
                  {t('differs')}
                </p>
              )}
              {choose.error && <Problem error={choose.error} />}
              <Button type="submit" look="main" isPending={choose.isPending}>
                {t('send')}
              </Button>
            </Form>
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
