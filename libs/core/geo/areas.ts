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

function unrolledPolygon(rings: Rings): Rings {
  const start = rings[0]?.[0]?.[0] ?? 0;
  return rings.map((ring) => unrolled(ring, start));
}

/**
 * Even-odd rule over all rings, so holes are outside. Edges are straight in longitude and latitude (RFC 7946).
 * A place on an edge that two areas share falls into one of them only.
 */
function holds(rings: Rings, lon: number, lat: number): boolean {
  let inside = false;
  for (const ring of rings) {
    // From the last corner to the first as well, so that a ring need not be closed.
    let [x1, y1] = ring.at(-1) ?? [0, 0];
    for (const [x2, y2] of ring) {
      if (y1 > lat !== y2 > lat && lon < x1 + ((lat - y1) / (y2 - y1)) * (x2 - x1)) inside = !inside;
      [x1, y1] = [x2, y2];
    }
  }
  return inside;
}

/** Whether a polygon with holes ([lon, lat], rings closed or not) holds the position; also over the antimeridian. */
export function polygonHolds(rings: Rings, position: Position): boolean {
  const whole = unrolledPolygon(rings);
  return [0, 360, -360].some((turn) => holds(whole, position.lon + turn, position.lat));
}

/** Areas made searchable once. */
export class AreaIndex {
  private readonly items: { id: string; rings: Rings }[];
  private readonly index: Flatbush | null;

  constructor(areas: Area[]) {
    this.items = areas.flatMap((area) =>
      area.polygons.filter((p) => (p[0]?.length ?? 0) > 2).map((p) => ({ id: area.id, rings: unrolledPolygon(p) })),
    );
    this.index = this.items.length > 0 ? new Flatbush(this.items.length) : null;
    for (const { rings } of this.items) {
      const lons = (rings[0] ?? []).map((c) => c[0]);
      const lats = (rings[0] ?? []).map((c) => c[1]);
      this.index?.add(Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats));
    }
    this.index?.finish();
  }

  /** Ids of the areas that hold the position, sorted, each once. */
  at(position: Position): string[] {
    const found = new Set<string>();
    for (const turn of [0, 360, -360]) {
      const lon = position.lon + turn;
      for (const i of this.index?.search(lon, position.lat, lon, position.lat) ?? []) {
        const item = this.items[i];
        if (item && holds(item.rings, lon, position.lat)) found.add(item.id);
      }
    }
    return [...found].sort();
  }
}
