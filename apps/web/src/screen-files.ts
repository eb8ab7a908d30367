import type { ComponentType } from 'react';
import type { Screen } from './screens.js';

interface Files {
  default: ComponentType;
  /** Asks at once for what the screen shows first at this address (its query). */
  prepare?(search: string): Promise<unknown>;
}

const all = import.meta.glob<Files>('./screens/*/index.tsx');
const fetched = new Map<string, Promise<Files>>();

/** A screen's files, asked for once: whoever comes second waits for the same, style sheets included. */
export function fetchScreen({ key }: Screen): Promise<Files> {
  const files = fetched.get(key) ?? all[`./screens/${key}/index.tsx`]!();
  if (!fetched.has(key)) {
    fetched.set(key, files);
    files.catch(() => fetched.delete(key));
  }
  return files;
}
