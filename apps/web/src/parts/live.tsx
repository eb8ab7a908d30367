import { createContext, use, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { useQueryClient } from '@tanstack/react-query';

/** What has changed since the last time: ids by kind, for example `incident`. */
export type Changes = ReadonlyMap<string, ReadonlySet<string>>;
/** `behind`: more has changed than can be told; everything shown should be asked for again. */
type Listener = (changes: Changes | 'behind') => void;

interface Feed {
  listeners: Set<Listener>;
  isFollowing: boolean;
}

const FeedContext = createContext<Feed | null>(null);
/** Changes are gathered this long: a flood makes one refresh, not a hundred. */
const gatherMs = 400;
const againMs = 10_000;

/** One connection for the whole page. */
export function LiveFeed({ children }: { children: ReactNode }) {
  const queries = useQueryClient();
  const listeners = useMemo(() => new Set<Listener>(), []);
  const [isFollowing, setFollowing] = useState(false);
  useEffect(() => {
    let source: EventSource | null = null;
    let again: ReturnType<typeof setTimeout> | undefined;
    let gathering: ReturnType<typeof setTimeout> | undefined;
    let lost = false;
    let changes = new Map<string, Set<string>>();
    const tell = (what: Changes | 'behind'): void => {
      for (const listener of listeners) listener(what);
    };
    const gather = (event: MessageEvent<string>): void => {
      for (const { kind, id } of (JSON.parse(event.data) as { changes: { kind: string; id: string }[] }).changes) {
        changes.set(kind, (changes.get(kind) ?? new Set()).add(id));
      }
      gathering ??= setTimeout(() => {
        gathering = undefined;
        const gathered = changes;
        changes = new Map();
        tell(gathered);
      }, gatherMs);
    };
    const connect = (): void => {
      source = new EventSource('/v1/live');
      source.addEventListener('open', () => {
        setFollowing(true);
        // A new stream knows nothing of what came between; one that was resumed by the browser does.
        if (lost) tell('behind');
        lost = false;
      });
      source.addEventListener('change', gather);
      source.addEventListener('behind', () => tell('behind'));
      source.addEventListener('error', () => {
        setFollowing(false);
        if (source?.readyState !== EventSource.CLOSED) return;
        // Refused, not cut off: the session may have ended. The browser does not come back by itself.
        lost = true;
        void queries.invalidateQueries({ queryKey: ['me'] });
        again = setTimeout(connect, againMs);
      });
    };
    connect();
    return () => {
      source?.close();
      clearTimeout(again);
      clearTimeout(gathering);
    };
  }, [listeners, queries]);
  return (
    <FeedContext value={useMemo(() => ({ listeners, isFollowing }), [listeners, isFollowing])}>{children}</FeedContext>
  );
}

/** Whether changes made elsewhere arrive here by themselves at the moment. */
export function useIsFollowing(): boolean {
  return use(FeedContext)?.isFollowing ?? false;
}

/** Calls back when objects of one of these kinds have changed (`ids`), or any may have (null). */
export function useLive(kinds: readonly string[], onChange: (ids: ReadonlySet<string> | null) => void): void {
  const feed = use(FeedContext);
  const newest = useRef({ kinds, onChange });
  useEffect(() => {
    newest.current = { kinds, onChange };
  });
  useEffect(() => {
    const listener: Listener = (changes) => {
      const { kinds: wanted, onChange: call } = newest.current;
      if (changes === 'behind') return call(null);
      const ids = new Set(wanted.flatMap((kind) => [...(changes.get(kind) ?? [])]));
      if (ids.size > 0) call(ids);
    };
    feed?.listeners.add(listener);
    return () => void feed?.listeners.delete(listener);
  }, [feed]);
}

/** Asks again for these queries whenever an object of one of the kinds changes. */
export function useLiveQueries(kinds: readonly string[], queryKey: readonly unknown[]): void {
  const queries = useQueryClient();
  useLive(kinds, () => void queries.invalidateQueries({ queryKey }));
}
