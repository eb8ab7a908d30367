import { createContext, use } from 'react';

/** Keys of the screens that whoever is signed in has; filled by the router, which alone knows the screens. */
export const MyScreens = createContext<readonly string[]>([]);

/** Whether the reader has this other screen: a link to a screen that is not there helps nobody. */
export function useHasScreen(key: string): boolean {
  return use(MyScreens).includes(key);
}
