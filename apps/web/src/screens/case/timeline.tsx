import { useTranslation } from 'react-i18next';
import { useNames } from '../../parts/mission.js';
import { Time } from '../../parts/time.js';
import { useCase, type CasePage } from './case-context.js';
import styles from './case.module.css';
import { useFigures } from './figures.js';
import { Section, Words } from './section.js';

type CaseEvent = CasePage['timeline'][number];

/** What happened to the case, oldest first: what, when, by whom in which role, and why. */
export function Timeline() {
  const { t } = useTranslation('case');
  const { page, who } = useCase();
  const detail = useDetail();
  return (
    <Section id="timeline">
      <ol className={styles.timeline}>
        {page.timeline.map((event) => (
          <li key={event.entryId}>
            <Time at={event.at} />
            <div>
              <strong>{t(`events.${event.key}`, { defaultValue: event.key })}</strong>
              {detail(event) && ` · ${detail(event)}`}
              <span className={styles.soft}> · {who(event.by.id)}</span>
              {event.reason !== null && <Words>{event.reason}</Words>}
            </div>
          </li>
        ))}
      </ol>
    </Section>
  );
}

/** The figures of an entry that its words need. */
function useDetail(): (event: CaseEvent) => string {
  const { t } = useTranslation('case');
  const names = useNames();
  const { percent } = useFigures();
  return ({ about }) => {
    const { outcome, party, probability, level, result, provisionId } = about;
    return [
      ...(typeof outcome === 'string' ? [t(`outcomes.${outcome}`, { defaultValue: outcome })] : []),
      ...(typeof provisionId === 'string' ? [names.provision(provisionId)] : []),
      ...(typeof result === 'string' ? [t(`results.${result}`, { defaultValue: result })] : []),
      ...(typeof party === 'string' ? [names.party(party)] : []),
      ...(typeof probability === 'number' ? [percent(probability)] : []),
      ...(typeof level === 'number' ? [t('escalations.level', { level })] : []),
    ].join(' · ');
  };
}
