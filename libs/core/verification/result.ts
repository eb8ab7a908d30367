import { say, type Said, type SaidName } from '../said.js';
import type { Check, CheckName } from './types.js';

/** What one check says of one sighting. */
export interface SightingVerdict {
  sightingId: string;
  result: Check['result'];
  /** With numbers and units. */
  because: Said;
}

/** A check's answer before it becomes a row: a pure function of what the check was given. */
export interface CheckResult {
  name: CheckName;
  result: Check['result'];
  /** Sentences, one after another. */
  reason: Said[];
  inputs: Record<string, unknown>;
  ruleVersion: string;
  /** One verdict per sighting where the check looks at each by itself; otherwise empty. */
  bySighting: SightingVerdict[];
}

/**
 * Sums up verdicts on single sightings: pass if any passes (the failing ones are set aside by
 * `proposeVerification`), fail if every one fails, else unknown.
 */
export function overall(verdicts: SightingVerdict[]): Check['result'] {
  if (verdicts.some((v) => v.result === 'pass')) return 'pass';
  return verdicts.length > 0 && verdicts.every((v) => v.result === 'fail') ? 'fail' : 'unknown';
}

/** "2 of 3 sightings pass. Sighting <id>: <why>." Doubts first; what passes is only counted. */
export function inWords(verdicts: readonly SightingVerdict[]): Said[] {
  const passing = verdicts.filter((v) => v.result === 'pass').length;
  const doubts = verdicts
    .filter((v) => v.result !== 'pass')
    .sort((a, b) => (a.result === b.result ? 0 : a.result === 'fail' ? -1 : 1))
    .map(({ sightingId: id, result, because }) =>
      result === 'fail' ? say`Sighting ${id} fails: ${because}.` : say`Sighting ${id} cannot be told: ${because}.`,
    );
  const passed = verdicts.find((v) => v.result === 'pass');
  return [
    say`Sightings that pass: ${passing} of ${verdicts.length}.`,
    ...(doubts.length === 0 && passed ? [say`For example: ${passed.because}.`] : doubts),
  ];
}

/** The sentences of a check that is kept; null in one from before they were kept in parts. */
export function reasonOf({ inputs: { said, bySighting } }: Pick<Check, 'inputs'>): Said[] | null {
  if (Array.isArray(said)) return said as Said[];
  const verdicts = Array.isArray(bySighting) ? (bySighting as SightingVerdict[]) : [];
  return verdicts.length > 0 && typeof verdicts[0]!.because === 'object' ? inWords(verdicts) : null;
}

/** Metres as "850 m" or "12.3 km". */
export function distanceInWords(metres: number): Said {
  return metres < 1000 ? say`${Math.round(metres)} m` : say`${(metres / 1000).toFixed(1)} km`;
}

/** Milliseconds as "45 s", "12 min", "7.5 h" or "3.2 days". */
export function durationInWords(milliseconds: number): Said {
  const seconds = Math.abs(milliseconds) / 1000;
  if (seconds < 120) return say`${Math.round(seconds)} s`;
  if (seconds < 7200) return say`${Math.round(seconds / 60)} min`;
  if (seconds < 172_800) return say`${(seconds / 3600).toFixed(1)} h`;
  return say`${(seconds / 86_400).toFixed(1)} days`;
}

/** A kind of event by its id. */
export const kindNamed = (id: string): SaidName => ({ named: 'kind', id });
