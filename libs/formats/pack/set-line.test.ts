import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fromFix } from '#core/geo/estimate.js';
import { makeGeography } from '#core/geo/geography.js';
import { loadMission } from './load.js';
import { setLine } from './set-line.js';

const copies: string[] = [];

function copyOf(pack: string): string {
  const dir = mkdtempSync(join(tmpdir(), 'linewatch-line-'));
  copies.push(dir);
  cpSync(`missions/${pack}`, dir, { recursive: true });
  return dir;
}

function fileOf(geometry: object): string {
  const dir = mkdtempSync(join(tmpdir(), 'linewatch-line-'));
  copies.push(dir);
  writeFileSync(join(dir, 'shape.geojson'), JSON.stringify(geometry));
  return join(dir, 'shape.geojson');
}

afterAll(() => copies.forEach((dir) => rmSync(dir, { recursive: true })));

// Territory in the west of the small pack's island: its east edge, at 69.4, is the only one inside the country below.
const west = { type: 'Polygon', coordinates: [[[69.0, -49.6], [69.4, -49.6], [69.4, -49.0], [69.0, -49.0], [69.0, -49.6]]] }; // prettier-ignore
const island = { type: 'Polygon', coordinates: [[[69.1, -49.5], [69.9, -49.5], [69.9, -49.1], [69.1, -49.1], [69.1, -49.5]]] }; // prettier-ignore

describe('setLine', () => {
  it('keeps of a territory only the boundary inside the country, with the territory to the left', async () => {
    const dir = copyOf('two-valleys');
    const set = await setLine(dir, fileOf(west), '2026-03-01', { territoryOf: 'orrin', country: fileOf(island) });
    expect(set).toMatchObject({ parts: 1, left: 'orrin', right: 'vell', file: 'lines/2026-03-01.geojson' });
    // 0.4 degrees of meridian at latitude 49.3: 111.2 km per degree.
    expect(set.lengthMetres).toBeGreaterThan(44_400);
    expect(set.lengthMetres).toBeLessThan(44_600);
    // Midnight in the mission's time zone, five hours ahead of UTC.
    expect(set.effectiveFrom).toBe('2026-02-28T19:00:00.000Z');
    const line = (await loadMission(dir)).lines.find((l) => l.id === set.id);
    const [from, to] = [line?.coordinates[0]?.[0], line?.coordinates[0]?.at(-1)];
    expect(from?.[0]).toBeCloseTo(69.4, 4);
    expect(from?.[1]).toBeCloseTo(-49.5, 4);
    expect(to?.[1]).toBeCloseTo(-49.1, 4);
    expect(line?.illustrative).toBe(false);
  });

  it('gives mirrored parties the mirrored sides of the same line', async () => {
    const lines = await Promise.all(
      (['orrin', 'vell'] as const).map(async (party) => {
        const dir = copyOf('two-valleys');
        const set = await setLine(dir, fileOf(west), '2026-03-01', { territoryOf: party, country: fileOf(island) });
        return (await loadMission(dir)).lines.find((l) => l.id === set.id);
      }),
    );
    expect(lines[0]).toEqual({ ...lines[1], left: lines[1]?.right, right: lines[1]?.left });
  });

  it('turns a ring that runs clockwise, and the ring of a hole', async () => {
    const hole = [[69.2, -49.3], [69.3, -49.3], [69.3, -49.2], [69.2, -49.2], [69.2, -49.3]]; // prettier-ignore
    const clockwise = { type: 'Polygon', coordinates: [[...(west.coordinates[0] as number[][])].reverse(), hole] };
    const dir = copyOf('two-valleys');
    const set = await setLine(dir, fileOf(clockwise), '2026-03-01', { territoryOf: 'orrin', country: fileOf(island) });
    expect(set.parts).toBe(2);
    const geography = makeGeography(await loadMission(dir));
    const side = (lat: number, lon: number) => geography.sideOf(fromFix({ lat, lon }, 50), '2026-03-02T00:00:00.000Z');
    expect(side(-49.4, 69.35).orrin).toBeGreaterThan(0.99);
    expect(side(-49.4, 69.45).vell).toBeGreaterThan(0.99);
    expect(side(-49.25, 69.25).vell).toBeGreaterThan(0.99);
  });

  it('takes a file of lines as it is', async () => {
    const dir = copyOf('two-valleys');
    const line = { type: 'LineString', coordinates: [[69.45, -49.6], [69.45, -49.3], [69.45, -49.0]] }; // prettier-ignore
    const set = await setLine(dir, fileOf(line), '2026-03-01', { territoryOf: 'vell' });
    expect(set).toMatchObject({ parts: 1, vertices: 2, left: 'vell', right: 'orrin' });
  });

  it('refuses what cannot be a line, and leaves the pack as it was', async () => {
    const dir = copyOf('two-valleys');
    const country = fileOf(island);
    const point = fileOf({ type: 'Point', coordinates: [69, -49] });
    const before = readdirSync(join(dir, 'lines'));
    const refuse = async (file: string, date: string, party: string, why: RegExp) =>
      expect(setLine(dir, file, date, { territoryOf: party, country })).rejects.toThrow(why);
    await refuse(point, '2026-03-01', 'orrin', /holds a Point/);
    await refuse(fileOf(west), '2026-02-30', 'orrin', /is not a date/);
    await refuse(fileOf(west), 'soon', 'orrin', /neither a date/);
    await refuse(fileOf(west), '2026-03-01', 'third', /has no side of the line.*orrin, vell/);
    await refuse(fileOf(west), '2026-01-05', 'orrin', /already has a line/);
    await refuse(join(dir, 'absent.geojson'), '2026-03-01', 'orrin', /cannot be read/);
    const crossed = { type: 'Polygon', coordinates: [[[69, -49], [70, -48], [70, -49], [69, -48], [69, -49]]] }; // prettier-ignore
    await refuse(fileOf(crossed), '2026-03-01', 'orrin', /not sound/);
    const abroad = { type: 'Polygon', coordinates: [[[10, 10], [11, 10], [11, 11], [10, 10]]] }; // prettier-ignore
    await refuse(fileOf(abroad), '2026-03-01', 'orrin', /there is no line/);
    expect(readdirSync(join(dir, 'lines'))).toEqual(before);
  });
});

const data = '../shared/data/occupation-line';
const given = existsSync(data) ? describe : describe.skip;
given(`setLine on real territory (skipped where ${data} is absent)`, () => {
  // Lengths after simplification to 100 m, established by running; the line is commonly given as about 1,200 km.
  it.each([
    ['20240708', 1_100],
    ['20240914', 1_160],
    ['20240915', 1_160],
    ['20250203', 1_190],
    ['20250510', 1_200],
  ])('finds the line of %s, %i km or a little more', async (day, kilometres) => {
    const dir = copyOf('ukraine-line');
    const date = `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}`;
    const set = await setLine(dir, join(data, `deepstatemap_data_${day}.geojson`), date, { territoryOf: 'ru' });
    expect(set.lengthMetres / 1000).toBeGreaterThan(kilometres);
    expect(set.lengthMetres / 1000).toBeLessThan(kilometres + 20);
    const geography = makeGeography(await loadMission(dir));
    const side = (lat: number, lon: number) => geography.sideOf(fromFix({ lat, lon }, 500), set.effectiveFrom);
    for (const [lat, lon] of [
      [48.0, 37.8],
      [46.85, 35.37],
      [48.57, 39.31],
      [46.62, 32.72],
    ] as const)
      // prettier-ignore
      expect(side(lat, lon).ru).toBeGreaterThan(0.95);
    for (const [lat, lon] of [
      [47.84, 35.14],
      [48.72, 37.56],
      [49.99, 36.23],
      [46.65, 32.58],
    ] as const)
      // prettier-ignore
      expect(side(lat, lon).ua).toBeGreaterThan(0.95);
  });
});

const oblasts = '../shared/data/oblast-boundaries';
const givenOblasts = existsSync(oblasts) ? describe : describe.skip;
givenOblasts(`setLine on administrative boundaries (skipped where ${oblasts} is absent)`, () => {
  // An agreement may name an administrative boundary as the line: then its area is one side's territory.
  it.each(readdirIf(oblasts))('takes the part of %s inside the country as a line', async (file) => {
    const dir = copyOf('ukraine-line');
    const set = await setLine(dir, join(oblasts, file), '2020-01-01', { territoryOf: 'ua' });
    expect(set.left).toBe('ua');
    expect(set.lengthMetres).toBeGreaterThan(300_000);
    expect(set.lengthMetres).toBeLessThan(1_200_000);
  });
});

function readdirIf(dir: string): string[] {
  return existsSync(dir) ? readdirSync(dir).filter((f) => f.endsWith('.geojson')) : ['none'];
}
