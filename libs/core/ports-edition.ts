/** The part of the store that the weekly edition is read from, as of its cut-off; ports.ts joins it in. */
import type { LaterEntry } from './compliance/as-of.js';
import type { WeekIncident } from './compliance/edition-record.js';
import type { IncidentFact } from './mission/types.js';
import type { Ruling } from './ruling/types.js';
import type { Escalation } from './escalation/types.js';
import type { Restriction } from './intake/types.js';
import type { FieldTask, Verification, VerificationDebt } from './verification/types.js';

/** One incident under one provision at a cut-off. */
export type CountedFact = Pick<IncidentFact, 'incidentId' | 'provisionId' | 'party' | 'sector' | 'standing' | 'ruled'>;

/** What is needed to tell what an incident was before its latest changes. */
export interface IncidentPast {
  links: { incidentId: string; sightingId: string; madeAt: string; endedAt: string | null }[];
  decided: Pick<Verification, 'incidentId' | 'outcome' | 'cause' | 'reason' | 'at'>[];
}

/** Hours during which nothing of use was seen, by the reason given. */
export interface LostHours {
  sector: string;
  means: string;
  /** As given: a word, or "jamming 1.50 h, gap in the track 0.33 h"; null where none was. */
  reason: string | null;
  hours: number;
}

export interface EditionReads {
  /**
   * What an edition tells of a week. Counts are exact as of the cut-off; rows that can change are given as they are now, and
   * core/compliance/as-of takes back what `later` says of them.
   */
  week: {
    /** Entries at positions >= cutoff and those without a position, in their order: what the cut-off does not cover. */
    later(cutoff: number): Promise<LaterEntry[]>;
    /** Incidents that counted in the week at the cut-off, with their description as it is now. */
    incidents(week: string, cutoff: number): Promise<WeekIncident[]>;
    /** Their links and decisions, whenever made. */
    past(incidentIds: string[]): Promise<IncidentPast>;
    /** Incidents of the week, live at `cutoff`, of which nothing was on record at `since`. */
    late(week: string, since: number, cutoff: number): Promise<{ sector: string; kind: string; incidents: number }[]>;
    /** Live facts of the week at the cut-off, of these incidents only. */
    factsOf(week: string, cutoff: number, incidentIds: string[]): Promise<CountedFact[]>;
    /** Live facts of the week at the cut-off that are not verifiable, or under one of these provisions. */
    factsUnder(week: string, cutoff: number, provisionIds: string[]): Promise<CountedFact[]>;
    /** Incidents that ever counted in the week, with a finding in force now that names a party. */
    attributed(week: string): Promise<string[]>;
    /** All rulings that a person made on incidents that ever counted in the week, oldest first, whatever became of them. */
    rulings(week: string): Promise<Ruling[]>;
    /** Raised in [from, to). */
    escalations(from: string, to: string): Promise<Escalation[]>;
    /** Restrictions told of by sightings of the week that were accepted below the cut-off, by sighting. */
    restrictions(week: string, cutoff: number): Promise<(Restriction & { incidentId: string | null })[]>;
    /** Hours lost in the week. */
    lost(week: string, cutoff: number): Promise<LostHours[]>;
    /** Debts that were open at some instant of [from, to), by opening. */
    debts(from: string, to: string): Promise<VerificationDebt[]>;
    /** Field tasks answered in [from, to). */
    tasks(
      from: string,
      to: string,
    ): Promise<Pick<FieldTask, 'id' | 'incidentId' | 'side' | 'state' | 'cause' | 'answeredAt'>[]>;
    /**
     * Complaints of the week below the cut-off by provider and the party complained of; `clusters` counts as one what was
     * found near-identical below the cut-off.
     */
    complaints(
      week: string,
      cutoff: number,
    ): Promise<{ provider: string; against: string | null; complaints: number; clusters: number }[]>;
  };
}
