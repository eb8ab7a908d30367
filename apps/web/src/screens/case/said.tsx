import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { useNames } from '../../parts/mission.js';
import { distanceText, Place } from '../../parts/place.js';
import { Time } from '../../parts/time.js';
import { useCase, type Sighting } from './case-context.js';
import styles from './case.module.css';
import { Evidence } from './evidence.js';
import { useFigures } from './figures.js';
import { radiusOf95 } from './projection.js';
import { Because, Section, Words } from './section.js';

/** What each source said, word by word, with its files. */
export function Said() {
  const { t } = useTranslation('case');
  const { page } = useCase();
  const active = new Set(page.links.filter(({ endedAt }) => endedAt === null).map((link) => link.sightingId));
  const seen = new Set(page.sightings.map(({ id }) => id));
  const elsewhere = [...active].filter((id) => !seen.has(id)).length;
  return (
    <Section id="said">
      {page.sightings.length === 0 && <p>{t('said.none')}</p>}
      <ul className={styles.cards}>
        {page.sightings.map((sighting) => (
          <li key={sighting.id} id={`sighting-${sighting.id}`} className={styles.card}>
            <One sighting={sighting} isActive={active.has(sighting.id)} />
          </li>
        ))}
      </ul>
      {elsewhere > 0 && <p className={styles.note}>{t('said.elsewhere', { count: elsewhere })}</p>}
    </Section>
  );
}

function One({ sighting, isActive }: { sighting: Sighting; isActive: boolean }) {
  const { t } = useTranslation('case');
  const names = useNames();
  const { percent } = useFigures();
  const { page } = useCase();
  const { estimate } = sighting;
  const grade = page.fieldwork.grades.items.find(({ sightingId }) => sightingId === sighting.id);
  const restriction = page.fieldwork.restrictions.find(({ sightingId }) => sightingId === sighting.id);
  const files = page.files.filter(({ sightingId }) => sightingId === sighting.id);
  const closed = sighting.evidence.length - files.length;
  const what = [
    names.kind(sighting.kind),
    names.means(sighting.means),
    ...(sighting.weapon ? [names.weapon(sighting.weapon)] : []),
    ...(sighting.count === null
      ? []
      : [t(sighting.countIsAtLeast ? 'facts.countAtLeast' : 'facts.count', { count: sighting.count })]),
  ];
  return (
    <>
      <div className={styles.head}>
        <h3>
          {t(`said.types.${sighting.type}`)} · <bdi>{sighting.provider}</bdi>
        </h3>
        <Time at={sighting.start} />
      </div>
      {!isActive && <p className={styles.note}>{t('said.ended')}</p>}
      {sighting.text ? <Words>{sighting.text}</Words> : <p className={styles.soft}>{t('said.noWords')}</p>}
      <p>
        {what.map((word, i) => (
          <Fragment key={word}>
            {i > 0 && ' · '}
            <bdi>{word}</bdi>
          </Fragment>
        ))}
      </p>
      <dl className={styles.facts}>
        <div>
          <dt>{t('said.place')}</dt>
          <dd>
            <SaidPlace said={sighting.said} />
          </dd>
        </div>
        <div>
          <dt>{t('said.estimate')}</dt>
          <dd>
            <Place lat={estimate.lat} lon={estimate.lon} uncertaintyMetres={radiusOf95(estimate)} /> (
            {t(`methods.${estimate.method}`)})
          </dd>
        </div>
        <div>
          <dt>{t('said.received')}</dt>
          <dd>
            <Time at={sighting.receivedAt} />
          </dd>
        </div>
        {sighting.allegedParty !== null && (
          <div>
            <dt>{t('said.alleged')}</dt>
            <dd>{names.party(sighting.allegedParty)}</dd>
          </div>
        )}
        {sighting.casualties && (
          <div>
            <dt>{t('facts.casualties')}</dt>
            <dd>{t('casualties', { ...sighting.casualties })}</dd>
          </div>
        )}
        {sighting.confidence !== null && (
          <div>
            <dt>{t('said.confidence')}</dt>
            <dd>{percent(sighting.confidence)}</dd>
          </div>
        )}
        {grade && (
          <div>
            <dt>{t('said.grade')}</dt>
            <dd>
              <strong>
                <bdi>{`${grade.reliability.letter}${grade.credibility.number}`}</bdi>
              </strong>{' '}
              <Because said={grade.reliability.said}>{grade.reliability.because}</Because>{' '}
              <Because said={grade.credibility.said}>{grade.credibility.because}</Because>
            </dd>
          </div>
        )}
        {sighting.flags.length > 0 && (
          <div>
            <dt>{t('said.flags')}</dt>
            <dd>{sighting.flags.map((flag) => t(`flags.${flag}`, { defaultValue: flag })).join(' · ')}</dd>
          </div>
        )}
        {restriction && (
          <div>
            <dt>{t('said.restriction')}</dt>
            <dd>
              {t(`restrictions.${restriction.type}`)}
              {restriction.words && <Words>{restriction.words}</Words>}
            </dd>
          </div>
        )}
      </dl>
      {files.map((file) => (
        <Evidence key={file.id} file={file} />
      ))}
      {closed > 0 && <p className={styles.soft}>{t('evidence.closed', { count: closed })}</p>}
    </>
  );
}

/** The place as the source gave it, before anything was made of it. */
function SaidPlace({ said }: { said: Sighting['said'] }) {
  const { t, i18n } = useTranslation('case');
  const metres = (value: number): string => distanceText(i18n.language, value);
  if (said.type === 'fix') return <Place lat={said.lat} lon={said.lon} uncertaintyMetres={said.precisionMetres} />;
  if (said.type === 'place_name') {
    return (
      <>
        <bdi>{said.name}</bdi>
        {said.distanceMetres !== undefined && ` · ${metres(said.distanceMetres)}`}
        {said.bearing !== undefined && ` · ${t('said.bearing', { bearing: String(said.bearing) })}`}
      </>
    );
  }
  if (said.type === 'footprint') return t('said.footprint');
  if (said.type === 'look_vector') {
    return (
      <>
        {t('said.lookVector', { heading: said.headingDegrees, depression: said.depressionDegrees })}{' '}
        <Place lat={said.platform.lat} lon={said.platform.lon} />
      </>
    );
  }
  const { distanceMetres: at, distanceFromMetres: from, distanceToMetres: to } = said;
  const far =
    at !== undefined ? metres(at) : from !== undefined && to !== undefined ? `${metres(from)} – ${metres(to)}` : '';
  return (
    <>
      <bdi>{t('said.bearing', { bearing: String(said.bearing) })}</bdi>
      {far && (
        <>
          {' · '}
          <bdi>{far}</bdi>
        </>
      )}
      {' · '}
      {t('said.from')} <Place lat={said.observer.lat} lon={said.observer.lon} />
    </>
  );
}
