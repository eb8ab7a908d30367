import type { Incident } from '../../fusion/types.js';

/** What the order of the queue needs of an undecided incident: few columns, so that thousands are read at once. */
export type QueueLine = Pick<
  Incident,
  | 'id'
  | 'kind'
  | 'sector'
  | 'start'
  | 'side'
  | 'allegedParty'
  | 'casualties'
  | 'civilianObject'
  | 'proposedOutcome'
  | 'urgency'
  | 'harm'
  | 'openedAt'
  | 'claimedBy'
  | 'claimedUntil'
  | 'machineOnly'
  | 'snooze'
>;

/** 'open' = not snoozed; 'snoozed' = only those; 'all' = both. The rest are open ones by claim. */
export const queueStates = ['open', 'unclaimed', 'mine', 'claimed', 'snoozed', 'all'] as const;
export type QueueState = (typeof queueStates)[number];

/** What of the queue is shown; what is left out or empty does not limit. */
export interface QueueFilter {
  sectors?: string[];
  kinds?: string[];
  /** Parties involved: alleged to have done it, or on whose side it more likely than not lay. */
  parties?: string[];
  state?: QueueState;
  /** Hours since it was opened. */
  olderThanHours?: number;
  youngerThanHours?: number;
  casualtiesOnly?: boolean;
  /** The key of one group of cues: its members one by one. */
  group?: string;
  /** False: nothing is grouped. Default true. */
  grouped?: boolean;
  /** Only these incidents, one by one: what a screen that shows the queue asks for after a change. */
  ids?: string[];
}

/** A filter that somebody keeps under a name. Nobody else sees it. */
export interface TriageView {
  id: string;
  owner: string;
  name: string;
  filter: Omit<QueueFilter, 'group' | 'ids'>;
  createdAt: string;
}
