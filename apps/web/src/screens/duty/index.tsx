import { lazy, useEffect } from 'react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Button } from '../../parts/button.js';
import { Problem } from '../../parts/problem.js';
import { OwnPassword } from '../../session/own-password.js';
import { useSession, type Account } from '../../session/session.js';
import styles from '../../session/sign-in.module.css';
import { LanguageChoice, ThemeChoice } from '../../shell/choices.js';

/** Not every mission asks for one, and it comes after the password. */
const NewSecondFactor = lazy(() => import('../../parts/new-second-factor.js'));

/** What the server wants done before anything else, and the way out. Nothing of the mission is shown meanwhile. */
export default function DutyPage({ duty }: { duty: NonNullable<Account['duty']> }) {
  const { t } = useTranslation('duty');
  const { account, signOut } = useSession();
  const queries = useQueryClient();
  const leave = useMutation({ mutationFn: signOut });
  const title = duty === 'password' ? t('password.title') : t('factor.title');
  useEffect(() => {
    document.title = `${title} · Linewatch`;
  }, [title]);
  const done = (): void => void queries.invalidateQueries();
  return (
    <main className={styles.page}>
      <div className={styles.card}>
        <h1 className={styles.name}>
          <img src="/icon.svg" alt="" width="36" height="36" />
          {title}
        </h1>
        <p>{duty === 'password' ? t('password.why') : t('factor.why')}</p>
        {duty === 'password' ? (
          <OwnPassword look="main" word={(part) => t(`password.${part}`)} onDone={done} />
        ) : (
          <NewSecondFactor loginName={account.loginName} onDone={done} />
        )}
        {leave.error && <Problem error={leave.error} />}
        <Button onPress={() => leave.mutate('here')} isPending={leave.isPending}>
          {t('signOut')}
        </Button>
        <div className={styles.choices}>
          <LanguageChoice />
          <ThemeChoice />
        </div>
      </div>
    </main>
  );
}
