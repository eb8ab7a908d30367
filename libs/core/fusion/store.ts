import type { Sighting } from '../intake/types.js';
import type { IncidentState } from './types.js';

/** What fusion needs of a sighting. */
export type Telling = Pick<
  Sighting,
  | 'id'
  | 'submittedBy'
  | 'provider'
  | 'patrolId'
  | 'platformId'
  | 'kind'
  | 'means'
  | 'weapon'
  | 'count'
  | 'start'
  | 'end'
  | 'estimate'
  | 'allegedParty'
  | 'casualties'
  | 'civilianObject'
  | 'quotes'
>;

/** Where a sighting belongs now. */
export interface Membership {
  linkId: string;
  incidentId: string;
  madeBy: string;
  turn: number;
  /** Of the incident. */
  state: IncidentState;
  sightingCount: number;
}

export interface Member extends Telling {
  /** Null while it has not been fused. */
  membership: Membership | null;
}

/** A cell for a time: [from, to). */
export interface CellWindow {
  cell5: string;
  from: string;
  to: string;
}

/** The part of the store that fusion looks around with; ports.ts joins it in. Every answer is bounded. */
export interface MemberReads {
  /**
   * Sightings in the cells that touch [from, to), the closest to `at` by their start: up to `limit` that start
   * at or before it and up to `limit` after, of several at one instant the latest ids before and the first after.
   * In the order of closeness, then of id.
   */
  near(box: { cells5: string[]; from: string; to: string }, at: string, limit: number): Promise<Member[]>;
  /** For each window, the sightings of its cell that touch it: all, or `limit` of them where there are more. */
  within(windows: CellWindow[], limit: number): Promise<{ window: CellWindow; members: Member[] }[]>;
  /** All active members of the incidents; only for incidents known to be small. */
  ofIncidents(incidentIds: string[]): Promise<Member[]>;
  /** Active members of one incident, those first that are their submitter's first (by turn, then link id). */
  telling(incidentId: string, limit: number): Promise<Member[]>;
  /** Their ids and evidence. */
  tellingFiles(incidentId: string, limit: number): Promise<Pick<Sighting, 'id' | 'evidence'>[]>;
}
