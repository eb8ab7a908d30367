import { inverse } from '#core/geo/geodesic.js';
import { insideStrictly, polylineFaults, type Vertex } from '#core/mission/check-shape.js';

/** Polygons of one side's territory: rings closed, the first of each the outer one. */
export type Polygons = Vertex[][][];

const metresPerDegree = 111_320;
/** About 1 km: what passes through the country for less than this may be missed. */
const stepDegrees = 0.01;
const radians = Math.PI / 180;

/**
 * The parts of the boundary of `territory` that lie inside `country` and farther than
 * `marginMetres` from its edge: the line, without coast and state border. Each part runs so that
 * the territory lies to its left. A part that is a whole ring (a pocket or an enclave) comes back closed.
 */
export function boundaryInside(territory: Polygons, country: Polygons, marginMetres: number): Vertex[][] {
  const edges = country.flat().flatMap((ring) => ring.slice(1).map((q, i): [Vertex, Vertex] => [ring[i] as Vertex, q]));
  const within = (v: Vertex) =>
    country.some((polygon) => insideStrictly(v, polygon)) &&
    (marginMetres === 0 || edges.every(([p, q]) => planarDistance(v, p, q) > marginMetres));
  return territory.flatMap((polygon) =>
    polygon.flatMap((ring, i) => partsOf(dense(area(ring) > 0 === (i === 0) ? ring : [...ring].reverse()), within)),
  );
}

/** Adds vertices so that a long edge that only passes through the country is not missed. */
function dense(ring: Vertex[]): Vertex[] {
  return ring.flatMap((q, i) => {
    const p = ring[i - 1] ?? q;
    const steps = Math.max(1, Math.ceil(Math.hypot(q[0] - p[0], q[1] - p[1]) / stepDegrees));
    return Array.from({ length: steps }, (_, n): Vertex => {
      const t = (n + 1) / steps;
      return n + 1 === steps ? q : [p[0] + t * (q[0] - p[0]), p[1] + t * (q[1] - p[1])];
    });
  });
}

/** Cuts a closed ring into its stretches that satisfy `within`, with their ends found by halving. */
function partsOf(ring: Vertex[], within: (v: Vertex) => boolean): Vertex[][] {
  const flags = ring.map(within);
  const start = flags.indexOf(false);
  if (start < 0) return [ring];
  const vertices = [...ring.slice(start), ...ring.slice(1, start + 1)];
  const parts: Vertex[][] = [];
  let part: Vertex[] | null = null;
  vertices.forEach((v, i) => {
    const before = vertices[i - 1];
    const inside = within(v);
    if (inside && !part) part = before ? [edgeOf(v, before, within), v] : [v];
    else if (inside) part?.push(v);
    else if (part && before) {
      part.push(edgeOf(before, v, within));
      parts.push(part);
      part = null;
    }
  });
  return parts;
}

/** The last place on the way from `inside` to `outside` that is still within, to about 1 m. */
function edgeOf(inside: Vertex, outside: Vertex, within: (v: Vertex) => boolean): Vertex {
  let [a, b] = [inside, outside];
  for (let i = 0; i < 24 && Math.hypot(a[0] - b[0], a[1] - b[1]) > 1e-5; i++) {
    const middle: Vertex = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
    if (within(middle)) a = middle;
    else b = middle;
  }
  return a;
}

/**
 * Leaves out vertices that lie within `toleranceMetres` of the simplified line (Douglas and Peucker,
 * 1973). Where that would make the line cross itself, or a closed one collapse, a finer tolerance is
 * taken for that line.
 * Coordinates are rounded to 1e-5 degrees (about 1 m).
 */
export function simplified(line: Vertex[], toleranceMetres: number): Vertex[] {
  for (let tolerance = toleranceMetres; tolerance > 1; tolerance /= 2) {
    const kept = rounded(reduced(line, tolerance));
    const collapsed = same(line[0], line.at(-1)) && kept.length < 4;
    if (!collapsed && polylineFaults(kept).length === 0) return kept;
  }
  return rounded(line);
}

function same(a: Vertex | undefined, b: Vertex | undefined): boolean {
  return a?.[0] === b?.[0] && a?.[1] === b?.[1];
}

function rounded(line: Vertex[]): Vertex[] {
  const all = line.map(([lon, lat]): Vertex => [Math.round(lon * 1e5) / 1e5, Math.round(lat * 1e5) / 1e5]);
  return all.filter((v, i) => i === 0 || !same(v, all[i - 1]));
}

function reduced(line: Vertex[], tolerance: number): Vertex[] {
  const keep = new Set([0, line.length - 1]);
  const stack: [number, number][] = [[0, line.length - 1]];
  for (let span = stack.pop(); span; span = stack.pop()) {
    const [from, to] = span;
    let farthest = -1;
    let most = tolerance;
    for (let i = from + 1; i < to; i++) {
      const d = planarDistance(line[i] as Vertex, line[from] as Vertex, line[to] as Vertex);
      if (d > most) [most, farthest] = [d, i];
    }
    if (farthest < 0) continue;
    keep.add(farthest);
    stack.push([from, farthest], [farthest, to]);
  }
  return line.filter((_, i) => keep.has(i));
}

/** Length on WGS 84, metres. */
export function lengthOf(line: Vertex[]): number {
  const at = ([lon, lat]: Vertex) => ({ lat, lon });
  return line.slice(1).reduce((sum, v, i) => sum + inverse(at(line[i] as Vertex), at(v)).metres, 0);
}

/** Metres from a place to a segment, on the plane that touches at the place: good to 1 % over 100 km. */
function planarDistance(v: Vertex, p: Vertex, q: Vertex): number {
  const east = metresPerDegree * Math.cos(v[1] * radians);
  const [px, py] = [(p[0] - v[0]) * east, (p[1] - v[1]) * metresPerDegree];
  const [dx, dy] = [(q[0] - p[0]) * east, (q[1] - p[1]) * metresPerDegree];
  const length2 = dx * dx + dy * dy;
  const t = length2 === 0 ? 0 : Math.min(1, Math.max(0, -(px * dx + py * dy) / length2));
  return Math.hypot(px + t * dx, py + t * dy);
}

/** Twice the signed area in square degrees, positive where the ring runs counter-clockwise. */
function area(ring: Vertex[]): number {
  return ring.slice(1).reduce((sum, q, i) => {
    const p = ring[i] as Vertex;
    return sum + (p[0] * q[1] - q[0] * p[1]);
  }, 0);
}
