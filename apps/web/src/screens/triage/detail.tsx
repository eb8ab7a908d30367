import { useEffect, useState, type ReactNode } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from 'react-router';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/client.js';
import { useLive } from '../../parts/live.js';
import { Loading } from '../../parts/loading.js';
import { useNames } from '../../parts/mission.js';
import { Place } from '../../parts/place.js';
import { Problem } from '../../parts/problem.js';
import { Time } from '../../parts/time.js';
import { Decide } from './decide.js';
import { Duplicates } from './duplicates.js';
import type { Act } from './acts.js';
import { caseQuery, type Mode } from './case-query.js';
import type { Item } from './queue.js';
import { Terms } from './terms.js';
import { Sentence, Worded } from '../../parts/sentence.js';
import styles from './triage.module.css';

interface DetailProps {
  item: Item;
  mode: Mode;
  onMode(mode: Mode): void;
  act: Act;
  onMerged(ids: readonly string[]): void;
  /** The buttons of what can be done. */
  actions: ReactNode;
}

/** As much of the case as a plain decision needs; the rest is behind the link. */
export function Detail({ item, mode, onMode, act, onMerged, actions }: DetailProps) {
  const { t } = useTranslation('triage');
  const names = useNames();
  const client = useQueryClient();
  const { id } = item.incident;
  const { data, error, refetch } = useQuery(caseQuery(id));
  useLive(['incident', 'sighting'], (ids) => {
    if (ids === null || ids.has(id)) void client.invalidateQueries({ queryKey: caseQuery(id).queryKey });
  });
  // The queue may know of a change before the case does: nobody decides on what is not shown yet.
  const isBehind = data !== undefined && data.incident.version < item.incident.version;
  useEffect(() => {
    if (isBehind) void refetch();
  }, [isBehind, refetch]);
  const [shown, setShown] = useState<Mode>('read');
  // A form that is open stays: what was typed is not lost to a change made elsewhere, and the API refuses what is outdated.
  if (shown !== mode && (mode === 'read' || mode === 'duplicates' || (data && !isBehind))) setShown(mode);
  const incident = data?.incident ?? item.incident;
  const proposal = data?.verifications.findLast(({ type }) => type === 'proposed') ?? null;
  const { killed = 0, injured = 0 } = incident.casualties ?? {};
  return (
    <article className={styles.detail} aria-label={t('detail.title')}>
      <header>
        <h2>
          <bdi>{names.kind(incident.kind)}</bdi>
        </h2>
        <Link to={`/case/${id}`}>{t('detail.case')}</Link>
      </header>
      {actions}
      {error && <Problem error={error} onRetry={() => void refetch()} />}
      {(!data || isBehind) && !error && <Loading />}
      {proposal && <Proposal proposal={proposal} />}
      {data && !proposal && <p className={styles.box}>{t('proposal.none')}</p>}
      {data && (shown === 'decide' || shown === 'accept') && (
        <Decide
          key={`${id} ${shown}`}
          targets={[incident]}
          start={shown === 'accept' ? proposal : null}
          act={act}
          onClose={() => onMode('read')}
        />
      )}
      <dl className={styles.facts}>
        <dt>{t('detail.when')}</dt>
        <dd>
          <Time at={incident.start} />
        </dd>
        <dt>{t('detail.where')}</dt>
        <dd>
          <Place {...incident.estimate} name={names.sector(incident.sector)} />
          {incident.zones.length > 0 && <> · {incident.zones.map((zone) => names.zone(zone)).join(', ')}</>}
        </dd>
        <dt>{t('detail.who')}</dt>
        <dd>
          {incident.allegedParty === null
            ? t('detail.nobodyNamed')
            : t('detail.alleged', { party: names.party(incident.allegedParty) })}
        </dd>
        <dt>{t('detail.hurt')}</dt>
        <dd>{t('detail.casualties', { killed, injured })}</dd>
      </dl>
      {mode === 'duplicates' && <Duplicates incident={incident} onMerged={onMerged} />}
      <Terms item={item} />
      {data && <Seen sightings={data.sightings} />}
      {data && data.checks.length > 0 && <Checks checks={data.checks} />}
    </article>
  );
}

function Proposal({ proposal }: { proposal: Schemas['Verification'] }) {
  const { t } = useTranslation('triage');
  return (
    <section className={styles.box} aria-label={t('proposal.title')}>
      <p>
        {t('proposal.title')}: <strong>{t(`outcome.${proposal.outcome}`)}</strong>
        {proposal.cause && <> · {t(`cause.${proposal.cause}`)}</>}
      </p>
      <p>
        <Worded words={proposal.reasonIn} />
      </p>
      {proposal.rule !== null && (
        <p className={styles.soft}>
          <span>
            {t('proposal.rule')} <code dir="ltr">{proposal.rule}</code>
          </span>
        </p>
      )}
    </section>
  );
}

type Said = Pick<Schemas['Sighting'], 'id' | 'start' | 'kind' | 'means' | 'evidence' | 'text'>;

/** Said as it was written down; nothing in it is anything but text. */
function Seen({ sightings }: { sightings: readonly Said[] }) {
  const { t } = useTranslation('triage');
  const names = useNames();
  const shown = sightings.slice(0, 10);
  return (
    <section>
      <h3>{t('seen.title')}</h3>
      <ul className={styles.seen}>
        {shown.map((sighting) => (
          <li key={sighting.id}>
            <p className={styles.soft}>
              <Time at={sighting.start} />
              <span>
                {names.kind(sighting.kind)} · {names.means(sighting.means)}
              </span>
              {sighting.evidence.length > 0 && <span>{t('seen.evidence', { count: sighting.evidence.length })}</span>}
            </p>
            {sighting.text !== null && <blockquote dir="auto">{sighting.text}</blockquote>}
          </li>
        ))}
      </ul>
      {sightings.length > shown.length && <p>{t('seen.more', { count: sightings.length - shown.length })}</p>}
    </section>
  );
}

function Checks({ checks }: { checks: readonly Schemas['Check'][] }) {
  const { t } = useTranslation('triage');
  const newest = [...new Map(checks.map((check) => [check.name, check])).values()];
  return (
    <section>
      <h3>{t('check.title')}</h3>
      <ul className={styles.checks}>
        {newest.map((check) => (
          <li key={check.id}>
            <strong>{t(`check.${check.name}`)}:</strong> {t(`check.${check.result}`)}
            <Sentence said={check.said} text={check.reason} />
          </li>
        ))}
      </ul>
    </section>
  );
}
