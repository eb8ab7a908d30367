import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fromFix } from '#core/geo/estimate.js';
import { makeGeography } from '#core/geo/geography.js';
import { PackFaults } from './fault.js';
import { loadMission } from './load.js';

const pack = 'missions/two-valleys';
const copies: string[] = [];

/** A copy of the small pack with one file changed by a replacement that must apply. */
function changed(file: string, edits: [string | RegExp, string][]): string {
  const dir = mkdtempSync(join(tmpdir(), 'linewatch-pack-'));
  copies.push(dir);
  cpSync(pack, dir, { recursive: true });
  const before = readFileSync(join(dir, file), 'utf8');
  const after = edits.reduce((text, [from, to]) => text.replace(from, to), before);
  if (after === before) throw new Error(`nothing to change in ${file}`);
  writeFileSync(join(dir, file), after);
  return dir;
}

async function faultsOf(dir: string) {
  const error = await loadMission(dir).catch((e: unknown) => e);
  if (!(error instanceof PackFaults)) throw new Error(`expected faults, got ${String(error)}`);
  return error.faults;
}

afterAll(() => copies.forEach((dir) => rmSync(dir, { recursive: true })));

describe('loadMission', () => {
  it('loads the small pack and fills in defaults', async () => {
    const mission = await loadMission(pack);
    expect(mission.parties.map((p) => p.id).sort()).toEqual(['orrin', 'vell']);
    expect(mission.lines[0]?.coordinates[0]).toHaveLength(5);
    expect(mission.sectors).toHaveLength(1);
    expect(mission.settlements[1]).toEqual({
      id: 'high-farm',
      lat: -49.18,
      lon: 69.35,
      radiusMetres: 300,
      population: null,
      name: { en: 'High Farm', fr: 'Haute-Ferme' },
    });
    expect(mission.thresholds.fusion.maxMetres).toBeGreaterThan(0);
    expect(mission.provisions[0]).toMatchObject({ binds: [], inForceUntil: null });
    expect(mission.digest).toMatch(/^[0-9a-f]{64}$/);
  });

  it('gives another digest as soon as one byte of one file changes', async () => {
    const [a, b] = await Promise.all([loadMission(pack), loadMission(changed('settlements.csv', [['1200', '1201']]))]);
    expect(a.digest).not.toBe(b.digest);
  });

  it('lists the faults of all files at once, each with file and line', async () => {
    const dir = changed('mission.yaml', [
      ["dayEnds: '06:00'", 'dayEnds: "25:00"'],
      ['id: vell\n', 'id: Vell!\n'],
    ]);
    writeFileSync(
      join(dir, 'taxonomy.yaml'),
      readFileSync(join(dir, 'taxonomy.yaml'), 'utf8')
        .replace('harm: 0.6', 'harm: 6')
        .replace('category: weapons', 'category: arms'),
    );
    writeFileSync(
      join(dir, 'settlements.csv'),
      readFileSync(join(dir, 'settlements.csv'), 'utf8').replace('-49.31,', 'north,'),
    );
    const found = (await faultsOf(dir)).map((f) => `${f.file}:${f.line}`);
    expect(found).toEqual(
      expect.arrayContaining([
        'mission.yaml:8',
        'mission.yaml:13',
        'taxonomy.yaml:6',
        'taxonomy.yaml:21',
        'settlements.csv:5',
      ]),
    );
  });

  it.each<[string, string, [string | RegExp, string][], string, number]>([
    [
      'an unknown event kind',
      'agreement.yaml',
      [['[blast, gunfire]', '[blast, thunder]']],
      'there is no kind of event "thunder"',
      9,
    ],
    [
      'an unknown party',
      'agreement.yaml',
      [["version: '1'", "version: '1'\n    binds: [third]"]],
      'there is no party "third"',
      8,
    ],
    [
      'an unknown zone',
      'agreement.yaml',
      [['eventKinds: [blast', 'zones: [moon]\n    eventKinds: [blast']],
      'there is no zone "moon"',
      9,
    ],
    ['a field of another kind', 'agreement.yaml', [['kind: access', 'kind: withdrawal']], 'needs "withdrawal"', 20],
    ['an id used twice', 'agreement.yaml', [['id: guns-back', 'id: no-fire']], 'already used by item 1', 11],
    ['the reserved id', 'agreement.yaml', [['id: guns-back', 'id: none']], 'reserved', 11],
    ['a missing language', 'mission.yaml', [[', fr: orrinien', '']], 'no text in "fr"', 12],
    ['an unknown time zone', 'mission.yaml', [['Indian/Kerguelen', 'Moon/Base']], 'not a known time zone', 8],
    [
      'a line without its party',
      'lines/2026-01-05.geojson',
      [['"right": "vell"', '"right": "vel"']],
      'no party "vel"',
      8,
    ],
    [
      'one party on both sides',
      'lines/2026-01-05.geojson',
      [['"right": "vell"', '"right": "orrin"']],
      'the same party',
      8,
    ],
    [
      'a line that crosses itself',
      'lines/2026-01-05.geojson',
      [['[69.5, -49.0]]', '[69.5, -49.0], [69.6, -49.4], [69.3, -49.4]]']],
      'crosses itself',
      14,
    ],
    ['an open ring', 'sectors.geojson', [[', [69.1, -49.6]]]', ', [69.1, -49.5]]]']], 'not closed', 7],
    [
      'sectors that overlap',
      'sectors.geojson',
      [
        [
          '"features": [',
          '"features": [{"type": "Feature", "properties": {"id": "east", "name": {"en": "E", "fr": "E"}}, "geometry": {"type": "Polygon", "coordinates": [[[69.8, -49.5], [70.2, -49.5], [70.2, -49.1], [69.8, -49.1], [69.8, -49.5]]]}},',
        ],
      ],
      'sector "island" overlaps sector "east"',
      7,
    ],
    ['a place off the globe', 'settlements.csv', [['-49.52,69.68', '-49.52,469.68']], 'not on Earth', 7],
    ['certain confusion', 'taxonomy.yaml', [['gunfire: 0.1', 'gunfire: 0.6, weapon-seen: 0.5']], 'add up to 1.100', 8],
    ['no line at the ceasefire', 'mission.yaml', [["'2026-01-05T", "'2025-01-05T"]], 'no line is in effect', 6],
    ['broken YAML', 'agreement.yaml', [['provisions:', 'provisions: [']], '', 2],
    ['broken JSON', 'zones.geojson', [['"features": [', '"features": [{]']], '', 3],
  ])('points at %s', async (_, file, edits, message, line) => {
    const faults = await faultsOf(changed(file, edits));
    expect(faults.map((f) => ({ file: f.file, line: f.line, message: f.message }))).toContainEqual({
      file,
      line,
      message: expect.stringContaining(message) as unknown as string,
    });
    for (const f of faults) expect(f.remedy).not.toBe('');
  });

  it.each(['mission.yaml', 'agreement.yaml', 'zones.geojson', 'lines/2026-01-05.geojson', 'wording.yaml'])(
    'says what is wrong where %s holds something else',
    async (file) => {
      for (const text of ['null', '[]', '1', '""']) {
        const dir = changed('mission.yaml', [['id: vell\n', 'id: vell \n']]);
        writeFileSync(join(dir, file), text);
        expect((await faultsOf(dir)).length).toBeGreaterThan(0);
      }
    },
  );

  it('says that there is no such folder', async () => {
    expect((await faultsOf('missions/of-no-world')).map((f) => f.message)).toEqual(['there is no such folder']);
  });

  it('says which files are missing', async () => {
    const dir = changed('mission.yaml', [['06:00', '06:30']]);
    rmSync(join(dir, 'taxonomy.yaml'));
    rmSync(join(dir, 'settlements.csv'));
    expect((await faultsOf(dir)).map((f) => `${f.file} ${f.message}`)).toEqual([
      'settlements.csv the file is missing',
      'taxonomy.yaml the file is missing',
    ]);
  });
});

describe('the pack ukraine-line', () => {
  it('is sound and holds what it must', async () => {
    const mission = await loadMission('missions/ukraine-line');
    expect(mission.provisions.length).toBeGreaterThanOrEqual(12);
    expect(new Set(mission.provisions.map((p) => p.kind))).toEqual(
      new Set(['prohibition', 'withdrawal', 'ceiling', 'presence', 'access', 'condition']),
    );
    expect(mission.provisions.find((p) => p.presence)?.presence).toMatchObject({ benchmark: 283, periodDays: 365 });
    expect(mission.provisions.find((p) => p.presence)?.presence?.contributors).toHaveLength(6);
    expect(mission.sectors.length).toBeGreaterThanOrEqual(8);
    expect(mission.settlements.length).toBeGreaterThanOrEqual(150);
    expect(mission.lines.every((l) => l.illustrative && /illustrative/i.test(l.label.en ?? ''))).toBe(true);
  });

  it('has sectors that reach as deep on either side of the line, and hold all of it', async () => {
    const mission = await loadMission('missions/ukraine-line');
    const geography = makeGeography(mission);
    const line = mission.lines[0];
    for (const [lon, lat] of line?.coordinates.flat() ?? []) expect(geography.sectorOf({ lat, lon })).not.toBeNull();
    const sides: Record<string, number> = { [line?.left ?? '']: 0, [line?.right ?? '']: 0 };
    for (let lat = 46; lat < 51.6; lat += 0.05)
      for (let lon = 31; lon < 39; lon += 0.05) {
        if (geography.sectorOf({ lat, lon }) === null) continue;
        const at = geography.sideOf(fromFix({ lat, lon }, 10), mission.ceasefireFrom);
        for (const [party, p] of Object.entries(at)) sides[party] = (sides[party] ?? 0) + p;
      }
    const [a = 0, b = 0] = Object.values(sides);
    expect(Math.abs(a - b) / (a + b)).toBeLessThan(0.05);
  });

  it('binds every party alike', async () => {
    const mission = await loadMission('missions/ukraine-line');
    expect(mission.provisions.filter((p) => p.binds.length > 0)).toEqual([]);
  });
});
