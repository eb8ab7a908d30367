import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Button } from '../../parts/button.js';
import { Icon } from '../../parts/icon.js';
import { useNames } from '../../parts/mission.js';
import { Place, distanceText } from '../../parts/place.js';
import { Time } from '../../parts/time.js';
import styles from './map.module.css';
import { findId, kindOf, stateOf, type Points } from './points.js';
import type { Chosen } from './view.js';

interface ChosenPanelProps {
  chosen: Chosen;
  points: Points | undefined;
  onClose(): void;
}

/** What was chosen on the map or in the list. */
export function ChosenPanel({ chosen, points, onClose }: ChosenPanelProps) {
  const { t, i18n } = useTranslation('map');
  const names = useNames();
  const i = points ? findId(points, chosen.id) : -1;
  return (
    <section aria-label={t('chosen')} className={styles.chosen}>
      <div className={styles.chosenHead}>
        <h2>{t(`of.${chosen.of}`)}</h2>
        <Button look="quiet" square aria-label={t('closeChosen')} onPress={onClose}>
          <Icon name="close" />
        </Button>
      </div>
      {points && i >= 0 ? (
        <dl className={styles.facts}>
          <dt>{t('columns.kind')}</dt>
          <dd>
            <bdi>{names.kind(kindOf(points, i))}</bdi>
          </dd>
          <dt>{t('columns.state')}</dt>
          <dd>{t(`states.${stateOf(points, i)}`)}</dd>
          <dt>{t('columns.began')}</dt>
          <dd>
            <Time at={new Date(points.start[i]!).toISOString()} />
          </dd>
          <dt>{t('columns.place')}</dt>
          <dd>
            <Place lat={points.lat[i]!} lon={points.lon[i]!} />
          </dd>
          <dt>{t('columns.deviation')}</dt>
          <dd>{distanceText(i18n.language, points.major[i]!)}</dd>
        </dl>
      ) : (
        <p>{t('notInPeriod')}</p>
      )}
      {chosen.of === 'incident' && (
        <Link to={`/case/${chosen.id}`} className={`${styles.open} no-print`}>
          {t('openCase')}
        </Link>
      )}
    </section>
  );
}
