import { requireAction, sectorsFor } from '../../access/policy.js';
import type { Actor } from '../../access/types.js';
import { previousWeek, reportingWeek } from '../../mission/calendar.js';
import type { Mission } from '../../mission/types.js';
import type { Deps } from '../../ports.js';
import { healthOf, type SourceHealth } from './health.js';
import { cellsOf, effortLeft, type WatchedCell } from './watched.js';

/** Who was last known to watch a sector. */
export interface WatchingSource {
  sourceId: string;
  means: string;
  /** Of the means: a person's watching is a patrol or a post, a machine's a sensor or a drone. */
  by: 'person' | 'machine' | 'unknown';
  /** Until when its records say that it watched. */
  until: string;
  /** Its records reach into the last hour. */
  now: boolean;
}

export interface SectorNow {
  sector: string;
  sources: WatchingSource[];
  /** Usable hours of the last day, all sources added. */
  usableHours: number;
  lostHours: number;
  /** Whole hours of the last day in which nobody watched. */
  gaps: { from: string; to: string }[];
}

export interface JammingNow {
  sightingId: string;
  start: string;
  end: string;
  lat: number | null;
  lon: number | null;
  sector: string | null;
}

export interface WatchingNow {
  at: string;
  /** Since when gaps are counted. */
  since: string;
  /** Reporting weeks whose hours and rates can be asked for: this one, and those before it. */
  weeks: string[];
  sectors: SectorNow[];
  health: SourceHealth[];
  /** Jamming recorded within the last six hours, the latest first. */
  jamming: JammingNow[];
}

const hourMs = 3_600_000;
const gapHours = 24;
const jammingHours = 6;
const sourceDays = 7;
const mostHeard = 20_000;
const weeksBack = 7;

/**
 * What is watched now, where nobody watched in the last 24 hours, which machines are silent, and what is jammed; in
 * the actor's sectors. Watching is known from records, which come in after it: "now" is the last hour.
 * @throws Problem not_allowed
 */
export async function watchingNow(deps: Deps, actor: Actor): Promise<WatchingNow> {
  requireAction(actor, 'watching.read');
  const sectors = sectorsFor(actor, 'watching.read');
  const now = deps.clock.now().getTime();
  const at = new Date(now).toISOString();
  const before = (hours: number) => new Date(now - hours * hourMs).toISOString();
  const firstHour = Math.floor(now / hourMs) - gapHours;
  const since = new Date(firstHour * hourMs).toISOString();
  const inReach = (sector: string | null) => sectors === null || (sector !== null && sectors.includes(sector));
  const found = await deps.uow.read(async (reads) => ({
    effort: await effortLeft(reads, since, at, sectors),
    sources: await reads.watching.sources(before(sourceDays * 24)),
    heard: await reads.watching.heard(before(24), mostHeard),
    devices: await reads.devices.list(),
    disturbances: await reads.disturbances.during(before(jammingHours), at),
  }));
  const cells = cellsOf(found.effort, firstHour, firstHour + gapHours);
  const byMeans = new Map(deps.mission.means.map((m) => [m.id, m.by]));
  const shown = deps.mission.sectors.filter((s) => inReach(s.id));
  return {
    at,
    since,
    weeks: weeksUpTo(reportingWeek(at, deps.mission.calendar)),
    sectors: shown.map(({ id }): SectorNow => {
      const own = cells.filter((c) => c.sector === id);
      return {
        sector: id,
        sources: found.sources
          .filter((s) => s.sector === id)
          .map((s) => ({
            sourceId: s.sourceId,
            means: s.means,
            by: byMeans.get(s.means) ?? ('unknown' as const),
            until: s.lastEnd,
            now: s.lastEnd > before(1),
          }))
          .sort((a, b) => (a.until > b.until ? -1 : a.until < b.until ? 1 : 0)),
        usableHours: sum(own, (c) => c.usableHours),
        lostHours: sum(own, (c) => c.lostHours),
        gaps: gapsOf(own, firstHour, firstHour + gapHours),
      };
    }),
    health: healthOf(
      found.heard.filter((h) => inReach(h.sector)),
      found.devices.filter((d) => d.disabledAt === null && touches(d.scope.sectors, sectors)),
      at,
    ),
    jamming: found.disturbances
      .filter((d) => d.type === 'jamming')
      .map((d): JammingNow => ({
        sightingId: d.id,
        start: d.start,
        end: d.end,
        lat: d.lat,
        lon: d.lon,
        sector: d.sector ?? sectorAt(deps, d),
      }))
      .filter((d) => inReach(d.sector))
      .sort((a, b) => (a.end > b.end ? -1 : a.end < b.end ? 1 : 0)),
  };
}

/** A reporting week and those before it, the newest first. */
function weeksUpTo(week: string): string[] {
  const weeks = [week];
  while (weeks.length <= weeksBack) weeks.push(previousWeek(weeks.at(-1)!));
  return weeks;
}

/** Runs of whole hours [from, to) (counted from 1970) without usable watching. */
export function gapsOf(cells: readonly WatchedCell[], from: number, to: number): { from: string; to: string }[] {
  const watched = new Set(cells.filter((c) => c.usableHours > 0).map((c) => Date.parse(c.hour) / hourMs));
  const gaps: { from: string; to: string }[] = [];
  for (let h = from; h < to; h++) {
    if (watched.has(h)) continue;
    const start = h;
    while (h + 1 < to && !watched.has(h + 1)) h++;
    gaps.push({ from: new Date(start * hourMs).toISOString(), to: new Date((h + 1) * hourMs).toISOString() });
  }
  return gaps;
}

function sectorAt(deps: Pick<Deps, 'geography'> & { mission: Mission }, d: { lat: number | null; lon: number | null }) {
  return d.lat === null || d.lon === null ? null : deps.geography.sectorOf({ lat: d.lat, lon: d.lon });
}

/** Whether a scope (empty = everywhere) reaches into the reader's sectors (null = all). */
function touches(scope: readonly string[], sectors: readonly string[] | null): boolean {
  return sectors === null || scope.length === 0 || scope.some((s) => sectors.includes(s));
}

function sum(cells: readonly WatchedCell[], of: (cell: WatchedCell) => number): number {
  return Math.round(cells.reduce((total, cell) => total + of(cell), 0) * 1000) / 1000;
}
