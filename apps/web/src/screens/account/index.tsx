import { lazy, Suspense, useState } from 'react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Button } from '../../parts/button.js';
import { Dialog } from '../../parts/dialog.js';
import { Loading } from '../../parts/loading.js';
import { useNames } from '../../parts/mission.js';
import { Page } from '../../parts/page.js';
import { Problem } from '../../parts/problem.js';
import { useHasScreen } from '../../session/my-screens.js';
import { useSession } from '../../session/session.js';
import { LanguageChoice, ThemeChoice } from '../../shell/choices.js';
import styles from './account.module.css';
import { Messages } from './messages.js';
import { Password } from './password.js';
import { Sessions } from './sessions.js';

/** Asked for once in the life of an account. */
const NewSecondFactor = lazy(() => import('../../parts/new-second-factor.js'));

/** Who one is here, where one is signed in, and the settings of this device. */
export default function AccountScreen() {
  const { t } = useTranslation('account');
  const { t: shell } = useTranslation('shell');
  const { account, signOut } = useSession();
  const leave = useMutation({ mutationFn: signOut });
  const queries = useQueryClient();
  const [isEnrolling, setEnrolling] = useState(false);
  const [isAsking, setAsking] = useState(false);
  const names = useNames();
  const { sectors, party } = account.scope;
  // Who has the board has the inbox there; a party has none.
  const hasBoard = useHasScreen('escalation');
  const hasInbox = !hasBoard && party === null;
  return (
    <Page
      title={t('title')}
      description={t('description')}
      help={<p>{t('help')}</p>}
      actions={
        <Button onPress={() => leave.mutate('here')} isPending={leave.isPending}>
          {t('signOut')}
        </Button>
      }
    >
      {leave.error && <Problem error={leave.error} />}
      <section className={styles.section}>
        <h2>{t('who.title')}</h2>
        <dl className={styles.facts}>
          <dt>{t('who.name')}</dt>
          <dd>
            <bdi>{account.displayName ?? account.loginName}</bdi>
          </dd>
          <dt>{t('who.role')}</dt>
          <dd>{shell(`roles.${account.role}`)}</dd>
          <dt>{t('who.scope')}</dt>
          <dd>
            {party !== null
              ? names.party(party)
              : sectors.length > 0
                ? sectors.map((sector) => names.sector(sector)).join(', ')
                : t('who.everywhere')}
          </dd>
          <dt>{t('who.secondFactor')}</dt>
          <dd>{account.secondFactor ? t('who.withFactor') : t('who.withoutFactor')}</dd>
        </dl>
      </section>
      {hasInbox && (
        <section className={styles.section}>
          <h2>{t('messages.title')}</h2>
          <Messages />
        </section>
      )}
      <section className={styles.section}>
        <h2>{t('sessions.title')}</h2>
        <Sessions />
        <div>
          <Button look="grave" onPress={() => setAsking(true)}>
            {t('sessions.everywhere')}
          </Button>
        </div>
        <Dialog title={t('sessions.everywhere')} isOpen={isAsking} onClose={() => setAsking(false)}>
          <p>{t('sessions.everywhereMeans')}</p>
          <Button look="grave" onPress={() => leave.mutate('everywhere')} isPending={leave.isPending}>
            {t('sessions.everywhere')}
          </Button>
        </Dialog>
      </section>
      {!account.secondFactor && (
        <section className={styles.section}>
          <h2>{t('who.secondFactor')}</h2>
          {isEnrolling ? (
            <Suspense fallback={<Loading />}>
              <NewSecondFactor
                loginName={account.loginName}
                onDone={() => void queries.invalidateQueries({ queryKey: ['me'] })}
              />
            </Suspense>
          ) : (
            <div>
              <Button onPress={() => setEnrolling(true)}>{shell('secondFactor.setUp')}</Button>
            </div>
          )}
        </section>
      )}
      <section className={styles.section}>
        <h2>{t('password.title')}</h2>
        <Password />
      </section>
      <section className={styles.section}>
        <h2>{t('device.title')}</h2>
        <div className={styles.choices}>
          <LanguageChoice />
          <ThemeChoice />
        </div>
      </section>
    </Page>
  );
}
