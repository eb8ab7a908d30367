import type { Axes } from '#core/geo/shapes.js';
import type { MapBlock } from '#core/compliance/edition-types.js';

/** One sign on a map. `side`: metres of the squares that incidents were gathered in, 0 where each has its own sign. */
export interface Mark {
  lat: number;
  lon: number;
  kind: string;
  filled: boolean;
  count: number;
  uncertaintyMetres: number;
  /** One standard deviation with its shape, where that is told. */
  ellipse?: Axes;
  side: number;
}

/** More signs than this hide each other. */
const mostSigns = 1500;
const rounds = [100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000];

/**
 * One mark an incident, or where these are too many, one for all of a kind and standing in a square of a grid,
 * which is as coarse as it must be for the signs to be few enough to read.
 * @param extent metres from end to end of what is drawn
 */
export function gathered(points: MapBlock['points'], metresPerDegree: number, extent: number): Mark[] {
  if (points.length <= mostSigns) {
    return points.map(({ word, ...point }) => ({ ...point, filled: isFilled(word), count: 1, side: 0 }));
  }
  const from = rounds.findIndex((metres) => metres >= extent / 60);
  for (const side of from < 0 ? [] : rounds.slice(from)) {
    const marks = inSquares(points, side, metresPerDegree);
    if (marks.length <= mostSigns) return marks;
  }
  return inSquares(points, 1_000_000, metresPerDegree);
}

function inSquares(points: MapBlock['points'], side: number, metresPerDegree: number): Mark[] {
  const squares = new Map<string, Mark>();
  const height = side / metresPerDegree;
  for (const point of points) {
    const row = Math.floor(point.lat / height);
    const wide = height / Math.max(0.01, Math.cos((row * height * Math.PI) / 180));
    const filled = isFilled(point.word);
    const key = `${row} ${Math.floor(point.lon / wide)} ${point.kind} ${filled}`;
    const mark = squares.get(key) ?? { lat: 0, lon: 0, kind: point.kind, filled, count: 0, uncertaintyMetres: 0, side };
    mark.lat += point.lat;
    mark.lon += point.lon;
    mark.count++;
    mark.uncertaintyMetres = Math.max(mark.uncertaintyMetres, point.uncertaintyMetres);
    squares.set(key, mark);
  }
  const kinds = [...new Set(points.map((point) => point.kind))].sort();
  const marks = [...squares.values()].map((mark) => {
    // Around the middle of the square, each kind in its own direction and the verified farther out, so that none hides another.
    const angle = (2 * Math.PI * kinds.indexOf(mark.kind)) / kinds.length + (mark.filled ? 0 : Math.PI / kinds.length);
    const away = (mark.filled ? 0.36 : 0.2) * height;
    const lat = (Math.floor(mark.lat / mark.count / height) + 0.5) * height;
    const wide = Math.cos((lat * Math.PI) / 180);
    const lon = (Math.floor(mark.lon / mark.count / (height / wide)) + 0.5) * (height / wide);
    return { ...mark, lat: lat + away * Math.sin(angle), lon: lon + (away * Math.cos(angle)) / wide };
  });
  // The large ones first, so that the small ones lie on top.
  return marks.sort((a, b) => b.count - a.count || a.lat - b.lat || a.lon - b.lon);
}

function isFilled(word: string): boolean {
  return word === 'standing.verified';
}
