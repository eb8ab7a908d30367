import { useTranslation } from 'react-i18next';
import { Button } from '../../parts/button.js';
import styles from './field.module.css';

interface Props {
  label: string;
  value: number | null;
  onChange(value: number | null): void;
}

/** A number for gloves: large buttons; empty where it was not counted. */
export function Figure({ label, value, onChange }: Props) {
  const { t } = useTranslation('field');
  return (
    <div role="group" aria-label={label} className={styles.figure}>
      <span>{label}</span>
      <div className={styles.row}>
        <Button
          square
          aria-label={t('figure.less', { label })}
          isDisabled={value === null}
          onPress={() => onChange(value === null || value === 0 ? null : value - 1)}
        >
          −
        </Button>
        <input
          inputMode="numeric"
          pattern="[0-9]*"
          aria-label={label}
          placeholder={t('figure.none')}
          value={value ?? ''}
          onChange={(event) => {
            const digits = event.target.value.replace(/\D/g, '').slice(0, 6);
            onChange(digits === '' ? null : Number(digits));
          }}
        />
        <Button square aria-label={t('figure.more', { label })} onPress={() => onChange((value ?? 0) + 1)}>
          +
        </Button>
      </div>
    </div>
  );
}
