import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Mission } from '#core/mission/types.js';
import { readManifest } from '#db/backup.js';
import { loadMission } from '#formats/pack/load.js';
import { schemaFaults } from '#formats/pack/schema-check.js';
import {
  agreementSchema,
  lineSchema,
  missionSchema,
  sectorsSchema,
  taxonomySchema,
  zonesSchema,
} from '#formats/pack/schema.js';
import { verificationSchema } from '#formats/pack/schema-verification.js';
import { readSettlements } from '#formats/pack/settlements.js';
import { setLine } from '#formats/pack/set-line.js';
import { readSource, type Source } from '#formats/pack/source.js';
import { parseProfile } from '#formats/profiles/load.js';
import { readImport } from '#formats/import.js';
import { readEnvironment } from '#host/environment.js';
import { all, inPieces, type Target } from '../engine/target.js';

const schemas: [string, object][] = [
  ['mission.yaml', missionSchema],
  ['agreement.yaml', agreementSchema],
  ['taxonomy.yaml', taxonomySchema],
  ['verification.yaml', verificationSchema],
  ['sectors.geojson', sectorsSchema],
  ['zones.geojson', zonesSchema],
  ['line.geojson', lineSchema],
];

/** A few rows for each profile of the model mission; made up, in the shape that it reads. */
const tables: Record<string, string[]> = {
  'firms-viirs': [
    'latitude,longitude,bright_ti4,scan,track,acq_date,acq_time,satellite,instrument,confidence,version,bright_ti5,frp,daynight\n48.1,38.2,330,0.4,0.4,2026-11-01,0130,N,VIIRS,n,2.0NRT,290,3.2,N\n',
  ],
  geojson: [
    '{"type":"FeatureCollection","features":[{"type":"Feature","id":1,"properties":{"name":"A","type":"x"},"geometry":{"type":"Point","coordinates":[38.2,48.1]}}]}',
  ],
};

/** Files that an operator brings: profiles, packs, lines, manifests, settings; and tables read by profiles. */
export function packTargets(mission: Mission, model: string): Target[] {
  const folder = mkdtempSync(join(tmpdir(), 'linewatch-fuzz-'));
  const small = 'missions/two-valleys';
  const put = (name: string, bytes: Uint8Array | string): string => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), bytes);
    return name;
  };
  const packFiles = [
    'mission.yaml',
    'agreement.yaml',
    'taxonomy.yaml',
    'verification.yaml',
    'settlements.csv',
    'zones.geojson',
    'sectors.geojson',
    'lines/2026-01-05.geojson',
  ];
  for (const file of [...packFiles, 'attribution.yaml', 'wording.yaml'])
    put(`pack/${file}`, readFileSync(join(small, file)));
  // Most of a pack is the same in every case: only what was changed is read anew.
  const read = new Map<string, Promise<Source>>();
  const otherThan = (changed: string) => (dir: string, file: string) => {
    if (file === changed) return readSource(dir, file);
    let source = read.get(file);
    if (!source) read.set(file, (source = readSource(dir, file)));
    return source;
  };
  const square = [[[37, 47], [40, 47], [40, 50], [37, 50], [37, 47]]]; // prettier-ignore
  const country = join(folder, put('country.geojson', JSON.stringify({ type: 'Polygon', coordinates: square })));
  const profileFolder = join(model, 'profiles');
  const profiles = readdirSync(profileFolder).map((file) => {
    const text = readFileSync(join(profileFolder, file), 'utf8');
    return { name: file.replace(/\.ya?ml$/, ''), text, profile: parseProfile(text, file) };
  });
  const header = (name: string) => {
    const { profile } = profiles.find((p) => p.name === name)!;
    const columns = Object.values(profile.columns).map(([first]) => first ?? '');
    const row = columns.map((_, i) => ['2026-11-01', '12:30', '48.1', '38.2', '3 km N', 'x'][i % 6]);
    const delimiter = profile.csv.delimiter ?? ',';
    const before = 'skip\n'.repeat(profile.csv.skipRecords);
    return `${before}${columns.join(delimiter)}\n${row.join(delimiter)}\n`;
  };
  return [
    ...profiles.map(({ name, profile }): Target => ({
      name: `import-${name}`,
      reads: `rows by the profile ${name}`,
      seeds: [...(tables[name] ?? []), ...(profile.format === 'csv' ? [header(name)] : [])],
      dictionary: ['2026-11-01', '23:50-00:20', '3 km SSE of', '48,5', '"', '\n', ...profile.unknown],
      json: profile.format !== 'csv',
      longest: 8_192,
      read: (bytes) => all(readImport(profile, inPieces(bytes), mission), 500),
    })),
    {
      name: 'profile',
      mostMs: 1000,
      longest: 16_384,
      reads: 'import profiles',
      seeds: profiles.map(({ text }) => text).filter((text) => text.length < 6000),
      dictionary: ['columns:', 'records:', 'when:', '&a ', '*a', '<<: ', '!!js/function ', '? ', '- '],
      read: (bytes) => parseProfile(bytes.toString('utf8'), 'a.yaml'),
    },
    {
      name: 'pack-file',
      mostMs: 1000,
      longest: 16_384,
      reads: 'one file of a mission pack: YAML, GeoJSON, its schema, the line of each fault',
      seeds: packFiles
        .filter((file) => !file.endsWith('.csv'))
        .map((file) => readFileSync(join(small, file)))
        .filter((b) => b.length < 9000),
      dictionary: ['&a ', '*a', '<<: ', '- ', ': ', '|\n', '!!binary ', 'coordinates', '[[[', '1e309', '.nan', '.inf'],
      read: async (bytes) => {
        const [file, schema] = schemas[bytes.length % schemas.length]!;
        put(file, bytes);
        const source = await readSource(folder, file);
        const faults = [...source.faults, ...schemaFaults(source, schema)];
        for (const fault of faults)
          if (!(fault.line >= 1) || fault.message === '' || fault.remedy === '')
            throw new Error(`a fault without line, word or remedy: ${JSON.stringify(fault)}`);
        return faults.map(({ line }) => line);
      },
    },
    {
      name: 'settlements',
      reads: 'the table of settlements of a pack',
      seeds: ['id,lat,lon,radiusMetres,population,name.en,name.uk\na,48,38,500,,Ford,Брід\n'],
      dictionary: ['id', 'name.', '"', '\n', '\ufeff', '1e309', '0x1'],
      read: async (bytes) => readSettlements(folder, put('settlements.csv', bytes)),
    },
    {
      name: 'pack',
      mostMs: 1000,
      longest: 16_384,
      reads: 'a whole mission pack of which one file was changed',
      seeds: [
        JSON.stringify({
          file: 'zones.geojson',
          text: readFileSync(join(small, 'zones.geojson'), 'utf8').slice(0, 4000),
        }),
        JSON.stringify({
          file: 'taxonomy.yaml',
          text: readFileSync(join(small, 'taxonomy.yaml'), 'utf8').slice(0, 6000),
        }),
      ],
      json: true,
      refusals: ['PackFaults'],
      read: async (bytes) => {
        const { file, text } = jsonOr<{ file?: unknown; text?: unknown }>(bytes, {});
        const named = typeof file === 'string' ? file : JSON.stringify(file ?? null);
        const chosen = packFiles[named.length % packFiles.length]!;
        put(`pack/${chosen}`, typeof text === 'string' ? text : JSON.stringify(text ?? null));
        try {
          return (await loadMission(join(folder, 'pack'), otherThan(chosen))).provisions.length;
        } finally {
          put(`pack/${chosen}`, readFileSync(join(small, chosen)));
        }
      },
    },
    {
      name: 'line',
      mostMs: 1000,
      longest: 16_384,
      reads: 'territory or lines from which the line in force is made',
      seeds: [JSON.stringify({ type: 'Feature', properties: {}, geometry: { type: 'Polygon', coordinates: [[[38, 48], [39, 48], [39, 49], [38, 49], [38, 48]]] } })], // prettier-ignore
      refusals: ['PackFaults'],
      dictionary: ['"MultiPolygon"', '"LineString"', '[[[', '"coordinates":', '1e309', '180', '-90'],
      json: true,
      read: async (bytes) => {
        const file = join(folder, put('territory.geojson', bytes));
        const options = { territoryOf: mission.parties[0]!.id, country };
        const made = 'lines/2026-11-01.geojson';
        const line = await setLine(join(folder, 'pack'), file, '2026-11-01', options, otherThan(made));
        rmSync(join(folder, 'pack', line.file));
        return line;
      },
    },
    {
      name: 'backup',
      reads: 'the manifest of a backup',
      seeds: [
        '{"format":"linewatch-backup","version":1,"writtenAt":"2026-11-22T05:00:00.000Z","migrations":["a"],"files":[{"table":"t","path":"tables/t.ndjson.gz","rows":1,"sha256":"00"}],"blobs":{"count":0,"missing":[]},"head":null}',
      ],
      json: true,
      read: async (bytes) => {
        put('manifest.json', bytes);
        return readManifest(folder);
      },
    },
    {
      name: 'environment',
      reads: 'settings',
      seeds: [
        '{"LINEWATCH_PORT":"8080","DATABASE_URL":"postgres://a:b@c/d","EVIDENCE_URL":"s3+https://K:S@h/b?region=r","LINEWATCH_SMTP_URL":"smtp://h:25"}',
      ],
      dictionary: ['LINEWATCH_HOST', 'REDIS_URL', 'redis://', 'postgres://', 's3+https://', '%', '@', ':0'],
      json: true,
      refusals: ['EnvironmentFaults'],
      read: (bytes) => {
        const given = jsonOr<Record<string, unknown>>(bytes, {});
        const texts = Object.entries(given).filter(
          (pair): pair is [string, string] => typeof pair[1] === 'string' && !pair[0].endsWith('_FILE'),
        );
        return readEnvironment(Object.fromEntries(texts), folder);
      },
      close: async () => rmSync(folder, { recursive: true, force: true }),
    },
  ];
}

/** JSON of an object, or what stands for it where the bytes are none: here only what it holds is tried. */
function jsonOr<T extends object>(bytes: Buffer, other: T): T {
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'));
    return typeof value === 'object' && value !== null ? (value as T) : other;
  } catch {
    return other;
  }
}
