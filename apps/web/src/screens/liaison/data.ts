import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { api, dataOf, type Schemas } from '../../api/client.js';
import { useLiveQueries } from '../../parts/live.js';

export type Notice = Schemas['PartyCorrespondence'];
export type Edition = Schemas['PartyEdition'];
export type Receipt = Schemas['Receipt'];
export type Reply = Schemas['Reply'];

export type Notification = NonNullable<ReturnType<typeof useNotifications>['data']>['pages'][number]['items'][number];
export type Geography = NonNullable<ReturnType<typeof useGeography>['data']>;

export const keys = {
  notices: ['party', 'notices'],
  notifications: ['party', 'notifications'],
  editions: ['party', 'editions'],
} as const;

const pageSize = 50;
const queryOf = (cursor: string | null) => ({ limit: pageSize, ...(cursor !== null && { cursor }) });
const paging = {
  initialPageParam: null as string | null,
  getNextPageParam: ({ next }: { next: string | null }) => next,
};

/** Those addressed to one's own party, newest first. */
export function useNotices() {
  useLiveQueries(['notice'], keys.notices);
  return useInfiniteQuery({
    ...paging,
    queryKey: keys.notices,
    queryFn: async ({ signal, pageParam }) =>
      dataOf(await api.GET('/v1/party/notices', { params: { query: queryOf(pageParam) }, signal })),
  });
}

/** Advance notices that one's own party has given. */
export function useNotifications() {
  return useInfiniteQuery({
    ...paging,
    queryKey: keys.notifications,
    queryFn: async ({ signal, pageParam }) =>
      dataOf(await api.GET('/v1/party/notifications', { params: { query: queryOf(pageParam) }, signal })),
  });
}

/** Published summaries: the public variant and one's own party's. */
export function useEditions() {
  return useInfiniteQuery({
    ...paging,
    queryKey: keys.editions,
    queryFn: async ({ signal, pageParam }) =>
      dataOf(await api.GET('/v1/party-editions', { params: { query: queryOf(pageParam) }, signal })),
  });
}

/** Line, sectors and settlements of the mission's pack, as the agreement shows them to both parties. */
export function useGeography() {
  return useQuery({
    queryKey: ['geography'],
    queryFn: async ({ signal }) => dataOf(await api.GET('/v1/map/geography', { signal })),
    staleTime: Infinity,
  });
}
