/** The part of the store that holds working material, and keeps it from growing for ever; ports.ts joins it in. */
import type { SignInTries } from './access/types.js';

export interface UpkeepReads {
  /** What is counted under these keys; nothing for those unknown. */
  signInTries(keys: string[]): Promise<SignInTries[]>;
  upkeep: {
    /** Work that is done and was owed before the instant. */
    doneWork(before: string): Promise<number>;
    /** Sessions that ended, or ran out, before the instant. */
    endedSessions(before: string): Promise<number>;
  };
}

export interface UpkeepWrites {
  /** Insert or replace by key. */
  signInTries(rows: SignInTries[]): Promise<void>;
  /** Removes counts of which the last is older, at most `limit`. */
  signInTriesForgotten(before: string, limit: number): Promise<void>;
  /** Each removes at most `limit`, and says how many. */
  upkeep: {
    doneWork(before: string, limit: number): Promise<number>;
    endedSessions(before: string, limit: number): Promise<number>;
  };
}
