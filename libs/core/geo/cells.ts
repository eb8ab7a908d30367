import { cellToBoundary, cellToLatLng, gridDisk, latLngToCell } from 'h3-js';
import type { Position } from '../mission/types.js';
import { ByPlace } from './by-place.js';
import { checkNumber, checkPosition, farthestMetres } from './check.js';
import { eccentricity2, equatorialRadius } from './geodesic.js';

const radians = Math.PI / 180;

/**
 * Smallest radius of curvature of WGS 84 (along the meridian at the equator), metres. No path is
 * shorter than this times the angle between its ends as if latitudes were those of a sphere, which is how
 * H3 reads them; so a search by angle with this radius never leaves a cell out.
 */
const smallestRadius = equatorialRadius * (1 - eccentricity2);

/** H3 cells (https://h3geo.org) that hold the position, at resolutions 5 (edge ~ 9 km) and 7 (~ 1.3 km). */
export function cellsOf(position: Position): { cell5: string; cell7: string } {
  checkPosition(position);
  const { cell5, cell7 } = known.of(position, () => cellsAt(position));
  return { cell5, cell7 };
}

const known = new ByPlace<{ cell5: string; cell7: string }>();

function cellsAt({ lat, lon }: Position): { cell5: string; cell7: string } {
  return { cell5: latLngToCell(lat, lon, 5), cell7: latLngToCell(lat, lon, 7) };
}

/**
 * Every resolution-5 cell that comes within `metres` (0..1,000 km) of the position, and some more: those whose
 * circumscribed circle does. Sorted. Cells near the place are connected through each other, so growing outwards from
 * its own cell reaches them all.
 * @throws Problem invalid_input
 */
export function cells5Around(position: Position, metres: number): string[] {
  checkPosition(position);
  checkNumber(metres, 0, farthestMetres, 'metres');
  const around = reached.of(position, () => new Map<number, string[]>());
  let cells = around.get(metres);
  if (!cells) around.set(metres, (cells = cellsWithin(position, metres)));
  return [...cells];
}

/** By place and metres: what is near an incident is asked for more than once. */
const reached = new ByPlace<Map<number, string[]>>();

function cellsWithin(position: Position, metres: number): string[] {
  const reach = metres / smallestRadius;
  const seen = new Set([cellsOf(position).cell5]);
  // A Set is walked in order of insertion, what is added during the walk included.
  for (const cell of seen) {
    for (const next of shapeOf(cell).around) if (!seen.has(next) && comesWithin(next, position, reach)) seen.add(next);
  }
  return [...seen].sort();
}

function comesWithin(cell: string, position: Position, reach: number): boolean {
  const { centre, radius } = shapeOf(cell);
  return angle(centre, position) - reach <= radius;
}

interface Shape {
  centre: Position;
  /** Angle from the centre to the farthest corner, radians. */
  radius: number;
  /** The cell itself and its neighbours. */
  around: string[];
}

/** Shapes of cells never change, and a mission keeps asking for the same few thousand. */
const shapes = new Map<string, Shape>();
const mostShapes = 20_000;

function shapeOf(cell: string): Shape {
  const known = shapes.get(cell);
  if (known) return known;
  const [lat, lon] = cellToLatLng(cell);
  const centre = { lat, lon };
  const corners = cellToBoundary(cell).map(([north, east]) => angle(centre, { lat: north, lon: east }));
  const shape = { centre, radius: Math.max(...corners), around: gridDisk(cell, 1) };
  if (shapes.size >= mostShapes) shapes.clear();
  shapes.set(cell, shape);
  return shape;
}

/** Angle between two places on a sphere, radians (haversine, which keeps its digits for small angles). */
function angle(a: Position, b: Position): number {
  const north = Math.sin(((b.lat - a.lat) * radians) / 2) ** 2;
  const east = Math.sin(((b.lon - a.lon) * radians) / 2) ** 2;
  const chord = north + Math.cos(a.lat * radians) * Math.cos(b.lat * radians) * east;
  return 2 * Math.asin(Math.min(1, Math.sqrt(chord)));
}
