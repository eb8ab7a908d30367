/** A vertex in GeoJSON order: longitude, latitude in degrees. */
export type Vertex = [number, number];

/** What is wrong with a ring of a polygon, in words; empty where it is sound. */
export function ringFaults(ring: Vertex[]): string[] {
  const faults = vertexFaults(ring);
  const first = ring[0];
  const last = ring.at(-1);
  if (!first || !last || ring.length < 4) return [...faults, 'has fewer than four vertices'];
  if (!same(first, last)) return [...faults, 'is not closed: the last vertex differs from the first'];
  const crossing = faults.length === 0 ? selfCrossing(ring) : null;
  return crossing ? [...faults, `crosses itself near ${place(crossing)}`] : faults;
}

/** What is wrong with a polyline, in words; empty where it is sound. */
export function polylineFaults(line: Vertex[]): string[] {
  const faults = vertexFaults(line);
  if (line.length < 2) return [...faults, 'has fewer than two vertices'];
  const crossing = faults.length === 0 ? selfCrossing(line) : null;
  return crossing ? [...faults, `crosses itself near ${place(crossing)}`] : faults;
}

/**
 * A place where the interiors of two polygons meet, or null where they at most touch. Planar in
 * degrees: sectors are small against the globe, and neighbours share their vertices exactly.
 */
export function overlap(a: Vertex[][], b: Vertex[][]): Vertex | null {
  const edgesB = b.flatMap(segments);
  for (const edge of a.flatMap(segments)) {
    for (const [r, s] of edgesB) if (crosses(edge[0], edge[1], r, s)) return edge[0];
  }
  return edgeInside(a, b) ?? edgeInside(b, a) ?? [innerPoint(a)].find((v) => v && wellInside(v, b)) ?? null;
}

/** True inside the polygon (first ring less the holes), false on its boundary and outside. */
export function insideStrictly(point: Vertex, polygon: Vertex[][]): boolean {
  let inside = false;
  for (const [p, q] of polygon.flatMap(segments)) {
    if (onSegment(point, p, q)) return false;
    if (p[1] > point[1] !== q[1] > point[1]) {
      const x = p[0] + ((point[1] - p[1]) / (q[1] - p[1])) * (q[0] - p[0]);
      if (point[0] < x) inside = !inside;
    }
  }
  return inside;
}

function vertexFaults(vertices: Vertex[]): string[] {
  const faults: string[] = [];
  vertices.forEach(([lon, lat], i) => {
    if (!(Math.abs(lon) <= 180 && Math.abs(lat) <= 90))
      faults.push(`has vertex ${i} [${lon}, ${lat}] outside longitude -180..180, latitude -90..90`);
    const next = vertices[i + 1];
    if (next && same([lon, lat], next)) faults.push(`repeats vertex ${i} [${lon}, ${lat}]`);
  });
  return faults;
}

function segments(line: Vertex[]): [Vertex, Vertex][] {
  return line.slice(1).map((q, i) => [line[i] as Vertex, q]);
}

/** Sweeps from west to east, so that only segments whose longitudes overlap are compared. */
function selfCrossing(line: Vertex[]): Vertex | null {
  const edges = segments(line)
    .map(([p, q]) => ({ p, q, west: Math.min(p[0], q[0]), east: Math.max(p[0], q[0]) }))
    .sort((a, b) => a.west - b.west);
  for (let i = 0; i < edges.length; i++) {
    const a = edges[i] as (typeof edges)[number];
    for (let j = i + 1; j < edges.length; j++) {
      const b = edges[j] as (typeof edges)[number];
      if (b.west > a.east) break;
      if (crosses(a.p, a.q, b.p, b.q)) return b.p;
    }
  }
  return null;
}

/** True where the interiors of two segments cross at one point. */
function crosses(p: Vertex, q: Vertex, r: Vertex, s: Vertex): boolean {
  return turn(p, q, r) * turn(p, q, s) < 0 && turn(r, s, p) * turn(r, s, q) < 0;
}

function turn(p: Vertex, q: Vertex, r: Vertex): number {
  return Math.sign((q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]));
}

function onSegment(point: Vertex, p: Vertex, q: Vertex): boolean {
  return (
    turn(p, q, point) === 0 &&
    point[0] >= Math.min(p[0], q[0]) &&
    point[0] <= Math.max(p[0], q[0]) &&
    point[1] >= Math.min(p[1], q[1]) &&
    point[1] <= Math.max(p[1], q[1])
  );
}

/** A place on an edge of `of` inside `within`: the middle of a piece between places where the two touch. */
function edgeInside(of: Vertex[][], within: Vertex[][]): Vertex | null {
  const others = within.flat();
  for (const [p, q] of of.flatMap(segments)) {
    const along = (v: Vertex) =>
      Math.abs(q[0] - p[0]) > Math.abs(q[1] - p[1]) ? (v[0] - p[0]) / (q[0] - p[0]) : (v[1] - p[1]) / (q[1] - p[1]);
    const cuts = [0, ...others.filter((v) => onSegment(v, p, q)).map(along), 1].sort((a, b) => a - b);
    for (let i = 1; i < cuts.length; i++) {
      const t = ((cuts[i - 1] as number) + (cuts[i] as number)) / 2;
      const middle: Vertex = [p[0] + t * (q[0] - p[0]), p[1] + t * (q[1] - p[1])];
      if (cuts[i - 1] !== cuts[i] && wellInside(middle, within)) return middle;
    }
  }
  return null;
}

/** Inside and farther than a centimetre from the boundary: a middle of a shared edge is rounded to either side. */
function wellInside(point: Vertex, polygon: Vertex[][]): boolean {
  if (!insideStrictly(point, polygon)) return false;
  return polygon.flatMap(segments).every(([p, q]) => {
    const [dx, dy] = [q[0] - p[0], q[1] - p[1]];
    const t = ((point[0] - p[0]) * dx + (point[1] - p[1]) * dy) / (dx * dx + dy * dy);
    const nearest = Math.min(1, Math.max(0, t));
    return Math.hypot(p[0] + nearest * dx - point[0], p[1] + nearest * dy - point[1]) > 1e-7;
  });
}

/** Some place inside a polygon, found on a parallel between two of its vertices. */
function innerPoint(polygon: Vertex[][]): Vertex | null {
  const lats = [...new Set(polygon.flat().map((v) => v[1]))].sort((a, b) => a - b);
  const lat = ((lats[0] ?? NaN) + (lats[1] ?? NaN)) / 2;
  const lons = polygon
    .flatMap(segments)
    .filter(([p, q]) => p[1] > lat !== q[1] > lat)
    .map(([p, q]) => p[0] + ((lat - p[1]) / (q[1] - p[1])) * (q[0] - p[0]))
    .sort((a, b) => a - b);
  const [west, east] = lons;
  return west === undefined || east === undefined ? null : [(west + east) / 2, lat];
}

function same(a: Vertex, b: Vertex): boolean {
  return a[0] === b[0] && a[1] === b[1];
}

function place([lon, lat]: Vertex): string {
  return `${lat.toFixed(4)}, ${lon.toFixed(4)}`;
}
