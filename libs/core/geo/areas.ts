import Flatbush from 'flatbush';
import type { Position, Rings } from '../mission/types.js';

/** Something with an outline: a sector, a zone. */
export interface Area {
  id: string;
  polygons: Rings[];
}

/**
 * Longitudes made to run on without jumps, so that a ring over the antimeridian stays whole. A step of
 * exactly 360° is kept: polygons around a pole or the globe are drawn so.
 */
function unrolled(ring: [number, number][], near: number): [number, number][] {
  let before = near;
  let turned = 0;
  return ring.map(([lon, lat]) => {
    const step = lon - before;
    if (Math.abs(step) > 180 && Math.abs(step) !== 360) turned -= Math.round(step / 360) * 360;
    before = lon;
    return [lon + turned, lat];
  });
}

/** A place is asked for where it is and a full turn to either side. */
const turns = [0, 360, -360];

/** Rings whose corners' longitudes and latitudes stand in turn. */
type FlatRings = Float64Array[];

function unrolledPolygon(rings: Rings): FlatRings {
  const start = rings[0]?.[0]?.[0] ?? 0;
  return rings.map((ring) => Float64Array.from(unrolled(ring, start).flatMap(([lon, lat]) => [lon, lat])));
}

/**
 * Even-odd rule over all rings, so holes are outside. Edges are straight in longitude and latitude (RFC 7946).
 * A place on an edge that two areas share falls into one of them only.
 */
function holds(rings: FlatRings, lon: number, lat: number): boolean {
  let inside = false;
  for (const ring of rings) {
    // From the last corner to the first as well, so that a ring need not be closed.
    let x1 = ring[ring.length - 2] ?? 0;
    let y1 = ring[ring.length - 1] ?? 0;
    for (let i = 0; i < ring.length; i += 2) {
      const x2 = ring[i]!;
      const y2 = ring[i + 1]!;
      if (y1 > lat !== y2 > lat && lon < x1 + ((lat - y1) / (y2 - y1)) * (x2 - x1)) inside = !inside;
      x1 = x2;
      y1 = y2;
    }
  }
  return inside;
}

/** Whether a polygon with holes ([lon, lat], rings closed or not) holds the position; also over the antimeridian. */
export function polygonHolds(rings: Rings, position: Position): boolean {
  const whole = unrolledPolygon(rings);
  return turns.some((turn) => holds(whole, position.lon + turn, position.lat));
}

/** Areas made searchable once. */
export class AreaIndex {
  private readonly items: { id: string; rings: FlatRings }[];
  private readonly index: Flatbush | null;
  /** All longitudes of the areas, degrees, as they are drawn. */
  private west = Infinity;
  private east = -Infinity;

  constructor(areas: Area[]) {
    this.items = areas.flatMap((area) =>
      area.polygons.filter((p) => (p[0]?.length ?? 0) > 2).map((p) => ({ id: area.id, rings: unrolledPolygon(p) })),
    );
    this.index = this.items.length > 0 ? new Flatbush(this.items.length) : null;
    for (const { rings } of this.items) {
      const lons = rings[0]!.filter((_, i) => i % 2 === 0);
      const lats = rings[0]!.filter((_, i) => i % 2 === 1);
      const [west, east] = [Math.min(...lons), Math.max(...lons)];
      this.index?.add(west, Math.min(...lats), east, Math.max(...lats));
      this.west = Math.min(this.west, west);
      this.east = Math.max(this.east, east);
    }
    this.index?.finish();
  }

  /** Ids of the areas that hold the position, sorted, each once. */
  at(position: Position): string[] {
    const found: string[] = [];
    for (const turn of turns) {
      const lon = position.lon + turn;
      if (lon < this.west || lon > this.east) continue;
      for (const i of this.index?.search(lon, position.lat, lon, position.lat) ?? []) {
        const { id, rings } = this.items[i]!;
        if (!found.includes(id) && holds(rings, lon, position.lat)) found.push(id);
      }
    }
    return found.sort();
  }
}
