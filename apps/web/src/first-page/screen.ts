import type { ReactNode } from 'react';
import type { QueryClient } from '@tanstack/react-query';

/** What is drawn of one screen: what it asks the API for, and how it shows the answers. */
export interface FirstScreen {
  /** Folder of the screen, and of its words. */
  key: string;
  /** Where it is found; `/` too where the API lets its answers be read, since that leads to the first screen of a role. */
  paths: readonly string[];
  /** Addresses of the API, written as the screen itself will ask for them. */
  asks(search: string): readonly string[];
  /** Puts the answers where its parts look for them, and shows them. Null: there is nothing to show yet. */
  show(queries: QueryClient, search: string, answers: readonly unknown[]): ReactNode;
}
