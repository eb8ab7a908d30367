import { useEffect, useState } from 'react';
import { liveQuery } from 'dexie';

/** What the question gives, again whenever what it read has changed, in this tab or another; null until it is there. */
export function useKept<T>(ask: () => Promise<T>, key: string): T | null {
  const [found, setFound] = useState<{ key: string; value: T } | null>(null);
  useEffect(() => {
    const subscription = liveQuery(ask).subscribe({
      next: (value) => setFound({ key, value }),
      // The store was closed by the browser, or is damaged: shown by the screen's fault page, not swallowed.
      error: (error: unknown) => setFound(() => Promise.reject(error) as never),
    });
    return () => subscription.unsubscribe();
    // The key says when the question is another one.
  }, [key]);
  return found?.key === key ? found.value : null;
}
