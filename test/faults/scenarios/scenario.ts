import type { Mission } from '#core/mission/types.js';
import type { Fault } from '../check/faults.js';
import type { Stores } from '../world/stores.js';

export interface RunSettings {
  seed: number;
  /** Fewer cases and shorter waits: a check of the suite itself, not of the program. */
  short: boolean;
  /** Those that scenarios of both databases run on. */
  databases: CaseResult['database'][];
  folder: string;
  mission: Mission;
  stores: Stores;
  /** No new case is begun after this instant, milliseconds since 1970. */
  until: number;
  /** Progress in one line. */
  say(text: string): void;
}

/** What came of one case: one fault in one place on one database. */
export interface CaseResult {
  scenario: string;
  /** For example `verdict.committed kill`. */
  name: string;
  database: 'sqlite' | 'postgres';
  /** Whether the fault really happened: a case that never met its fault shows nothing. */
  happened: boolean;
  /** Acknowledged operations. */
  ok: number;
  refused: number;
  /** Operations whose outcome stays unknown after everything healed: a person's verdict whose answer was lost. */
  unknown: number;
  /** From healing until nothing was owed, seconds. */
  recoverySeconds: number;
  faults: Fault[];
  /** What else was measured, in words. */
  note: string;
  seconds: number;
}

export interface Scenario {
  name: string;
  /** One line for --list. */
  about: string;
  /** Scenarios of one lane come one after the other, lanes run side by side: most of a case is waiting. */
  lane?: 'points' | 'stops';
  /** Why it cannot run here; null where it can. */
  missing?: () => string | null;
  run(settings: RunSettings, done: (result: CaseResult) => void): Promise<void>;
}
