/**
 * An import profile: how the rows of somebody else's table become sightings. Data, not code: a YAML or
 * JSON file, kept in a mission pack where it speaks of that mission's kinds, means and parties.
 * "Column" below is always a logical name from `columns`.
 */
export interface ImportProfile {
  name: string;
  title: string;
  format: 'csv' | 'geojson';
  csv: { delimiter: string; encoding: string; /** Records before the header, skipped. */ skipRecords: number };
  /** Logical name to the header names (any case) or, for GeoJSON, property names that carry it. */
  columns: Record<string, string[]>;
  /** Columns without which the file is of another kind (CSV only). */
  required: string[];
  /** Cells that say "unknown", in any case; blank is always one. */
  unknown: string[];
  /** Columns that make a row what it is, for its id; absent = all cells. */
  key?: string[];
  /** Rows that are turned away, first match first. */
  refuse: { when: Condition; refusal: Refusal }[];
  /** Each row gives one sighting per rule whose condition holds. */
  records: RecordRule[];
  /** Said of rows that no rule wants. */
  none: Refusal;
}

/** Why a row, or one record of it, is not taken in, and what to do about it. */
export interface Refusal {
  field: string;
  reason: string;
  remedy: string;
}

/** All columns named must hold what is asked: a text, one of several, or a pattern (any case); null = unknown. */
export type Condition = Record<
  string,
  string | null | (string | null)[] | { matches: string } | { not: string | null }
>;

/**
 * A fixed value; or a column's cell, through `map`, else as a number times `times`, else (without a map) as it is,
 * with `otherwise` where it is unknown or not in the map; or the first case that holds.
 */
export type Rule =
  | string
  | number
  | boolean
  | { from: string; times?: number; map?: Record<string, Scalar>; otherwise?: Scalar }
  | { cases: { when: Condition; value: Scalar }[]; otherwise?: Scalar };

export type Scalar = string | number | boolean;

export interface RecordRule {
  /** Distinguishes the sightings that one row gives. */
  name: string;
  when?: Condition;
  type: Rule;
  kind: Rule;
  means: Rule;
  weapon?: Rule;
  /** A cell such as "7", "about 45" or "at least 98". */
  count?: { from: string };
  time: TimeRule;
  place: PlaceRule;
  /** Cells put together as the free text. */
  text?: { join: string[]; separator?: string };
  allegedParty?: Rule;
  civilianObject?: Rule;
  patrolId?: Rule;
  platformId?: Rule;
  sensor?: Rule;
  confidence?: Rule;
  quotes?: Rule;
  provider: string;
}

export interface TimeRule {
  /**
   * `local`: date by `pattern`, and a clock time (HHMM, HH:MM, HH:MM:SS or a range of two) from `time`, or
   * from the rest of the date's cell. `excel`: a serial day with fraction. `iso`: date and time with offset.
   * `unix_ms`: milliseconds since 1970.
   */
  format: 'local' | 'excel' | 'iso' | 'unix_ms';
  date: string;
  time?: string;
  pattern?: 'YYYY-MM-DD' | 'YYYYMMDD' | 'DD.MM.YYYY' | 'DD/MM/YYYY' | 'MM/DD/YYYY';
  /** IANA time zone of `local` and `excel`. */
  zone?: string;
  /** Column with the end, in the same format. */
  end?: string;
  /** How long what is given as one moment may have lasted, or how coarse the clock was. */
  lastsSeconds: number;
}

export type PlaceRule =
  | { type: 'fix'; lat: string; lon: string; precisionMetres: Rule }
  | { type: 'geometry'; precisionMetres: Rule }
  | { type: 'place_name'; name: string }
  | {
      /** Distance and direction in words, from a named position: one of `positions`, else a settlement of the pack. */
      type: 'from_position';
      position: string;
      /** Cuts the name (first group) out of the cell. */
      positionPattern?: string;
      said: string;
      positions: { names: string[]; lat: number; lon: number; precisionMetres: number }[];
    };
