import type { Said } from '../said.js';
import type { Gravity, Localised, StandardOfProof } from '../mission/types.js';

/** Whether one incident breaches one provision. A machine proposes; a person rules; grave ones need two. */
export interface Ruling {
  id: string;
  incidentId: string;
  provisionId: string;
  provisionVersion: string;
  /** The provision's words in that version, as they stood when the ruling was proposed; null in rulings from before they were kept. */
  provisionText: Localised | null;
  /** The party concerned, from the confirmed attribution; null where not attributed. */
  party: string | null;
  result: 'breach' | 'no_breach' | 'not_decided';
  gravity: Gravity | null;
  /** The standard that the ruling reaches; null while nothing is decided. */
  standardOfProof: StandardOfProof | null;
  reason: string;
  /** The machine's reason in parts; null in a person's, which are their own words. */
  said: Said[] | null;
  state: 'proposed' | 'ruled' | 'withdrawn';
  /** 'machine' or an account id. */
  proposedBy: string;
  proposedAt: string;
  ruledBy: string | null;
  ruledAt: string | null;
  confirmedBy: string | null;
  confirmedAt: string | null;
}

/** What one test of an incident under one provision gave, told with every other provision in force. */
export interface ProvisionResult {
  provisionId: string;
  provisionVersion: string;
  /** SHA-256 (hex) of the canonical JSON of the provision's text. */
  textSha256: string;
  result: Ruling['result'];
  gravity: Gravity | null;
  reason: string;
  /** `reason` in parts; absent in tests from before they were kept. */
  said?: Said[];
  /** State of the conditions under which this duty holds, at the incident's time; null where there are none. */
  condition: 'holds' | 'lapsed' | null;
}

/** One incident tested against all provisions in force at its time. Written anew when a result changes; never edited. */
export interface ProvisionReview {
  id: string;
  incidentId: string;
  incidentVersion: number;
  at: string;
  ruleVersion: string;
  packDigest: string;
  results: ProvisionResult[];
}

/**
 * What a party declares or the mission estimates under a ceiling. Never edited: a later figure of the same party and
 * `asOf` stands in its place.
 */
export interface RegisterFigure {
  /** Client-made UUIDv7. */
  id: string;
  entryId: string;
  provisionId: string;
  party: string;
  type: 'declaration' | 'estimate';
  /** The instant that the figure is about. */
  asOf: string;
  /** In the provision's unit, exclusions still included. A declaration has low = best = high. */
  low: number;
  best: number;
  high: number;
  /** How many of them fall under each of the provision's exclusions. */
  excluded: Record<string, number>;
  /** Estimate: how it was made. Declaration: null. */
  method: string | null;
  note: string | null;
  submittedBy: string;
  receivedAt: string;
  /** SHA-256 (hex) of the canonical JSON of what was sent. */
  sha256: string;
}

/** One unit (a hull) present on one day. Never edited: the newest line for the unit and day counts. */
export interface PresenceDay {
  /** Client-made UUIDv7. */
  id: string;
  entryId: string;
  provisionId: string;
  /** A contributor or an excluded one of the provision. */
  contributor: string;
  /** Which hull; counted once a day whatever is logged. */
  unit: string;
  /** Date YYYY-MM-DD, by the UTC clock. */
  day: string;
  /** false takes an earlier line back. */
  present: boolean;
  note: string | null;
  submittedBy: string;
  receivedAt: string;
  sha256: string;
}

/** Whether a provision that counts over time was kept in a period. The same machine and person rules as a ruling. */
export interface Assessment {
  id: string;
  provisionId: string;
  provisionVersion: string;
  provisionText: Localised;
  /** The party assessed; null where the provision names contributors and no party. */
  party: string | null;
  /** Half-open UTC interval; a ceiling is judged by what is known as of `to`. */
  from: string;
  to: string;
  result: 'breach' | 'no_breach' | 'not_decided';
  gravity: Gravity | null;
  standardOfProof: StandardOfProof | null;
  reason: string;
  /** What the registers held when it was ruled, and what the machine made of it. */
  figures: Record<string, unknown>;
  /** Result that follows from the figures alone. */
  computed: 'breach' | 'no_breach' | 'not_decided';
  state: 'proposed' | 'ruled' | 'withdrawn';
  ruledBy: string;
  ruledAt: string;
  confirmedBy: string | null;
  confirmedAt: string | null;
}
