import type { Said } from '../said.js';
import type { EscalationChannel, EscalationTrigger } from '../mission/ladder-types.js';

/** One step on the pack's ladder, with its clocks. What became of it, at which instant, by whom: never a name. */
export interface Escalation {
  id: string;
  /** Null for a step raised by an alarm: that is about days and sectors. */
  incidentId: string | null;
  /** Sector of the incident when it was raised, or the first of the alarm. */
  sector: string | null;
  level: number;
  /** Id of the rung. */
  rung: string;
  role: string;
  trigger: EscalationTrigger;
  /** What makes it this step and no other; unique, so that no step is ever raised twice. */
  raiseKey: string;
  reason: string;
  /** `reason` in parts where the program says it; null where a person does. */
  said: Said[] | null;
  raisedAt: string;
  acknowledgeBy: string;
  acknowledgedBy: string | null;
  acknowledgedAt: string | null;
  /** Set when the clock ran out unanswered; a new step one level up is then raised. */
  missedAt: string | null;
  /** Account that holds it since it was acknowledged or handed over. */
  holder: string | null;
  /** From the acknowledgement on; null where the rung has no such clock. */
  actBy: string | null;
  actedAt: string | null;
  /** Set when nothing was done by `actBy`; the next level is then raised. */
  actMissedAt: string | null;
  /** Until then neither clock is looked at. */
  snoozedUntil: string | null;
  snoozes: number;
  closedAt: string | null;
}

/** One telling of one step to one recipient. Unique by step, recipient and channel. */
export interface Delivery {
  /** Stays the same however often it is sent: receivers drop what they know. */
  id: string;
  escalationId: string;
  /** Account id (inbox) or contact id. */
  recipient: string;
  channel: EscalationChannel;
  language: string;
  subject: string;
  text: string;
  createdAt: string;
  state: 'waiting' | 'sent' | 'dropped';
  /** When it was sent, or why it need not be. */
  settledAt: string | null;
  note: string | null;
  readAt: string | null;
}

/** Where the mission tells people outside the console. Its address sits in the erasable table under its id. */
export interface Contact {
  id: string;
  channel: Exclude<EscalationChannel, 'inbox'>;
  /** Rung ids of which it is told. */
  rungs: string[];
  /** Sectors of which it is told; empty = all. */
  sectors: string[];
  language: string;
  /** The address may be one of a private network. */
  privateAllowed: boolean;
  addedBy: string;
  addedAt: string;
  disabledAt: string | null;
}

/** What goes out, ready to send. */
export interface OutgoingMessage {
  id: string;
  channel: Contact['channel'];
  address: string;
  privateAllowed: boolean;
  language: string;
  subject: string;
  text: string;
  /** Instant of the sending. */
  sentAt: string;
  alert: CapAlert;
}

/** An alert in the words of the Common Alerting Protocol 1.2 (OASIS); times are UTC instants. */
export interface CapAlert {
  identifier: string;
  sender: string;
  sent: string;
  scope: 'Restricted';
  restriction: string;
  language: string;
  event: string;
  urgency: 'Immediate' | 'Expected';
  severity: 'Extreme' | 'Severe' | 'Moderate';
  certainty: 'Observed' | 'Likely' | 'Unknown';
  effective: string;
  expires: string;
  senderName: string;
  headline: string;
  description: string;
  areaDesc: string;
}
