/** The part of the store that field tasks, restrictions, complaints, watches and grades use; ports.ts joins it in. */
import type { Complaint, Restriction } from './intake/types.js';
import type { Disturbance, EffortLoss } from './intake/disturbance/types.js';
import type { Effort } from './intake/types.js';
import type { Watch } from './intake/watch/types.js';
import type {
  FieldTask,
  FieldTaskState,
  ImageHash,
  NoticeMatch,
  SourceOutcome,
  VerificationDebt,
} from './verification/types.js';

interface Paged<T> {
  items: T[];
  next: string | null;
}

export interface FieldworkReads {
  restrictions: { ofSightings(sightingIds: string[]): Promise<Restriction[]> };
  complaints: {
    get(sightingId: string): Promise<Complaint | null>;
    /** Of one provider and kind with a start in [from, to), in the order received. */
    like(provider: string, kind: string, from: string, to: string): Promise<Complaint[]>;
    ofCluster(clusterId: string): Promise<Complaint[]>;
    /** The first of each cluster with the cluster's size, newest first. */
    clusters(filter: {
      week?: string;
      provider?: string;
      limit: number;
      cursor?: string;
    }): Promise<Paged<{ first: Complaint; count: number }>>;
    /** Of a reporting week, at positions < cutoff, with the mean of their specificity. */
    counts(week: string, cutoff: number): Promise<ComplaintCount[]>;
  };
  watches: {
    get(id: string): Promise<Watch | null>;
    /** Whose interval touches [from, to). */
    during(from: string, to: string): Promise<Watch[]>;
    /** Hours of a reporting week, at positions < cutoff. */
    hours(week: string, cutoff: number): Promise<WatchedHours[]>;
    /** Live incidents of a reporting week by their newest fact at a position < cutoff, each once. */
    incidents(week: string, cutoff: number): Promise<PlacedIncident[]>;
  };
  disturbances: {
    get(id: string): Promise<Disturbance | null>;
    /** Whose interval touches [from, to), by start and id. */
    during(from: string, to: string): Promise<Disturbance[]>;
    /** Effort sent in as hours, without a watch, that touches [from, to). */
    plainEffort(from: string, to: string): Promise<Effort[]>;
    effortOfWatch(watchId: string): Promise<Effort[]>;
    /** Sums of what was taken until now. */
    taken(effortIds: string[]): Promise<Omit<EffortLoss, 'id' | 'at'>[]>;
  };
  fieldTasks: {
    get(id: string): Promise<FieldTask | null>;
    /** In the order asked. */
    ofIncident(incidentId: string): Promise<FieldTask[]>;
    /** Soonest due first. */
    list(filter: {
      sectors: string[] | null;
      assignee?: string;
      states?: FieldTaskState[];
      limit: number;
      cursor?: string;
    }): Promise<Paged<FieldTask>>;
    /** Answered in [from, to), by side: places reached, not reached for want of access, not reached for another cause. */
    answered(from: string, to: string): Promise<AnsweredTasks[]>;
  };
  debts: {
    ofIncident(incidentId: string): Promise<VerificationDebt[]>;
    /** Unsettled, oldest first. */
    open(filter: { sectors: string[] | null; limit: number; cursor?: string }): Promise<Paged<VerificationDebt>>;
    /** How many were opened in [from, to) and how many of them are unsettled, by side. */
    bySide(from: string, to: string): Promise<{ side: string | null; opened: number; open: number }[]>;
  };
  sources: {
    /** How many items of each source were confirmed and refuted. */
    history(sourceKeys: string[]): Promise<{ sourceKey: string; confirmed: number; refuted: number }[]>;
  };
  noticeMatches: {
    ofSightings(sightingIds: string[]): Promise<NoticeMatch[]>;
    /** Sightings of a reporting week by the party of the notice, each by its strongest match, and their incidents. */
    counts(week: string, cutoff: number): Promise<NoticeCount[]>;
  };
  images: {
    ofSightings(sightingIds: string[]): Promise<ImageHash[]>;
    /** Which share at least one of the hash's eight bytes in its place: every one within 7 bits is among them. */
    sharingByte(hash: string): Promise<ImageHash[]>;
  };
}

/** Complaints by one provider about one party (null = none named). `specificity` is their mean, 0..1. */
export interface ComplaintCount {
  provider: string;
  against: string | null;
  complaints: number;
  clusters: number;
  specificity: number;
}

/** usableHours = grossHours - statedLostHours - jammingHours - weatherHours. */
export interface WatchedHours {
  sector: string;
  side: string | null;
  means: string;
  grossHours: number;
  /** Lost by the source's own account. */
  statedLostHours: number;
  /** Taken by recorded jamming, and by recorded weather beyond the pack's limits. */
  jammingHours: number;
  weatherHours: number;
  usableHours: number;
  /** Of the usable hours, those known to be by day and by night. */
  dayHours: number;
  nightHours: number;
}

/** Where and when a counted incident was; its sector is that of the fact, "none" outside all. */
export interface PlacedIncident {
  sector: string;
  lat: number;
  lon: number;
  start: string;
  /** Probability by party. */
  side: Record<string, number>;
}

export interface AnsweredTasks {
  side: string | null;
  reached: number;
  kept: number;
  other: number;
}

export interface NoticeCount {
  party: string;
  result: NoticeMatch['result'];
  sightings: number;
  incidents: number;
}

export interface FieldworkWrites {
  restrictions(rows: Restriction[]): Promise<void>;
  /** `entryIds`: the journal entry of each row. */
  complaints(rows: Complaint[], entryIds: string[]): Promise<void>;
  complaintCluster(sightingId: string, clusterId: string, likeness: number): Promise<void>;
  watch(row: Watch): Promise<void>;
  disturbances(rows: Disturbance[]): Promise<void>;
  effortLosses(rows: EffortLoss[], entryId: string): Promise<void>;
  /** Insert or replace by id. */
  fieldTask(row: FieldTask): Promise<void>;
  /** Insert or replace by id. */
  debt(row: VerificationDebt): Promise<void>;
  /** Insert or replace by sighting. */
  sourceOutcomes(rows: SourceOutcome[]): Promise<void>;
  noticeMatches(rows: NoticeMatch[], entryId: string): Promise<void>;
  images(rows: ImageHash[]): Promise<void>;
}
