import type { Schemas } from '../../api/client.js';
import type { Camera } from './view.js';

/** Incidents or sightings as columns, by start; the i-th of each belongs to one. */
export interface Points {
  of: 'incident' | 'sighting';
  id: string[];
  lon: number[];
  lat: number[];
  /** Milliseconds since 1970. */
  start: number[];
  kind: string[];
  state: string[];
  /** One standard deviation along the longer axis, metres. */
  major: number[];
  method: string[];
  /** The answer ended at its limit. */
  isCut: boolean;
}

export function pointsOf(of: Points['of'], { blocks, more }: Schemas['Points']): Points {
  const whole = <T>(column: (block: Schemas['PointBlock']) => T[]): T[] => blocks.flatMap(column);
  return {
    of,
    id: whole((b) => b.id),
    lon: whole((b) => b.lon),
    lat: whole((b) => b.lat),
    start: whole((b) => b.start).map((at) => Date.parse(at)),
    kind: whole((b) => b.kind),
    state: whole((b) => b.state),
    major: whole((b) => b.major),
    method: whole((b) => b.method),
    isCut: more,
  };
}

/** First index whose start is not before `at`. */
function firstFrom(start: readonly number[], at: number): number {
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

/** What the map's worker clusters. `m`: name of the mark. */
export function featuresOf(points: Points, from: number, to: number): GeoJSON.FeatureCollection<GeoJSON.Point> {
  const [first, after] = slice(points, from, to);
  const features: GeoJSON.Feature<GeoJSON.Point>[] = new Array(after - first);
  for (let i = first; i < after; i++) {
    const isWaiting = points.state[i] === 'waiting';
    features[i - first] = {
      type: 'Feature',
      geometry: { type: 'Point', coordinates: [points.lon[i]!, points.lat[i]!] },
      properties: { id: points.id[i]!, m: `mark|${points.of}|${isWaiting ? 'waiting' : 'done'}|${points.kind[i]!}` },
    };
  }
  return { type: 'FeatureCollection', features };
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
