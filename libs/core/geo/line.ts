import { ByPlace } from './by-place.js';
import { say } from '../said.js';
import Flatbush from 'flatbush';
import { Problem } from '../errors.js';
import type { LineVersion, Position } from '../mission/types.js';
import { wrapDegrees } from './compass.js';
import { varianceAlong } from './covariance.js';
import { bearingOf, inverse, toLocal, toLocalQuick, wrapLongitude } from './geodesic.js';
import type { Offset } from './geodesic.js';
import { cutLine } from './line-pieces.js';
import type { Piece } from './line-pieces.js';
import { nearestIn } from './nearest.js';
import { upperTail } from './normal.js';
import type { LocationEstimate } from './types.js';

/** Where a place lies beside the line. */
export interface LineOffset {
  /** Geodesic distance to the nearest point of the line, metres, never negative. */
  metres: number;
  /**
   * Signed distance across the line, metres: positive on its left, negative on its right. The same as `metres`
   * but for its sign, except beyond an open end, where it is counted from the last stretch drawn on.
   */
  acrossMetres: number;
  /** Direction across the line there, degrees true; its sense carries no meaning. */
  acrossBearing: number;
}

/**
 * The version in force at an instant: the newest that began at or before it. Before the first, the first, since
 * nothing better is known. Of two that begin together, the one with the greater id.
 * @throws Problem not_possible where there is no version at all
 */
export function lineInForce(versions: LineVersion[], at: string): LineVersion {
  let found: LineVersion | undefined;
  let first: LineVersion | undefined;
  for (const version of versions) {
    if (version.effectiveFrom <= at && (!found || later(version, found))) found = version;
    if (!first || later(first, version)) first = version;
  }
  const line = found ?? first;
  if (!line) throw new Problem('not_possible', say`The mission pack has no line.`);
  return line;
}

function later(a: LineVersion, b: LineVersion): boolean {
  return a.effectiveFrom > b.effectiveFrom || (a.effectiveFrom === b.effectiveFrom && a.id > b.id);
}

/** One version of the line, made searchable once. */
export class LineIndex {
  private readonly pieces: Piece[];
  private readonly index: Flatbush;
  private readonly known = new ByPlace<LineOffset>();

  /** @throws Problem invalid_input for a line without length */
  constructor(readonly line: LineVersion) {
    this.pieces = cutLine(line.coordinates);
    if (this.pieces.length === 0) throw new Problem('invalid_input', say`The line "${line.id}" has no length.`);
    this.index = new Flatbush(this.pieces.length);
    for (const { from, to } of this.pieces) {
      this.index.add(
        Math.min(from.lon, to.lon),
        Math.min(from.lat, to.lat),
        Math.max(from.lon, to.lon),
        Math.max(from.lat, to.lat),
      );
    }
    this.index.finish();
  }

  /** Distance and side of a place; see `LineOffset`. What is asked of a sighting is soon asked of its incident. */
  offset(position: Position): LineOffset {
    return this.known.of(position, () => this.offsetOf(position));
  }

  private offsetOf(position: Position): LineOffset {
    const { item } = nearestIn(this.index, position, (i) => length(foot(position, this.piece(i)).offset));
    const piece = this.piece(item);
    const near = foot(position, piece);
    const { metres } = inverse(position, {
      lat: piece.from.lat + near.t * (piece.to.lat - piece.from.lat),
      lon: wrapLongitude(piece.from.lon + near.t * (piece.to.lon - piece.from.lon)),
    });
    const normal = leftNormal(near.along);
    if (near.t > 0 && near.t < 1) return facing(metres, near.offset, normal);
    const beside = near.t === 0 ? piece.previous : piece.next;
    if (beside === null) {
      const acrossMetres = -dot(normal, near.offset);
      return { metres: Math.max(metres, Math.abs(acrossMetres)), acrossMetres, acrossBearing: bearingOf(normal) };
    }
    // At a corner the sum of both stretches' normals tells the side (angle-weighted pseudonormal,
    // Bærentzen and Aanæs 2005, doi:10.1109/TVCG.2005.49); one stretch alone would be wrong in the outer wedge.
    const other = leftNormal(foot(position, this.piece(beside)).along);
    return facing(metres, near.offset, { east: normal.east + other.east, north: normal.north + other.north });
  }

  /**
   * Probability that the true place lies left of the line: the standard normal at the signed distance over the
   * spread across the line, which adds the place's own variance in that direction and the line's. Swapping
   * left and right swaps the two results exactly.
   */
  sides(estimate: LocationEstimate): { left: number; right: number } {
    const { acrossMetres, acrossBearing } = this.offset(estimate);
    const z = acrossMetres / Math.sqrt(varianceAlong(estimate, acrossBearing) + this.line.sigmaMetres ** 2);
    const farther = upperTail(Math.abs(z));
    return z >= 0 ? { left: 1 - farther, right: farther } : { left: farther, right: 1 - farther };
  }

  /** Distance to the line in metres, and its standard deviation: that of the place across the line, and the line's. */
  distance(estimate: LocationEstimate): { metres: number; sigmaMetres: number } {
    const { metres, acrossBearing } = this.offset(estimate);
    return { metres, sigmaMetres: Math.sqrt(varianceAlong(estimate, acrossBearing) + this.line.sigmaMetres ** 2) };
  }

  private piece(i: number): Piece {
    const piece = this.pieces[i];
    if (!piece) throw new Problem('internal', say`The line "${this.line.id}" has no piece ${i}.`);
    return piece;
  }
}

/** Beyond this the quick plane is off by more than centimetres. */
const quickMetres = 40_000;
const quickLatitude = 80;

/** Nearest point of a piece: its share `t` of the way, its offset from the position, and the piece's own direction. */
function foot(position: Position, { from, to }: Piece): { t: number; offset: Offset; along: Offset } {
  let a = toLocalQuick(position, from);
  let b = toLocalQuick(position, to);
  // Asked of both ends alike: a piece drawn the other way round must not be measured another way.
  const latitude = Math.max(Math.abs(position.lat), Math.abs(from.lat), Math.abs(to.lat));
  if (latitude > quickLatitude || Math.max(length(a), length(b)) > quickMetres) {
    a = toLocal(position, from);
    b = toLocal(position, to);
  }
  const along = { east: b.east - a.east, north: b.north - a.north };
  const share = -dot(a, along) / dot(along, along);
  const t = share > 0 ? Math.min(1, share) : 0;
  return { t, offset: { east: a.east + t * along.east, north: a.north + t * along.north }, along };
}

/** Side by the sign against a left normal; direction across by the foot, or by the normal where the place is on the line. */
function facing(metres: number, offset: Offset, normal: Offset): LineOffset {
  const side = -dot(normal, offset);
  const acrossBearing = length(offset) > 1 ? wrapDegrees(bearingOf(offset)) : bearingOf(normal);
  return { metres, acrossMetres: side === 0 ? 0 : Math.sign(side) * metres, acrossBearing };
}

function leftNormal(along: Offset): Offset {
  const size = length(along);
  return { east: -along.north / size, north: along.east / size };
}

function dot(a: Offset, b: Offset): number {
  return a.east * b.east + a.north * b.north;
}

function length(a: Offset): number {
  return Math.sqrt(a.east * a.east + a.north * a.north);
}
