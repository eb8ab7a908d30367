import { useTranslation } from 'react-i18next';
import { Button } from '../../parts/button.js';
import { TextField } from '../../parts/fields.js';
import { Icon } from '../../parts/icon.js';
import { AreaMap, type Corner } from './area-map.js';
import styles from './liaison.module.css';

interface Props {
  corners: readonly Corner[];
  onChange(corners: readonly Corner[]): void;
}

/** Corners of an area in their order: pressed on the map, or typed. */
export function AreaField({ corners, onChange }: Props) {
  const { t } = useTranslation('liaison');
  const change = (at: number, part: Partial<Corner>): void =>
    onChange(corners.map((corner, i) => (i === at ? { ...corner, ...part } : corner)));
  return (
    <fieldset className={styles.kinds}>
      <legend>{t('area.title')}</legend>
      <p className={styles.soft}>{t('area.help')}</p>
      <AreaMap corners={corners} onAdd={(corner) => onChange([...corners, corner])} />
      <ol className={styles.corners}>
        {corners.map((corner, at) => (
          <li key={at}>
            <TextField
              label={t('area.lat', { number: at + 1 })}
              inputMode="decimal"
              isRequired
              value={corner.lat}
              onChange={(lat) => change(at, { lat })}
            />
            <TextField
              label={t('area.lon', { number: at + 1 })}
              inputMode="decimal"
              isRequired
              value={corner.lon}
              onChange={(lon) => change(at, { lon })}
            />
            <Button
              look="quiet"
              square
              aria-label={t('area.remove', { number: at + 1 })}
              onPress={() => onChange(corners.filter((_, i) => i !== at))}
            >
              <Icon name="close" />
            </Button>
          </li>
        ))}
      </ol>
      <div className={styles.row}>
        <Button onPress={() => onChange([...corners, { lat: '', lon: '' }])}>{t('area.add')}</Button>
        <span role="status">{t('area.corners', { count: corners.length })}</span>
      </div>
    </fieldset>
  );
}
