import type { Sighting } from '../intake/types.js';
import type { Mission } from '../mission/types.js';

/** Names the rules that made a link; stored with it. Raise it whenever a number or formula here changes. */
export const ruleVersion = 'fusion-2';

/**
 * Numbers of the test that the pack's `thresholds.fusion` may replace by name. Chosen from what such
 * sources are known to do (DOMAIN.md 1.3 and 1.5) and checked on simulated worlds with seeds 1 to 9;
 * docs/measured/fusion.md gives what they yield on others.
 */
export const fusionDefaults = {
  /** One standard deviation of the clock and of noticing the start, by who watches. */
  personSeconds: 38,
  machineSeconds: 5,
  toldSeconds: 240,
  /** Some clocks are badly set: share of sources, and their standard deviation. */
  wrongClockShare: 0.05,
  wrongClockSeconds: 60,
  /** Systematic error of distances by ear: stated spreads of such places are widened by this factor. */
  rangeWidening: 1.25,
  /** Share of places that are far worse than stated, and how many times worse. */
  wrongPlaceShare: 0.03,
  wrongPlaceFactor: 3,
  /** P(a source that reports an event makes one more record of it, copies included), by who watches. */
  personRepeats: 0.2,
  machineRepeats: 0.25,
  /** Mean wait between two records of one event by one source. */
  repeatSeconds: 25,
  /** Odds that what quotes a record is of the same event. */
  quoteOdds: 400,
  /** Records of one source share most of their error: their difference has this part of the summed spread. */
  ownErrorShare: 0.9,
  /** P(another source in reach notices an event). */
  notices: 0.6,
  /** P(a named weapon is right). */
  weaponRight: 0.8,
  /** Width of the neighbourhood in which the local rate is estimated. */
  rateMetres: 2000,
  rateSeconds: 1800,
} as const;

export type FusionNumbers = { -readonly [K in keyof typeof fusionDefaults]: number } & {
  joinLogRatio: number;
  maxMetres: number;
  maxSeconds: number;
  baseRatePerKm2Hour: number;
};

/** What of a mission the test needs, made ready once. */
export interface FusionModel {
  numbers: FusionNumbers;
  kinds: string[];
  /** P(reported as column | truly row), rows and columns in the order of `kinds`; rows sum to 1. */
  confusion: number[][];
  weapons: string[];
  /** P(named as column | truly row) for weapons. */
  naming: number[][];
  /** Means given by a machine. */
  machines: Set<string>;
}

const models = new WeakMap<Mission, FusionModel>();

/** The same object for the same mission. */
export function modelOf(mission: Mission): FusionModel {
  const known = models.get(mission);
  if (known) return known;
  const kinds = mission.eventKinds.map((k) => k.id);
  // Anything can be written down wrong: a slip gives any kind alike.
  const slip = 0.01;
  const confusion = mission.eventKinds.map((kind) => {
    const row = kinds.map((other) => kind.confusedWith[other] ?? 0);
    const own = kinds.indexOf(kind.id);
    row[own] = Math.max(0.05, 1 - row.reduce((sum, p, i) => (i === own ? sum : sum + p), 0));
    const total = row.reduce((sum, p) => sum + p, 0);
    return row.map((p) => (1 - slip) * (p / total) + slip / kinds.length);
  });
  const numbers: FusionNumbers = { ...fusionDefaults, ...mission.thresholds.fusion };
  const weapons = mission.weapons.map((w) => w.id);
  const wrong = (1 - numbers.weaponRight) / Math.max(1, weapons.length - 1);
  const model: FusionModel = {
    numbers,
    kinds,
    confusion,
    weapons,
    naming: weapons.map((truth) => weapons.map((said) => (said === truth ? numbers.weaponRight : wrong))),
    machines: new Set(mission.means.filter((m) => m.by === 'machine').map((m) => m.id)),
  };
  models.set(mission, model);
  return model;
}

/** What makes two records come from one source: the same patrol, else platform, else submitter. */
export function sourceOf(s: Pick<Sighting, 'patrolId' | 'platformId' | 'submittedBy'>): string {
  return s.patrolId ?? s.platformId ?? s.submittedBy;
}

/** Retold or supplied by a party or the public: vaguer, and never an independent voice. */
export function isTold(s: Pick<Sighting, 'means' | 'provider' | 'quotes'>): boolean {
  return s.quotes !== null || s.means === 'told' || s.provider === 'public' || s.provider.startsWith('party:');
}
