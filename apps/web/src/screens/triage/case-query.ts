import { api, dataOf } from '../../api/client.js';

/** What the person at work has in hand. */
export type Mode = 'read' | 'accept' | 'decide' | 'duplicates';

/** As much of a case as a plain decision needs. */
export const caseQuery = (id: string) => ({
  queryKey: ['triage-case', id] as const,
  queryFn: async ({ signal }: { signal: AbortSignal }) =>
    dataOf(await api.GET('/v1/incidents/{id}', { params: { path: { id } }, signal })),
  staleTime: 30_000,
});
