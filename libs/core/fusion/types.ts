import type { LocationEstimate, SideProbability } from '../geo/types.js';
import type { Casualties } from '../intake/types.js';
import type { Said } from '../said.js';

/** One term of the likelihood ratio, kept with the link so that a person can read why. */
export interface LinkTerm {
  /** 'distance' | 'time' | 'kind' | 'rate' | 'source' … */
  name: string;
  /** Contribution to the natural-log likelihood ratio. */
  logRatio: number;
  /** With numbers and units. */
  because: Said;
}

/** Why a sighting belongs to an incident. Ended, never deleted. */
export interface Link {
  id: string;
  sightingId: string;
  incidentId: string;
  logRatio: number;
  terms: LinkTerm[];
  /** 'machine' or an account id. */
  madeBy: string;
  madeAt: string;
  endedBy: string | null;
  endedAt: string | null;
  /** What ended it: the id of the split, merge or undo. */
  endedFor: string | null;
  ruleVersion: string;
  /** How many others of the same submitter the incident held nearby when it was made: what comes first is looked at first. */
  turn: number;
}

export type VerificationOutcome =
  'verified' | 'not_verified' | 'not_verifiable' | 'exercise' | 'duplicate' | 'out_of_scope' | 'resolved_locally';

export type IncidentState = 'open' | 'decided' | 'merged';

/** Something that happened, once, somewhere. Current state; its history is the journal. */
export interface Incident {
  id: string;
  /** Raised by one at each change; writers must name the version they read. */
  version: number;
  state: IncidentState;
  kind: string;
  weapon: string | null;
  count: number | null;
  start: string;
  end: string;
  estimate: LocationEstimate;
  sector: string | null;
  zones: string[];
  side: SideProbability;
  cell5: string;
  cell7: string;
  allegedParty: string | null;
  casualties: Casualties | null;
  civilianObject: boolean;
  sightingCount: number;
  /** Independent sources among its sightings. */
  independentCount: number;
  outcome: VerificationOutcome | null;
  outcomeReason: string | null;
  proposedOutcome: VerificationOutcome | null;
  /** 0..1 each; see core/verification/triage. */
  urgency: number;
  harm: number;
  /** Instant from which staleness counts. */
  openedAt: string;
  claimedBy: string | null;
  claimedUntil: string | null;
  /** Where its sightings went, if merged. */
  mergedInto: string | null;
  reportingDay: string;
  reportingWeek: string;
  /** No person reported any of it; null where that is not known. */
  machineOnly?: boolean | null;
  /** Put off in triage. */
  snooze?: Snooze | null;
}

/** Why and how long an incident was put off; it comes back by itself. */
export interface Snooze {
  until: string;
  by: string;
  reason: string;
  /** Urgency × harm when it was put off: the incident comes back at once when it rises above that. */
  weight: number;
}

/** A split or merge, kept so that it can be undone without loss. */
export interface Restructure {
  id: string;
  type: 'split' | 'merge';
  /** Incidents before and after. */
  from: string[];
  to: string[];
  /** Link ids ended and made by it. */
  ended: string[];
  made: string[];
  reason: string;
  by: string;
  at: string;
  undoneBy: string | null;
  undoneAt: string | null;
}
