import type { VerificationOutcome } from '../fusion/types.js';
import type { FactName, FactValue } from '../mission/verification/types.js';

export type CheckName =
  | 'independence'
  | 'plausible_time'
  | 'plausible_range'
  | 'evidence_integrity'
  | 'sensor_health'
  | 'duplicates'
  | 'notifications';

/** One check's answer on one version of an incident. Never edited. */
export interface Check {
  id: string;
  incidentId: string;
  incidentVersion: number;
  name: CheckName;
  result: 'pass' | 'fail' | 'unknown';
  /** In words, with numbers and units. */
  reason: string;
  inputs: Record<string, unknown>;
  ruleVersion: string;
  at: string;
}

/** What the machine proposed or a person decided. The newest decision counts. Never edited. */
export interface Verification {
  id: string;
  incidentId: string;
  incidentVersion: number;
  type: 'proposed' | 'decided';
  outcome: VerificationOutcome;
  /** For not_verifiable: access, time, evidence or mandate. */
  cause: 'access' | 'time' | 'evidence' | 'mandate' | null;
  reason: string;
  /** 'machine' or an account id. */
  by: string;
  at: string;
  ruleVersion: string;
  /** Id of the pack's rule that proposed it; of a decision, the rule whose proposal it follows. Null: overridden, or older. */
  rule: string | null;
  /** The facts that the rule looked at; null for decisions. */
  facts: Partial<Record<FactName, FactValue>> | null;
}

export type FieldTaskState = 'asked' | 'accepted' | 'reached' | 'not_reached' | 'withdrawn';
export type NotReachedCause = 'access' | 'danger' | 'weather' | 'technical' | 'time' | 'other';

/** A request for more on an incident: somebody is to go, or to fly, to one place by a stated time. */
export interface FieldTask {
  id: string;
  incidentId: string;
  type: 'patrol' | 'drone';
  /** Account of whoever leads the patrol, or device of the drone. */
  assignee: string;
  lat: number;
  lon: number;
  /** The place in words. */
  placeName: string;
  sector: string | null;
  /** Party on whose side the place most likely (> 0.5) lies; null where that cannot be told. */
  side: string | null;
  instruction: string;
  dueBy: string;
  state: FieldTaskState;
  requestedBy: string;
  requestedAt: string;
  /** The sighting that answers it (reached). */
  sightingId: string | null;
  /** Why not (not_reached, withdrawn). */
  cause: NotReachedCause | null;
  reason: string | null;
  /** The incident that kept them from it (not_reached for access). */
  restrictionId: string | null;
  answeredBy: string | null;
  answeredAt: string | null;
}

/** An incident that could not be verified because of a restriction: owed until it is decided otherwise. */
export interface VerificationDebt {
  id: string;
  incidentId: string;
  /** The incident of restriction; null where only the decision says so. */
  restrictionId: string | null;
  /** The task that was kept from its place, where one was. */
  taskId: string | null;
  sector: string | null;
  /** Party that imposed the restriction, else on whose side it most likely was; null where neither is known. */
  side: string | null;
  openedAt: string;
  settledAt: string | null;
  /** The outcome that settled it. */
  settledBy: string | null;
}

/** What became of one item of a source: the history that reliability is computed from. */
export interface SourceOutcome {
  sightingId: string;
  sourceKey: string;
  incidentId: string;
  result: 'confirmed' | 'refuted' | 'open';
  at: string;
}

/** How a sighting lies to an advance notice. Both are immutable, so this never changes. */
export interface NoticeMatch {
  id: string;
  sightingId: string;
  noticeId: string;
  /** The party that gave the notice. */
  party: string;
  result: 'inside' | 'perhaps' | 'outside' | 'breaks_silence';
  because: string;
  reportingWeek: string;
  at: string;
}

/** What an image of a sighting looks like, so that copies of it are found after re-encoding or scaling. */
export interface ImageHash {
  /** `<sighting>.<evidence>` */
  id: string;
  sightingId: string;
  evidenceId: string;
  sha256: string;
  /** 64-bit perceptual hash, 16 hex digits; null where it could not be read as an image. */
  hash: string | null;
  fault: string | null;
  at: string;
}
