import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, dataOf, type Schemas } from '../../api/client.js';
import { useNames } from '../../parts/mission.js';

/** A hypothesis in words: a party of the pack, or one of the three that stand beside them. */
export function useHypotheses(): (id: string) => string {
  const { t } = useTranslation('case');
  const names = useNames();
  return (id) =>
    id === 'other' || id === 'accident' || id === 'cannot_tell' ? t(`hypotheses.${id}`) : names.party(id);
}

/** The rules of the pack: rungs of the ladder, rows of the table of ratios, standards of proof. */
export function useRules(): Schemas['Rules'] | null {
  const { data } = useQuery({
    queryKey: ['rules'],
    queryFn: async ({ signal }) => dataOf(await api.GET('/v1/mission/rules', { signal })),
    staleTime: Infinity,
  });
  return data ?? null;
}

/** Standards of proof, weakest first, as the API names them. */
export const standards = [
  'reasonable_suspicion',
  'reasonable_grounds',
  'balance_of_probabilities',
  'clear_and_convincing',
  'beyond_reasonable_doubt',
] as const;

/** A standard of proof in words; one that only the pack knows has the pack's. */
export function useStandards(): (id: string) => string {
  const { t } = useTranslation('case');
  const names = useNames();
  const rules = useRules();
  return (id) => {
    const own = rules?.attribution?.standards.find((standard) => standard.id === id);
    return t(`standards.${id}`, { defaultValue: own ? names.word(own.name) : id });
  };
}
