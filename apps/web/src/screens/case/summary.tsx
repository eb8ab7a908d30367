import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { api } from '../../api/client.js';
import { Button } from '../../parts/button.js';
import { Clock } from '../../parts/clock.js';
import { useNames } from '../../parts/mission.js';
import { Place } from '../../parts/place.js';
import { Problem } from '../../parts/problem.js';
import { Time } from '../../parts/time.js';
import { useToast } from '../../parts/toast.js';
import { useHasScreen } from '../../session/my-screens.js';
import { useCase } from './case-context.js';
import styles from './case.module.css';
import { useFigures } from './figures.js';
import { mapAddress, radiusOf95 } from './projection.js';
import { Section } from './section.js';

/** What, where, when, how it stands, how much there is of it, and what runs out next. */
export function Summary() {
  const { t } = useTranslation('case');
  const names = useNames();
  const { percent, list } = useFigures();
  const { page, who } = useCase();
  const { incident, counts, clock } = page;
  const { estimate } = incident;
  const hasMap = useHasScreen('map');
  const sides = Object.entries(incident.side).sort(([a], [b]) => a.localeCompare(b));
  const facts: [string, React.ReactNode][] = [
    [t('facts.state'), t(`states.${incident.state}`)],
    [t('facts.outcome'), incident.outcome ? t(`outcomes.${incident.outcome}`) : t('facts.noOutcome')],
    [
      t('facts.when'),
      <>
        <Time at={incident.start} /> – <Time at={incident.end} />
      </>,
    ],
    [
      t('facts.where'),
      <>
        <Place
          lat={estimate.lat}
          lon={estimate.lon}
          uncertaintyMetres={radiusOf95(estimate)}
          name={names.sector(incident.sector)}
        />{' '}
        <bdi>({t(`methods.${estimate.method}`)})</bdi>
      </>,
    ],
    ...(incident.zones.length > 0
      ? ([[t('facts.zones'), list(incident.zones.map((zone) => names.zone(zone)))]] as [string, React.ReactNode][])
      : []),
    [t('facts.side'), list(sides.map(([party, share]) => `${names.party(party)} ${percent(share)}`))],
    [
      t('facts.what'),
      <>
        <bdi>{names.kind(incident.kind)}</bdi>
        {incident.weapon !== null && (
          <>
            {' · '}
            <bdi>{names.weapon(incident.weapon)}</bdi>
          </>
        )}
        {incident.count !== null && (
          <>
            {' · '}
            <bdi>{t('facts.count', { count: incident.count })}</bdi>
          </>
        )}
      </>,
    ],
    [
      t('facts.casualties'),
      incident.casualties ? t('casualties', { ...incident.casualties }) : t('facts.noCasualties'),
    ],
    ...(incident.civilianObject
      ? ([[t('facts.object'), t('facts.civilianObject')]] as [string, React.ReactNode][])
      : []),
    [
      t('facts.sources'),
      `${t('facts.sightings', { count: incident.sightingCount })} · ${t('facts.independent', { count: incident.independentCount })}`,
    ],
    [t('facts.checks'), t('facts.checkCounts', { ...counts.checks })],
    [t('facts.day'), <bdi key="day">{`${incident.reportingDay} (${incident.reportingWeek})`}</bdi>],
    ...(incident.claimedBy !== null
      ? ([[t('facts.claimed'), who(incident.claimedBy)]] as [string, React.ReactNode][])
      : []),
  ];
  return (
    <Section id="summary" actions={hasMap && <Link to={mapAddress(incident)}>{t('onMap')}</Link>}>
      {incident.mergedInto !== null && (
        <p className={styles.note}>
          {t('merged')} <Link to={`/case/${incident.mergedInto}`}>{t('mergedOpen')}</Link>
        </p>
      )}
      {clock && (
        <p className={styles.clock}>
          <Clock due={clock.due} label={t(`clocks.${clock.what}`)} />
        </p>
      )}
      <dl className={styles.facts}>
        {facts.map(([term, value]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}

/** Takes the case, or gives it back. */
export function Claim() {
  const { t } = useTranslation('case');
  const { page, refresh } = useCase();
  const show = useToast();
  const { id, state, claimedBy } = page.incident;
  const params = { params: { path: { id } } };
  const mine = page.timeline.some(({ by }) => by.self && by.id === claimedBy);
  const claim = async (): Promise<unknown> => api.POST('/v1/triage/{id}/claim', params);
  const release = async (): Promise<unknown> => api.POST('/v1/triage/{id}/release', params);
  const change = useMutation({
    mutationFn: mine ? release : claim,
    async onSuccess() {
      await refresh();
      const undo = async (): Promise<void> => {
        await (mine ? claim() : release());
        await refresh();
      };
      show({ text: t(mine ? 'claim.released' : 'claim.claimed'), undo });
    },
  });
  if (state !== 'open') return null;
  return (
    <>
      <Button onPress={() => change.mutate()} isPending={change.isPending}>
        {t(mine ? 'claim.release' : 'claim.claim')}
      </Button>
      {change.error && <Problem error={change.error} />}
    </>
  );
}
