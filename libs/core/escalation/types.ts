/** One step on the pack's ladder for one incident, with its clock. */
export interface Escalation {
  id: string;
  incidentId: string;
  level: number;
  role: string;
  reason: string;
  raisedAt: string;
  acknowledgeBy: string;
  acknowledgedBy: string | null;
  acknowledgedAt: string | null;
  /** Set when the clock ran out unanswered; a new step one level up is then raised. */
  missedAt: string | null;
  closedAt: string | null;
}
