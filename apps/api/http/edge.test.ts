import { connect } from 'node:net';
import { startTestApi, type TestApi } from '../testing/api.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({ demo: true });
});
afterAll(() => api.close());

const admin = () => ({ token: api.administrator.token });

describe('the edge', () => {
  it('answers problems that point at the field, with unknown fields refused', async () => {
    const body = {
      name: 'mast',
      publicKey: 'short',
      scope: { sectors: 'all', party: null, extra: 1 },
      role: 'administrator',
    };
    const answer = await api.ask('POST', '/v1/devices', { ...admin(), body });
    expect(answer.status).toBe(400);
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(answer.json).toMatchObject({ type: 'urn:linewatch:problem:invalid_input', status: 400 });
    const pointers = answer.json.errors.map((e: { pointer: string }) => e.pointer);
    expect(pointers).toEqual(expect.arrayContaining(['/role', '/publicKey', '/scope/extra', '/scope/sectors']));
    expect((await api.ask('GET', '/v1/devices', admin())).json.items).toEqual([]);
  });

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/xml',
    'application/octet-stream',
    'application/x-ndjson',
    'application/jsonp',
  ])('refuses a body of type %s where JSON is expected', async (type) => {
    const answer = await api.ask('POST', '/v1/devices', { ...admin(), body: '{}', headers: { 'content-type': type } });
    expect(answer.status).toBe(415);
  });

  it.each([
    'application/json;',
    'APPLICATION/JSON',
    'application/json\t; charset=utf-8',
    ' application/json',
    'application/json;charset=utf-16',
  ])('validates or refuses a body of the odd type "%s"', async (type) => {
    const answer = await api.ask('POST', '/v1/devices', {
      ...admin(),
      body: '{"x":1}',
      headers: { 'content-type': type },
    });
    expect([400, 415]).toContain(answer.status);
  });

  // Good in all else, so that nothing but the reserved key is refused.
  const goodDevice = `"name":"mast","publicKey":"${'A'.repeat(43)}","scope":{"sectors":[],"party":null}`;
  it.each([
    '"__proto__":{"polluted":1}',
    '"constructor":{"prototype":{"polluted":1}}',
    '"\\u005f_proto__":{"polluted":1}',
    '"scope":{"sectors":[],"party":null,"__proto__":{"polluted":1}}',
    '"scope":{"sectors":[],"party":null,"constructor":{"prototype":{"polluted":1}}}',
  ])('refuses %s as JSON that cannot be read, and stays clean', async (member) => {
    const body = `{${goodDevice},${member}}`;
    const headers = { 'content-type': 'application/json' };
    const answer = await api.ask('POST', '/v1/devices', { ...admin(), body, headers });
    expect([answer.status, answer.json.errors, answer.json.detail]).toEqual([
      400,
      undefined,
      expect.stringContaining('without reserved keys'),
    ]);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('refuses a body that is broken, not UTF-8, not an object, or too large', async () => {
    const headers = { 'content-type': 'application/json' };
    const send = (body: string | Uint8Array) => api.ask('POST', '/v1/devices', { ...admin(), body, headers });
    expect((await send('{"name":')).status).toBe(400);
    expect((await send(Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]))).status).toBe(400);
    expect((await send('[]')).status).toBe(400);
    expect((await send('null')).status).toBe(400);
    expect((await send(JSON.stringify({ name: 'x'.repeat(1_100_000) }))).status).toBe(413);
  });

  it.each([
    ['deep', `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`],
    ['wide', `{${Array.from({ length: 80_000 }, (_, i) => `"k${i}":1`).join()}}`],
    ['full', `{"loginName":[${'[],'.repeat(300_000)}1]}`],
    ['holding NUL', '{"loginName":"a\\u0000"}'],
  ])('refuses a body that is %s from anybody in no time, with a short answer', async (_what, body) => {
    const began = performance.now();
    const answer = await api.ask('POST', '/v1/sessions', { body, headers: { 'content-type': 'application/json' } });
    expect(answer.status).toBe(400);
    expect(answer.text.length).toBeLessThan(1000);
    // Handed on to the forms, each of the first three took from one to twenty seconds of the only thread.
    expect(performance.now() - began).toBeLessThan(1000);
  });

  it('names some of many faults, and never at length', async () => {
    const body = Object.fromEntries(Array.from({ length: 900 }, (_, i) => [`${i}`.repeat(200), 1]));
    const answer = await api.ask('POST', '/v1/devices', { ...admin(), body });
    expect([answer.status, answer.json.errors.length]).toEqual([400, 50]);
    expect(answer.text.length).toBeLessThan(20_000);
  });

  it.each([
    ['/v1/users/%ff', 400],
    [`/v1/incidents/${'a'.repeat(300)}`, 400],
    ['/v1/users?limit=%00', 400],
    ['/v1/journal/proof/%00', 400],
  ])('answers the odd address %s with a problem like any other', async (path, status) => {
    const answer = await api.ask('GET', path, admin());
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      status,
      expect.stringMatching(/^application\/problem\+json/),
    ]);
    expect(answer.text).not.toContain(path);
  });

  it('takes no parameter twice', async () => {
    expect((await api.ask('GET', '/v1/journal/entries?limit=1', admin())).status).toBe(200);
    expect((await api.ask('GET', '/v1/journal/entries?limit=1&limit=1', admin())).status).toBe(400);
  });

  it.each([
    ['told in two ways', 'Content-Length: 4\r\nTransfer-Encoding: chunked\r\n'],
    ['told twice', 'Content-Length: 4\r\nContent-Length: 5\r\n'],
    ['no number', 'Content-Length: +4\r\n'],
    ['hidden behind a strange chunk', 'Transfer-Encoding: xchunked\r\n'],
  ])('answers 400 and hangs up where the length of a message is %s', async (_, headers) => {
    const socket = connect(Number(new URL(api.address).port), '127.0.0.1');
    let text = '';
    socket.on('data', (bytes: Buffer) => (text += bytes.toString('latin1')));
    const ended = new Promise((resolve) => socket.on('error', () => undefined).once('close', resolve));
    const smuggled = 'GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n';
    const head = `POST /v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n${headers}\r\n`;
    socket.write(`${head}0\r\n\r\n${smuggled}`);
    await ended;
    expect(text.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 400']);
  });

  it('marks a demo store in every answer, errors included, and caches nothing', async () => {
    for (const [path, status] of [
      ['/v1/mission', 401],
      ['/nowhere', 404],
      ['/health/live', 200],
    ] as const) {
      const answer = await api.ask('GET', path);
      expect([path, answer.status, answer.headers.get('linewatch-demo')]).toEqual([path, status, 'true']);
      expect(answer.headers.get('cache-control')).toBe('no-store');
      expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    }
    expect((await api.ask('GET', '/v1/mission', admin())).json).toMatchObject({ demo: true, id: 'two-valleys' });
  });

  it('is ready while its database answers, and shows metrics without ids', async () => {
    expect((await api.ask('GET', '/health/ready')).json).toEqual({ status: 'ready', checks: { database: 'ready' } });
    const metrics = await api.ask('GET', '/metrics');
    expect(metrics.text).toMatch(
      /linewatch_http_request_seconds_count\{method="POST",route="\/v1\/devices",status="415"\} [1-9]/,
    );
    expect(metrics.text).not.toContain(api.administrator.id);
    const proxied = await api.ask('GET', '/metrics', { headers: { 'x-forwarded-for': '192.0.2.1' } });
    expect(proxied.status).toBe(401);
  });

  it('logs one line of JSON per request, with the route but not the address', async () => {
    await api.ask('GET', '/v1/users?secret=canary', admin());
    const lines = api.log.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.at(-1)).toMatchObject({ method: 'GET', route: '/v1/users', requestId: expect.any(String) });
    expect(api.log.join('')).not.toContain('canary');
  });
});
