import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../parts/button.js';
import { TextField } from '../../parts/fields.js';
import { Place } from '../../parts/place.js';
import styles from './field.module.css';
import type { Position, Values } from './values.js';

interface Props {
  values: Values;
  onChange(change: Partial<Values>): void;
}

/** Where one stands: from the device, typed, or the name of a place. */
export function WhereIAm({ values, onChange }: Props) {
  const { t } = useTranslation('field');
  const [state, setState] = useState<'idle' | 'asking' | 'refused'>('idle');
  const [isTyping, setTyping] = useState(false);
  const { position } = values;
  const ask = (): void => {
    setState('asking');
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        setState('idle');
        onChange({
          position: {
            lat: round(coords.latitude),
            lon: round(coords.longitude),
            precisionMetres: Math.max(5, Math.ceil(coords.accuracy)),
          },
        });
      },
      () => setState('refused'),
      { enableHighAccuracy: true, timeout: 20_000, maximumAge: 10_000 },
    );
  };
  return (
    <div className={styles.group}>
      <div className={styles.row}>
        <Button look={position ? 'plain' : 'main'} onPress={ask} isPending={state === 'asking'}>
          {t('position.ask')}
        </Button>
        <Button onPress={() => setTyping(!isTyping)} aria-expanded={isTyping}>
          {t('position.type')}
        </Button>
      </div>
      {state === 'refused' && <p role="alert">{t('position.refused')}</p>}
      {position && (
        <p>
          <Place lat={position.lat} lon={position.lon} uncertaintyMetres={position.precisionMetres} />
        </p>
      )}
      {isTyping && <Typed onSet={(typed) => onChange({ position: typed })} />}
      {!position && (
        <TextField
          label={t('position.name')}
          description={t('position.nameHelp')}
          value={values.placeName}
          maxLength={200}
          onChange={(placeName) => onChange({ placeName })}
        />
      )}
    </div>
  );
}

/** Five places after the point: about a metre, and no device knows better. */
const round = (degrees: number): number => Math.round(degrees * 1e5) / 1e5;

function Typed({ onSet }: { onSet(position: Position): void }) {
  const { t } = useTranslation('field');
  const [text, setText] = useState('');
  const [lat = NaN, lon = NaN] = text.split(/[\s,;]+/).map(Number);
  const isGood = Math.abs(lat) <= 90 && Math.abs(lon) <= 180;
  return (
    <div className={styles.row}>
      <TextField
        label={t('position.degrees')}
        description={t('position.degreesHelp')}
        value={text}
        onChange={setText}
        isInvalid={text !== '' && !isGood}
      />
      <Button isDisabled={!isGood} onPress={() => onSet({ lat: round(lat), lon: round(lon), precisionMetres: 50 })}>
        {t('position.take')}
      </Button>
    </div>
  );
}
