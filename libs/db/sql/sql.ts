import type { Sighting } from '#core/intake/types.js';
import type { Kept } from '../kept.js';
import type { SealBook } from '../seal.js';
import type { Dialect, Value } from './values.js';

export type { Dialect, Value };

/** A parameter; lists only as `anyOf` makes them. */
export type Param = Value | readonly string[];

export type SqlRow = Record<string, unknown>;

/**
 * Parametrised SQL on the one connection of a running transaction. `?` marks a parameter on both
 * databases; statements hold no literal question mark.
 */
export interface Sql {
  readonly dialect: Dialect;
  /** Collects what is written to sealed tables, for the journal. */
  readonly seal: SealBook;
  /** Sightings read before, in any transaction of this database. */
  readonly kept: Kept<Sighting>;
  /** The first error of the database, also where the body swallowed it; null while there was none. */
  readonly failure: unknown;
  all(text: string, params?: readonly Param[]): Promise<SqlRow[]>;
  /** Runs a statement and says how many rows it changed. */
  run(text: string, params?: readonly Param[]): Promise<number>;
  /**
   * Runs a statement of which nothing need be known: on PostgreSQL it may still be on its way when this returns, before whatever
   * is asked next. Where it fails the transaction does, with its error, however the body ends.
   */
  send(text: string, params?: readonly Param[]): Promise<void>;
  /** Inserts rows, as `send` does; `suffix` may hold an ON CONFLICT clause. */
  insert(table: string, columns: readonly string[], rows: readonly Value[][], suffix?: string): Promise<void>;
  /**
   * Sets the columns `set` wherever the columns `match` are as said, row by row of `rows`. Says how many rows were
   * changed.
   */
  change(table: string, set: readonly string[], match: readonly string[], rows: readonly ChangedRow[]): Promise<number>;
  /** Condition "column is one of `values`" with a single parameter, so that the statement's text stays the same. */
  anyOf(column: string, values: readonly string[]): Condition;
  /** The same for a list that is read in the order of another index and sifted: it must not lure the planner away. */
  siftedBy(column: string, values: readonly string[]): Condition;
}

/** What is to stand in some columns, and what must stand in others. */
export interface ChangedRow {
  set: Value[];
  match: Value[];
}

export interface Condition {
  text: string;
  param: Param;
}

/** Identifiers are always quoted: several (`start`, `end`, `by`) are words of SQL. */
export function quoted(name: string): string {
  return `"${name}"`;
}

export function quotedList(names: readonly string[]): string {
  return names.map(quoted).join(', ');
}

/** An UPDATE of one row by parameters: those to set, then those to match. */
export function changeText(table: string, set: readonly string[], match: readonly string[]): string {
  const assignments = set.map((column) => `${quoted(column)} = ?`).join(', ');
  return `UPDATE "${table}" SET ${assignments} WHERE ${match.map((column) => `${quoted(column)} = ?`).join(' AND ')}`;
}
