/** The part of the store that the ladder, its tellings and the alarms use, and the way out; ports.ts joins it in. */
import type { StoredAlarm, AlarmRun } from './escalation/alarms/record.js';
import type { Contact, Delivery, Escalation, OutgoingMessage } from './escalation/types.js';

/** Sends what is told outside the console. */
export interface Channels {
  /**
   * Resolves once the other side has taken it. May send again what was sent before, under the same id.
   * @throws Problem not_possible, not_allowed where it can never be sent; any other error is tried again.
   */
  send(message: OutgoingMessage): Promise<void>;
}

export interface EscalationReads {
  deliveries: {
    get(id: string): Promise<Delivery | null>;
    /** In the order made. */
    ofStep(escalationId: string): Promise<Delivery[]>;
    /** Of all these steps, in the order made. */
    ofSteps(escalationIds: string[]): Promise<Delivery[]>;
    /** The inbox of one account, newest first. */
    inbox(filter: {
      recipient: string;
      unreadOnly: boolean;
      limit: number;
      cursor?: string;
    }): Promise<{ items: Delivery[]; next: string | null }>;
  };
  contacts: { get(id: string): Promise<Contact | null>; list(): Promise<Contact[]> };
  triggers: {
    /** Live incidents that began in (from, to], by what triggers look at; set-aside ones left out. */
    begunIn(from: string, to: string, sectors: string[]): Promise<TriggerIncident[]>;
    /** Steps raised by the trigger at or after the instant, oldest first. */
    raisedSince(trigger: Escalation['trigger'], since: string): Promise<Escalation[]>;
  };
  alarms: {
    /** In days from..to (both included), newest day and version first. */
    list(from: string, to: string): Promise<StoredAlarm[]>;
    /** Of days from..to, oldest day and version first; with a cut-off only those that the journal held up to that position. */
    runs(from: string, to: string, cutoff?: number): Promise<AlarmRun[]>;
    /** The newest version for the day. */
    lastRun(day: string): Promise<AlarmRun | null>;
    /** The last day that was computed. */
    lastDay(): Promise<string | null>;
    /** Live incidents not set aside that began in [from, to): counted events with the instant of their first record. */
    events(
      from: string,
      to: string,
    ): Promise<{ sector: string; kind: string; start: string; receivedAt: string; lat: number; lon: number }[]>;
    /** Effort that touches [from, to). */
    watching(
      from: string,
      to: string,
    ): Promise<{ sector: string; means: string; start: string; end: string; usableHours: number }[]>;
  };
}

/** What triggers look at. */
export interface TriggerIncident {
  id: string;
  kind: string;
  weapon: string | null;
  zones: string[];
  casualties: { killed: number; injured: number } | null;
  civilianObject: boolean;
  outcome: string | null;
  sector: string | null;
  start: string;
}

export interface EscalationWrites {
  /** One per step, recipient and channel: others are left as they are. Gives those that are new. */
  deliveries(rows: Delivery[]): Promise<Delivery[]>;
  deliverySettled(id: string, state: 'sent' | 'dropped', note: string | null): Promise<void>;
  deliveryRead(id: string): Promise<void>;
  contact(row: Contact): Promise<void>;
  alarmRun(run: AlarmRun, alarms: StoredAlarm[]): Promise<void>;
}
