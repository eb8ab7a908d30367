import { useEffect, useState } from 'react';
import type { FieldStore } from './field-store.js';
import { fieldStore } from './store.js';

/** What the question gives, again whenever what it read has changed, in this tab or another; null until it is there. */
export function useKept<T>(ask: (store: FieldStore) => Promise<T>, key: string): T | null {
  const [found, setFound] = useState<{ key: string; value: T } | null>(null);
  const [fault, setFault] = useState<{ error: unknown } | null>(null);
  useEffect(() => {
    let subscription: { unsubscribe(): void } | null = null;
    let isGone = false;
    const follow = async (): Promise<void> => {
      const [store, { liveQuery }] = await Promise.all([fieldStore(), import('./field-store.js')]);
      if (isGone) return;
      subscription = liveQuery(() => ask(store)).subscribe({
        next: (value) => setFound({ key, value }),
        error: (error: unknown) => setFault({ error }),
      });
    };
    follow().catch((error: unknown) => setFault({ error }));
    return () => {
      isGone = true;
      subscription?.unsubscribe();
    };
    // The key says when the question is another one.
  }, [key]);
  // The store was closed by the browser, or is damaged: the screen's fault page says so.
  if (fault) throw fault.error;
  return found?.key === key ? found.value : null;
}
