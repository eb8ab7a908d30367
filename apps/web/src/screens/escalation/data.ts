import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, dataOf, type Schemas } from '../../api/client.js';
import { useLiveQueries } from '../../parts/live.js';

export type Board = Schemas['Board'];
export type BoardItem = Schemas['BoardItem'];
export type Action = BoardItem['can'][number];
export type Person = Schemas['LadderPerson'];
export type Rung = Schemas['Rules']['ladder'][number];

/** Everything of the ladder that changes; one word of it makes all of it be asked for again. */
export const changing = ['escalations'] as const;
/** What is told outside, and read, changes without a word: looked at anew this often. */
const everyMs = 30_000;

export function useBoard() {
  useLiveQueries(['incident', 'escalation'], changing);
  return useQuery({
    queryKey: [...changing, 'board'],
    queryFn: async ({ signal }) => dataOf(await api.GET('/v1/escalations/board', { signal })),
    refetchInterval: everyMs,
  });
}

export function useLadder() {
  return useQuery({
    queryKey: ['rules'],
    queryFn: async ({ signal }) => dataOf(await api.GET('/v1/mission/rules', { signal })),
    staleTime: Infinity,
  });
}

export function usePeople(): readonly Person[] {
  const { data } = useQuery({
    queryKey: ['escalation-people'],
    queryFn: async ({ signal }) => dataOf(await api.GET('/v1/escalations/people', { signal })).items,
    staleTime: 300_000,
  });
  return data ?? [];
}

/** What somebody is called; whoever is not on the staff's list is a contact outside. */
export function usePersonName(): (id: string) => string {
  const { t } = useTranslation('escalation');
  const people = usePeople();
  return (id) => people.find((person) => person.id === id)?.name ?? t('people.unknown');
}
