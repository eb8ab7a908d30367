import type { Position } from '../../mission/types.js';

export const alarmMethods = ['ears_c1', 'ears_c2', 'ears_c3', 'cusum', 'scan'] as const;
export type AlarmMethod = (typeof alarmMethods)[number];

/** More was recorded than chance alone makes likely. Advice to look, never a finding; says nothing of who or why. */
export interface Alarm {
  method: AlarmMethod;
  /** Reporting days it is about, both included. */
  window: { from: string; to: string };
  /** One sector; for `scan` those of the cluster, nearest to its centre first. */
  sectors: string[];
  category: string;
  /** Bursts (see bursts.ts) on record in the window and sectors. */
  observed: number;
  /** Bursts expected there for the same watching and the same share of late records. */
  expected: number;
  /** The least count in the window that would have raised it, all earlier days alike. */
  threshold: number;
  /** Usable hours of watching in the window and sectors. */
  hours: number;
  /** The test behind it and the limit that it passed: deviations, log-likelihood, or log-ratio. */
  statistic: { value: number; limit: number };
  /** Probability of so high a statistic on a day without any change; null for the CUSUM, which has a run length instead. */
  pValue: number | null;
  falseAlarms: {
    /** Expected of this method, in one sector and category, in a year watched, without any change. */
    perSectorYear: number;
    /** Average days between two of them where it runs: one sector and category; for `scan` one category. */
    arl0Days: number;
    /** What all methods, sectors and categories together may raise in a week. */
    budgetPerWeek: number;
  };
  /** In English. */
  advice: string;
}

/** A series that could not be judged, or not wholly. */
export interface NotJudged {
  sector: string;
  category: string;
  method: 'ears' | 'cusum' | 'scan';
  reason: 'too_few_days_watched' | 'no_day_judged' | 'place_unknown';
}

export interface Detection {
  alarms: Alarm[];
  notJudged: NotJudged[];
}

export interface AlarmOptions {
  /** Days up to and with this one are the baseline; the CUSUM starts on the next. Keep it for some weeks, then move it. */
  baselineTo: string;
  /** Days to report alarms of, both included; the scan looks at the last only. */
  watch: { from: string; to: string };
  /** Uniform in [0, 1) and repeatable: null series and replicates are drawn from it. */
  random: () => number;
  /** False alarms that all charts together may raise in a week, > 0. Default 1. */
  falseAlarmsPerWeek?: number;
  /** How it is divided. Default EARS 0.4, CUSUM 0.4, scan 0.2. */
  shares?: { ears: number; cusum: number; scan: number };
  /** The change the CUSUM is tuned to: the rate times this, > 1. Default 2. */
  shift?: number;
  /** Least deviation of EARS, in events of a usual day. Default 0.5. */
  minSigma?: number;
  /** A day counts as known from this share of events on record. Default 0.5. */
  minShareOnRecord?: number;
  /** … and from this share of the watching of a usual (median) day. Default 0.25. */
  minShareWatched?: number;
  /** Known days that a baseline needs. Default 14. */
  minBaselineDays?: number;
  /** Where each sector is (its middle), for the scan; without it there is no scan. */
  places?: Readonly<Record<string, Position>>;
  /** Days the scan looks back, the longest cluster in days, and its largest radius in metres. Default 60, 14, 60 km. */
  scan?: { days: number; maxDays: number; maxMetres: number };
  /** Names for the advice, by id. Default the id itself. */
  names?: { sector: (id: string) => string; category?: (id: string) => string };
}
