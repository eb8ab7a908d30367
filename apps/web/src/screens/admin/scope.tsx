import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/client.js';
import { Checkbox, Select } from '../../parts/fields.js';
import { useMission, useNames } from '../../parts/mission.js';
import styles from './admin.module.css';

export type Scope = Schemas['Scope'];
export const everywhere: Scope = { sectors: [], party: null };

/** Sectors, none of them meaning all; for a liaison the party. */
export function ScopeFields(props: { isLiaison: boolean; value: Scope; onChange(scope: Scope): void }) {
  const { isLiaison, value, onChange } = props;
  const { t } = useTranslation('admin');
  const mission = useMission();
  const names = useNames();
  if (isLiaison)
    return (
      <Select
        label={t('scope.party')}
        choices={(mission?.parties ?? []).map(({ id }) => ({ id, label: names.party(id) }))}
        value={value.party}
        onChange={(party) => onChange({ sectors: [], party })}
        isRequired
      />
    );
  const set = (id: string, isIn: boolean): void =>
    onChange({ sectors: isIn ? [...value.sectors, id] : value.sectors.filter((one) => one !== id), party: null });
  return (
    <fieldset className={styles.group}>
      <legend>{t('scope.sectors')}</legend>
      <p className={styles.soft}>{t('scope.noneIsAll')}</p>
      {(mission?.sectors ?? []).map(({ id }) => (
        <Checkbox
          key={id}
          label={names.sector(id)}
          isSelected={value.sectors.includes(id)}
          onChange={(isIn) => set(id, isIn)}
        />
      ))}
    </fieldset>
  );
}

export function ScopeText({ scope }: { scope: Scope }) {
  const { t } = useTranslation('admin');
  const names = useNames();
  if (scope.party !== null) return names.party(scope.party);
  return scope.sectors.length === 0 ? t('scope.all') : scope.sectors.map((id) => names.sector(id)).join(', ');
}
