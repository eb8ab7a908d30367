import { useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { api, dataOf } from '../../api/client.js';
import { Checkbox } from '../../parts/fields.js';
import { useNames } from '../../parts/mission.js';
import { distanceText } from '../../parts/place.js';
import { durationText } from '../../parts/clock.js';
import { Problem } from '../../parts/problem.js';
import { Time } from '../../parts/time.js';
import { Act, textOf, type Done } from './act.js';
import { useCase, type CasePage } from './case-context.js';
import styles from './case.module.css';
import { useFigures } from './figures.js';
import { Section, Words } from './section.js';

/** Taking records out, joining incidents, and taking either back; nothing is lost by any of them. */
export function Restructure() {
  const { t } = useTranslation('case');
  const { page, may } = useCase();
  const { incident, restructures } = page;
  const isWorking = may('incident.restructure') && incident.state !== 'merged';
  return (
    <Section
      id="restructure"
      actions={
        isWorking && (
          <>
            {page.counts.sightings > 1 && <Split />}
            <Merge />
          </>
        )
      }
    >
      {restructures.length === 0 && <p>{t('restructure.none')}</p>}
      <ol className={styles.cards}>
        {restructures.toReversed().map((one) => (
          <li key={one.id} className={styles.card}>
            <Made restructure={one} />
          </li>
        ))}
      </ol>
    </Section>
  );
}

function Made({ restructure }: { restructure: CasePage['restructures'][number] }) {
  const { t } = useTranslation('case');
  const { page, may, who } = useCase();
  const { id, type, from, to, reason, by, at, undoneBy, undoneAt } = restructure;
  const others = [...new Set([...from, ...to])].filter((one) => one !== page.incident.id);
  const undo = async (fields: FormData): Promise<Done> => {
    const body = { reason: textOf(fields, 'reason') };
    await api.POST('/v1/restructures/{id}/undo', { params: { path: { id } }, body });
    return { text: t('restructure.undone') };
  };
  return (
    <>
      <div className={styles.head}>
        <h3>{t(`restructure.types.${type}`)}</h3>
        {undoneAt === null && may('incident.restructure') && (
          <Act label={t('restructure.undo')} explains={t('restructure.undoMeans')} withReason send={undo} />
        )}
      </div>
      <p>
        {who(by)} · <Time at={at} />
        {undoneAt !== null && (
          <>
            {' · '}
            {t('restructure.wasUndone', { who: who(undoneBy ?? 'machine') })} <Time at={undoneAt} />
          </>
        )}
      </p>
      <Words>{reason}</Words>
      <ul className={styles.links}>
        {others.map((other) => (
          <li key={other}>
            <Link to={`/case/${other}`}>
              {t('restructure.other')} <bdi className="figures">{other.slice(-8)}</bdi>
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}

function useUndo(): (restructureId: string) => () => Promise<unknown> {
  const { t } = useTranslation('case');
  return (id) => () =>
    api.POST('/v1/restructures/{id}/undo', { params: { path: { id } }, body: { reason: t('act.takenBack') } });
}

function Split() {
  const { t } = useTranslation('case');
  const names = useNames();
  const { page } = useCase();
  const undo = useUndo();
  const { id, version } = page.incident;
  const active = new Set(page.links.filter(({ endedAt }) => endedAt === null).map((link) => link.sightingId));
  const sightings = page.sightings.filter((sighting) => active.has(sighting.id));
  const send = async (fields: FormData): Promise<Done> => {
    const chosen = sightings.map((sighting) => sighting.id).filter((one) => fields.get(`take/${one}`) !== null);
    const body = { version, sightingIds: chosen, reason: textOf(fields, 'reason') };
    const { restructureId } = dataOf(await api.POST('/v1/incidents/{id}/split', { params: { path: { id } }, body }));
    return { text: t('restructure.splitDone'), undo: undo(restructureId) };
  };
  return (
    <Act label={t('restructure.split')} explains={t('restructure.splitMeans')} withReason send={send}>
      <fieldset className={styles.fields}>
        <legend>{t('restructure.take')}</legend>
        {sightings.map((sighting) => (
          <Checkbox
            key={sighting.id}
            name={`take/${sighting.id}`}
            label={
              <>
                {names.kind(sighting.kind)} · {names.means(sighting.means)} ·{' '}
                <Time at={sighting.start} focusable={false} /> · <bdi>{sighting.text?.slice(0, 80)}</bdi>
              </>
            }
          />
        ))}
      </fieldset>
    </Act>
  );
}

function Merge() {
  const { t, i18n } = useTranslation('case');
  const names = useNames();
  const { times } = useFigures();
  const { page } = useCase();
  const { id } = page.incident;
  const undo = useUndo();
  const navigate = useNavigate();
  const open = useState(false);
  const { data, error, refetch } = useQuery({
    queryKey: ['case', id, 'duplicates'],
    queryFn: async ({ signal }) =>
      dataOf(await api.GET('/v1/incidents/{id}/duplicates', { params: { path: { id } }, signal })).items,
    enabled: open[0],
  });
  const send = async (fields: FormData): Promise<Done> => {
    const from = (data ?? []).map(({ incident }) => incident.id).filter((one) => fields.get(`join/${one}`) !== null);
    const body = { into: id, from, reason: textOf(fields, 'reason') };
    const { restructureId } = dataOf(await api.POST('/v1/incidents/merge', { body }));
    return { text: t('restructure.mergeDone'), undo: undo(restructureId) };
  };
  return (
    <Act label={t('restructure.merge')} explains={t('restructure.mergeMeans')} withReason open={open} send={send}>
      {error && <Problem error={error} onRetry={() => void refetch()} />}
      {data?.length === 0 && <p>{t('restructure.noneNear')}</p>}
      <fieldset className={styles.fields}>
        <legend>{t('restructure.near')}</legend>
        {data?.map((one) => (
          <div key={one.incident.id}>
            <Checkbox
              name={`join/${one.incident.id}`}
              label={t('restructure.nearOne', {
                kind: names.kind(one.incident.kind),
                distance: distanceText(i18n.language, one.metres),
                duration: durationText(i18n.language, one.seconds * 1000),
              })}
            />
            <p className={styles.soft}>
              {t(one.logRatio >= 0 ? 'links.sumFor' : 'links.sumAgainst')} <bdi>{times(one.logRatio)}</bdi>{' '}
              <button type="button" className={styles.asLink} onClick={() => void navigate(`/case/${one.incident.id}`)}>
                {t('mergedOpen')}
              </button>
            </p>
          </div>
        ))}
      </fieldset>
    </Act>
  );
}
