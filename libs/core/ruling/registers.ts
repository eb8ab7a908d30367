import type { Provision } from '../mission/types.js';
import type { PresenceDay, RegisterFigure } from './types.js';

const dayMs = 86_400_000;

/** A figure less what the provision leaves out, in the provision's unit. */
export interface NetFigure {
  id: string;
  asOf: string;
  low: number;
  best: number;
  high: number;
  excluded: Record<string, number>;
  method: string | null;
  submittedBy: string;
}

/** Where one party stands under a ceiling at an instant. */
export interface CeilingState {
  provisionId: string;
  party: string;
  at: string;
  baseline: number;
  baselineAsOf: string;
  declared: NetFigure | null;
  estimated: NetFigure | null;
  /** By the estimate: 'within' = the whole interval is at or below the baseline, 'above' = all of it is above. */
  verdict: 'within' | 'above' | 'cannot_be_told' | 'no_estimate';
  /** Where the declared figure lies against the estimate's interval; null without either. */
  declaredAgainstEstimate: 'below' | 'inside' | 'above' | null;
}

/**
 * A party's standing under a ceiling at `at`, from the newest declaration and estimate about an instant not after it
 * (of those about the same instant, the one received last). Exclusions are taken off low, best and high alike.
 */
export function ceilingState(
  provision: Provision,
  party: string,
  figures: readonly RegisterFigure[],
  at: string,
): CeilingState {
  const { baseline, asOf } = provision.ceiling!;
  const newest = (type: RegisterFigure['type']): NetFigure | null => {
    const fitting = figures.filter((f) => f.party === party && f.type === type && f.asOf <= at);
    const best = fitting.reduce<RegisterFigure | null>((a, b) => (a === null || !isNewer(a, b) ? b : a), null);
    return best && net(best);
  };
  const [declared, estimated] = [newest('declaration'), newest('estimate')];
  return {
    provisionId: provision.id,
    party,
    at,
    baseline,
    baselineAsOf: asOf,
    declared,
    estimated,
    verdict: verdictOf(estimated, baseline),
    declaredAgainstEstimate:
      declared === null || estimated === null
        ? null
        : declared.best < estimated.low
          ? 'below'
          : declared.best > estimated.high
            ? 'above'
            : 'inside',
  };
}

function isNewer(a: RegisterFigure, b: RegisterFigure): boolean {
  const [x, y] = [a, b].map((f) => `${f.asOf} ${f.receivedAt} ${f.id}`);
  return x! > y!;
}

function net(figure: RegisterFigure): NetFigure {
  const { id, asOf, excluded, method, submittedBy } = figure;
  const off = Object.values(excluded).reduce((sum, n) => sum + n, 0);
  return {
    id,
    asOf,
    low: figure.low - off,
    best: figure.best - off,
    high: figure.high - off,
    excluded,
    method,
    submittedBy,
  };
}

function verdictOf(estimate: NetFigure | null, baseline: number): CeilingState['verdict'] {
  if (estimate === null) return 'no_estimate';
  if (estimate.low > baseline) return 'above';
  return estimate.high <= baseline ? 'within' : 'cannot_be_told';
}

/** How a presence benchmark stands in a period. */
export interface PresenceState {
  provisionId: string;
  /** Whole UTC days of the period: [from, to). */
  from: string;
  to: string;
  days: number;
  /** Unit-days of the contributors together; each unit counts once a day. */
  counted: number;
  byContributor: Record<string, number>;
  /** Unit-days of those whom the provision counts apart. */
  excluded: Record<string, number>;
  /** benchmark / periodDays: unit-days asked for per day. */
  perDay: number;
  /** benchmark × days / periodDays. */
  expected: number;
  verdict: 'kept' | 'below';
}

/**
 * Counts the unit-days of a presence provision over the whole UTC days of [from, to), pro-rated: a benchmark of 283 in
 * 365 days asks for 283/365 a day. The newest line about a unit and day counts, so that nothing counts twice, whoever
 * logs it. Compared in whole numbers (counted × periodDays with benchmark × days): no rounding decides a verdict.
 * @param lines oldest received first
 */
export function presenceState(
  provision: Provision,
  lines: readonly PresenceDay[],
  from: string,
  to: string,
): PresenceState {
  const { benchmark, periodDays, contributors, excluded } = provision.presence!;
  const days = wholeDays(from, to);
  const newest = new Map<string, PresenceDay>();
  for (const line of lines)
    if (line.day >= days.from && line.day < days.to) newest.set(`${line.day} ${line.unit}`, line);
  const present = [...newest.values()].filter((line) => line.present);
  const count = (ids: readonly string[]) =>
    Object.fromEntries(ids.map((id) => [id, present.filter((line) => line.contributor === id).length]));
  const byContributor = count(contributors);
  const counted = Object.values(byContributor).reduce((sum, n) => sum + n, 0);
  return {
    provisionId: provision.id,
    ...days,
    counted,
    byContributor,
    excluded: count(excluded),
    perDay: benchmark / periodDays,
    expected: (benchmark * days.days) / periodDays,
    verdict: counted * periodDays >= benchmark * days.days ? 'kept' : 'below',
  };
}

/** The whole UTC days inside [from, to), as dates [from, to), and their number. */
export function wholeDays(from: string, to: string): { from: string; to: string; days: number } {
  const first = Math.ceil(Date.parse(from) / dayMs);
  const end = Math.max(first, Math.floor(Date.parse(to) / dayMs));
  const date = (day: number) => new Date(day * dayMs).toISOString().slice(0, 10);
  return { from: date(first), to: date(end), days: end - first };
}
