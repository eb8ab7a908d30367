/** The part of the store that the console's screens use; ports.ts joins it in. */
import type { Incident } from './fusion/types.js';
import type { Effort, Sighting } from './intake/types.js';
import type { FieldTask } from './verification/types.js';
import type { QueueLine, TriageView } from './verification/desk/types.js';

/** One page of points by start and id, ascending; `after` is the last one seen. */
export interface PointFilter {
  /** Sector ids the reader may see; null = all. `[]` sees nothing. */
  sectors: string[] | null;
  /** Starts in [from, to). */
  from: string;
  to: string;
  /** Only in these cells, where given. */
  cells5?: string[];
  after?: { start: string; id: string };
  limit: number;
}

/** What a map draws of an incident. */
export type IncidentPoint = Pick<
  Incident,
  'id' | 'start' | 'end' | 'kind' | 'state' | 'outcome' | 'proposedOutcome' | 'estimate' | 'sector'
>;
/** What a map draws of a sighting. */
export type SightingPoint = Pick<Sighting, 'id' | 'start' | 'end' | 'kind' | 'type' | 'means' | 'estimate' | 'sector'>;

/** An observation that came in. */
export interface Heard {
  /** The platform; where none was named, whoever sent it. */
  platformId: string;
  submittedBy: string;
  means: string;
  sector: string | null;
  receivedAt: string;
}

export interface ConsoleReads {
  triage: {
    /** All undecided incidents of the sectors, in no order. */
    versions(sectors: string[] | null): Promise<{ id: string; version: number }[]>;
    /** Of these incidents, in no order. */
    lines(ids: string[]): Promise<QueueLine[]>;
    /** Open tasks of these incidents, soonest due first. */
    tasks(incidentIds: string[]): Promise<Pick<FieldTask, 'id' | 'incidentId' | 'dueBy'>[]>;
    view(id: string): Promise<TriageView | null>;
    /** Oldest first. */
    viewsOf(owner: string): Promise<TriageView[]>;
  };
  map: {
    /** Merged ones left out. */
    incidents(filter: PointFilter): Promise<IncidentPoint[]>;
    sightings(filter: PointFilter): Promise<SightingPoint[]>;
  };
  watching: {
    /** Effort that touches [from, to), by start; at most `limit`. */
    during(from: string, to: string, limit: number): Promise<Effort[]>;
    /** Per source of effort, when it was last known to watch, of those heard since the instant. */
    sources(since: string): Promise<{ sourceId: string; means: string; sector: string; lastEnd: string }[]>;
    /** The newest observations received since the instant, oldest first, at most `limit`. */
    heard(since: string, limit: number): Promise<Heard[]>;
  };
  running: {
    /** Follow-up work by job and state, those done left out. */
    queues(): Promise<{ job: string; state: 'owed' | 'dead'; count: number; oldestAt: string }[]>;
    /** The newest entry of a subject. */
    newestEntry(kind: string, id: string): Promise<{ at: string; type: string } | null>;
  };
}

export interface ConsoleWrites {
  triageView(row: TriageView): Promise<void>;
  triageViewRemoved(id: string): Promise<void>;
}
