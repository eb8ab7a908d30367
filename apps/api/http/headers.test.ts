import { request } from 'node:http';
import { defaultConfig } from '../runtime.js';
import { startTestApi, type Answer, type TestApi } from '../testing/api.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({ config: { ...defaultConfig, trustedProxies: 1 } });
});
afterAll(() => api.close());

const admin = () => ({ token: api.administrator.token });

/** An answer of each kind: data, refusals by every layer, and what the framework answers by itself. */
const kinds: [string, string, () => object, number][] = [
  ['data', '/v1/me', admin, 200],
  ['who must sign in', '/v1/me', () => ({}), 401],
  ['a role that may not', '/v1/triage', admin, 403],
  ['nothing there', '/nowhere', () => ({}), 404],
  ['an address that cannot be read', '/v1/users/%ff', admin, 400],
  ['what is public', '/health/live', () => ({}), 200],
  ['the description', '/openapi.json', () => ({}), 200],
];

/** The answer to a method that `fetch` does not send. */
function raw(method: string, path: string): Promise<{ status: number; headers: Record<string, unknown> }> {
  return new Promise((resolve, reject) => {
    const asked = request(new URL(path, api.address), { method }, (answer) => {
      answer.resume().on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers }));
    });
    asked.on('error', reject).end();
  });
}

describe('what every answer tells a browser', () => {
  it.each(kinds)('on %s', async (_what, path, asking, status) => {
    const answer: Answer = await api.ask('GET', path, asking());
    const header = (name: string) => answer.headers.get(name);
    expect(answer.status).toBe(status);
    expect(header('x-content-type-options')).toBe('nosniff');
    expect(header('referrer-policy')).toBe('no-referrer');
    expect(header('content-security-policy')).toMatch(/default-src 'none'/);
    expect(header('content-security-policy')).toMatch(/frame-ancestors 'none'/);
    expect(header('content-security-policy')).toMatch(/base-uri 'none'/);
    expect(header('content-security-policy')).not.toMatch(/unsafe-inline'[^;]*;?\s*script|unsafe-eval/);
    expect(header('cross-origin-opener-policy')).toBe('same-origin');
    expect(header('cross-origin-resource-policy')).toBe('same-origin');
    // For a year and all names below, once a proxy with TLS stands in front.
    if (status !== 400) expect(header('strict-transport-security')).toMatch(/max-age=31536000; ?includeSubDomains/i);
    expect(header('access-control-allow-origin')).toBeNull();
    for (const name of ['server', 'x-powered-by']) expect(header(name)).toBeNull();
    expect(header('content-type')).toMatch(/json|charset=utf-8/i);
  });

  it('promises no TLS where no proxy was named', async () => {
    const bare = await startTestApi();
    expect((await bare.ask('GET', '/health/live')).headers.get('strict-transport-security')).toBeNull();
    await bare.close();
  });
});

describe('what is not for browsers of other sites', () => {
  it.each(['TRACE', 'OPTIONS', 'PROPFIND', 'LINK'])('%s does nothing', async (method) => {
    const { status, headers } = await raw(method, '/v1/me');
    expect(status).toBeGreaterThanOrEqual(400);
    expect(headers['access-control-allow-methods']).toBeUndefined();
    expect(headers['access-control-allow-origin']).toBeUndefined();
  });
});

describe('what the log keeps of attempts', () => {
  it('has who was refused, where, when and how, and not by what name or address', async () => {
    await api.ask('GET', '/v1/triage', admin());
    await api.ask('GET', '/v1/me', { token: '0'.repeat(64) });
    await api.ask('POST', '/v1/devices', { ...admin(), body: { name: 'canary', oops: 1 } });
    const lines = api.log.map((line) => JSON.parse(line) as Record<string, unknown>);
    const actor = api.administrator.id;
    expect(lines).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ route: '/v1/triage', status: 403, actor, time: expect.any(Number) }),
        expect.objectContaining({ route: '/v1/me', status: 401, requestId: expect.any(String) }),
        expect.objectContaining({ route: '/v1/devices', status: 400, actor }),
      ]),
    );
    expect(api.log.join('')).not.toMatch(/canary|127\.0\.0\.1|0{64}/);
  });
});
