import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useInfiniteQuery, useQueryClient, type InfiniteData } from '@tanstack/react-query';
import { api, dataOf, type Schemas } from '../../api/client.js';
import { useLive } from '../../parts/live.js';
import { queryOf, type Filter } from './filter.js';

export type Item = Schemas['Triage'];
export type PageOfItems = Schemas['TriagePage'];
type Pages = InfiniteData<PageOfItems, string | null>;

/** Few at first, so that something is there soon; then as many as the API gives. */
const firstRows = 20;
const moreRows = 200;
/** Asked for by id at once. */
const mostIds = 200;

export interface Queue {
  items: readonly Item[];
  totals: PageOfItems['totals'] | null;
  error: unknown;
  isLoading: boolean;
  /** Keys of rows that do not belong here any more; they stay in their place until the queue is put in order anew. */
  gone: ReadonlySet<string>;
  /** How many have come in since it was put in order; null: more than can be told. */
  news: number | null;
  more(): void;
  /** Puts it in order as of now, up to the page that holds this row. */
  refresh(upTo: string | null): Promise<void>;
  /** Asks what became of these, and shows it in place. */
  recheck(ids: readonly string[]): Promise<void>;
  /** Takes out what was dealt with here. */
  drop(ids: ReadonlySet<string>): void;
}

/**
 * The server's queue, in the server's order as of one instant. Changes made elsewhere show in their rows and as a
 * count of what is new; nothing moves before somebody asks for it.
 */
export function useQueue(filter: Filter, group: string | null): Queue {
  const client = useQueryClient();
  const query = useMemo(() => queryOf(filter, group), [filter, group]);
  const key = useMemo(() => keyOf(query), [query]);
  const [gone, setGone] = useState<ReadonlySet<string>>(new Set());
  const [newIds, setNewIds] = useState<ReadonlySet<string> | null>(new Set());

  const { data, error, isPending, fetchNextPage, hasNextPage, isFetchingNextPage } = useInfiniteQuery(pagesOf(query));
  const items = useMemo(() => {
    const all = data?.pages.flatMap((page) => page.items) ?? [];
    return [...new Map(all.map((item) => [item.key, item])).values()];
  }, [data]);
  const newest = useRef({ items, at: '' });
  useEffect(() => {
    newest.current = { items, at: data?.pages[0]?.at ?? '' };
  });

  const change = useCallback(
    (each: (items: Item[]) => Item[]) => {
      client.setQueryData<Pages>(
        key,
        (old) => old && { ...old, pages: old.pages.map((p) => ({ ...p, items: each(p.items) })) },
      );
    },
    [client, key],
  );

  const recheck = useCallback(
    async (ids: readonly string[]) => {
      const known = new Set(newest.current.items.filter((item) => !item.group).map((item) => item.key));
      const some = [...ids].sort((a, b) => Number(known.has(b)) - Number(known.has(a))).slice(0, mostIds);
      if (some.length === 0) return;
      const answer = dataOf(await api.GET('/v1/triage', { params: { query: { ...query, id: some, limit: mostIds } } }));
      const now = new Map(answer.items.map((item) => [item.incident.id, item]));
      change((shown) => shown.map((item) => (item.group ? item : (now.get(item.key) ?? item))));
      setGone(
        (old) =>
          new Set([...[...old].filter((id) => !now.has(id)), ...some.filter((id) => known.has(id) && !now.has(id))]),
      );
      // Another cue of a group that stands here already is nothing new to go and look at.
      const fresh = answer.items.filter(
        ({ incident }) =>
          !known.has(incident.id) && (incident.machineOnly !== true || incident.openedAt > newest.current.at),
      );
      setNewIds((old) =>
        old === null || ids.length > mostIds ? null : new Set([...old, ...fresh.map((i) => i.incident.id)]),
      );
      client.setQueryData<Pages>(key, (old) => old && withTotals(old, answer.totals));
    },
    [change, client, key, query],
  );

  useLive(['incident'], (ids) => {
    if (ids === null) setNewIds(null);
    // What cannot be asked now is asked with the next change; until then the rows say what they said.
    else recheck([...ids]).catch(() => setNewIds(null));
  });

  const refresh = useCallback(
    async (upTo: string | null) => {
      const pages: PageOfItems[] = [await askForPage(query, null)];
      const wanted = upTo !== null && newest.current.items.some((item) => item.key === upTo);
      const rows = newest.current.items.findIndex((item) => item.key === upTo) + moreRows;
      let count = pages[0]!.items.length;
      while (
        wanted &&
        pages.at(-1)!.next !== null &&
        count < rows &&
        !pages.at(-1)!.items.some((i) => i.key === upTo)
      ) {
        pages.push(await askForPage(query, pages.at(-1)!.next));
        count += pages.at(-1)!.items.length;
      }
      client.setQueryData<Pages>(key, { pages, pageParams: [null, ...pages.slice(0, -1).map((page) => page.next)] });
      setGone(new Set());
      setNewIds(new Set());
    },
    [client, key, query],
  );

  const drop = useCallback(
    (ids: ReadonlySet<string>) => change((shown) => shown.filter((item) => !ids.has(item.key))),
    [change],
  );
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);

  const news = useMemo(() => {
    if (newIds === null) return null;
    const shown = new Set(items.map((item) => item.key));
    return [...newIds].filter((id) => !shown.has(id)).length;
  }, [newIds, items]);
  return {
    items,
    totals: data?.pages[0]?.totals ?? null,
    error,
    isLoading: isPending,
    gone,
    news,
    more,
    refresh,
    recheck,
    drop,
  };
}

type Query = ReturnType<typeof queryOf>;
const keyOf = (query: Query) => ['triage', query];

/** The pages of the queue, from its first on. */
export function pagesOf(query: Query) {
  return {
    queryKey: keyOf(query),
    queryFn: async ({ pageParam, signal }: { pageParam: string | null; signal: AbortSignal }) =>
      askForPage(query, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page: PageOfItems) => page.next,
    staleTime: Infinity,
    gcTime: 60_000,
  };
}

async function askForPage(query: Query, cursor: string | null, signal?: AbortSignal): Promise<PageOfItems> {
  const asked = cursor === null ? firstPageOf(query) : { ...query, limit: moreRows, cursor };
  return dataOf(await api.GET('/v1/triage', { params: { query: asked }, ...(signal && { signal }) }));
}

/** What is asked for first. */
export function firstPageOf(query: Query) {
  return { ...query, limit: firstRows };
}

/** Counts of the whole queue are the same whatever was asked for; what the filter lets through is not told by ids. */
function withTotals(old: Pages, totals: PageOfItems['totals']): Pages {
  const [first, ...rest] = old.pages;
  const { shown, rows, grouped } = first!.totals;
  return { ...old, pages: [{ ...first!, totals: { ...totals, shown, rows, grouped } }, ...rest] };
}
