import { fuseSighting } from '#core/fusion/fuse.js';
import { exampleReport } from '../intake/example.fixture.js';
import { startTestApi, type TestApi } from '../testing/api.js';

let api: TestApi;
let sam: { id: string; token: string };
let sightingId: string;
let incidentId: string;
let lat: number;
let lon: number;
let start: string;

const get = (path: string, headers: Record<string, string> = {}) => api.ask('GET', path, { token: sam.token, headers });
const hours = (n: number) => new Date(Date.parse(start) + n * 3_600_000).toISOString();

beforeAll(async () => {
  api = await startTestApi();
  sam = await api.person('supervisor');
  const monitor = await api.person('monitor');
  const body = exampleReport(api);
  sightingId = body.id as string;
  const sent = await api.ask('POST', '/v1/reports', { token: monitor.token, body });
  if (sent.status !== 201) throw new Error(sent.text);
  await api.deps.uow.run((tx) => fuseSighting(tx, api.deps, sightingId));
  incidentId = (await api.deps.uow.read((r) => r.links.activeOf(sightingId)))!.incidentId;
  const sighting = (await api.deps.uow.read((r) => r.sightings.get(sightingId)))!;
  ({ lat, lon } = sighting.estimate);
  start = sighting.start;
});
afterAll(() => api.close());

describe('the map by the API', () => {
  it('gives the pack’s places once, and then only that they are the same', async () => {
    const first = await get('/v1/map/geography');
    expect(first.json.lines[0].coordinates[0][0]).toHaveLength(2);
    expect(first.json.sectors.length).toBeGreaterThan(0);
    const tag = first.headers.get('etag')!;
    const again = await get('/v1/map/geography', { 'if-none-match': tag });
    expect([again.status, again.text]).toEqual([304, '']);
  });

  it.each(['incidents', 'sightings'])('gives %s by box and time as columns', async (what) => {
    const window = `from=${hours(-1)}&to=${hours(1)}`;
    const { json } = await get(`/v1/map/${what}?${window}`);
    expect(json).toMatchObject({ count: 1, more: false, from: hours(-1) });
    const [block] = json.blocks;
    expect(block.id).toEqual([what === 'incidents' ? incidentId : sightingId]);
    expect(block.lat[0]).toBeCloseTo(lat, 5);
    expect(block.major[0]).toBeGreaterThanOrEqual(block.minor[0]);
    const box = (d: number) => `bbox=${[lon - d, lat - d, lon + d, lat + d].map((x) => x.toFixed(4)).join(',')}`;
    expect((await get(`/v1/map/${what}?${window}&${box(0.1)}`)).json.count).toBe(1);
    expect((await get(`/v1/map/${what}?${window}&${box(5)}`)).json.count).toBe(1);
    const beside = `bbox=${(lon + 1).toFixed(3)},${(lat - 1).toFixed(3)},${(lon + 2).toFixed(3)},${(lat + 1).toFixed(3)}`;
    expect((await get(`/v1/map/${what}?${window}&${beside}`)).json.count).toBe(0);
    expect((await get(`/v1/map/${what}?from=${hours(1)}&to=${hours(2)}`)).json.count).toBe(0);
    expect((await get(`/v1/map/${what}?from=${hours(1)}&to=${hours(0)}`)).status).toBe(400);
    expect((await get(`/v1/map/${what}?bbox=1,2,3`)).status).toBe(400);
  });

  it('compresses where asked, and says that there is more', async () => {
    const response = await fetch(`${api.address}/v1/map/incidents?from=${hours(-1)}&to=${hours(1)}`, {
      headers: { authorization: `Bearer ${sam.token}`, 'accept-encoding': 'gzip' },
    });
    expect(response.headers.get('content-encoding')).toBe('gzip');
    // fetch has undone it already.
    expect(JSON.parse(await response.text()).count).toBe(1);
  });

  it('draws an item’s shapes', async () => {
    const { json } = await get(`/v1/incidents/${incidentId}/shape`);
    const shapes = json.features.map((f: { properties: { shape: string; of: string } }) => [
      f.properties.of,
      f.properties.shape,
    ]);
    expect(shapes).toEqual(
      expect.arrayContaining([
        ['incident', 'ellipse'],
        ['sighting', 'ellipse'],
      ]),
    );
    const ring = json.features[0].geometry.coordinates[0] as [number, number][];
    expect(ring[0]).toEqual(ring.at(-1));
    expect((await get(`/v1/sightings/${sightingId}/shape`)).json.features.length).toBeGreaterThan(0);
  });

  it('shades what was watched, hour by hour', async () => {
    const { deps } = api;
    const effort = {
      id: deps.ids.next(),
      means: deps.mission.means[0]!.id,
      sourceId: 'post-1',
      sector: deps.mission.sectors[0]!.id,
      start: '2026-11-20T10:30:00Z',
      end: '2026-11-20T12:00:00Z',
      usableHours: 1.2,
      lostHours: 0.3,
      lostReason: 'weather',
    };
    const sent = await api.ask('POST', '/v1/effort', { token: sam.token, body: effort });
    expect(sent.status).toBeLessThan(300);
    const { json } = await get('/v1/map/effort?from=2026-11-20T10:00:00Z&to=2026-11-20T12:00:00Z');
    expect(json.items.map((c: { hour: string; usableHours: number }) => [c.hour, c.usableHours])).toEqual([
      ['2026-11-20T10:00:00.000Z', 0.4],
      ['2026-11-20T11:00:00.000Z', 0.8],
    ]);
    expect((await get('/v1/map/effort?from=2026-01-01T00:00:00Z&to=2026-11-20T12:00:00Z')).status).toBe(400);
  });
});
