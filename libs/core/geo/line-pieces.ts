import type { Position } from '../mission/types.js';
import { inverse } from './geodesic.js';

/** A short stretch of the line, straight in longitude and latitude. Longitudes may run on beyond ± 180. */
export interface Piece {
  from: Position;
  to: Position;
  /** Index of the piece that ends where this begins, and of the one that begins where this ends; null at an open end. */
  previous: number | null;
  next: number | null;
}

/** Longest piece, metres: a geodesic and a straight line in degrees then differ by less than a metre below 75° latitude. */
const longestMetres = 5_000;

/**
 * Polylines ([lon, lat], straight in degrees as RFC 7946 has it) cut into short pieces, each knowing its
 * neighbours. Rings are closed; polylines that meet end to start are joined.
 */
export function cutLine(polylines: [number, number][][]): Piece[] {
  const pieces: Piece[] = [];
  const starts = new Map<string, number>();
  const ends: { at: string; piece: number }[] = [];
  for (const polyline of polylines) {
    const first = pieces.length;
    cutPolyline(polyline, pieces);
    if (pieces.length === first) continue;
    starts.set(String(polyline[0]), first);
    ends.push({ at: String(polyline.at(-1)), piece: pieces.length - 1 });
  }
  for (const end of ends) {
    const start = starts.get(end.at);
    const [last, next] = [pieces[end.piece], start === undefined ? undefined : pieces[start]];
    if (start === undefined || !last || !next) continue;
    last.next = start;
    next.previous = end.piece;
  }
  return pieces;
}

function cutPolyline(polyline: [number, number][], pieces: Piece[]): void {
  let before: Position | null = null;
  let previous: number | null = null;
  for (const [rawLon, lat] of polyline) {
    // The shorter way round, so that a step over the antimeridian stays short.
    const lon: number = before ? rawLon - Math.round((rawLon - before.lon) / 360) * 360 : rawLon;
    const corner = { lat, lon };
    const metres: number = before ? inverse(before, corner).metres : 0;
    if (before && metres > 0) {
      const count = Math.ceil(metres / longestMetres);
      for (let i = 0; i < count; i++) {
        pieces.push({
          from: between(before, corner, i / count),
          to: between(before, corner, (i + 1) / count),
          previous,
          next: null,
        });
        const added = pieces.length - 1;
        const last: Piece | undefined = previous === null ? undefined : pieces[previous];
        if (last) last.next = added;
        previous = added;
      }
    }
    before = corner;
  }
}

function between(a: Position, b: Position, share: number): Position {
  return { lat: a.lat + share * (b.lat - a.lat), lon: a.lon + share * (b.lon - a.lon) };
}
