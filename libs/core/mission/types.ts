import type { Localised } from './localised.js';
import type { AttributionRules, Wording, RedactionRule } from './weighing-types.js';
import type { EscalationRules, Rung } from './ladder-types.js';
import type { VerificationRules } from './verification/types.js';

/** A point on the WGS 84 ellipsoid. Degrees: latitude -90..90, longitude -180..180. */
export interface Position {
  lat: number;
  lon: number;
}

export type { Localised };

/** A side bound by the agreement. Order in the pack carries no meaning. */
export interface Party {
  id: string;
  name: Localised;
  adjective: Localised;
}

export type ProvisionKind = 'prohibition' | 'withdrawal' | 'ceiling' | 'presence' | 'access' | 'condition';

/** One clause of the agreement, machine-readable. Which optional field is set depends on `kind`. */
export interface Provision {
  id: string;
  kind: ProvisionKind;
  number: string;
  title: Localised;
  text: Localised;
  version: string;
  /** UTC instants; half-open [inForceFrom, inForceUntil). */
  inForceFrom: string;
  inForceUntil: string | null;
  /** Parties it binds; empty means all. */
  binds: string[];
  /** prohibition, access: kinds of event (taxonomy ids) it forbids. */
  eventKinds?: string[];
  /** prohibition: zone ids it applies in; empty or absent means everywhere. */
  zones?: string[];
  /** withdrawal: metres from the line by weapon-class id. */
  withdrawal?: { weaponClass: string; metres: number }[];
  /** ceiling: maximum against a baseline. */
  ceiling?: { subject: string; baseline: number; asOf: string; exclusions: string[] };
  /** presence: benchmark pro-rated over the period. */
  presence?: {
    subject: string;
    unit: string;
    benchmark: number;
    periodDays: number;
    contributors: string[];
    excluded: string[];
  };
  /** condition: duty `then` holds while `while` is kept (both provision ids). */
  condition?: { while: string; then: string };
  /** Gravity by event-kind id, `*` for any other. */
  gravity: Record<string, Gravity>;
}

export type Gravity = 'minor' | 'serious' | 'grave';

/** From the lowest to the highest; a finding names the one it reached. */
export const standardsOfProof = [
  'reasonable_suspicion',
  'reasonable_grounds',
  'balance_of_probabilities',
  'clear_and_convincing',
  'beyond_reasonable_doubt',
] as const;
export type StandardOfProof = (typeof standardsOfProof)[number];

/**
 * One row of the pack's gravity matrix: a breach to which everything named here applies is at least as grave
 * as `gravity`. What is left out applies to any; a list asks for one of its members.
 */
export interface GravityRow {
  kinds?: string[];
  weaponClasses?: string[];
  /** Zone ids. */
  zones?: string[];
  /** 'injured': anybody hurt or killed; 'killed': anybody killed. */
  casualties?: 'injured' | 'killed';
  civilianObject?: boolean;
  gravity: Gravity;
}

/** What a notice may follow. */
export type NoticeAbout = 'ruling' | 'attribution' | 'assessment' | 'withdrawal';

/** How the parties are told of findings and heard; the same for all of them. The reply clock is `thresholds.escalation.replyHours`. */
export interface ReplyRules {
  /** Which findings a party is told of. */
  after: Exclude<NoticeAbout, 'withdrawal'>[];
  acknowledgeHours: number;
  /** Places are told as the middle of a square of this side, metres. */
  coarsenMetres: number;
  /** Times are widened to multiples of this, minutes. */
  coarsenMinutes: number;
  /** Text of each kind of notice, with placeholders in braces (core/reply/words). */
  words: Record<NoticeAbout, Localised>;
  gravity: Record<Gravity, Localised>;
  standardOfProof: Record<StandardOfProof, Localised>;
}

/** One dated line of occupation. Coordinates are [lon, lat] as in GeoJSON. */
export interface LineVersion {
  id: string;
  /** UTC instant from which this version applies. */
  effectiveFrom: string;
  label: Localised;
  /** One or more polylines. Party `left` lies to the left when walking along the coordinates. */
  coordinates: [number, number][][];
  left: string;
  right: string;
  /** One standard deviation of the line's own position, metres. */
  sigmaMetres: number;
  illustrative: boolean;
}

/** A polygon with holes, GeoJSON order [lon, lat], rings closed. */
export type Rings = [number, number][][];

export interface Sector {
  id: string;
  name: Localised;
  polygons: Rings[];
}

export interface Zone {
  id: string;
  name: Localised;
  kind: string;
  polygons: Rings[];
}

export interface Settlement extends Position {
  id: string;
  name: Localised;
  /** One standard deviation of "somewhere in it", metres. */
  radiusMetres: number;
  population: number | null;
}

/** A kind of event: what happened. */
export interface EventKind {
  id: string;
  name: Localised;
  category: 'ceasefire' | 'weapons' | 'access' | 'flight' | 'mines' | 'forces' | 'other';
  /** 0..1, weight in triage and severity. */
  harm: number;
  /** Kinds that different observers may report for the same event, with P(reported so | this kind). */
  confusedWith: Record<string, number>;
  /** Typical duration of one event, seconds. */
  durationSeconds: number;
  /** Such an event (jamming) makes what machines nearby deliver doubtful. Default false. */
  disturbsSensors?: boolean;
}

/** A way of knowing: heard, seen, camera, drone, acoustic, satellite, radar, told. */
export interface Means {
  id: string;
  name: Localised;
  /** sighting by a person or by a machine */
  by: 'person' | 'machine';
  /** Reach in metres and where the figure comes from. */
  rangeMetres: number;
  source: string;
  needsLineOfSight: boolean;
  /** Known by ear: the weapon's `audibleMetres`, where the weapon is known, goes before `rangeMetres`. Default false. */
  byEar?: boolean;
}

export interface Weapon {
  id: string;
  name: Localised;
  weaponClass: string;
  /** Reach of the weapon, metres. */
  rangeMetres: number;
  /** Distance at which a person outdoors still hears it, metres. */
  audibleMetres: number;
  source: string;
}

/** One weekly reporting calendar, for example Europe/Kyiv, day ends 19:30, week ends Sunday. */
export interface ReportingCalendar {
  timeZone: string;
  /** "HH:MM" local time at which a reporting day ends. */
  dayEnds: string;
  /** 1 = Monday … 7 = Sunday: the reporting week ends at `dayEnds` on this day. */
  weekEndsOn: number;
}

/** All numbers that rules take from the pack; each has a default given in the schema. */
export interface Thresholds {
  fusion: {
    /** Join when the log-likelihood ratio is at least this (natural logarithm). */
    joinLogRatio: number;
    /** Farther apart than this is never one event. */
    maxMetres: number;
    maxSeconds: number;
    /** Events per km² per hour assumed where nothing is known. */
    baseRatePerKm2Hour: number;
    /** P(a machine or person sees the same event twice as two records). */
    [name: string]: number;
  };
  verification: { minIndependentSources: number; machineConfidence: number; [name: string]: number };
  triage: { staleHours: number; claimMinutes: number; [name: string]: number };
  /** `liaisonMegabytesPerDay` = evidence that each liaison account may upload within 24 h; absent = no limit. */
  intake: { futureToleranceMinutes: number; oldestDays: number; [name: string]: number };
  escalation: { acknowledgeMinutes: number; replyHours: number; [name: string]: number };
}

/** How long the program's working material is kept, days. */
export interface RetentionRules {
  /** Work that was owed and is done. The entry that owed it and what came of it are records, and stay. */
  doneWorkDays: number;
  /** Sessions since they ended or ran out. That they were opened and ended stays in the journal. */
  endedSessionsDays: number;
}

/** A mission pack after loading and checking: everything that a particular mission is. */
export interface Mission {
  id: string;
  name: Localised;
  leadOrganisation: Localised;
  /** Instant the ceasefire took effect (UTC). */
  ceasefireFrom: string;
  languages: string[];
  calendar: ReportingCalendar;
  /** How long working material is kept; absent = for ever. Records are always kept. */
  retention?: RetentionRules;
  parties: Party[];
  provisions: Provision[];
  lines: LineVersion[];
  sectors: Sector[];
  zones: Zone[];
  settlements: Settlement[];
  eventKinds: EventKind[];
  means: Means[];
  weapons: Weapon[];
  /** The ladder, from the lowest level up. */
  escalation: Rung[];
  thresholds: Thresholds;
  /** Which outcome is proposed when, and the limits that checks, grades, complaints and effort go by. */
  verification: VerificationRules;
  /** What raises an incident on the ladder besides a ruling, and in which words it is told; absent = rulings and persons only. */
  escalationRules?: EscalationRules;
  /** Raises the gravity that a provision gives; absent = no row. */
  gravityMatrix?: GravityRow[];
  /** Least standard of proof for ruling a breach, by its gravity; absent = 'reasonable_grounds' for all. */
  standardOfProof?: Record<Gravity, StandardOfProof>;
  /** Absent = parties are told nothing by the program. */
  reply?: ReplyRules;
  /** How evidence on who did it is weighed; absent = the working values of core/attribution/rules. */
  attribution?: AttributionRules;
  /** Words for the lint of texts; absent = only the names of the pack and the English words of core/attribution. */
  wording?: Wording;
  /** Editions: 'public' is for everybody, 'party' for each of the parties alike; absent = the defaults of the pack's schema. */
  redaction?: { public: RedactionRule; party: RedactionRule };
  /** SHA-256 (hex) over the pack's files, so that every record can say which pack it was judged by. */
  digest: string;
}

/**
 * One incident's standing under one provision as of one journal entry. Append-only: the newest
 * one at a position below a cut-off is what a summary counts (D12).
 */
export interface IncidentFact {
  entryId: string;
  incidentId: string;
  provisionId: string;
  /** Party concerned: attributed, else alleged, else "none". */
  party: string;
  /** Sector id or "none". */
  sector: string;
  reportingDay: string;
  reportingWeek: string;
  kind: string;
  /** 'set_aside': not verified, exercise, duplicate, out of scope, resolved locally. */
  standing: 'alleged' | 'verified' | 'not_verifiable' | 'set_aside';
  ruled: 'breach' | 'no_breach' | 'none';
  /** 0 once merged away. */
  live: 0 | 1;
}
