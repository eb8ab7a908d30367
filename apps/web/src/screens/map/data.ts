import { useEffect, useMemo, useRef } from 'react';
import { useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, dataOf, type Schemas } from '../../api/client.js';
import { useLive } from '../../parts/live.js';
import type { Points } from './points.js';
import { askForPoints } from './points-desk.js';
import type { Watched } from './geography.js';
import type { Chosen, Span } from './view.js';

/** A hundred thousand points are not asked for again with every report. */
const refreshMs = 5_000;
const hourMs = 3_600_000;

const windowOf = ({ from, to }: Pick<Span, 'from' | 'to'>) => ({
  from: new Date(from).toISOString(),
  to: new Date(to).toISOString(),
});

export function useGeography() {
  return useQuery({
    queryKey: ['map', 'geography'],
    queryFn: async ({ signal }) =>
      dataOf(await api.GET('/v1/map/geography', { signal })) as unknown as Schemas['Geography'],
    staleTime: Infinity,
  });
}

/** Incidents or sightings of the period, kept up to date; not asked for while they are not shown. */
export function usePoints(of: Points['of'], span: Pick<Span, 'from' | 'to'>, isWanted: boolean) {
  const queries = useQueryClient();
  const waiting = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(waiting.current), []);
  useLive([of], () => {
    waiting.current ??= setTimeout(() => {
      waiting.current = undefined;
      void queries.invalidateQueries({ queryKey: ['map', of] });
    }, refreshMs);
  });
  const query = windowOf(span);
  return useQuery({
    queryKey: ['map', of, query.from, query.to],
    queryFn: ({ signal }) => {
      const path = of === 'incident' ? '/v1/map/incidents' : '/v1/map/sightings';
      return askForPoints(of, `${path}?${new URLSearchParams(query).toString()}`, signal);
    },
    enabled: isWanted,
    // What is drawn stays until the new is there; comparing so many values would take longer than drawing them.
    placeholderData: (last) => last,
    structuralSharing: false,
    staleTime: 60_000,
    gcTime: 60_000,
  });
}

/** Hours watched by sector in the part of the period that is shown; null until they are there. */
export function useWatched(span: Span, isWanted: boolean) {
  const query = windowOf(span);
  const { data, error, refetch } = useQuery({
    queryKey: ['map', 'effort', query.from, query.to],
    queryFn: async ({ signal }) => dataOf(await api.GET('/v1/map/effort', { params: { query }, signal })),
    enabled: isWanted,
    staleTime: 60_000,
  });
  const { shownFrom, shownTo } = span;
  const watched = useMemo<Watched | null>(() => {
    if (!data || !isWanted) return null;
    const hours = new Map<string, number>();
    for (const cell of data.items) {
      const at = Date.parse(cell.hour);
      if (at + hourMs > shownFrom && at < shownTo)
        hours.set(cell.sector, (hours.get(cell.sector) ?? 0) + cell.usableHours);
    }
    return hours;
  }, [data, isWanted, shownFrom, shownTo]);
  return { watched, error, refetch };
}

/** What each of these covers, as the server draws it; those that are not there yet or cannot be read are left out. */
export function useShapes(items: readonly Chosen[]): GeoJSON.Feature[] {
  const answers = useQueries({
    queries: items.map(({ of, id }) => ({
      queryKey: ['map', 'shape', of, id],
      queryFn: async ({ signal }: { signal: AbortSignal }) => {
        const params = { path: { id } };
        const answer =
          of === 'incident'
            ? await api.GET('/v1/incidents/{id}/shape', { params, signal })
            : await api.GET('/v1/sightings/{id}/shape', { params, signal });
        return dataOf<{ features: GeoJSON.Feature[] }>(answer).features;
      },
      staleTime: 60_000,
    })),
    combine: (results) => results.map(({ data }) => data),
  });
  return useMemo(() => answers.flatMap((features) => features ?? []), [answers]);
}
