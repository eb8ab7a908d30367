import { useTranslation } from 'react-i18next';
import { Button } from '../../parts/button.js';
import { RadioGroup } from '../../parts/fields.js';
import { Time } from '../../parts/time.js';
import styles from './field.module.css';
import type { Values } from './values.js';

/** How long it lasted, seconds. */
const lengths = [60, 300, 900, 3600] as const;

/** When it began: now, moved back by a press; and how long it lasted. */
export function Began({ values, onChange }: { values: Values; onChange(change: Partial<Values>): void }) {
  const { t } = useTranslation('field');
  const back = (minutes: number): void =>
    onChange({ at: new Date(Date.parse(values.at) - minutes * 60_000).toISOString() });
  return (
    <div className={styles.group}>
      <div role="group" aria-label={t('began.label')} className={styles.row}>
        <strong>{t('began.label')}</strong> <Time at={values.at} />
        <Button onPress={() => onChange({ at: new Date().toISOString() })}>{t('began.now')}</Button>
        {[1, 5, 30].map((minutes) => (
          <Button key={minutes} onPress={() => back(minutes)}>
            {t('began.earlier', { minutes })}
          </Button>
        ))}
      </div>
      <RadioGroup
        label={t('began.lasted')}
        choices={lengths.map((seconds) => ({ id: String(seconds), label: t(`began.lengths.${seconds}`) }))}
        value={String(values.seconds)}
        onChange={(seconds) => onChange({ seconds: Number(seconds) })}
      />
    </div>
  );
}
