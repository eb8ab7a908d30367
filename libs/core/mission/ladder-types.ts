/** Text per BCP 47 language tag, as `Localised`. */
type Words = Record<string, string>;

/** What can raise an incident on the ladder. */
export const escalationTriggers = [
  'ruling',
  'severity',
  'repetition',
  'fire_at_mission',
  'mass_event',
  'alarm',
  'person',
  'silence',
] as const;
export type EscalationTrigger = (typeof escalationTriggers)[number];

/** Ways to tell of a step: the console, mail, a signed web call, and an alert in the Common Alerting Protocol. */
export const escalationChannels = ['inbox', 'email', 'webhook', 'cap'] as const;
export type EscalationChannel = (typeof escalationChannels)[number];

/** What may close a step besides action and persons: a party's answer, or a decision of the mission on the incident. */
export const closingEvents = ['acknowledgement', 'reply', 'decision', 'ruling'] as const;
export type ClosingEvent = (typeof closingEvents)[number];

/** One level of the ladder: who must take notice and act, by when, and how they are told. */
export interface Rung {
  level: number;
  id: string;
  name: Words;
  acknowledgeMinutes: number;
  /** Who must acknowledge and act. */
  role: string;
  /** Time to act, from the acknowledgement; absent = no clock. */
  actMinutes?: number;
  /** Further roles that are told; they need not answer. */
  tells?: string[];
  /** Absent = the inbox only. */
  channels?: EscalationChannel[];
  /** Which missed clocks raise the next level; absent = both. */
  climbsOn?: ('acknowledge' | 'act')[];
  /** 'act' (default): done is done. 'person': stays open until somebody closes it with a reason. */
  closesOn?: 'act' | 'person';
  /** What closes it by itself when it happens after it was raised; absent = nothing. */
  closedBy?: ClosingEvent[];
}

/** Which incidents a trigger looks at; what is left out applies to any, a list asks for one of its members. */
export interface TriggerMatch {
  kinds?: string[];
  weaponClasses?: string[];
  /** Zone ids. */
  zones?: string[];
  casualties?: 'injured' | 'killed';
  civilianObject?: boolean;
}

/** A trigger of the pack: to which rung (by id) it raises, and from which state of the incident on. */
export interface SeverityTrigger extends TriggerMatch {
  id: string;
  rung: string;
  /** 'reported': at once, nothing decided yet; 'verified': once a person found that it happened. */
  from: 'reported' | 'verified';
}

/** At least `count` incidents that match, within `hours`, in one sector. */
export interface CountTrigger extends SeverityTrigger {
  count: number;
  hours: number;
}

export interface EscalationRules {
  /** Rung ids where a ruled breach starts; absent = the lowest, and the one above it for a grave breach. */
  starts?: { serious: string; grave: string };
  severity: SeverityTrigger[];
  repetition: CountTrigger[];
  /** Fire at the mission: kinds of event, told at once. */
  fireAtMission: SeverityTrigger[];
  /** Many events of whatever kind matches, within a short time. */
  massEvents: CountTrigger[];
  /** Rung id for alarms of the statistics; absent = alarms raise nothing. */
  alarms?: string;
  /** Rung ids for notices that a party did not acknowledge, or not answer, in time; absent = that raises nothing. */
  silence?: { unacknowledged?: string; unanswered?: string };
  /** An incident that began earlier than this before it became known raises nothing by itself. */
  notOlderThanHours: number;
  snooze: { maxMinutes: number; maxTimes: number };
  /** Templates with placeholders in braces (core/escalation/words). */
  words: { subject: Words; text: Words; alarm: Words; causes: Record<EscalationTrigger, Words> };
}
