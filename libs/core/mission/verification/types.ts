import type { Localised } from '../localised.js';

/** What an incident can be found to be; the seven outcomes of verification. */
export const outcomeNames = [
  'verified',
  'not_verified',
  'not_verifiable',
  'exercise',
  'duplicate',
  'out_of_scope',
  'resolved_locally',
] as const;
export type OutcomeName = (typeof outcomeNames)[number];

/** Why it could not be verified. */
export const causeNames = ['access', 'time', 'evidence', 'mandate'] as const;
export type CauseName = (typeof causeNames)[number];

type Whole = { type: 'number'; whole: true; from: number; to: number };
type Real = { type: 'number'; whole: false; from: number; to: number };
type FactShape = (Whole | Real | { type: 'boolean' } | { type: 'text' }) & {
  /** Whether it may be unknown: a condition on what is unknown never holds. */
  unknown: boolean;
};

const number = (from = 0): FactShape => ({ type: 'number', whole: true, from, to: Infinity, unknown: false });
const boolean: FactShape = { type: 'boolean', unknown: false };

/** Every fact that a rule of a pack may ask for. None of them names a party. */
export const ruleFacts = {
  /** Sightings that the incident is judged on. */
  sightings: number(),
  /** Independent sources among the sightings that fail no check. */
  independentSources: number(),
  /** Sightings set aside because they fail a check. */
  setAside: number(),
  /** Sightings without a failed check whose evidence was read again and found intact. */
  intactEvidence: number(),
  /** Other incidents that hold the originals, where every sighting is a copy; else 0. */
  duplicateOf: number(),
  /** Impediments to the mission (denied, delayed, jammed) around the incident's place and time. */
  accessRestrictions: number(),
  /** Field tasks of the incident that were turned back for want of access. */
  turnedBack: number(),
  /** Days from the end of an event to its receipt, of the sighting received soonest. */
  ageDays: { type: 'number', whole: false, from: -Infinity, to: Infinity, unknown: true },
  /** Admiralty number of the incident, 1 (confirmed) to 5 (improbable); 6 is unknown. */
  credibility: { type: 'number', whole: true, from: 1, to: 5, unknown: true },
  /** Best Admiralty letter among the sources, A to E; F is unknown. */
  reliability: { type: 'text', unknown: true },
  /** Every sighting ended before the ceasefire took effect. */
  beforeCeasefire: boolean,
  /** The place lies in no sector of the mission. */
  outsideMandate: boolean,
  /** Consistent in kind, area and time with a notice received before it began. */
  matchedNotification: boolean,
  /** Every sighting fails the check of time or of range. */
  impossible: boolean,
  /** There is a sighting of the mission's own with evidence found intact and no doubt about its sensor. */
  ownWithEvidence: boolean,
  /** Evidence of a sighting is missing or not as it was received. */
  evidenceFailed: boolean,
  /** A hotline issue names the incident, and every promise given on it was found kept. */
  settledLocally: boolean,
  /** Nobody but parties tells of it. */
  partiesOnly: boolean,
  /** Kind of event and its category, by the pack's taxonomy. */
  kind: { type: 'text', unknown: false },
  category: { type: 'text', unknown: false },
} satisfies Record<string, FactShape>;

export type FactName = keyof typeof ruleFacts;
export type FactValue = number | boolean | string | null;
export const factNames = Object.keys(ruleFacts) as FactName[];
export const shapeOf = (fact: FactName): FactShape => ruleFacts[fact];

export const ruleTests = ['is', 'is_not', 'one_of', 'at_least', 'at_most', 'above', 'below'] as const;
export type RuleTest = (typeof ruleTests)[number];

/** Numbers of the pack that a condition may name instead of writing a number. */
export const ruleThresholds = ['minIndependentSources', 'oldestDays'] as const;
export type RuleThreshold = (typeof ruleThresholds)[number];

/** One condition. Of a number, `value` is a number or the name of a threshold; `one_of` takes a list of texts. */
export interface RuleCondition {
  fact: FactName;
  test: RuleTest;
  value: number | boolean | string | string[];
}

/** One row of the pack's table: proposed where all its conditions hold and those of no row before it do. */
export interface OutcomeRule {
  id: string;
  outcome: OutcomeName;
  /** Exactly where the outcome is not_verifiable. */
  cause?: CauseName;
  when: RuleCondition[];
  /** Key of `reasons`. */
  reason: string;
}

/** Weather beyond which a means sees nothing of use; what is left out limits nothing. */
export interface WeatherLimit {
  means: string;
  minVisibilityMetres?: number;
  maxWindMetresPerSecond?: number;
  minCloudBaseMetres?: number;
  maxRainMillimetresPerHour?: number;
}

/** Everything about verification that a mission decides for itself; the same for all parties. */
export interface VerificationRules {
  rules: OutcomeRule[];
  /** Texts by key; facts and thresholds in braces. */
  reasons: Record<string, Localised>;
  /** Share of judged items confirmed from which a source has each letter, and fewer judged items than which it has none. */
  reliability: { fewestItems: number; A: number; B: number; C: number; D: number };
  time: { maxIntervalHours: number };
  sight: { eyeHeightMetres: number; eventHeightMetres: number; tallestPostMetres: number; soundMargin: number };
  sensors: {
    silenceHours: number;
    jammingHours: number;
    /** Below this share of `machineConfidence` a machine's word is set aside. */
    hopelessShare: number;
  };
  /** Images that differ in at most so many of 64 bits look the same; with fewer bits set they show nothing. */
  images: { sameLookBits: number; fewestBits: number };
  access: { aroundHours: number; aroundMetres: number; fewestTries: number };
  notices: { nearHours: number; nearMetres: number };
  complaints: {
    /** Share of common word triples from which two complaints say nearly the same. */
    nearlyTheSame: number;
    withinHours: number;
    withinMetres: number;
    finePlaceMetres: number;
    vaguePlaceMetres: number;
    fineTimeSeconds: number;
    vagueTimeSeconds: number;
  };
  effort: {
    /** How far around its place recorded jamming blinds, and which means. */
    jamming: { metres: number; means: string[] };
    weather: WeatherLimit[];
  };
}
