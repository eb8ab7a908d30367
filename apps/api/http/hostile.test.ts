import { readdirSync, readFileSync } from 'node:fs';
import { request } from 'node:http';
import { inspect } from 'node:util';
import { exampleReport } from '../intake/example.fixture.js';
import { startTestApi, type TestApi } from '../testing/api.js';

let api: TestApi;
let head: { id: string; token: string };
let monitor: { id: string; token: string };
beforeAll(async () => {
  api = await startTestApi();
  head = await api.person('head_of_mission');
  monitor = await api.person('monitor');
});
afterAll(() => api.close());

interface Description {
  paths: Record<string, Record<string, { parameters?: { in: string; name: string }[] }>>;
}
const { paths } = JSON.parse(readFileSync(new URL('../openapi.json', import.meta.url), 'utf8')) as Description;

describe('a file whose name would like to be a path', () => {
  const names = [
    '../../etc/passwd',
    '..\\..\\windows\\win.ini',
    '%2e%2e%2fetc%2fpasswd',
    '/etc/passwd',
    'CON',
    'photo.jpg:stream',
    'e\u0301.jpg',
    '\u00e9.jpg',
    'x'.repeat(255),
    '"; filename="evil.html',
    'a\r\nSet-Cookie: b=c',
    '\u202Egpj.exe',
  ];
  const upload = (name: string) =>
    api.ask('POST', '/v1/evidence', {
      token: monitor.token,
      body: Buffer.from(name),
      headers: {
        'content-type': 'application/octet-stream',
        'linewatch-evidence-id': api.deps.ids.next(),
        'linewatch-media-type': 'image/jpeg',
        'linewatch-file-name': encodeURIComponent(name),
      },
    });

  it.each(names)('%j is no part of any path, and leaves its header as one encoded word', async (name) => {
    const stored = await upload(name);
    expect([stored.status, stored.json.evidence.name]).toEqual([201, name]);
    const read = await api.ask('GET', `/v1/evidence/${stored.json.evidence.id as string}`, { token: head.token });
    expect(read.headers.get('content-disposition')).toMatch(
      /^attachment; filename="evidence"; filename\*=UTF-8''[\w%.!~-]+$/,
    );
    expect(read.headers.get('set-cookie')).toBeNull();
  });

  it.each(['a\u0000b', 'x'.repeat(256)])('%j is refused', async (name) => {
    expect((await upload(name)).status).toBe(400);
  });

  it('lies under its hash, and nothing lies anywhere else', async () => {
    await upload('../../../outside');
    const folder = (api.deps.blobs as unknown as { root: string }).root;
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    expect(files.length).toBeGreaterThan(0);
    expect(files.map(({ name }) => name).filter((name) => !/^[0-9a-f]{64}$/.test(name))).toEqual([]);
  });
});

describe('words that would like to be lines of the log', () => {
  /** Sends what `fetch` would refuse to. */
  const raw = (path: string, headers: Record<string, string>): Promise<number> =>
    new Promise((resolve, reject) => {
      const asked = request(new URL(api.address), { path, headers, method: 'GET' }, (answer) => {
        answer.resume().on('end', () => resolve(answer.statusCode ?? 0));
      });
      asked.on('error', reject).end();
    });

  it('stay in one JSON event each, with no sign that a terminal would obey', async () => {
    const before = api.log.length;
    const evil = encodeURIComponent('x\r\n{"level":30,"msg":"forged"}\u001b[2J\u2028\u0085');
    await raw(`/v1/users/${evil}?q=${evil}`, { 'user-agent': 'a\u009b31m', 'x-forwarded-for': '\u001b[2J'.slice(1) });
    await api.ask('POST', '/v1/sessions', {
      body: { loginName: 'x\n{"forged":1}\u001b[2J', password: 'y\r\nz', delivery: 'bearer' },
    });
    await api.ask('POST', `/v1/reports`, { token: monitor.token, body: exampleReport(api, { kind: 'a\u001b[2Jb\n' }) });
    const lines = api.log.slice(before);
    expect(lines.length).toBeGreaterThanOrEqual(3);
    for (const line of lines) {
      expect(line.trimEnd()).not.toMatch(/[\n\r\u2028\u2029\u0085]/);
      // oxlint-disable-next-line no-control-regex
      expect(line.trimEnd()).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
      expect(() => JSON.parse(line) as unknown).not.toThrow();
    }
    expect(lines.join('')).not.toContain('forged');
  });
});

describe('times and shapes that no clock and no map have', () => {
  const send = (change: Record<string, unknown>) =>
    api.ask('POST', '/v1/reports', { token: monitor.token, body: exampleReport(api, change) });
  const ring = (count: number, at: (i: number) => [number, number]) => ({
    place: { type: 'footprint', polygon: Array.from({ length: count }, (_, i) => at(i)) },
  });

  it.each<[string, Record<string, unknown>]>([
    ['a latitude of 91', { place: { type: 'fix', lat: 91, lon: 0, precisionMetres: 1 } }],
    ['a longitude of 540', { place: { type: 'fix', lat: 0, lon: 540, precisionMetres: 1 } }],
    ['a latitude in words', { place: { type: 'fix', lat: 'NaN', lon: 0, precisionMetres: 1 } }],
    ['two corners', ring(2, (i) => [i, i])],
    ['1001 corners', ring(1001, (i) => [i / 1000, (i * i) / 1e6])],
    ['corners that are objects', ring(4, (i) => ({ lon: i, lat: i }) as never)],
    ['year 0', { start: '0000-01-01T00:00:00Z', end: '0000-01-01T00:01:00Z' }],
    ['year 275760', { start: '+275760-09-13T00:00:00Z' }],
    ['no offset', { start: '2026-11-22T05:00:00' }],
    ['a day that there is not', { start: '2026-02-30T05:00:00Z' }],
    ['an end before the start', { end: '1999-01-01T00:00:00Z' }],
  ])('%s is refused with its field', async (_what, change) => {
    const answer = await send(change);
    expect([answer.status, answer.json.errors.length > 0]).toEqual([400, true]);
  });

  it.each([
    ['a list where a place stands', { place: [null] }],
    ['a member named constructor', { place: { type: 1, platform: { lat: 1, constructor: 'x' } } }],
    ['a place without a type', { place: { lat: 1, lon: 1 } }],
    ['a text where an object stands', { casualties: 'many' }],
  ])('%s is refused, in one report and in a line of many', async (_what, change) => {
    expect((await send(change)).status).toBe(400);
    const lines = [change, {}].map((c) => JSON.stringify({ ...exampleReport(api, c), type: 'report' })).join('\n');
    const headers = { 'content-type': 'application/x-ndjson' };
    const { text } = await api.ask('POST', '/v1/intake', { token: monitor.token, body: lines, headers });
    expect(text).toContain('"summary":{"lines":2,"accepted":1,"repeated":0,"refused":1}');
  });

  it('1e309 is no number', async () => {
    const place = { type: 'fix', lat: 1, lon: 2, precisionMetres: 7777 };
    const body = JSON.stringify(exampleReport(api, { place })).replace('7777', '1e309');
    const headers = { 'content-type': 'application/json' };
    expect((await api.ask('POST', '/v1/reports', { token: monitor.token, body, headers })).status).toBe(400);
  });

  it.each<[string, Record<string, unknown>]>([
    ['a bow tie', ring(4, (i) => [[0, 0], [1, 1], [1, 0], [0, 1]][i] as [number, number])], // prettier-ignore
    ['one point thrice', ring(3, () => [5, 5])],
    ['a ring around the pole', ring(36, (i) => [i * 10 - 180, 89])],
    ['a ring over the antimeridian', ring(4, (i) => [[179, 0], [-179, 0], [-179, 1], [179, 1]][i] as [number, number])], // prettier-ignore
    ['a comb of 1000 corners', ring(1000, (i) => [i / 1000, i % 2])],
  ])('%s is placed or refused, with finite numbers', async (_what, change) => {
    const answer = await send(change);
    expect([201, 400, 422]).toContain(answer.status);
    if (answer.status !== 201) return;
    const kept = await api.ask('GET', `/v1/sightings/${answer.json.id as string}`, { token: head.token });
    const { lat, lon, covEE, covNN } = kept.json.estimate as Record<string, number>;
    for (const n of [lat, lon, covEE, covNN]) expect([inspect(n), Number.isFinite(n)]).toEqual([inspect(n), true]);
  });
});

describe('what somebody else asked for before', () => {
  it('is in no cache: every answer with data says that nobody may keep it', async () => {
    const kept: string[] = [];
    for (const path of Object.keys(paths).filter(
      (p) => paths[p]?.['get'] && p.startsWith('/v1/') && p !== '/v1/live',
    )) {
      const { headers } = await api.ask('GET', path.replace(/\{\w+\}/g, '2026-W46'), { token: head.token });
      // The pack's own places are the same for all who may ask; a browser still asks each time.
      if (path === '/v1/map/geography') expect(headers.get('cache-control')).toBe('private, no-cache');
      else if (headers.get('cache-control') !== 'no-store') kept.push(`${path}: ${headers.get('cache-control')}`);
    }
    expect(kept).toEqual([]);
  });

  it('is not found under a name that a cache takes for a picture or a style', async () => {
    for (const path of ['/v1/me/x.css', '/v1/me.css', '/v1/me%2fx.png', '/v1/me;x.js', '/v1/sightings/a.jpg'])
      expect([path, (await api.ask('GET', path, { token: head.token })).status]).toEqual([path, 404]);
  });
});
