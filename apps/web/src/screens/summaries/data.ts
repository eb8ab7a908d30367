import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, dataOf, type Schemas } from '../../api/client.js';
import { useMission } from '../../parts/mission.js';

export type Edition = Schemas['Edition'];
export type Folder = Schemas['Folder'];
export type Reading = Schemas['EditionReading'];
export type ReadingTable = Schemas['ReadingTable'];
export type Piece = Schemas['Piece'];
export type NextAction = Folder['next'][number]['action'];

/** Everything asked for here has a key that begins so: a change of an edition asks again for all of it. */
export const editionsKey = ['editions'] as const;

const pollMs = 2_000;

/** One version with all that was done with it; asked for again while its documents are being made. */
export function useFolder(id: string) {
  return useQuery({
    queryKey: [...editionsKey, 'folder', id],
    queryFn: async ({ signal }) => dataOf(await api.GET('/v1/editions/{id}', { params: { path: { id } }, signal })),
    refetchInterval: ({ state }) => (state.data && isBeingMade(state.data) ? pollMs : false),
  });
}

/** Whether documents of the newest revision are still to come. */
export function isBeingMade({ edition, files }: Folder): boolean {
  if (edition.state === 'draft' || edition.state === 'returned') return false;
  return !files.some((file) => file.role === 'package' && file.revision === edition.errata);
}

export function useReading(id: string) {
  const { i18n } = useTranslation('summaries');
  const { language } = i18n;
  return useQuery({
    queryKey: [...editionsKey, 'reading', id, language],
    queryFn: async ({ signal }) =>
      dataOf(await api.GET('/v1/editions/{id}/reading', { params: { path: { id }, query: { language } }, signal })),
    // Counting a draft anew is work for the server, and moves what one is reading: it is asked for.
    staleTime: 60_000,
    placeholderData: (before) => before,
  });
}

/** All that the mission writes in: English first. */
export function useMissionLanguages(): string[] {
  const mission = useMission();
  return [...new Set(['en', ...(mission?.languages ?? [])])];
}

/** The name of a language in the reader's own. */
export function useLanguageName(): (tag: string) => string {
  const { i18n } = useTranslation('summaries');
  const names = new Intl.DisplayNames(i18n.language, { type: 'language' });
  return (tag) => names.of(tag) ?? tag;
}

/** Texts by language from fields named `<prefix>/<tag>`. */
export function textsOf(fields: FormData, prefix: string): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const [name, value] of fields) {
    if (name.startsWith(`${prefix}/`) && typeof value === 'string') texts[name.slice(prefix.length + 1)] = value;
  }
  return texts;
}

/** "2026-W47, version 1": the week keeps its direction among words that run from right to left. */
export function useHeading(): (edition: Pick<Edition, 'week' | 'version'>) => string {
  const { t, i18n } = useTranslation('summaries');
  const isMirrored = i18n.dir() === 'rtl';
  return ({ week, version }) => t('heading', { week: isMirrored ? `\u2066${week}\u2069` : week, version });
}
