/**
 * The content of an edition as plain data: everything that a document of it shows, and nothing that it may not show.
 * It is made once when the edition is frozen, redacted per variant, and then only rendered: a renderer needs no store and
 * no pack. Every number that counts something is a figure and is shown by its id; words of ours are message keys that
 * each language's catalogue holds; words of others are verbatim.
 */
import type { Axes } from '../geo/shapes.js';
import type { Localised } from '../mission/types.js';
import type { Figure } from './types.js';

/** Raised when a renderer would have to read the data differently. */
export const editionFormat = 'linewatch-edition-1';

/** Who a document is for. 'party' has one for each party; both are made by the same rules. */
export const variants = ['public', 'party', 'internal'] as const;
export type Variant = (typeof variants)[number];

/**
 * A figure of the edition: `id` unique in the edition, `value` finite, `unit` a unit below, `query` the stored query with
 * its cut-off that gives the value. `low`/`high`: 95 % interval, where the value is an estimate.
 */
export interface EditionFigure extends Figure {
  unit: FigureUnit;
  low?: number;
  high?: number;
}

/** Message key `unit.<unit>`. Rates are incidents per 100 usable hours of watching; share is 0..1. */
export type FigureUnit =
  | 'incidents'
  | 'incidents_under_each_provision'
  | 'incidents_per_week'
  | 'incidents_per_100_hours'
  | 'sightings'
  | 'people'
  | 'hours'
  | 'minutes'
  | 'share'
  | 'notifications'
  | 'escalations'
  | 'replies'
  | 'alarms'
  | 'restrictions'
  | 'complaints'
  | 'tasks'
  | 'weapons'
  | 'unit_days';

/** What ids in the content stand for; their names are in `EditionContent.names`. 'none' is not named: message key `none.<RefKind>`. */
export type RefKind = 'party' | 'provision' | 'sector' | 'zone' | 'kind' | 'means' | 'weapon' | 'role';

/** A value inside a sentence or a table cell. */
export type Value =
  /** A figure by id: its value with its unit where the sentence or heading does not say it. */
  | { type: 'figure'; id: string }
  /** A name from the pack; id null = does not apply, 'none' = nobody or nowhere. */
  | { type: 'ref'; of: RefKind; id: string | null }
  /** A word of ours: message key. */
  | { type: 'word'; key: string }
  /** A UTC instant or half-open interval, shown in the mission's time zone; `precision` of what is shown. */
  | { type: 'time'; from: string; to: string | null; precision: 'day' | 'minute' }
  /** A number that is not counted from anything: a level, the count that a source gave, minutes of a clock. */
  | { type: 'number'; value: number; unit: string | null; atLeast?: boolean }
  /** Degrees on WGS 84 with one standard deviation in metres, both as coarse as the variant allows; words per language. */
  | { type: 'place'; lat: number; lon: number; uncertaintyMetres: number; words: Localised }
  /** Words of somebody else, shown as they are and never as markup; `language` BCP 47 where known. */
  | { type: 'verbatim'; text: string; language: string | null }
  | { type: 'nothing' };

/**
 * A text of ours: either a message with its values, so that each language says it with its own grammar, or what the editor
 * wrote instead, per language ('en' always present). Placeholders of a message are the names in `values`.
 */
export type Text =
  | { type: 'message'; key: string; values: Record<string, Value> }
  | { type: 'edited'; texts: Localised; by: string; at: string };

/** What a column holds; renderers align and label by it. Heading: message key `column.<id>`. */
export interface Column {
  id: string;
  holds: 'ref' | 'figure' | 'number' | 'time' | 'place' | 'text';
}

/**
 * A table. A column `kind:<id>` is headed by the name of that kind of event, `word:<key>` by that message. Caption: message key `table.<id>`, with `captionValues`. `rows` may be empty: the message `table.<id>.empty`,
 * else `table.empty`, is then shown. `totals` are the sums of the rows above them. A document may leave rows out
 * of a long table and say how many (message `table.more`); CSV and JSON hold all.
 */
export interface Table {
  type: 'table';
  id: string;
  captionValues: Record<string, Value>;
  columns: Column[];
  rows: Value[][];
  /** Rows that are not here because only the first ones were read; a content as it is stored holds all of them. */
  left?: number;
  totals: Value[][];
}

/**
 * Series for a chart. Title `chart.<id>`, text alternative `chart.<id>.alternative` with `alternativeValues`; axis labels
 * `chart.<id>.x` and `.y`. `form`: 'daily' = one mark a reporting day; 'multiples' = one small chart a series;
 * 'hours' = 24 hours of the local day; 'intervals' = one mark a case, minutes. Each series has its own sign and line, not
 * only a colour. `values` beside `x`, null where nothing is known (shown as a gap, never as 0).
 */
export interface Chart {
  type: 'chart';
  id: string;
  form: 'daily' | 'multiples' | 'hours' | 'intervals';
  x: string[];
  series: { id: string; name: Value; values: (number | null)[]; axis: 'count' | 'rate'; unit: FigureUnit }[];
  alternativeValues: Record<string, Value>;
}

/** One incident. `ellipse`: one standard deviation, where its shape may be shown; else a circle of the uncertainty. */
export interface MapPoint {
  lat: number;
  lon: number;
  uncertaintyMetres: number;
  ellipse?: Axes;
  kind: string;
  word: string;
}

/**
 * Places for a map over `EditionContent.geography`. Title `map.<id>`, alternative `map.<id>.alternative`. `points`: one an
 * incident, with its uncertainty; `shades`: one a sector, 0..1 of the darkest (effort), with the figure behind it.
 */
export interface MapBlock {
  type: 'map';
  id: string;
  points: MapPoint[];
  shades: { sector: string; share: number; figureId: string }[];
  alternativeValues: Record<string, Value>;
}

/** What a party said, as it said it. Never edited, never translated by us. */
export interface Quote {
  type: 'quote';
  party: string;
  text: string;
  language: string | null;
  at: string;
  /** What it answers, for example a notice number; null where nothing of ours. */
  about: string | null;
}

/** `level` 'warning' for what limits how the figures may be read. */
export interface Paragraph {
  type: 'paragraph';
  /** Stable name of the paragraph in the edition: what the editor refers to. */
  id: string;
  text: Text;
  level: 'normal' | 'warning';
}

export type Block = Paragraph | Table | Chart | MapBlock | Quote;

/** The sections in their fixed order. Heading: message key `section.<id>`. A section without blocks says `section.<id>.empty`. */
export const sectionIds = [
  'summary',
  'compliance',
  'casualties',
  'weapons',
  'restrictions',
  'notifications',
  'unwatched',
  'escalations',
  'replies',
  'alarms',
  'method',
  'annex_violations',
  'annex_restrictions',
  'annex_rulings',
  'annex_sources',
] as const;
export type SectionId = (typeof sectionIds)[number];

export interface Section {
  id: SectionId;
  blocks: Block[];
}

/** A correction of a published edition; numbered from 1. The figures named keep their old values in the edition. */
export interface Erratum {
  number: number;
  at: string;
  /** What is corrected and why, per language, 'en' always present. */
  text: Localised;
  /** By figure id: what was published and what it should have been. */
  figures: { id: string; published: number; corrected: number }[];
}

export interface EditionContent {
  format: typeof editionFormat;
  editionId: string;
  week: string;
  /** From 1; raised each time that a draft of the same week is frozen anew. */
  version: number;
  variant: Variant;
  /** The party it is for, where the variant is 'party'. */
  party: string | null;
  /** Half-open UTC interval of the reporting week, and the calendar's zone to show it in. */
  from: string;
  to: string;
  timeZone: string;
  /** Instant at which the figures were taken: when it was frozen, or for a draft when it was looked at. */
  at: string;
  frozen: boolean;
  /** Journal position up to which everything was counted, and the root of the tree there (hex). */
  cutoff: number;
  treeRoot: string;
  missionId: string;
  missionName: Localised;
  leadOrganisation: Localised;
  packDigest: string;
  /** BCP 47 tags of the pack. */
  languages: string[];
  /** Holds a simulated world: every page must say so (`demo`). */
  demo: boolean;
  /** Whose turn it is to come first alternates by week; otherwise carries no meaning. */
  partyOrder: string[];
  /** Names of every id that the content uses, from the pack. Provisions: `number` and title. */
  names: Record<RefKind, Record<string, { name: Localised; number?: string }>>;
  /** [lon, lat] as in GeoJSON. */
  geography: {
    lines: {
      coordinates: [number, number][][];
      sigmaMetres: number;
      illustrative: boolean;
      left: string;
      right: string;
    }[];
    sectors: { id: string; polygons: [number, number][][][] }[];
    zones: { id: string; kind: string; polygons: [number, number][][][] }[];
  };
  figures: EditionFigure[];
  /** Every one of `sectionIds`, in that order. */
  sections: Section[];
  /** For GeoJSON and CSV: incidents of the annex as features, as coarse as the variant allows. */
  features: {
    id: string;
    lat: number;
    lon: number;
    uncertaintyMetres: number;
    kind: string;
    sector: string;
    party: string;
    standing: 'alleged' | 'verified' | 'not_verifiable' | 'set_aside';
    day: string;
  }[];
  errata: Erratum[];
}

/** One rendered file of a variant: relative name with forward slashes, lower case ASCII. */
export interface RenderedFile {
  path: string;
  mediaType: string;
  bytes: Uint8Array;
}

/**
 * Turns content into one file. `language` is one of the content's languages, or null for forms without language.
 * Must be a pure function of its input: the same bytes each time (no clock, no random ids, no network).
 */
export interface Renderer {
  /** 'html', 'pdf', 'docx', 'csv', 'geojson', 'json' … */
  format: string;
  /** Whether there is a file for each language. */
  perLanguage: boolean;
  render(content: EditionContent, language: string | null): Promise<RenderedFile>;
}
