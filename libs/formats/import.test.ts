import fc from 'fast-check';
import { Problem } from '#core/errors.js';
import type { Mission } from '#core/mission/types.js';
import { readImport, type ImportItem } from './import.js';
import { loadMission } from './pack/load.js';
import { loadProfile, parseProfile } from './profiles/load.js';
import type { ImportProfile } from './profiles/profile.js';

async function run(profile: ImportProfile, text: string, mission: Mission): Promise<ImportItem[]> {
  async function* bytes() {
    yield Buffer.from(text);
  }
  const items: ImportItem[] = [];
  for await (const item of readImport(profile, bytes(), mission)) items.push(item);
  return items;
}

/** Rows made up for this test in the manner of the published tables. */
const violations = `SMM position,Event location,Means,No.,Observation,Description,Weapon,"Date, time"
SMM camera in Avdiivka (at an edge of town),3-5km SSE,Recorded,2,Explosion,Undetermined,N/K,"12.02.2026, 21:23"
Svitlodarsk,0.6-4km south and south-south-west,Heard,about 45,Burst,,Small arms,"13.02.2026, 00:05-00:45"
Popasna,2km N,Saw,1,Projectile,W to E,N/K,"13.02.2026, 23:50-00:10"
Popasna,N/K,Heard,at least 98,Shot,,HMG,13.02.2026
Popasna,4km NW,Heard,3,Explosion,Impact (assessed as live-fire exercise),Mortar (120mm),"14.02.2026, 10:00"
Popasna,4km NW,Heard,3,Explosion,Impact,Mortar (type undetermined),"29.03.2026, 03:30"
Popasna,4km NW,Heard,3,Explosion,Impact,Tank,"25.10.2026, 03:30"
Nowhereville,4km NW,Heard,3,Explosion,,N/K,"14.02.2026, 10:00"
Popasna,over there,Heard,3,Explosion,,N/K,"14.02.2026, 10:00"
Popasna,4km NW,Guessed,3,Explosion,,N/K,"14.02.2026, 10:00"
Popasna,4km NW,Heard,3,Thunder,,N/K,"14.02.2026, 10:00"
Popasna,4km NW,Heard,many,Explosion,,N/K,"14.02.2026, 10:00"
Popasna,4km NW,Heard,3,Explosion,,N/K,"30.02.2026, 10:00"
Popasna,4km NW,Heard,3,Explosion
`;

describe('a table of ceasefire violations', () => {
  it('gives every row a sighting or a reason', async () => {
    const mission = await loadMission('missions/ukraine-line');
    const items = await run(await loadProfile('missions/ukraine-line', 'smm-cfv'), violations, mission);
    const inputs = items.map((i) => i.input);
    expect(inputs[0]).toMatchObject({
      type: 'observation',
      kind: 'explosion',
      means: 'camera',
      count: 2,
      start: '2026-02-12T19:23:00.000Z',
      end: '2026-02-12T19:24:00.000Z',
      sourceTime: '12.02.2026, 21:23',
      place: { type: 'bearing_range', bearing: 'SSE', distanceFromMetres: 3000, distanceToMetres: 5000 },
      provider: 'mission',
    });
    expect(inputs[0]).not.toHaveProperty('weapon');
    expect(inputs[1]).toMatchObject({
      kind: 'burst',
      weapon: 'small_arms',
      count: 45,
      start: '2026-02-12T22:05:00.000Z',
      end: '2026-02-12T22:45:00.000Z',
      place: { bearing: 191.25, bearingSigmaDegrees: 12.99, distanceFromMetres: 600, distanceToMetres: 4000 },
    });
    expect(inputs[2]).toMatchObject({ start: '2026-02-13T21:50:00.000Z', end: '2026-02-13T22:10:00.000Z' });
    // Direction unknown: within earshot, R/2 on each axis. Only a date: the whole local day.
    const reach = mission.means.find((m) => m.id === 'heard')?.rangeMetres ?? 0;
    expect(inputs[3]).toMatchObject({
      count: 98,
      countIsAtLeast: true,
      start: '2026-02-12T22:00:00.000Z',
      end: '2026-02-13T22:00:00.000Z',
      place: { type: 'fix', precisionMetres: Math.hypot(reach / 2, 900) },
    });
    expect(inputs[4]).toMatchObject({ kind: 'live_fire_exercise', weapon: 'mortar_120' });
    // 03:30 is skipped on 29 March (meant by a clock not put forward) and comes twice on 25 October.
    expect(inputs[5]).toMatchObject({ start: '2026-03-29T01:30:00.000Z', end: '2026-03-29T01:31:00.000Z' });
    expect(inputs[6]).toMatchObject({ start: '2026-10-25T00:30:00.000Z', end: '2026-10-25T01:31:00.000Z' });
    expect(items.slice(7).map((i) => [i.row, i.refused?.field])).toEqual([
      [9, 'position'],
      [10, 'where'],
      [11, 'means'],
      [12, 'kind'],
      [13, 'count'],
      [14, 'date'],
      [15, ''],
    ]);
    for (const { refused } of items.slice(7)) expect(refused?.remedy).not.toBe('');
  });

  it('gives the same ids each time, and another id to another row', async () => {
    const mission = await loadMission('missions/ukraine-line');
    const profile = await loadProfile('missions/ukraine-line', 'smm-cfv');
    const ids = async () => (await run(profile, violations, mission)).flatMap((i) => i.input?.id ?? []);
    const first = await ids();
    expect(await ids()).toEqual(first);
    expect(new Set(first).size).toBe(7);
    for (const id of first) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});

describe('GeoJSON features', () => {
  it('become sightings by their own words, or say what they lack', async () => {
    const mission = await loadMission('missions/ukraine-line');
    const ring = (x: number) => [
      [
        [x, 48],
        [x + 0.1, 48],
        [x + 0.1, 48.1],
        [x, 48],
      ],
    ];
    const when = { start: '2026-03-01T10:00:00+02:00', end: '2026-03-01T10:05:00+02:00' };
    const blast = { kind: 'explosion', ...when };
    const features: [object, object | null][] = [
      [
        { ...blast, means: 'heard', count: 3, precisionMetres: 40 },
        { type: 'Point', coordinates: [38, 48, 120] },
      ],
      [blast, { type: 'Polygon', coordinates: ring(38) }],
      [blast, { type: 'MultiPolygon', coordinates: [ring(38)] }],
      [blast, { type: 'MultiPolygon', coordinates: [ring(38), ring(39)] }],
      [blast, { type: 'LineString', coordinates: ring(38)[0] }],
      [blast, { type: 'Point', coordinates: [48, 138] }],
      [blast, null],
      [
        { ...blast, kind: 'party' },
        { type: 'Point', coordinates: [38, 48] },
      ],
      [
        { ...blast, end: '2026-03-01T09:00:00+02:00' },
        { type: 'Point', coordinates: [38, 48] },
      ],
      [
        { kind: 'explosion', start: '2026-03-01T10:00:00' },
        { type: 'Point', coordinates: [38, 48] },
      ],
      [
        { ...blast, __proto__: null, precisionMetres: 'far' },
        { type: 'Point', coordinates: [38, 48] },
      ],
    ];
    const text = JSON.stringify({
      type: 'FeatureCollection',
      features: features.map(([properties, geometry]) => ({ type: 'Feature', properties, geometry })),
    });
    const items = await run(await loadProfile('missions/ukraine-line', 'geojson'), text, mission);
    expect(items[0]?.input).toMatchObject({
      kind: 'explosion',
      means: 'heard',
      count: 3,
      start: '2026-03-01T08:00:00.000Z',
      end: '2026-03-01T08:05:00.000Z',
      place: { type: 'fix', lat: 48, lon: 38, precisionMetres: 40 },
    });
    expect(items.slice(1, 3).map((i) => i.input?.place.type)).toEqual(['footprint', 'footprint']);
    expect(items.slice(3).map((i) => [i.row, i.refused?.field])).toEqual([
      [4, 'geometry'],
      [5, 'geometry'],
      [6, 'geometry'],
      [7, 'geometry'],
      [8, 'kind'],
      [9, 'start'],
      [10, 'start'],
      [11, 'precisionMetres'],
    ]);
  });
});

/** A profile for the invented mission: the engine knows no country, language of headers or party. */
const blasts = `
name: blasts
title: Blasts
format: csv
csv: { delimiter: ';' }
columns: { lat: [breite], lon: [länge], at: [zeit], what: [was], by: [konstruktor, constructor, __proto__] }
required: [lat, lon, at]
unknown: [unbekannt]
records:
  - name: blast
    type: report
    kind: { from: what, map: { knall: blast, schuss: gunfire } }
    means: ear
    time: { format: iso, date: at, lastsSeconds: 30 }
    place: { type: fix, lat: lat, lon: lon, precisionMetres: 50 }
    text: { join: [by] }
    provider: mission
`;

describe('the import engine', () => {
  it('serves another mission, with odd headers, markers and numbers', async () => {
    const mission = await loadMission('missions/two-valleys');
    const text = [
      '__proto__;Breite;LÄNGE;Zeit;was',
      'hasOwnProperty;-49.3;69.5;2026-02-01T10:00:00+05:00;Knall',
      ';-49.3;69.5;2026-02-01T10:00:00;Knall',
      ';1e99;69.5;2026-02-01T10:00:00Z;Knall',
      ';99999999999999999999;69.5;2026-02-01T10:00:00Z;Knall',
      ';0x10;69.5;2026-02-01T10:00:00Z;Knall',
      ';-49.3;unbekannt;2026-02-01T10:00:00Z;Knall',
      ';-49.3;69.5;2026-02-01T10:00:00Z;__proto__',
    ].join('\r\n');
    const items = await run(parseProfile(blasts, 'blasts.yaml'), text, mission);
    expect(items[0]).toMatchObject({
      row: 2,
      input: {
        kind: 'blast',
        start: '2026-02-01T05:00:00.000Z',
        end: '2026-02-01T05:00:30.000Z',
        text: 'hasOwnProperty',
      },
    });
    expect(items.slice(1).map((i) => i.refused?.field)).toEqual(['at', 'lat', 'lat', 'lat', 'lon', 'kind']);
    expect(({} as Record<string, unknown>)['hasOwnProperty']).toBe(Object.prototype.hasOwnProperty);
  });

  it('names every fault of a profile, and what the mission lacks', async () => {
    expect(() => parseProfile('name: [', 'x.yaml')).toThrow(Problem);
    expect(() => parseProfile('name: X Y\nformat: xls', 'x.yaml')).toThrow(/title.*columns|columns.*title/s);
    const bad = blasts.replace('{ from: what, map', '{ from: wat, map').replace('lat: lat', 'lat: latt');
    expect(() => parseProfile(bad, 'x.yaml')).toThrow(/"wat".*"latt"/s);
    const mission = await loadMission('missions/two-valleys');
    const foreign = parseProfile(blasts.replace('means: ear', 'means: nose').replace('gunfire', 'song'), 'x.yaml');
    await expect(run(foreign, 'a\n', mission)).rejects.toThrow(/kind "song".*means "nose"/);
    await expect(run(parseProfile(blasts, 'x'), 'Breite;Zeit\n1;2\n', mission)).rejects.toThrow(/"länge"/);
    await expect(run(parseProfile(blasts, 'x'), '', mission)).rejects.toThrow(/no header/);
    await expect(loadProfile('missions/two-valleys', '../ukraine-line')).rejects.toMatchObject({ code: 'not_found' });
  });

  it('gives every row of any noise a result, and throws nothing but a Problem', async () => {
    const mission = await loadMission('missions/two-valleys');
    const profile = parseProfile(blasts, 'blasts.yaml');
    const cell = fc.oneof(
      fc.constantFrom('-49.3', '69.5', 'Knall', '0000-01-01T00:00:00Z', '9999-12-31T23:59:60Z', '1e308', '"', '\ufeff'),
      fc.string({ maxLength: 8 }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(cell, { minLength: 5, maxLength: 5 }), { maxLength: 4 }), async (rows) => {
        const quoted = rows.map((r) => r.map((c) => `"${c.replaceAll('"', '""')}"`).join(';'));
        const items = await run(profile, ['x;breite;länge;zeit;was', ...quoted].join('\n'), mission);
        expect(items).toHaveLength(rows.length);
        expect(items.every((i) => (i.input === undefined) !== (i.refused === undefined))).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});
