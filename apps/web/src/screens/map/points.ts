import type { Schemas } from '../../api/client.js';
import type { Camera } from './view.js';

/**
 * Incidents or sightings as columns, by start; the i-th of each belongs to one. Made of few large values, which pass from
 * a worker to the page at no cost, whatever their number.
 */
export interface Points {
  of: 'incident' | 'sighting';
  count: number;
  /** All ids one after the other, and where each of them ends. */
  ids: string;
  idEnds: Uint32Array;
  lon: Float64Array;
  lat: Float64Array;
  /** Milliseconds since 1970. */
  start: Float64Array;
  /** One standard deviation along the longer axis, metres. */
  major: Float64Array;
  /** Each kind and each state once, and by point which of them it is. */
  kinds: string[];
  kind: Uint16Array;
  states: string[];
  state: Uint16Array;
  /** The answer ended at its limit. */
  isCut: boolean;
}

/** Deeper than this every point stands by itself; tiles end one step below. */
export const clusterDepth = 13;
/** Layer of the tiles in which they are drawn. */
export const tileLayer = 'points';

type Block = Schemas['PointBlock'];

export function pointsOf(of: Points['of'], { blocks, more }: Schemas['Points']): Points {
  const count = blocks.reduce((sum, block) => sum + block.id.length, 0);
  const figures = (figure: (block: Block, i: number) => number): Float64Array => {
    const all = new Float64Array(count);
    let at = 0;
    for (const block of blocks) for (let i = 0; i < block.id.length; i++) all[at++] = figure(block, i);
    return all;
  };
  const words = (column: (block: Block) => string[]): [string[], Uint16Array] => {
    const places = new Map<string, number>();
    const all = new Uint16Array(count);
    let at = 0;
    for (const block of blocks)
      for (const word of column(block)) {
        if (!places.has(word)) places.set(word, places.size);
        all[at++] = places.get(word)!;
      }
    return [[...places.keys()], all];
  };
  let end = 0;
  const idEnds = Uint32Array.from(figures(({ id }, i) => (end += id[i]!.length)));
  const [kinds, kind] = words((block) => block.kind);
  const [states, state] = words((block) => block.state);
  return {
    of,
    count,
    ids: blocks.map(({ id }) => id.join('')).join(''),
    idEnds,
    lon: figures(({ lon }, i) => lon[i]!),
    lat: figures(({ lat }, i) => lat[i]!),
    start: figures(({ start }, i) => Date.parse(start[i]!)),
    major: figures(({ major }, i) => major[i]!),
    kinds,
    kind,
    states,
    state,
    isCut: more,
  };
}

export function idOf({ ids, idEnds }: Points, i: number): string {
  return ids.slice(i === 0 ? 0 : idEnds[i - 1]!, idEnds[i]!);
}

/** Index of the one with this id; -1: it is not among them. */
export function findId(points: Points, id: string): number {
  for (let i = 0, from = 0; i < points.count; from = points.idEnds[i]!, i++)
    if (points.idEnds[i]! - from === id.length && points.ids.startsWith(id, from)) return i;
  return -1;
}

export function kindOf({ kinds, kind }: Points, i: number): string {
  return kinds[kind[i]!]!;
}

export function stateOf({ states, state }: Points, i: number): string {
  return states[state[i]!]!;
}

/** First index whose start is not before `at`. */
function firstFrom(start: Float64Array, at: number): number {
  let [low, high] = [0, start.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (start[middle]! < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Indices [first, after) of those that began in [from, to). */
export function slice({ start }: Points, from: number, to: number): [number, number] {
  return [firstFrom(start, from), firstFrom(start, to)];
}

/** West, south, east, north in degrees; east may exceed 180. */
export type Box = readonly [number, number, number, number];

export function isInside([west, south, east, north]: Box, lon: number, lat: number): boolean {
  const turned = lon < west ? lon + 360 : lon;
  return turned <= east && lat >= south && lat <= north;
}

/** Indices of those that began in [from, to) and lie inside, newest first. */
export function visible(points: Points, from: number, to: number, box: Box): number[] {
  const [first, after] = slice(points, from, to);
  const found: number[] = [];
  for (let i = after - 1; i >= first; i--) if (isInside(box, points.lon[i]!, points.lat[i]!)) found.push(i);
  return found;
}

/** One of the points. */
export interface Item {
  points: Points;
  i: number;
}

/** Of one sort, which of its points are in sight: indices, newest first. */
export interface InSight {
  points: Points;
  indices: readonly number[];
}

/** The newest of all sorts together, from `first` to before `after`; what lies behind is not even touched. */
export function newest(sorts: readonly InSight[], first: number, after: number): Item[] {
  const at = sorts.map(() => 0);
  const found: Item[] = [];
  for (let n = 0; n < after; n++) {
    let next = -1;
    for (const [s, { points, indices }] of sorts.entries()) {
      if (at[s]! >= indices.length) continue;
      const isNewer = (other: InSight, k: number): boolean =>
        points.start[indices[at[s]!]!]! > other.points.start[other.indices[k]!]!;
      if (next < 0 || isNewer(sorts[next]!, at[next]!)) next = s;
    }
    if (next < 0) break;
    const { points, indices } = sorts[next]!;
    if (n >= first) found.push({ points, i: indices[at[next]!]! });
    at[next]! += 1;
  }
  return found;
}

/** What is clustered: those that began in [from, to). `m`: name of the mark. */
export function featuresOf(points: Points, from: number, to: number): GeoJSON.Feature<GeoJSON.Point>[] {
  const [first, after] = slice(points, from, to);
  const features: GeoJSON.Feature<GeoJSON.Point>[] = [];
  for (let i = first; i < after; i++) {
    const look = stateOf(points, i) === 'waiting' ? 'waiting' : 'done';
    features.push({
      type: 'Feature',
      geometry: { type: 'Point', coordinates: [points.lon[i]!, points.lat[i]!] },
      properties: { id: idOf(points, i), m: `mark|${points.of}|${look}|${kindOf(points, i)}` },
    });
  }
  return features;
}

/** A camera that holds all of these places. Null where there are none. */
export function cameraOver(places: readonly (readonly [number, number])[], width: number): Camera | null {
  if (places.length === 0) return null;
  const lons = places.map(([lon]) => lon);
  const lats = places.map(([, lat]) => lat);
  const [west, east, south, north] = [Math.min(...lons), Math.max(...lons), Math.min(...lats), Math.max(...lats)];
  const middle = (south + north) / 2;
  // The map is wider than it is high, and on it a degree to the north is longer than one to the east.
  const high = ((north - south) * 1.8) / Math.cos((middle * Math.PI) / 180);
  const degrees = Math.max(east - west, high, 0.05);
  const zoom = Math.log2((Math.max(width, 300) * 360) / (degrees * 512)) - 0.3;
  return { lon: (west + east) / 2, lat: middle, zoom: Math.max(1, Math.min(14, zoom)) };
}
