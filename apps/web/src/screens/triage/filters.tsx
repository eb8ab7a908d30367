import { useTranslation } from 'react-i18next';
import { durationText } from '../../parts/clock.js';
import { Checkbox, Select } from '../../parts/fields.js';
import { FilterBar } from '../../parts/filter-bar.js';
import { useMission, useNames } from '../../parts/mission.js';
import { countSet, noFilter, states, type Filter } from './filter.js';
import { Picks } from './picks.js';
import { Views } from './views.js';
import type { Queue } from './queue.js';

/** Hours since it was opened, as people ask for them. */
const ages = ['any', 'younger-1', 'younger-6', 'younger-24', 'older-6', 'older-24', 'older-72'];

interface FiltersProps {
  filter: Filter;
  totals: Queue['totals'];
  onChange(filter: Filter): void;
}

/** By sector, kind, party involved, claim and age; and the ones that one keeps. */
export function Filters({ filter, totals, onChange }: FiltersProps) {
  const { t, i18n } = useTranslation('triage');
  const mission = useMission();
  const names = useNames();
  const set = (part: Partial<Filter>): void => onChange({ ...filter, ...part });
  const ids = (list: readonly { id: string }[] | undefined): string[] => (list ?? []).map(({ id }) => id);
  const age = ageOf(filter);
  const ageLabel = (id: string): string => {
    const [side, hours] = id.split('-');
    if (hours === undefined) return t('filter.any');
    const duration = durationText(i18n.language, Number(hours) * 3_600_000);
    return side === 'older' ? t('filter.older', { duration }) : t('filter.younger', { duration });
  };
  const stateLabel = (state: Filter['state']): string => {
    const count = totals && state !== 'all' ? totals[state] : null;
    return count === null ? t(`state.${state}`) : `${t(`state.${state}`)} (${count.toLocaleString(i18n.language)})`;
  };
  return (
    <FilterBar active={countSet(filter)} onClear={() => onChange(noFilter)}>
      <Select
        label={t('filter.state')}
        choices={states.map((id) => ({ id, label: stateLabel(id) }))}
        value={filter.state}
        onChange={(state) => set({ state })}
      />
      <Picks
        label={t('filter.sector')}
        choices={[...ids(mission?.sectors), 'none'].map((id) => ({
          id,
          label: names.sector(id === 'none' ? null : id),
        }))}
        value={filter.sectors}
        onChange={(sectors) => set({ sectors })}
      />
      <Picks
        label={t('filter.kind')}
        choices={ids(mission?.eventKinds).map((id) => ({ id, label: names.kind(id) }))}
        value={filter.kinds}
        onChange={(kinds) => set({ kinds })}
      />
      <Picks
        label={t('filter.party')}
        choices={ids(mission?.parties).map((id) => ({ id, label: names.party(id) }))}
        value={filter.parties}
        onChange={(parties) => set({ parties })}
      />
      <Select
        label={t('filter.age')}
        choices={(ages.includes(age) ? ages : [...ages, age]).map((id) => ({ id, label: ageLabel(id) }))}
        value={age}
        onChange={(id) => {
          const hours = Number(id.split('-')[1]);
          set({
            olderThanHours: id.startsWith('older') ? hours : null,
            youngerThanHours: id.startsWith('younger') ? hours : null,
          });
        }}
      />
      <Checkbox
        label={t('filter.casualties')}
        isSelected={filter.casualtiesOnly}
        onChange={(casualtiesOnly) => set({ casualtiesOnly })}
      />
      <Checkbox label={t('filter.grouped')} isSelected={filter.grouped} onChange={(grouped) => set({ grouped })} />
      <Views filter={filter} onChoose={onChange} />
    </FilterBar>
  );
}

function ageOf({ olderThanHours, youngerThanHours }: Filter): string {
  if (olderThanHours !== null) return `older-${olderThanHours}`;
  return youngerThanHours === null ? 'any' : `younger-${youngerThanHours}`;
}
