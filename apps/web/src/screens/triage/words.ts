import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, dataOf, type Schemas } from '../../api/client.js';
import { durationText } from '../../parts/clock.js';
import { useSession } from '../../session/session.js';
import type { Item } from './queue.js';

type Because = Item['terms'][number]['because'][number];

/** What a term comes from, in words: the server says which, the language how. */
export function useBecause(): (because: Because) => string {
  const { t, i18n } = useTranslation('triage');
  const share = new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 2 });
  return ({ key, figures }) => {
    const hours = (name: string): string => durationText(i18n.language, (figures[name] ?? 0) * 3_600_000);
    return t(`because.${key}`, {
      count: figures['count'] ?? 0,
      harm: share.format(figures['harm'] ?? 0),
      hours: hours('hours'),
      doublingHours: hours('doublingHours'),
      ceiling: share.format(figures['ceiling'] ?? 0),
    });
  };
}

export type Colleagues = Schemas['Colleague'][];
export const colleaguesKey = ['triage-colleagues'];

/** Who works on the queue, by name. */
export function useColleagues() {
  return useQuery({
    queryKey: colleaguesKey,
    queryFn: async ({ signal }) => dataOf(await api.GET('/v1/triage/colleagues', { signal })).items,
    staleTime: 300_000,
  });
}

/** "You", a colleague's name, or that it is somebody else. */
export function useHolder(): (id: string) => string {
  const { t } = useTranslation('triage');
  const { account } = useSession();
  const { data } = useColleagues();
  return (id) =>
    id === account.id ? t('holder.you') : (data?.find((one) => one.id === id)?.name ?? t('holder.other'));
}
