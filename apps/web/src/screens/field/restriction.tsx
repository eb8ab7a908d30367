import { useTranslation } from 'react-i18next';
import { RadioGroup, Select, TextArea, TextField } from '../../parts/fields.js';
import { useMission, useNames } from '../../parts/mission.js';
import { Figure } from './figure.js';
import type { RestrictionValues } from './values.js';

const types = ['denied', 'delayed', 'conditional', 'jamming', 'mines'] as const;

interface Props {
  values: RestrictionValues;
  onChange(values: RestrictionValues): void;
}

/** How one was kept from passing or seeing, and whose words these were. */
export function Restriction({ values, onChange }: Props) {
  const { t } = useTranslation('field');
  const mission = useMission();
  const names = useNames();
  const set = (change: Partial<RestrictionValues>): void => onChange({ ...values, ...change });
  return (
    <>
      <RadioGroup
        label={t('restriction.type')}
        choices={types.map((id) => ({ id, label: t(`restriction.types.${id}`) }))}
        value={values.type}
        onChange={(type) => set({ type })}
      />
      {values.type === 'delayed' && (
        <Figure label={t('restriction.minutes')} value={values.minutes} onChange={(minutes) => set({ minutes })} />
      )}
      {values.type === 'conditional' && (
        <TextField
          label={t('restriction.condition')}
          value={values.condition}
          onChange={(condition) => set({ condition })}
        />
      )}
      <TextField
        label={t('restriction.crossing')}
        value={values.crossing}
        maxLength={200}
        onChange={(crossing) => set({ crossing })}
      />
      <Select
        label={t('restriction.imposedBy')}
        choices={[
          { id: '', label: t('restriction.unknown') },
          ...(mission?.parties ?? []).map(({ id }) => ({ id, label: names.party(id) })),
        ]}
        value={values.imposedBy ?? ''}
        onChange={(id) => set({ imposedBy: id === '' ? null : id })}
      />
      <TextArea
        label={t('restriction.words')}
        description={t('restriction.wordsHelp')}
        rows={2}
        value={values.words}
        maxLength={5000}
        onChange={(words) => set({ words })}
      />
      <TextField
        label={t('restriction.wordsOf')}
        description={t('restriction.wordsOfHelp')}
        value={values.wordsOf}
        maxLength={200}
        onChange={(wordsOf) => set({ wordsOf })}
      />
    </>
  );
}
