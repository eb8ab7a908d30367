import { requireAction } from '../access/policy.js';
import type { Actor } from '../access/types.js';
import { isNight } from '../geo/sun.js';
import type { Deps, Reads } from '../ports.js';
import type { PlacedIncident, WatchedHours } from '../ports-fieldwork.js';

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

/** How hours came about: usable = gross - stated - jamming - weather. */
export interface HourParts {
  grossHours: number;
  /** Lost by the sources' own account. */
  statedLostHours: number;
  /** Taken by recorded jamming, and by recorded weather beyond the pack's limits. */
  jammingHours: number;
  weatherHours: number;
  usableHours: number;
  /** Usable hours known to be by day and by night; the rest was sent in without its times of day. */
  dayHours: number;
  nightHours: number;
}

/** Incidents per usable hour on one side of one sector (null = side not known), whole, by day and by night. */
export interface SideRate extends HourParts {
  side: string | null;
  incidents: Rate;
  byDay: Rate;
  byNight: Rate;
}

/** Watching in one sector in one reporting week, and the incidents found there per usable hour. */
export interface SectorRate extends HourParts {
  sector: string;
  incidents: Rate;
  byDay: Rate;
  byNight: Rate;
  bySide: SideRate[];
  byMeans: (HourParts & { side: string | null; means: string })[];
}

/** One live incident as rates count it. */
export interface CountedIncident {
  /** Sector id or "none". */
  sector: string;
  /** Party on whose side it was, with more than half the probability, or null. */
  side: string | null;
  night: boolean;
}

const parts = [
  'grossHours',
  'statedLostHours',
  'jammingHours',
  'weatherHours',
  'usableHours',
  'dayHours',
  'nightHours',
] as const;

function sumOf(rows: readonly WatchedHours[]): HourParts {
  return Object.fromEntries(parts.map((key) => [key, rows.reduce((n, r) => n + r[key], 0)])) as unknown as HourParts;
}

function ratesOf(incidents: readonly CountedIncident[], hours: HourParts) {
  const night = incidents.filter((i) => i.night).length;
  return {
    incidents: rateOf(incidents.length, hours.usableHours),
    byDay: rateOf(incidents.length - night, hours.dayHours),
    byNight: rateOf(night, hours.nightHours),
  };
}

/** Rates of all sectors from live incidents and hours; sectors that have either, sorted by id, and so their sides. */
export function sectorRates(incidents: readonly CountedIncident[], hours: readonly WatchedHours[]): SectorRate[] {
  const sectors = [...new Set([...incidents, ...hours].map((row) => row.sector))].sort();
  return sectors.map((sector) => {
    const here = hours.filter((h) => h.sector === sector);
    const found = incidents.filter((i) => i.sector === sector);
    const sides = [...new Set([...here, ...found].map((row) => row.side))].sort(inOrder);
    const whole = sumOf(here);
    return {
      sector,
      ...whole,
      ...ratesOf(found, whole),
      bySide: sides.map((side) => {
        const sum = sumOf(here.filter((h) => h.side === side));
        const ofSide = found.filter((i) => i.side === side);
        return { side, ...sum, ...ratesOf(ofSide, sum) };
      }),
      byMeans: here
        .map((h) => ({ side: h.side, means: h.means, ...sumOf([h]) }))
        .sort((a, b) => inOrder(a.side, b.side) || (a.means < b.means ? -1 : 1)),
    };
  });
}

/** Sides by id, the unknown one last. */
function inOrder(a: string | null, b: string | null): number {
  if (a === b) return 0;
  if (a === null || b === null) return a === null ? 1 : -1;
  return a < b ? -1 : 1;
}

/** Night and side of an incident: civil twilight is day; more than half the probability tells the side. */
export function countedIncident(i: PlacedIncident): CountedIncident {
  const side = Object.keys(i.side).find((party) => i.side[party]! > 0.5) ?? null;
  return { sector: i.sector, side, night: isNight(i, i.start) };
}

/** Rates of a reporting week as of a journal position. */
export async function sectorRatesOf(reads: Reads, week: string, cutoff: number): Promise<SectorRate[]> {
  const incidents = await reads.watches.incidents(week, cutoff);
  return sectorRates(incidents.map(countedIncident), await reads.watches.hours(week, cutoff));
}

/** Rates of a reporting week as of the newest signed head. @throws Problem not_allowed */
export async function readRates(deps: Deps, actor: Actor, week: string): Promise<SectorRate[]> {
  requireAction(actor, 'fieldwork.read');
  return deps.uow.read(async (reads) => sectorRatesOf(reads, week, (await reads.journal.head())?.size ?? 0));
}
