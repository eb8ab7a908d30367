import type { Alarm, NotJudged } from './types.js';

/** One look at one reporting day. Append-only: what comes in late makes a new version. */
export interface AlarmRun {
  id: string;
  day: string;
  /** From 1. */
  version: number;
  at: string;
  /** SHA-256 (hex) of the counts and hours it was made from. */
  inputSha256: string;
  notJudged: NotJudged[];
  alarms: number;
}

/** An alarm as it was raised. Never edited. */
export interface StoredAlarm extends Alarm {
  id: string;
  runId: string;
  day: string;
  version: number;
  at: string;
}
