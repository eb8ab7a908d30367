import { useState } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '../../api/client.js';
import { Button } from '../../parts/button.js';
import { Dialog } from '../../parts/dialog.js';
import { useLiveQueries } from '../../parts/live.js';
import { Loading } from '../../parts/loading.js';
import { Page } from '../../parts/page.js';
import { Problem } from '../../parts/problem.js';
import { useShortcuts } from '../../parts/shortcuts.js';
import { Time } from '../../parts/time.js';
import { useToast } from '../../parts/toast.js';
import { useSession } from '../../session/session.js';
import styles from './effort.module.css';
import { Health } from './health.js';
import { Jamming } from './jamming.js';
import { Rates } from './rates.js';
import { recordsEffort, seesRates } from './rights.js';
import { Sectors } from './sectors.js';
import { Tasks } from './tasks.js';
import { WatchForm } from './watch-form.js';
import { WeatherForm } from './weather-form.js';

/** Silence grows without any change being told: asked again this often. */
const againMs = 60_000;

/** Where the mission looks, where it does not, and what keeps it from looking. */
export default function EffortScreen() {
  const { t } = useTranslation('effort');
  const { role } = useSession().account;
  const queries = useQueryClient();
  const toast = useToast();
  const [form, setForm] = useState<'watch' | 'weather' | null>(null);
  const { data, error, refetch } = useQuery({
    queryKey: ['effort', 'now'],
    queryFn: async ({ signal }) => dataOf(await api.GET('/v1/watches/now', { signal })),
    refetchInterval: againMs,
  });
  useLiveQueries(['watch', 'effort', 'disturbance', 'device'], ['effort']);
  const mayRecord = recordsEffort.includes(role);
  useShortcuts(
    t('title'),
    mayRecord
      ? [
          { keys: 'w', label: t('watch.title'), run: () => setForm('watch') },
          { keys: 'e', label: t('weather.title'), run: () => setForm('weather') },
        ]
      : [],
  );
  const recorded = (text: string): void => {
    setForm(null);
    toast({ text });
    void queries.invalidateQueries({ queryKey: ['effort'] });
  };
  return (
    <Page
      title={t('title')}
      description={t('description')}
      help={
        <>
          <p>{t('help.now')}</p>
          <p>{t('help.silent')}</p>
          <p>{t('help.rates')}</p>
        </>
      }
      actions={
        mayRecord && (
          <>
            <Button onPress={() => setForm('watch')}>{t('watch.title')}</Button>
            <Button onPress={() => setForm('weather')}>{t('weather.title')}</Button>
          </>
        )
      }
    >
      {error && <Problem error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data && (
        <>
          <section className={styles.section} aria-labelledby="effort-sectors">
            <h2 id="effort-sectors">{t('sectors.title')}</h2>
            <p className={styles.soft}>
              {t('asOf')} <Time at={data.at} />
            </p>
            <Sectors now={data} />
          </section>
          <section className={styles.section} aria-labelledby="effort-health">
            <h2 id="effort-health">{t('health.title')}</h2>
            <Health rows={data.health} />
          </section>
          <section className={styles.section} aria-labelledby="effort-jamming">
            <h2 id="effort-jamming">{t('jamming.title')}</h2>
            <Jamming rows={data.jamming} />
          </section>
          {seesRates.includes(role) && (
            <section className={styles.section} aria-labelledby="effort-rates">
              <h2 id="effort-rates">{t('rates.title')}</h2>
              <Rates weeks={data.weeks} />
            </section>
          )}
        </>
      )}
      <section className={styles.section} aria-labelledby="effort-tasks">
        <h2 id="effort-tasks">{t('tasks.title')}</h2>
        <Tasks />
      </section>
      <Dialog title={t('watch.title')} isOpen={form === 'watch'} onClose={() => setForm(null)} shape="side">
        <WatchForm onDone={(isCounted) => recorded(isCounted ? t('watch.done') : t('watch.nowhere'))} />
      </Dialog>
      <Dialog title={t('weather.title')} isOpen={form === 'weather'} onClose={() => setForm(null)} shape="side">
        <WeatherForm onDone={() => recorded(t('weather.done'))} />
      </Dialog>
    </Page>
  );
}
