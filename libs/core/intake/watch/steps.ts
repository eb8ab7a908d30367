import type { Position } from '../../mission/types.js';
import type { WatchSaid } from './types.js';

/** A short while at one place, or where nobody knows the place: instants in milliseconds. */
export interface Step {
  from: number;
  to: number;
  /** Where the source was, or what it looked at; null where its track has a gap. */
  at: Position | null;
  /** Share of the source's watching that this place has, 0..1 (a footprint is cut into pieces). */
  share: number;
}

/** Steps are at most this long, so that day, night, sector and side hold for a whole one. */
const stepMs = 60_000;
/** Between fixes farther apart in time nobody knows where a patrol was, and counts nothing for it. */
const gapMs = 10 * 60_000;
/** A pass is cut into at most so many steps, each with all points of its grid. */
const mostPassSteps = 60;
/** A footprint is represented by about so many points, evenly spread over its box. */
const points = 144;

/**
 * Cuts a watch into short steps. A track is interpolated between fixes at most 10 minutes apart; a post counts while
 * it was up; a pass covers its footprint evenly, each point of a grid with its share.
 */
export function stepsOf(said: WatchSaid, start: string, end: string): Step[] {
  const [from, to] = [Date.parse(start), Date.parse(end)];
  if (said.type === 'track') return trackSteps(said.fixes, from, to);
  if (said.type === 'post')
    return said.up.flatMap((u) =>
      cut(Math.max(from, Date.parse(u.start)), Math.min(to, Date.parse(u.end)), stepMs, () => said),
    );
  const grid = gridOver(said.footprint);
  return cut(from, to, Math.max(stepMs, (to - from) / mostPassSteps), () => null).flatMap((step) =>
    grid.length === 0 ? [step] : grid.map((at) => ({ ...step, at, share: 1 / grid.length })),
  );
}

function trackSteps(fixes: { lat: number; lon: number; at: string }[], from: number, to: number): Step[] {
  const times = fixes.map((f) => Date.parse(f.at));
  let i = 0;
  return cut(Math.max(from, times[0]!), Math.min(to, times.at(-1)!), stepMs, (middle) => {
    while (i < fixes.length - 2 && times[i + 1]! <= middle) i += 1;
    const length = times[i + 1]! - times[i]!;
    if (length > gapMs) return null;
    const [a, b] = [fixes[i]!, fixes[i + 1]!];
    const part = length === 0 ? 0 : (middle - times[i]!) / length;
    return { lat: a.lat + part * (b.lat - a.lat), lon: a.lon + part * shortWay(b.lon - a.lon) };
  });
}

/** Steps from one instant to another; `placeAt` is asked for the middle of each, in order. */
function cut(from: number, to: number, length: number, placeAt: (middle: number) => Position | null): Step[] {
  const steps: Step[] = [];
  for (let at = from; at < to; at += length) {
    const until = Math.min(to, at + length);
    const place = placeAt((at + until) / 2);
    steps.push({ from: at, to: until, at: place && { lat: place.lat, lon: wrapped(place.lon) }, share: 1 });
  }
  return steps;
}

/** Points of an even grid over the ring's box that lie inside it. Even in longitude and latitude: passes are small. */
function gridOver(ring: [number, number][]): Position[] {
  const first = ring[0]?.[0] ?? 0;
  const corners = ring.map(([lon, lat]) => ({ x: first + shortWay(lon - first), y: lat }));
  const xs = corners.map((c) => c.x);
  const ys = corners.map((c) => c.y);
  const [west, south] = [Math.min(...xs), Math.min(...ys)];
  const side = Math.round(Math.sqrt(points));
  const inside: Position[] = [];
  for (let i = 0; i < side; i += 1)
    for (let j = 0; j < side; j += 1) {
      const x = west + ((i + 0.5) / side) * (Math.max(...xs) - west);
      const y = south + ((j + 0.5) / side) * (Math.max(...ys) - south);
      if (holds(corners, x, y)) inside.push({ lat: y, lon: wrapped(x) });
    }
  return inside;
}

function holds(corners: { x: number; y: number }[], x: number, y: number): boolean {
  let inside = false;
  let a = corners.at(-1)!;
  for (const b of corners) {
    if (a.y > y !== b.y > y && x < a.x + ((y - a.y) / (b.y - a.y)) * (b.x - a.x)) inside = !inside;
    a = b;
  }
  return inside;
}

/** A difference of longitudes the short way round. */
function shortWay(degrees: number): number {
  return degrees - Math.round(degrees / 360) * 360;
}

function wrapped(lon: number): number {
  return lon < -180 || lon > 180 ? shortWay(lon) : lon;
}
