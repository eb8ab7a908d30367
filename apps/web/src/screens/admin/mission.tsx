import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '../../api/client.js';
import { DataTable } from '../../parts/data-table.js';
import { Loading } from '../../parts/loading.js';
import { useMission, useNames } from '../../parts/mission.js';
import { Problem } from '../../parts/problem.js';
import { Time } from '../../parts/time.js';
import styles from './admin.module.css';
import { Ladder } from './mission-ladder.js';
import { Numbers } from './mission-numbers.js';
import { VerificationRules } from './mission-rules.js';

/** Everything that this mission is, as it is in force: no number of a rule is hidden in the program. */
export function MissionPack() {
  const { t, i18n } = useTranslation('admin');
  const mission = useMission();
  const names = useNames();
  const { data, error, refetch } = useQuery({
    queryKey: ['mission-rules'],
    queryFn: async ({ signal }) => {
      const [rules, provisions] = await Promise.all([
        api.GET('/v1/mission/rules', { signal }),
        api.GET('/v1/mission/provisions', { signal }),
      ]);
      return { rules: dataOf(rules), provisions: dataOf(provisions).items };
    },
    staleTime: Infinity,
  });
  if (error) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!data || !mission) return <Loading />;
  const { rules, provisions } = data;
  // 2023-01-01 was a Sunday; a day of the week is named by a date that falls on it.
  const weekday = new Intl.DateTimeFormat(i18n.language, { weekday: 'long', timeZone: 'UTC' }).format(
    Date.UTC(2023, 0, 1 + rules.calendar.weekEndsOn),
  );
  return (
    <section className={styles.section} aria-labelledby="admin-mission">
      <h2 id="admin-mission">{names.word(mission.name)}</h2>
      <dl className={styles.facts}>
        <dt>{t('mission.lead')}</dt>
        <dd>{names.word(mission.leadOrganisation)}</dd>
        <dt>{t('mission.digest')}</dt>
        <dd>
          <code dir="ltr" className={styles.long}>
            {rules.packDigest}
          </code>
          <p className={styles.soft}>{t('mission.digestMeans')}</p>
        </dd>
        <dt>{t('mission.ceasefireFrom')}</dt>
        <dd>
          <Time at={mission.ceasefireFrom} />
        </dd>
        <dt>{t('mission.calendar')}</dt>
        <dd>{t('mission.calendarWords', { zone: rules.calendar.timeZone, time: rules.calendar.dayEnds, weekday })}</dd>
        <dt>{t('mission.parties')}</dt>
        <dd>{mission.parties.map(({ id }) => names.party(id)).join(', ')}</dd>
        <dt>{t('mission.sectors')}</dt>
        <dd>{mission.sectors.map(({ id }) => names.sector(id)).join(', ')}</dd>
        <dt>{t('mission.zones')}</dt>
        <dd>{mission.zones.map(({ id }) => names.zone(id)).join(', ') || '–'}</dd>
      </dl>
      <DataTable
        caption={t('mission.provisions')}
        rows={provisions}
        keyOf={({ id, version }) => `${id} ${version}`}
        columns={[
          { key: 'number', title: t('mission.number'), cell: ({ number }) => number },
          {
            key: 'text',
            title: t('mission.text'),
            cell: ({ title, text }) => (
              <details>
                <summary>{names.word(title)}</summary>
                <p>{names.word(text)}</p>
              </details>
            ),
          },
          { key: 'kind', title: t('mission.kind'), cell: ({ kind }) => t(`mission.kinds.${kind}`) },
          {
            key: 'binds',
            title: t('mission.binds'),
            cell: ({ binds }) =>
              binds.length === 0 ? t('mission.bindsAll') : binds.map((id) => names.party(id)).join(', '),
          },
          {
            key: 'force',
            title: t('mission.inForce'),
            cell: ({ inForceFrom, inForceUntil }) => (
              <>
                <Time at={inForceFrom} />
                {inForceUntil !== null && (
                  <>
                    {' – '}
                    <Time at={inForceUntil} />
                  </>
                )}
              </>
            ),
          },
        ]}
      />
      <Ladder rules={rules} />
      <VerificationRules rules={rules} />
      <Numbers rules={rules} />
    </section>
  );
}
