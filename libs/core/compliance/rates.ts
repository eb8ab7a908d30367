import { requireAction } from '../access/policy.js';
import type { Actor } from '../access/types.js';
import type { Deps } from '../ports.js';
import type { WatchedHours } from '../ports-fieldwork.js';

/** A count with the watching it came from: "less firing" is told apart from "less watching". */
export interface Rate {
  /** The raw count, always beside the rate. */
  count: number;
  usableHours: number;
  /** count × 100 / usableHours; null without usable hours. */
  per100Hours: number | null;
  /** 95 % interval of the rate for a Poisson count; null without usable hours. */
  low: number | null;
  high: number | null;
}

/**
 * Rate per 100 usable hours with Byar's approximation of the exact Poisson interval (Breslow and Day, "Statistical
 * Methods in Cancer Research", vol. II, 1987, p. 69). `count` is a whole number >= 0, hours are >= 0.
 */
export function rateOf(count: number, usableHours: number): Rate {
  if (usableHours <= 0) return { count, usableHours, per100Hours: null, low: null, high: null };
  const z = 1.959963984540054;
  const bound = (n: number, sign: 1 | -1) => n * (1 - 1 / (9 * n) + (sign * z) / (3 * Math.sqrt(n))) ** 3;
  const per = (n: number) => (n * 100) / usableHours;
  return {
    count,
    usableHours,
    per100Hours: per(count),
    low: count === 0 ? 0 : per(Math.max(0, bound(count, -1))),
    high: per(bound(count + 1, 1)),
  };
}

/** Watching in one sector in one reporting week, and the incidents found there per usable hour. */
export interface SectorRate {
  sector: string;
  incidents: Rate;
  /** Hours known to be by day and by night; the rest was sent in without its times of day. */
  dayHours: number;
  nightHours: number;
  bySide: { side: string | null; means: string; usableHours: number; dayHours: number; nightHours: number }[];
}

/** Rates of all sectors from counts of live incidents and hours; sectors that have either, sorted by id. */
export function sectorRates(
  incidents: readonly { sector: string; incidents: number }[],
  hours: readonly WatchedHours[],
): SectorRate[] {
  const sectors = [...new Set([...incidents, ...hours].map((row) => row.sector))].sort();
  return sectors.map((sector) => {
    const here = hours.filter((h) => h.sector === sector);
    const sum = (key: 'usableHours' | 'dayHours' | 'nightHours') => here.reduce((n, h) => n + h[key], 0);
    const count = incidents.filter((i) => i.sector === sector).reduce((n, i) => n + i.incidents, 0);
    return {
      sector,
      incidents: rateOf(count, sum('usableHours')),
      dayHours: sum('dayHours'),
      nightHours: sum('nightHours'),
      bySide: here
        .map(({ side, means, usableHours, dayHours, nightHours }) => ({
          side,
          means,
          usableHours,
          dayHours,
          nightHours,
        }))
        .sort((a, b) => (JSON.stringify([a.side, a.means]) < JSON.stringify([b.side, b.means]) ? -1 : 1)),
    };
  });
}

/** Rates of a reporting week as of the newest signed head. @throws Problem not_allowed */
export async function readRates(deps: Deps, actor: Actor, week: string): Promise<SectorRate[]> {
  requireAction(actor, 'fieldwork.read');
  return deps.uow.read(async (reads) => {
    const cutoff = (await reads.journal.head())?.size ?? 0;
    return sectorRates(await reads.facts.incidents(week, cutoff), await reads.watches.hours(week, cutoff));
  });
}
