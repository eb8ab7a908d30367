import { useTranslation } from 'react-i18next';
import { useMission, useNames } from '../../parts/mission.js';
import type { Choice } from '../../parts/fields.js';
import { missionSide } from './data.js';

/** The name of who called, was called or promised: a party, or the mission. */
export function useSide(): (id: string | null) => string {
  const { t } = useTranslation('hotline');
  const names = useNames();
  return (id) => (id === missionSide ? t('mission') : names.party(id));
}

/** All of them, by name. */
export function useSides(): Choice[] {
  const side = useSide();
  const parties = (useMission()?.parties ?? []).map(({ id }) => ({ id, label: side(id) }));
  return [...parties.sort((a, b) => a.label.localeCompare(b.label)), { id: missionSide, label: side(missionSide) }];
}
