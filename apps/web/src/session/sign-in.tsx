import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/client.js';
import { isProblem } from '../api/problem.js';
import { Button } from '../parts/button.js';
import { Form, TextField } from '../parts/fields.js';
import { Problem } from '../parts/problem.js';
import { LanguageChoice, ThemeChoice } from '../shell/choices.js';
import styles from './sign-in.module.css';

/** Name, password and, where the account has one, the six digits of the second factor. */
export default function SignIn({ onSignedIn }: { onSignedIn(): Promise<unknown> }) {
  const { t } = useTranslation('shell');
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  async function signIn(form: FormData): Promise<void> {
    const text = (name: string): string => String(form.get(name) ?? '');
    const code = text('code').replaceAll(/\s/g, '');
    setBusy(true);
    setError(null);
    try {
      const body = { loginName: text('loginName'), password: text('password'), delivery: 'cookie' as const };
      await api.POST('/v1/sessions', { body: code === '' ? body : { ...body, code } });
      await onSignedIn();
    } catch (refusal) {
      setError(refusal);
    } finally {
      setBusy(false);
    }
  }
  return (
    <main className={styles.page}>
      <div className={styles.card}>
        <h1 className={styles.name}>
          <img src="/icon.svg" alt="" width="36" height="36" />
          Linewatch
        </h1>
        <p>{t('signIn.purpose')}</p>
        <Form onSend={signIn} error={isProblem(error, 'invalid_input') ? error : null}>
          <TextField name="loginName" label={t('signIn.loginName')} autoComplete="username" isRequired autoFocus />
          <TextField
            name="password"
            type="password"
            label={t('signIn.password')}
            autoComplete="current-password"
            isRequired
          />
          <TextField
            name="code"
            label={t('signIn.code')}
            description={t('signIn.codeHelp')}
            autoComplete="one-time-code"
            inputMode="numeric"
            pattern="[0-9 ]*"
          />
          {isProblem(error, 'not_signed_in') ? (
            <p role="alert" className={styles.refused}>
              {t('signIn.refused')}
            </p>
          ) : (
            error !== null && !isProblem(error, 'invalid_input') && <Problem error={error} />
          )}
          <Button type="submit" look="main" isPending={busy}>
            {t('signIn.send')}
          </Button>
        </Form>
        <div className={styles.choices}>
          <LanguageChoice />
          <ThemeChoice />
        </div>
      </div>
    </main>
  );
}
