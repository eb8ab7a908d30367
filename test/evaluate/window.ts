import { toLocalQuick } from '#core/geo/geodesic.js';
import type { Sighting } from '#core/intake/types.js';
import { pairScore, type PairScore } from './measure.js';

/**
 * What people use today: same kind, within D metres and T seconds (for example xSub's de-duplication windows).
 * Tried without regard to kind as well, since sources take kinds for one another.
 */
export interface Window {
  metres: number;
  seconds: number;
  way: 'connected' | 'nearest';
  kinds: 'same' | 'any';
}

const metresGrid = [150, 250, 400, 600, 800, 1000, 1300, 1700, 2200, 3000, 4500, 7000];
const secondsGrid = [15, 30, 45, 60, 90, 120, 180, 240, 360, 600, 900, 1800];

interface Pair {
  a: number;
  b: number;
  metres: number;
  seconds: number;
}

/** The window that does best on this very world, of all in the grid and both ways of using it: its best case. */
export function tunedWindow(rows: Sighting[], truth: ReadonlyMap<string, string>): Window & { score: PairScore } {
  const inTime = [...rows].sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : a.id < b.id ? -1 : 1));
  const pairs = closePairs(inTime);
  let best: (Window & { score: PairScore }) | null = null;
  for (const metres of metresGrid)
    for (const seconds of secondsGrid) {
      const near = pairs.filter((p) => p.metres <= metres && p.seconds <= seconds);
      for (const kinds of ['same', 'any'] as const) {
        const close = kinds === 'any' ? near : near.filter((p) => inTime[p.a]!.kind === inTime[p.b]!.kind);
        for (const way of ['connected', 'nearest'] as const) {
          const found = way === 'connected' ? connected(inTime, close) : nearest(inTime, close);
          const score = pairScore(truth, found);
          if (!best || score.f1 > best.score.f1) best = { metres, seconds, way, kinds, score };
        }
      }
    }
  if (!best) throw new Error('no window tried');
  return best;
}

/** Seconds from middle to middle of the intervals. */
function closePairs(inTime: Sighting[]): Pair[] {
  const middle = inTime.map((s) => (Date.parse(s.start) + Date.parse(s.end)) / 2000);
  const order = inTime.map((_, i) => i).sort((i, j) => middle[i]! - middle[j]!);
  const pairs: Pair[] = [];
  for (let x = 0; x < order.length; x++)
    for (let y = x + 1; y < order.length; y++) {
      const [i, j] = [order[x]!, order[y]!];
      const seconds = middle[j]! - middle[i]!;
      if (seconds > secondsGrid.at(-1)!) break;
      const [a, b] = [inTime[i]!, inTime[j]!];
      if (Math.abs(a.estimate.lat - b.estimate.lat) > 0.1) continue;
      const { east, north } = toLocalQuick(a.estimate, b.estimate);
      const metres = Math.hypot(east, north);
      if (metres <= metresGrid.at(-1)!) pairs.push({ a: i, b: j, metres, seconds });
    }
  return pairs;
}

function connected(rows: Sighting[], pairs: Pair[]): Map<string, string> {
  const parent = rows.map((_, i) => i);
  const root = (i: number): number => {
    while (parent[i] !== i) i = parent[i] = parent[parent[i]!]!;
    return i;
  };
  for (const { a, b } of pairs) parent[root(a)] = root(b);
  return new Map(rows.map((r, i) => [r.id, rows[root(i)]!.id]));
}

/** In order of time, each record goes to the group of its nearest earlier record in the window, or opens one. */
function nearest(rows: Sighting[], pairs: Pair[]): Map<string, string> {
  const best = new Map<number, { to: number; far: number }>();
  for (const { a, b, metres } of pairs) {
    const [to, from] = a < b ? [a, b] : [b, a];
    const known = best.get(from);
    if (!known || metres < known.far) best.set(from, { to, far: metres });
  }
  const group: number[] = [];
  rows.forEach((_, i) => (group[i] = best.has(i) ? group[best.get(i)!.to]! : i));
  return new Map(rows.map((r, i) => [r.id, rows[group[i]!]!.id]));
}
