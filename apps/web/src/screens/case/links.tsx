import { useTranslation } from 'react-i18next';
import { Time } from '../../parts/time.js';
import { useNames } from '../../parts/mission.js';
import { useCase } from './case-context.js';
import styles from './case.module.css';
import { useFigures } from './figures.js';
import { Because, Section } from './section.js';

/** Why the records count as one event: what speaks for and against it, term by term. */
export function Links() {
  const { t } = useTranslation('case');
  const names = useNames();
  const { times } = useFigures();
  const { page, who } = useCase();
  return (
    <Section id="links">
      <p className={styles.soft}>{t('links.means')}</p>
      <ul className={styles.cards}>
        {page.links.map((link) => {
          const sighting = page.sightings.find(({ id }) => id === link.sightingId);
          return (
            <li key={link.id} className={styles.card}>
              <div className={styles.head}>
                <h3>
                  {sighting ? (
                    <a href={`#sighting-${sighting.id}`}>
                      {t(`said.types.${sighting.type}`)} · {names.means(sighting.means)}
                    </a>
                  ) : (
                    t('links.hidden')
                  )}
                </h3>
                <Time at={link.madeAt} />
              </div>
              <p>
                {t('links.by', { who: who(link.madeBy) })}
                {link.endedAt !== null && (
                  <>
                    {' · '}
                    {t('links.ended', { who: who(link.endedBy ?? 'machine') })} <Time at={link.endedAt} />
                  </>
                )}
              </p>
              {link.terms.length === 0 ? (
                <p className={styles.soft}>{t('links.alone')}</p>
              ) : (
                <>
                  <p>
                    {t(link.logRatio >= 0 ? 'links.sumFor' : 'links.sumAgainst')} <bdi>{times(link.logRatio)}</bdi>
                  </p>
                  <dl className={styles.terms}>
                    {link.terms.map(({ name, logRatio, because, said }) => (
                      <div key={name}>
                        <dt>{t(`terms.${name}`, { defaultValue: name })}</dt>
                        <dd>
                          {logRatio !== 0 && (
                            <strong>
                              {t(logRatio > 0 ? 'links.for' : 'links.against')} <bdi>{times(logRatio)}</bdi>
                            </strong>
                          )}{' '}
                          <Because said={said}>{because}</Because>
                        </dd>
                      </div>
                    ))}
                  </dl>
                </>
              )}
            </li>
          );
        })}
      </ul>
    </Section>
  );
}
