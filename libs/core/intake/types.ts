import type { LocationEstimate, SideProbability } from '../geo/types.js';
import type { Position } from '../mission/types.js';

/** What the source said about where, kept verbatim beside the estimate (D9). Degrees true, metres. */
export type SaidPlace =
  | { type: 'fix'; lat: number; lon: number; precisionMetres: number }
  | {
      type: 'bearing_range';
      observer: Position & { precisionMetres?: number };
      /** Degrees true 0..360, or a 16-wind name such as "SSE". */
      bearing: number | string;
      bearingSigmaDegrees?: number;
      /** One distance, or a range; absent means "direction only". */
      distanceMetres?: number;
      distanceFromMetres?: number;
      distanceToMetres?: number;
    }
  | {
      type: 'look_vector';
      platform: Position & { altitudeMetres: number; precisionMetres?: number };
      /** Degrees true. */
      headingDegrees: number;
      /** Degrees below the horizontal, 0..90. */
      depressionDegrees: number;
      headingSigmaDegrees?: number;
      depressionSigmaDegrees?: number;
      groundAltitudeMetres?: number;
      /** Where in the picture, with the camera that took it; absent means the centre. */
      pixel?: {
        x: number;
        y: number;
        width: number;
        height: number;
        horizontalFovDegrees: number;
        rollDegrees?: number;
      };
    }
  | { type: 'footprint'; polygon: [number, number][] }
  | { type: 'place_name'; name: string; settlementId?: string; bearing?: number | string; distanceMetres?: number };

/** How the direction that fire came from was found. */
export const originMethods = ['crater', 'fragments', 'projectile', 'flash', 'radar', 'acoustic'] as const;

/** The direction that the fire came from. Degrees true, metres. */
export interface SaidOrigin {
  method: (typeof originMethods)[number];
  /** 0..360, from `at` towards where it came from. */
  bearing: number;
  /** One standard deviation of the bearing, above 0. */
  sigmaDegrees: number;
  /** How far away from `at`, where the method tells. */
  fromMetres?: number;
  toMetres?: number;
  /** Where the bearing was taken; absent = at the place of the sighting, as with a crater. */
  at?: Position;
}

export type SightingType = 'report' | 'observation';

export interface Casualties {
  killed: number;
  injured: number;
}

/** What a client submits, after the edge has checked its form. */
export interface SightingInput {
  /** Client-made UUIDv7. */
  id: string;
  type: SightingType;
  kind: string;
  means: string;
  weapon?: string;
  /** Exact or "about"; null or absent where the source gave none. */
  count?: number;
  countIsAtLeast?: boolean;
  /** ISO 8601 with offset; half-open interval. */
  start: string;
  end: string;
  /** The source's own words for the time. */
  sourceTime?: string;
  place: SaidPlace;
  origin?: SaidOrigin;
  /** Free text of a report. */
  text?: string;
  /** The party the source names as responsible, if it names one (pack id). */
  allegedParty?: string;
  casualties?: Casualties;
  civilianObject?: boolean;
  patrolId?: string;
  platformId?: string;
  sensor?: string;
  /** 0..1, machines only. */
  confidence?: number;
  /** Evidence ids uploaded before. */
  evidence?: string[];
  /** Id of the sighting or outside item that this one quotes. */
  quotes?: string;
  /** Who provided it: "mission", "party:<id>", "ally:<name>", "public". Default "mission". */
  provider?: string;
  /** Per-device counter, devices only. */
  sequence?: number;
  /** How the mission was kept from moving or seeing; only with kinds of event about access. */
  restriction?: RestrictionInput;
}

export const restrictionTypes = ['denied', 'delayed', 'conditional', 'jamming', 'mines'] as const;
export type RestrictionType = (typeof restrictionTypes)[number];

/** A restriction of the mission's freedom of movement, as whoever met it gives it. */
export interface RestrictionInput {
  type: RestrictionType;
  /** delayed only, and then needed: minutes lost. */
  minutes?: number;
  /** conditional only, and then needed: what was asked for. */
  condition?: string;
  /** Name or number of the crossing or checkpoint. */
  crossing?: string;
  /** Party ids of the side one came from and the side one went to. */
  fromSide?: string;
  toSide?: string;
  /** Party whose people imposed it, where the reporter knows. */
  imposedBy?: string;
  /** Their words, verbatim, and who spoke (a function, not a name). */
  words?: string;
  wordsOf?: string;
}

/** The restriction that a sighting tells of. Never edited. */
export interface Restriction {
  sightingId: string;
  type: RestrictionType;
  minutes: number | null;
  condition: string | null;
  crossing: string | null;
  fromSide: string | null;
  toSide: string | null;
  imposedBy: string | null;
  words: string | null;
  wordsOf: string | null;
}

/** How specific a complaint is, 0 (nothing said) .. 1 (as good as such a record gets), by part and as their mean. */
export interface Specificity {
  place: number;
  time: number;
  kind: number;
  evidence: number;
  whole: number;
}

/** What the desk notes of a complaint: a sighting that a party or the public supplied. */
export interface Complaint {
  sightingId: string;
  provider: string;
  /** The party complained of, or null. */
  against: string | null;
  kind: string;
  cell5: string;
  start: string;
  receivedAt: string;
  reportingWeek: string;
  specificity: Specificity;
  /** The first complaint that says nearly the same; its own id where it is the first; null until compared. */
  clusterId: string | null;
  /** Likeness to that one, 0..1; 1 for the first. */
  likeness: number | null;
}

/** An accepted sighting. Never edited after acceptance (database triggers refuse it). */
export interface Sighting {
  id: string;
  type: SightingType;
  /** Account or device id of the submitter (an opaque id; names live in the erasable table). */
  submittedBy: string;
  provider: string;
  /** What makes two sightings dependent: same patrol, same platform. */
  patrolId: string | null;
  platformId: string | null;
  sensor: string | null;
  kind: string;
  means: string;
  weapon: string | null;
  count: number | null;
  countIsAtLeast: boolean;
  start: string;
  end: string;
  sourceTime: string | null;
  receivedAt: string;
  said: SaidPlace;
  /** Where the fire came from, where the source says so. */
  origin?: SaidOrigin | null;
  estimate: LocationEstimate;
  sector: string | null;
  zones: string[];
  side: SideProbability;
  /** H3 cells of the mean: resolution 5 (~8 km edge) and 7 (~1.2 km edge). */
  cell5: string;
  cell7: string;
  text: string | null;
  allegedParty: string | null;
  casualties: Casualties | null;
  civilianObject: boolean;
  confidence: number | null;
  evidence: string[];
  quotes: string | null;
  /** For example 'future', 'before_ceasefire', 'too_old', 'outside_sectors', 'out_of_order'. */
  flags: string[];
  /** Reporting day "2026-11-15" and week "2026-W46" of `start`, by the pack's calendar. */
  reportingDay: string;
  reportingWeek: string;
  /** SHA-256 (hex) over the canonical JSON of the input. */
  sha256: string;
  packDigest: string;
}

/** Signed proof of acceptance (D7). `signature` is Ed25519 over the canonical JSON of the rest, base64url. */
export interface Receipt {
  id: string;
  sha256: string;
  entryId: string;
  leafHash: string;
  receivedAt: string;
  keyId: string;
  signature: string;
}

/** One stored file's reference. Bytes live in the blob store under their SHA-256. */
export interface Evidence {
  id: string;
  sha256: string;
  size: number;
  mediaType: string;
  /** The name the client gave; only ever metadata. */
  name: string | null;
  uploadedBy: string;
  receivedAt: string;
}

/** A party's advance notice of an exercise, flight, convoy or repair window. */
export interface Notification {
  id: string;
  party: string;
  kind: string;
  eventKinds: string[];
  area: [number, number][];
  start: string;
  end: string;
  text: string | null;
  receivedAt: string;
  submittedBy: string;
  /** Kinds of event that the party itself promises will not happen there and then: a window of silence. */
  prohibits?: string[] | null;
}

/** Watching done: usable hours by one source in one sector on one side. */
export interface Effort {
  id: string;
  means: string;
  sourceId: string;
  sector: string;
  /** Party id of the side watched from, or null where it does not apply. */
  side: string | null;
  start: string;
  end: string;
  usableHours: number;
  lostHours: number;
  lostReason: string | null;
  reportingWeek: string;
  submittedBy: string;
  receivedAt: string;
  /** The usable hours with the sun up and with it down, where the watch they were computed from is known. */
  dayHours?: number | null;
  nightHours?: number | null;
  /** The watch they were computed from. */
  watchId?: string | null;
}
