import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Problem } from '#core/errors.js';
import { dayInterval } from '#core/mission/calendar.js';
import { ringFaults, type Vertex } from '#core/mission/check-shape.js';
import type { Mission } from '#core/mission/types.js';
import { boundaryInside, lengthOf, simplified, type Polygons } from './boundary.js';
import { loadMission } from './load.js';
import { readSource } from './source.js';

export interface SetLineOptions {
  /**
   * Party whose territory the polygons are; for a file of lines, the party to the left of them.
   * Needed, because a shape does not say whose it is.
   */
  territoryOf: string;
  /** GeoJSON polygon of the country: only what lies inside it is line. Default: the pack's set-line/country.geojson. */
  country?: string;
  /** How far from the country's edge the line ends, metres. Default 0, since a pack's own outline leaves that room. */
  marginMetres?: number;
  /** Douglas-Peucker tolerance, metres. Default 100. */
  toleranceMetres?: number;
  /** One standard deviation of the line's own position, metres. Default 250. */
  sigmaMetres?: number;
  /** Parts shorter than this are left out and counted, metres. Default 1,000. */
  shortestMetres?: number;
}

export interface LineSet {
  /** File written, relative to the pack. */
  file: string;
  id: string;
  effectiveFrom: string;
  parts: number;
  vertices: number;
  lengthMetres: number;
  /** Parts left out because they are too short, and their whole length. */
  leftOut: { parts: number; lengthMetres: number };
  left: string;
  right: string;
}

interface Shape {
  type: string;
  coordinates: unknown;
}

/**
 * Writes a dated line into a mission pack, from polygons of one side's territory (the line is their
 * boundary inside the country) or from lines. `effectiveDate` is `YYYY-MM-DD`, from midnight in the
 * mission's time zone, or a UTC instant.
 * @param read as for `loadMission`
 * @throws Problem invalid_input if the file or an option cannot be used, conflict if the pack has a line
 *   of that date, not_possible if no line is left
 * @throws PackFaults if the pack is faulty before, or would be afterwards (then nothing is kept)
 */
export async function setLine(
  packDir: string,
  file: string,
  effectiveDate: string,
  options: SetLineOptions,
  read = readSource,
): Promise<LineSet> {
  const mission = await loadMission(packDir, read);
  const effectiveFrom = instantOf(effectiveDate, mission);
  const left = options.territoryOf;
  const right = otherParty(mission, left);
  const name = effectiveDate.slice(0, 10);
  const target = join('lines', `${name}.geojson`);
  if (existsSync(join(packDir, target)) || mission.lines.some((l) => l.effectiveFrom === effectiveFrom))
    throw new Problem(
      'conflict',
      `The pack already has a line of ${name}. Remove ${target} first, or choose another date.`,
    );

  const shapes = await shapesOf(file);
  const lines = linesOf(shapes);
  const territory = polygonsOf(shapes, file);
  if (territory.length > 0)
    lines.push(...boundaryInside(territory, await countryOf(packDir, options.country), options.marginMetres ?? 0));
  const parts = lines.map((l) => simplified(l, options.toleranceMetres ?? 100));
  const long = parts.filter((p) => p.length > 1 && lengthOf(p) >= (options.shortestMetres ?? 1000));
  const short = parts.filter((p) => !long.includes(p));
  if (long.length === 0)
    throw new Problem(
      'not_possible',
      `No part of ${basename(file)} lies inside the country, so there is no line. Name another outline with --country.`,
    );

  const label = `${name} (${basename(file)})`;
  const feature = {
    type: 'Feature',
    properties: {
      id: `line-${name}`,
      effectiveFrom,
      label: Object.fromEntries(mission.languages.map((language) => [language, label])),
      left,
      right,
      sigmaMetres: options.sigmaMetres ?? 250,
      illustrative: false,
    },
    geometry: { type: 'MultiLineString', coordinates: long },
  };
  await writeFile(join(packDir, target), `${JSON.stringify(feature, null, 1)}\n`, { flag: 'wx' });
  try {
    await loadMission(packDir, read);
  } catch (error) {
    await rm(join(packDir, target));
    throw error;
  }
  const total = (list: Vertex[][]) => list.reduce((sum, p) => sum + lengthOf(p), 0);
  return {
    file: target,
    id: feature.properties.id,
    effectiveFrom,
    parts: long.length,
    vertices: long.reduce((n, p) => n + p.length, 0),
    lengthMetres: total(long),
    leftOut: { parts: short.length, lengthMetres: total(short) },
    left,
    right,
  };
}

function instantOf(date: string, mission: Mission): string {
  if (/^\d{4}-\d\d-\d\d$/.test(date)) return dayInterval(date, { ...mission.calendar, dayEnds: '00:00' }).to;
  const at = Date.parse(date);
  if (!/^\d{4}-\d\d-\d\dT.*Z$/.test(date) || Number.isNaN(at))
    throw new Problem('invalid_input', `"${date}" is neither a date YYYY-MM-DD nor a UTC instant.`);
  return new Date(at).toISOString();
}

/** The party across the line, as the newest line of the pack has it. */
function otherParty(mission: Mission, party: string): string {
  const newest = mission.lines.reduce((a, b) => (b.effectiveFrom > a.effectiveFrom ? b : a));
  if (party === newest.left) return newest.right;
  if (party === newest.right) return newest.left;
  const known = [newest.left, newest.right].sort().join(', ');
  throw new Problem('invalid_input', `"${party}" has no side of the line. The parties with a side are: ${known}.`);
}

async function shapesOf(file: string): Promise<Shape[]> {
  let root: unknown;
  try {
    root = JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    throw new Problem('invalid_input', `${file} cannot be read as GeoJSON: ${(error as Error).message}`);
  }
  const shapes: Shape[] = [];
  const collect = (value: unknown): void => {
    const node = (value ?? {}) as { type?: string; features?: unknown[]; geometry?: unknown; geometries?: unknown[] };
    if (node.type === 'FeatureCollection') node.features?.forEach(collect);
    else if (node.type === 'Feature') collect(node.geometry);
    else if (node.type === 'GeometryCollection') node.geometries?.forEach(collect);
    else if (/^(Multi)?(Polygon|LineString)$/.test(node.type ?? '')) shapes.push(node as Shape);
    else
      throw new Problem(
        'invalid_input',
        `${basename(file)} holds a ${node.type ?? 'nameless shape'}; polygons and lines can be used.`,
      );
  };
  collect(root);
  if (shapes.length === 0) throw new Problem('invalid_input', `${basename(file)} holds no shape.`);
  return shapes;
}

function linesOf(shapes: Shape[]): Vertex[][] {
  return shapes.flatMap(({ type, coordinates }) => {
    if (type === 'LineString') return [flat(coordinates as number[][])];
    return type === 'MultiLineString' ? (coordinates as number[][][]).map(flat) : [];
  });
}

function polygonsOf(shapes: Shape[], file: string): Polygons {
  const polygons = shapes.flatMap(({ type, coordinates }) => {
    if (type === 'Polygon') return [(coordinates as number[][][]).map(flat)];
    return type === 'MultiPolygon' ? (coordinates as number[][][][]).map((p) => p.map(flat)) : [];
  });
  const faults = polygons.flatMap((polygon, p) =>
    polygon.flatMap((ring, r) =>
      ringFaults(ring).map((what) => ({ pointer: `/${p}/${r}`, detail: `the ring ${what}` })),
    ),
  );
  if (faults.length > 0)
    throw new Problem('invalid_input', `${basename(file)} holds polygons that are not sound.`, faults);
  return polygons;
}

/** Heights are dropped, and vertices that repeat the one before. */
function flat(line: number[][]): Vertex[] {
  const vertices = line.map(([lon = NaN, lat = NaN]): Vertex => [lon, lat]);
  return vertices.filter((v, i) => i === 0 || v[0] !== vertices[i - 1]?.[0] || v[1] !== vertices[i - 1]?.[1]);
}

async function countryOf(packDir: string, given: string | undefined): Promise<Polygons> {
  const file = given ?? join(packDir, 'set-line', 'country.geojson');
  if (!existsSync(file))
    throw new Problem(
      'invalid_input',
      `There is no outline of the country at ${file}. Add one or name it with --country.`,
    );
  const polygons = polygonsOf(await shapesOf(file), file);
  if (polygons.length === 0) throw new Problem('invalid_input', `${basename(file)} holds no polygon.`);
  return polygons;
}
