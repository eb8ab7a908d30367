import { say } from '../../said.js';
import { requireAction, sectorsFor } from '../../access/policy.js';
import type { Actor } from '../../access/types.js';
import { Problem, problemAt } from '../../errors.js';
import type { Effort } from '../../intake/types.js';
import type { Deps, Reads } from '../../ports.js';

/** Watching of one sector in one hour, hours of all sources added; usable hours are spread evenly over their interval. */
export interface WatchedCell {
  sector: string;
  /** Start of the hour. */
  hour: string;
  usableHours: number;
  lostHours: number;
  sources: number;
  byMeans: Record<string, number>;
}

const hourMs = 3_600_000;
/** Hours asked for at once, at most: two weeks. */
const mostHours = 336;
/** Records of effort read at once, at most. */
const mostRecords = 50_000;

/**
 * What was watched, by sector and hour, in the actor's sectors; hours in which nobody watched are left out.
 * @throws Problem not_allowed, invalid_input (more than two weeks), too_large
 */
export async function watchedCells(
  deps: Deps,
  actor: Actor,
  window: { from: string; to: string },
): Promise<{ from: string; to: string; cells: WatchedCell[] }> {
  requireAction(actor, 'watching.read');
  const [from, to] = [Math.floor(Date.parse(window.from) / hourMs), Math.ceil(Date.parse(window.to) / hourMs)];
  if (!(to > from) || to - from > mostHours) {
    throw problemAt('invalid_input', '/to', say`Ask for 1 to ${mostHours} hours.`);
  }
  const [start, end] = [new Date(from * hourMs).toISOString(), new Date(to * hourMs).toISOString()];
  const sectors = sectorsFor(actor, 'watching.read');
  const records = await deps.uow.read((reads) => effortLeft(reads, start, end, sectors));
  return { from: start, to: end, cells: cellsOf(records, from, to) };
}

/**
 * Effort that touches [from, to) in these sectors (null = all), less what recorded jamming and weather took from it.
 * @throws Problem too_large
 */
export async function effortLeft(reads: Reads, from: string, to: string, sectors: string[] | null): Promise<Effort[]> {
  const all = await reads.watching.during(from, to, mostRecords + 1);
  if (all.length > mostRecords) throw new Problem('too_large', say`Too much was watched in this time; ask for less.`);
  const seen = all.filter((e) => sectors === null || sectors.includes(e.sector));
  const taken = new Map<string, number>();
  for (const loss of seen.length === 0 ? [] : await reads.disturbances.taken(seen.map((e) => e.id)))
    taken.set(loss.effortId, (taken.get(loss.effortId) ?? 0) + loss.hours);
  return seen.map((e) => {
    const hours = Math.min(e.usableHours, taken.get(e.id) ?? 0);
    return hours === 0 ? e : { ...e, usableHours: e.usableHours - hours, lostHours: e.lostHours + hours };
  });
}

/** Spreads each record over the hours [from, to) (counted from 1970) that it touches. */
export function cellsOf(records: readonly Effort[], from: number, to: number): WatchedCell[] {
  const cells = new Map<string, WatchedCell & { of: Set<string> }>();
  for (const e of records) {
    const [start, end] = [Date.parse(e.start), Date.parse(e.end)];
    for (let h = Math.max(from, Math.floor(start / hourMs)); h < Math.min(to, Math.ceil(end / hourMs)); h++) {
      const share = (Math.min(end, (h + 1) * hourMs) - Math.max(start, h * hourMs)) / (end - start);
      const hour = new Date(h * hourMs).toISOString();
      const key = `${e.sector}|${hour}`;
      let cell = cells.get(key);
      if (!cell) {
        cell = { sector: e.sector, hour, usableHours: 0, lostHours: 0, sources: 0, byMeans: {}, of: new Set() };
        cells.set(key, cell);
      }
      cell.usableHours += e.usableHours * share;
      cell.lostHours += e.lostHours * share;
      cell.byMeans[e.means] = (cell.byMeans[e.means] ?? 0) + e.usableHours * share;
      cell.of.add(e.sourceId);
    }
  }
  return [...cells.values()]
    .map(({ of, ...cell }) => ({
      ...cell,
      usableHours: rounded(cell.usableHours),
      lostHours: rounded(cell.lostHours),
      sources: of.size,
      byMeans: Object.fromEntries(Object.entries(cell.byMeans).map(([means, hours]) => [means, rounded(hours)])),
    }))
    .sort((a, b) => compare(a.hour, b.hour) || compare(a.sector, b.sector));
}

const rounded = (hours: number): number => Math.round(hours * 1000) / 1000;
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
