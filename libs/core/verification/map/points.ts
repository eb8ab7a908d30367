import { say, type Said } from '../../said.js';
import { requireAction, sectorsFor, type Action } from '../../access/policy.js';
import type { Actor } from '../../access/types.js';
import { Problem, problemAt } from '../../errors.js';
import { axesOf, circleAround } from '../../geo/shapes.js';
import type { LocationEstimate } from '../../geo/types.js';
import type { IncidentPoint, PointFilter, SightingPoint } from '../../ports-console.js';
import type { Deps } from '../../ports.js';

/** A box in degrees; where `west` exceeds `east` it reaches over the antimeridian. */
export interface Box {
  west: number;
  south: number;
  east: number;
  north: number;
}

export interface PointsInput {
  box?: Box;
  /** Starts in [from, to). */
  from: string;
  to: string;
  /** 1..100,000. */
  limit: number;
}

/** Points as columns: the i-th of each belongs to one item. Axes are one standard deviation, metres. */
export interface PointBlock {
  id: string[];
  lon: number[];
  lat: number[];
  start: string[];
  end: string[];
  kind: string[];
  /** Incidents: waiting, or the outcome decided. Sightings: report or observation. */
  state: string[];
  major: number[];
  minor: number[];
  /** Of the longer axis, degrees true [0, 180). */
  bearing: number[];
  /** How the place was found; 'footprint', 'bearing_range' have a shape of their own (`…/shape`). */
  method: string[];
}

export const mostPoints = 100_000;
/** Rows read at once: a longer read would hold up everybody else. */
const atOnce = 4_000;
/** Boxes no wider than this are searched by cell. */
const mostCellMetres = 40_000;
const atOnceInCells = 20_000;

/**
 * Incidents or sightings of a time window within a box, by start, in blocks; the last value says whether there are
 * more than `limit`. Limited to the actor's sectors as the lists are.
 * @throws Problem not_allowed, invalid_input
 */
export async function* mapPoints(
  deps: Deps,
  actor: Actor,
  what: 'incidents' | 'sightings',
  input: PointsInput,
): AsyncGenerator<PointBlock, { more: boolean; count: number }> {
  const { box, from, to, limit } = checked(input);
  const action: Action = what === 'incidents' ? 'incident.read' : 'sighting.read';
  const sectors = sectorsFor(actor, action);
  const around = box && circleAround(box);
  const cells5 =
    around && around.metres <= mostCellMetres ? deps.geography.cells5Around(around.centre, around.metres) : undefined;
  const size = cells5 ? atOnceInCells : atOnce;
  let after: PointFilter['after'];
  let count = 0;
  for (;;) {
    const filter: PointFilter = { sectors, from, to, limit: size, ...(cells5 && { cells5 }), ...(after && { after }) };
    const rows = await deps.uow.read(async (reads): Promise<(IncidentPoint | SightingPoint)[]> =>
      what === 'incidents' ? reads.map.incidents(filter) : reads.map.sightings(filter),
    );
    const inside = box ? rows.filter((row) => holds(box, row.estimate)) : rows;
    const fits = inside.slice(0, limit - count);
    count += fits.length;
    if (fits.length > 0) yield blockOf(fits);
    if (inside.length > fits.length) return { more: true, count };
    if (rows.length < size) return { more: false, count };
    const last = rows.at(-1)!;
    after = { start: last.start, id: last.id };
  }
}

/** Refuses before the first byte is sent. @throws Problem not_allowed, invalid_input */
export function requirePoints(actor: Actor, what: 'incidents' | 'sightings', input: PointsInput): void {
  requireAction(actor, what === 'incidents' ? 'incident.read' : 'sighting.read');
  checked(input);
}

function checked(input: PointsInput): PointsInput {
  const { box } = input;
  const ends = [input.from, input.to].map((t) => new Date(Date.parse(t)));
  if (ends.some((t) => Number.isNaN(t.getTime())) || ends[0]! >= ends[1]!)
    throw bad('/to', say`Must be later than from.`);
  if (box && (box.south > box.north || Math.abs(box.south) > 90 || Math.abs(box.north) > 90))
    throw bad('/bbox', say`Must be west,south,east,north in degrees.`);
  if (box && (Math.abs(box.west) > 180 || Math.abs(box.east) > 180))
    throw bad('/bbox', say`Must be west,south,east,north in degrees.`);
  const limit = Math.min(mostPoints, Math.max(1, Math.floor(input.limit)));
  return { ...(box && { box }), from: ends[0]!.toISOString(), to: ends[1]!.toISOString(), limit };
}

function bad(pointer: string, said: Said): Problem {
  return problemAt('invalid_input', pointer, said);
}

function holds(box: Box, { lat, lon }: LocationEstimate): boolean {
  if (lat < box.south || lat > box.north) return false;
  return box.west <= box.east ? lon >= box.west && lon <= box.east : lon >= box.west || lon <= box.east;
}

function blockOf(rows: (IncidentPoint | SightingPoint)[]): PointBlock {
  const axes = rows.map((row) => axesOf(row.estimate));
  return {
    id: rows.map((r) => r.id),
    lon: rows.map((r) => micro(r.estimate.lon)),
    lat: rows.map((r) => micro(r.estimate.lat)),
    start: rows.map((r) => r.start),
    end: rows.map((r) => r.end),
    kind: rows.map((r) => r.kind),
    state: rows.map((r) => ('type' in r ? r.type : (r.outcome ?? 'waiting'))),
    major: axes.map((a) => a.major),
    minor: axes.map((a) => a.minor),
    bearing: axes.map((a) => a.bearing),
    method: rows.map((r) => r.estimate.method),
  };
}

const micro = (degrees: number): number => Math.round(degrees * 1e6) / 1e6;
