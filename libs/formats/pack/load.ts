import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { checkMission } from '#core/mission/check.js';
import type { LineVersion, Mission, Rings, Sector, Zone } from '#core/mission/types.js';
import { PackFaults, type PackFault } from './fault.js';
import { attributionSchema, wordingSchema } from './schema-attribution.js';
import { agreementSchema, lineSchema, missionSchema, sectorsSchema, taxonomySchema, zonesSchema } from './schema.js';
import { schemaFaults } from './schema-check.js';
import { verificationSchema } from './schema-verification.js';
import { readSettlements } from './settlements.js';
import { readSource, type Source } from './source.js';

/** GeoJSON of the pack after its schema has been checked. */
interface Feature {
  properties: Record<string, never>;
  geometry: { type: string; coordinates: never };
}

interface OptionalFile {
  source: Source | null;
  schema: object;
}

const settlementsFile = 'settlements.csv';

/**
 * Loads and checks a mission pack: mission.yaml, agreement.yaml, taxonomy.yaml, verification.yaml, lines/*.geojson,
 * sectors.geojson, zones.geojson, settlements.csv; attribution.yaml and wording.yaml where there are any.
 * @param read how a file is read; whoever loads the same pack over and over may keep what has not changed
 * @throws PackFaults with all faults of all files at once; how the parts fit together is left out
 *   where a file could not be read at all
 */
export async function loadMission(dir: string, read: typeof readSource = readSource): Promise<Mission> {
  const files = await filesOf(dir);
  const [main, agreement, taxonomy, verification, sectors, zones] = await Promise.all([
    read(dir, 'mission.yaml'),
    read(dir, 'agreement.yaml'),
    read(dir, 'taxonomy.yaml'),
    read(dir, 'verification.yaml'),
    read(dir, 'sectors.geojson'),
    read(dir, 'zones.geojson'),
  ]);
  const lines = await Promise.all(files.filter((f) => /^lines\/[^/]+\.geojson$/.test(f)).map((f) => read(dir, f)));
  // Left out, the working values and words of the program hold.
  const [attribution, wording] = (await Promise.all(
    (
      [
        ['attribution.yaml', attributionSchema],
        ['wording.yaml', wordingSchema],
      ] as const
    ).map(async ([file, schema]) => ({
      source: files.includes(file) ? await read(dir, file) : null,
      schema,
    })),
  )) as [OptionalFile, OptionalFile];
  const places = await readSettlements(dir, settlementsFile);
  const shapes: [Source, object][] = [
    [main, missionSchema],
    [agreement, agreementSchema],
    [taxonomy, taxonomySchema],
    [verification, verificationSchema],
    [sectors, sectorsSchema],
    [zones, zonesSchema],
    ...[attribution, wording].flatMap(({ source, schema }): [Source, object][] => (source ? [[source, schema]] : [])),
    ...lines.map((l): [Source, object] => [l, lineSchema]),
  ];
  const faults: PackFault[] = [
    ...shapes.flatMap(([source, schema]) => [...source.faults, ...schemaFaults(source, schema)]),
    ...places.faults,
  ];
  if (lines.length === 0)
    faults.push({ file: 'lines', line: 1, path: '', message: 'there is no line', remedy: 'Add lines/<name>.geojson.' });

  const locate = (path: string): { source: Source | null; pointer: string } => {
    const [, section = '', index = '', ...rest] = path.split('/');
    if (['provisions', 'gravityMatrix', 'standardOfProof'].includes(section))
      return { source: agreement, pointer: path };
    if (['eventKinds', 'means', 'weapons'].includes(section)) return { source: taxonomy, pointer: path };
    if (section === 'verification') return { source: verification, pointer: path.slice('/verification'.length) };
    if (section === 'attribution') return { source: attribution.source, pointer: path.slice('/attribution'.length) };
    if (section === 'settlements') return { source: null, pointer: `/${rest.join('/')}` };
    const inFeature = /^(polygons|coordinates)$/.test(rest[0] ?? '')
      ? '/geometry/coordinates'
      : ['/properties', ...rest].join('/');
    if (section === 'lines') return { source: lines[Number(index)] ?? null, pointer: inFeature };
    if (section === 'sectors') return { source: sectors, pointer: `/features/${index}${inFeature}` };
    if (section === 'zones') return { source: zones, pointer: `/features/${index}${inFeature}` };
    return { source: main, pointer: path };
  };
  const sound = ({ source }: OptionalFile) => !faults.some((f) => f.file === source?.file);
  const mission = {
    ...draft(main.data, agreement.data, taxonomy.data),
    verification: verification.data,
    lines: lines.map((l) => lineOf(l.data)),
    sectors: featuresOf(sectors.data).map((f) => areaOf(f) as unknown as Sector),
    zones: featuresOf(zones.data).map((f) => areaOf(f) as unknown as Zone),
    settlements: places.settlements,
    ...(attribution.source && sound(attribution) && { attribution: attribution.source.data }),
    ...(wording.source && sound(wording) && { wording: wording.source.data }),
    digest: await digestOf(dir, files),
  } as Mission;
  // Where a whole file could not be read, references into it cannot be judged.
  const readable = places.readable && shapes.every(([source]) => source.data !== undefined);
  for (const f of readable ? checkMission(mission, brokenItems(faults, lines)) : []) {
    const { source, pointer } = locate(f.path);
    const line = source ? source.lineOf(pointer) : (places.lines[Number(f.path.split('/')[2])] ?? 1);
    faults.push({ ...f, file: source?.file ?? settlementsFile, line, path: pointer });
  }
  if (faults.length === 0) return mission;
  throw new PackFaults(
    dir,
    faults.sort((a, b) => a.file.localeCompare(b.file, 'en') || a.line - b.line),
  );
}

/** Items of lists in which the schema found a fault, as pointers into Mission. */
function brokenItems(faults: PackFault[], lines: Source[]): Set<string> {
  return new Set(
    faults.map(({ file, path }) => {
      const [, section = '', index = ''] = path.split('/');
      const line = lines.findIndex((l) => l.file === file);
      if (line >= 0) return `/lines/${line}`;
      if (file === 'verification.yaml') return '/verification';
      if (section === 'features') return `/${file.replace('.geojson', '')}/${index}`;
      return `/${section}/${index}`;
    }),
  );
}

/** What could be read of the three YAML files; whatever is missing or of another type is left empty. */
function draft(main: unknown, agreement: unknown, taxonomy: unknown): Partial<Mission> {
  const given = { ...record(main), ...record(agreement), ...record(taxonomy) };
  const list = (name: string) => {
    const value = given[name];
    return Array.isArray(value) ? value.map((item) => ({ ...record(item), id: String(record(item).id ?? '') })) : [];
  };
  return {
    ...(given as Partial<Mission>),
    name: record(given.name) as Mission['name'],
    thresholds: sectionsOf(given.thresholds) as unknown as Mission['thresholds'],
    leadOrganisation: record(given.leadOrganisation) as Mission['leadOrganisation'],
    languages: Array.isArray(given.languages) ? given.languages.map(String) : [],
    calendar: { timeZone: 'UTC', dayEnds: '19:30', weekEndsOn: 7, ...record(given.calendar) },
    parties: list('parties') as unknown as Mission['parties'],
    escalation: list('escalation') as unknown as Mission['escalation'],
    provisions: list('provisions') as unknown as Mission['provisions'],
    eventKinds: list('eventKinds') as unknown as Mission['eventKinds'],
    means: list('means') as unknown as Mission['means'],
    weapons: list('weapons') as unknown as Mission['weapons'],
  };
}

/** Every group of thresholds that rules look into, empty where it was not given. */
function sectionsOf(thresholds: unknown): Record<string, unknown> {
  const given = record(thresholds);
  const groups = ['intake', 'verification', 'escalation'].map((name) => [name, record(given[name])]);
  return { ...given, ...(Object.fromEntries(groups) as Record<string, unknown>) };
}

function lineOf(data: unknown): LineVersion {
  const { properties } = record(data);
  const geometry = record(record(data).geometry);
  const { coordinates } = geometry;
  return {
    ...(record(properties) as unknown as LineVersion),
    coordinates: (geometry.type === 'LineString' ? [coordinates] : coordinates) as [number, number][][],
  };
}

function featuresOf(data: unknown): Feature[] {
  const { features } = record(data);
  return Array.isArray(features) ? (features as Feature[]) : [];
}

function areaOf(feature: Feature): Record<string, unknown> {
  const geometry = record(record(feature).geometry);
  const polygons = geometry.type === 'Polygon' ? [geometry.coordinates as Rings] : (geometry.coordinates as Rings[]);
  const properties = record(record(feature).properties);
  return { ...properties, id: String(properties.id ?? ''), polygons };
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

/** Relative names of the pack's files with forward slashes, sorted; hidden files are no part of it. */
async function filesOf(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { withFileTypes: true, recursive: true }).catch((error: NodeJS.ErrnoException) => {
    const message = error.code === 'ENOENT' ? 'there is no such folder' : `the folder cannot be read: ${error.message}`;
    throw new PackFaults(dir, [{ file: dir, line: 1, path: '', message, remedy: 'Name the folder of a pack.' }]);
  });
  return entries
    .filter((e) => e.isFile() && !e.name.startsWith('.'))
    .map((e) => relative(dir, join(e.parentPath, e.name)).split(sep).join('/'))
    .sort();
}

async function digestOf(dir: string, files: string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const file of files) {
    const bytes = await readFile(join(dir, file));
    hash.update(`${file}\0${bytes.length}\0`).update(bytes);
  }
  return hash.digest('hex');
}
