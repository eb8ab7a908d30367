import { useSyncExternalStore } from 'react';

/** One ticker for all clocks of the page: a second apart, and still while nobody looks. */
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let now = Date.now();

function tick(): void {
  if (document.hidden) return;
  now = Date.now();
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  now = Date.now();
  timer ??= setInterval(tick, 1000);
  document.addEventListener('visibilitychange', listener);
  return () => {
    listeners.delete(listener);
    document.removeEventListener('visibilitychange', listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** The present instant, milliseconds since 1970, in steps of `step` seconds: what uses it is drawn anew only then. */
export function useNow(step = 1): number {
  const inSteps = (at: number): number => Math.floor(at / (step * 1000)) * step * 1000;
  return useSyncExternalStore(
    subscribe,
    () => inSteps(now),
    () => inSteps(Date.now()),
  );
}
