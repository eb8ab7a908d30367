import type { Axes } from '../geo/shapes.js';
import type { Localised } from '../mission/types.js';
import type { Restriction } from '../intake/types.js';
import type { Variant } from './edition-types.js';

/** 'half_approved': one of the two has approved. 'returned' and 'corrected' end a version; a returned one is drafted anew. */
export type EditionState = 'draft' | 'frozen' | 'half_approved' | 'approved' | 'published' | 'corrected' | 'returned';
export type EditionStepName = 'freeze' | 'approve' | 'return' | 'publish' | 'correct';

/** One version of one week's summary. What was frozen is never written again. */
export interface Edition {
  id: string;
  week: string;
  /** From 1, counted within the week. */
  version: number;
  state: EditionState;
  draftedBy: string;
  draftedAt: string;
  frozenBy: string | null;
  frozenAt: string | null;
  /** Journal position up to which everything was counted, and the tree's root there. */
  cutoff: number | null;
  treeRoot: string | null;
  /** The entry 'edition.frozen': it names the hash of every variant's content. */
  frozenEntryId: string | null;
  publishedBy: string | null;
  publishedAt: string | null;
  /** How many errata were issued. */
  errata: number;
  /** Raised by one at each change. */
  rowVersion: number;
}

/** Who took which step, when. Never edited. */
export interface EditionStep {
  id: string;
  editionId: string;
  /** A step of the machine, or what happened with the documents. */
  step: EditionStepName | 'rendered' | 'render_failed';
  by: string;
  role: string;
  at: string;
  reason: string | null;
}

/** What the editor wrote in place of one paragraph; the newest of a paragraph counts, null takes it back. */
export interface EditionText {
  id: string;
  editionId: string;
  paragraphId: string;
  texts: Localised | null;
  by: string;
  at: string;
}

/** One stored file of an edition; its bytes are in the blob store. Never edited. */
export interface EditionFile {
  editionId: string;
  /** 0 = as published first; n = with the errata up to number n. */
  revision: number;
  variant: Variant;
  /** Party id, or 'none'. */
  party: string;
  /** 'content' is what was frozen, 'document' one rendered file, 'package' the ZIP of them all. */
  role: 'content' | 'document' | 'package';
  path: string;
  mediaType: string;
  sha256: string;
  size: number;
  at: string;
}

/** A numbered correction, proposed by one person and confirmed by another (`by`). Never edited. */
export interface EditionErratum {
  editionId: string;
  number: number;
  text: Localised;
  figures: { id: string; published: number; corrected: number }[];
  by: string;
  at: string;
}

/**
 * A correction that one person proposes and another confirms or declines. `figures` hold what was published, as the edition
 * says. `number` once it is confirmed: that of the erratum.
 */
export interface ErratumProposal {
  id: string;
  editionId: string;
  text: Localised;
  figures: { id: string; published: number; corrected: number }[];
  by: string;
  at: string;
  state: 'proposed' | 'confirmed' | 'declined';
  number: number | null;
  decidedBy: string | null;
  decidedAt: string | null;
  /** Why it was declined. */
  reason: string | null;
}

/** One counted incident of a week, as the annex and the maps need it. Internal: redacted before anything is shown. */
export interface WeekIncident {
  id: string;
  day: string;
  sector: string;
  kind: string;
  party: string;
  standing: 'alleged' | 'verified' | 'not_verifiable' | 'set_aside';
  start: string;
  end: string;
  weapon: string | null;
  count: number | null;
  lat: number;
  lon: number;
  /** One standard deviation along the worse axis, metres. */
  uncertaintyMetres: number;
  /** The same with its shape. Shown to nobody outside the mission: the long axis points to where the observer stood. */
  axes?: Axes;
  outcome: string | null;
  outcomeReason: string | null;
  /** Why not verifiable. */
  cause: string | null;
  killed: number;
  injured: number;
  civilianObject: boolean;
  sightingCount: number;
  /** Ways of knowing among its sightings, sorted. */
  means: string[];
  /** Where the first of its sources stood, where a source said so. Shown to nobody outside the mission. */
  observer: { lat: number; lon: number } | null;
  /** What its sightings told of being kept from moving or seeing, by sighting. */
  restrictions: Restriction[];
}

/** One cell of the daily roll-up: incidents under one provision, as of the roll-up's position. */
export interface FactRollup {
  reportingWeek: string;
  reportingDay: string;
  provisionId: string;
  party: string;
  sector: string;
  kind: string;
  standing: 'alleged' | 'verified' | 'not_verifiable' | 'set_aside';
  ruled: 'breach' | 'no_breach' | 'none';
  incidents: number;
}

/** The same for distinct incidents. */
export type IncidentRollup = Omit<FactRollup, 'provisionId' | 'ruled'>;

/** Sightings accepted, by the day of what they tell of. `provider` without the name behind the colon. */
export interface SightingRollup {
  reportingWeek: string;
  reportingDay: string;
  sector: string;
  means: string;
  type: string;
  provider: string;
  sightings: number;
}
