import type { Check, CheckName } from './types.js';

/** What one check says of one sighting. */
export interface SightingVerdict {
  sightingId: string;
  result: Check['result'];
  /** In words, with numbers and units. */
  because: string;
}

/** A check's answer before it becomes a row: a pure function of what the check was given. */
export interface CheckResult {
  name: CheckName;
  result: Check['result'];
  reason: string;
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
export function inWords(verdicts: SightingVerdict[]): string {
  const passing = verdicts.filter((v) => v.result === 'pass').length;
  const doubts = verdicts
    .filter((v) => v.result !== 'pass')
    .sort((a, b) => (a.result === b.result ? 0 : a.result === 'fail' ? -1 : 1))
    .map((v) => ` Sighting ${v.sightingId} (${v.result}): ${v.because}.`);
  const passed = verdicts.find((v) => v.result === 'pass');
  const praise = doubts.length === 0 && passed ? ` ${capital(passed.because)}.` : '';
  return `${passing} of ${counted(verdicts.length, 'sighting')} ${passing === 1 ? 'passes' : 'pass'}.${praise}${doubts.join('')}`;
}

/** "1 source", "3 sources". */
export function counted(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}

/** Metres as "850 m" or "12.3 km". */
export function distanceInWords(metres: number): string {
  return metres < 1000 ? `${Math.round(metres)} m` : `${(metres / 1000).toFixed(1)} km`;
}

/** Milliseconds as "45 s", "12 min", "7.5 h" or "3.2 days". */
export function durationInWords(milliseconds: number): string {
  const seconds = Math.abs(milliseconds) / 1000;
  if (seconds < 120) return `${Math.round(seconds)} s`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`;
  if (seconds < 172_800) return `${(seconds / 3600).toFixed(1)} h`;
  return `${(seconds / 86_400).toFixed(1)} days`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
