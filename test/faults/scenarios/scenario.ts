import type { Mission } from '#core/mission/types.js';
import type { Fault } from '../check/faults.js';
import type { OperationType } from '../load/log.js';
import type { Stores } from '../world/stores.js';

export type Kind = 'sqlite' | 'postgres';

export interface RunSettings {
  seed: number;
  /** Fewer cases and shorter waits: a check of the suite itself, not of the program. */
  short: boolean;
  /** Only points whose names begin with one of these. */
  at: string[];
  /** Of those that the scenario is for, the ones that it is to run on. */
  databases: Kind[];
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
  database: Kind;
  /** Whether the fault really happened: a case that never met its fault shows nothing. */
  happened: boolean;
  /** Acknowledged operations. */
  ok: number;
  /** The same by what was asked for. */
  mix: Partial<Record<OperationType, number>>;
  refused: number;
  /** Operations whose outcome stays unknown after everything healed: a person's verdict whose answer was lost. */
  unknown: number;
  /** From healing until nothing was owed, seconds. */
  recoverySeconds: number;
  faults: Fault[];
  /** Each bound of the scenario's own that did not hold, in words with the figure. */
  bounds: string[];
  /** What else was measured, in words. */
  note: string;
  seconds: number;
}

export interface Scenario {
  name: string;
  /** One line for --list. */
  about: string;
  /** The databases that it is for. */
  on: readonly Kind[];
  /**
   * Scenarios of one lane come one after the other, lanes run side by side: most of a case is waiting. What runs
   * `alone` comes before all others, because it measures.
   */
  lane?: 'alone' | 'calls' | 'points' | 'stops';
  /** Why it cannot run here; null where it can. */
  missing?: () => string | null;
  run(settings: RunSettings, done: (result: CaseResult) => void): Promise<void>;
}
