import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { api, dataOf, type Schemas } from '../../api/client.js';

export type Line = Schemas['Hotline'];
export type LineForm = Schemas['HotlineForm'];
export interface Log {
  entries: Line[];
  counts: Schemas['HotlineCounts'];
}

/** What is asked for: a line of a type, on an issue where it is about one. */
export interface Asked {
  type: LineForm['type'];
  issueId?: string;
}

export const hotlineKey = ['hotline'] as const;

/** In place of a party: the mission itself. */
export const missionSide = 'mission';

/** Every line on issues that were spoken of in the last days. */
export function useLog(days: number): UseQueryResult<Log> {
  return useQuery({
    queryKey: [...hotlineKey, days],
    queryFn: async ({ signal }) => {
      const now = Date.now();
      const [from, to] = [now - days * 86_400_000, now + 60_000].map((at) => new Date(at).toISOString());
      return dataOf(await api.GET('/v1/hotline', { params: { query: { from: from!, to: to! } }, signal }));
    },
  });
}

/** The issues, the one spoken of last first, each with its lines in their order. */
export function issuesOf(entries: readonly Line[]): { issue: Line; lines: Line[] }[] {
  const ordered = [...entries].sort((a, b) => (a.at + a.id < b.at + b.id ? -1 : 1));
  const last = (lines: Line[]): string => lines.at(-1)!.at;
  return ordered
    .filter(({ type }) => type === 'issue')
    .map((issue) => ({ issue, lines: ordered.filter((one) => one.issueId === issue.id) }))
    .sort((a, b) => (last(a.lines) > last(b.lines) ? -1 : 1));
}
