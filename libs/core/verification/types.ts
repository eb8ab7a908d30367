import type { VerificationOutcome } from '../fusion/types.js';

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
}
