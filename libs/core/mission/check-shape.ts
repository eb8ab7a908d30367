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
  return vertexInside(a, b) ?? vertexInside(b, a) ?? (sameShape(a, b) ? (a[0]?.[0] ?? null) : null);
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

function vertexInside(of: Vertex[][], within: Vertex[][]): Vertex | null {
  return of.flat().find((v) => insideStrictly(v, within)) ?? null;
}

function sameShape(a: Vertex[][], b: Vertex[][]): boolean {
  const keys = (rings: Vertex[][]) => new Set(rings.flat().map((v) => v.join()));
  const [ka, kb] = [keys(a), keys(b)];
  return ka.size === kb.size && [...ka].every((k) => kb.has(k));
}

function same(a: Vertex, b: Vertex): boolean {
  return a[0] === b[0] && a[1] === b[1];
}

function place([lon, lat]: Vertex): string {
  return `${lat.toFixed(4)}, ${lon.toFixed(4)}`;
}
