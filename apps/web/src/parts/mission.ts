import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, dataOf, type Schemas } from '../api/client.js';
import type { paths } from '../api/schema.js';
import { isProblem } from '../api/problem.js';

/** A word of the mission pack in its languages. */
export type Localised = Schemas['Localised'];
export interface Named {
  id: string;
  name: Localised;
}

/** Names and words of the pack. */
export type Mission = paths['/v1/mission']['get']['responses'][200]['content']['application/json'];

const keptKey = 'linewatch.mission';

/** Kept on the device: the field form needs the words where there is no network. They are no secret. */
async function askForMission({ signal }: { signal: AbortSignal }): Promise<Mission> {
  try {
    const mission = dataOf(await api.GET('/v1/mission', { signal }));
    localStorage.setItem(keptKey, JSON.stringify(mission));
    return mission;
  } catch (error) {
    const kept = isProblem(error, 'unreachable') ? localStorage.getItem(keptKey) : null;
    if (kept !== null) return JSON.parse(kept) as Mission;
    throw error;
  }
}

export const missionQuery = {
  queryKey: ['mission'],
  queryFn: askForMission,
  staleTime: Infinity,
  gcTime: Infinity,
} as const;

/** The mission's words, null until they are there; asked for once. */
export function useMission(): Mission | null {
  const { data } = useQuery(missionQuery);
  return data ?? null;
}

/** The word in this language, else in English, else in any. */
export function inLanguage(word: Localised | undefined, language: string): string {
  return word?.[language] ?? word?.['en'] ?? Object.values(word ?? {})[0] ?? '';
}

/** Names of the pack in the reader's language; an id that the pack does not have stays as it is. */
export interface Names {
  party(id: string | null): string;
  sector(id: string | null): string;
  zone(id: string): string;
  kind(id: string): string;
  means(id: string): string;
  weapon(id: string): string;
  /** Number and title. */
  provision(id: string): string;
  word(word: Localised): string;
}

export function useNames(): Names {
  const mission = useMission();
  const { i18n, t } = useTranslation('shell');
  const { language } = i18n;
  const named = (list: Named[] | undefined, id: string): string =>
    inLanguage(list?.find((one) => one.id === id)?.name, language) || id;
  return {
    party: (id) => (id === null ? t('names.noParty') : named(mission?.parties, id)),
    sector: (id) => (id === null ? t('names.noSector') : named(mission?.sectors, id)),
    zone: (id) => named(mission?.zones, id),
    kind: (id) => named(mission?.eventKinds, id),
    means: (id) => named(mission?.means, id),
    weapon: (id) => named(mission?.weapons, id),
    provision: (id) => {
      const found = mission?.provisions.find((one) => one.id === id);
      return found ? `${found.number} ${inLanguage(found.title, language)}` : id;
    },
    word: (word) => inLanguage(word, language),
  };
}
