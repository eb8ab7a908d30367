import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import cookie from '@fastify/cookie';
import { fastify, type FastifyInstance } from 'fastify';
import { sessionCookie } from '../http/credentials.js';
import { getFrom, type Got } from './get.fixture.js';
import { readConsole } from './files.js';
import type { Ask } from './first-page.js';
import { serveConsole } from './serve.js';

const folder = mkdtempSync(join(tmpdir(), 'linewatch-first-'));
const plain = '<!doctype html><title>Linewatch</title>';
let server: FastifyInstance;
const faults: unknown[] = [];
beforeAll(async () => {
  mkdirSync(join(folder, 'server'));
  writeFileSync(join(folder, 'index.html'), plain);
  writeFileSync(join(folder, 'manifest.json'), '{"a":1}');
  writeFileSync(
    join(folder, 'server', 'first-page.mjs'),
    `export const asks = (address) => (address.startsWith('/triage') ? ['/v1/me', '/v1/triage?limit=2'] : null);
     export const draw = (page, manifest, visit, answers) => visit.address.endsWith('fault') ? nowhere : JSON.stringify({ page, manifest, visit, answers });`,
  );
  server = fastify() as unknown as FastifyInstance;
  await server.register(cookie);
  // Over the network: the library that asks without one cannot be loaded by the test runner.
  const ask: Ask = async ({ headers }, url) => {
    const { status, body } = await get(url, { cookie: headers.cookie ?? '' });
    return status === 200 ? (JSON.parse(body) as unknown) : null;
  };
  await serveConsole(server, readConsole(folder)!, (error) => faults.push(error), ask);
  server.get('/v1/me', (request, reply) => {
    const who = request.cookies[sessionCookie];
    return who === 'gone' ? reply.code(401).send({}) : { who };
  });
  server.get('/v1/triage', (request, reply) =>
    request.cookies[sessionCookie] === 'monitor' ? reply.code(403).send({}) : { query: request.query },
  );
  await server.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

const get = (path: string, headers: Record<string, string>) => getFrom(server, path, headers);

/** As a browser opens a page. */
function open(path: string, session: string | null, headers: Record<string, string> = {}): Promise<Got> {
  return get(path, {
    accept: 'text/html',
    'sec-fetch-dest': 'document',
    'accept-language': 'uk',
    ...(session !== null && { cookie: `${sessionCookie}=${session}; linewatch.theme=dark` }),
    ...headers,
  });
}

describe('the first look of a page', () => {
  it('is drawn from what the API answers this visitor, and kept by nobody', async () => {
    const answer = await open('/triage?sector=a', 'supervisor');
    const drawn = JSON.parse(answer.body) as { page: string; visit: object; answers: unknown[] };
    expect(drawn.page).toBe(plain);
    expect(drawn.visit).toMatchObject({ address: '/triage?sector=a', languages: 'uk' });
    expect(drawn.visit).toMatchObject({ cookies: { 'linewatch.theme': 'dark' } });
    expect(drawn.answers).toEqual([{ who: 'supervisor' }, { query: { limit: '2' } }]);
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.headers['etag']).toBeUndefined();
    expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
    const other = await open('/account', null);
    expect(answer.headers['content-security-policy']).toBe(other.headers['content-security-policy']);
  });

  it.each([
    ['nobody is signed in', '/triage', null, {}],
    ['the session has ended', '/triage', 'gone', {}],
    ['the API refuses a part of it', '/triage', 'monitor', {}],
    ['nothing of this page is drawn here', '/map', 'supervisor', {}],
    ['a script fetches it', '/triage', 'supervisor', { 'sec-fetch-dest': 'empty' }],
    ['another page frames it', '/triage', 'supervisor', { 'sec-fetch-dest': 'iframe' }],
  ])('is left to the browser where %s', async (_why, url, session, headers) => {
    const answer = await open(url, session, headers);
    expect([answer.status, answer.body]).toEqual([200, plain]);
    expect(answer.headers['cache-control']).toBe('no-cache');
  });

  it('is left to the browser where it fails, and the fault is told', async () => {
    const answer = await open('/triage?fault', 'supervisor');
    expect([answer.status, answer.body]).toEqual([200, plain]);
    expect(faults.map(String)).toEqual(['ReferenceError: nowhere is not defined']);
  });

  it('is compressed for whoever takes that', async () => {
    const whole = (await open('/triage', 'supervisor')).body;
    const small = await open('/triage', 'supervisor', { 'accept-encoding': 'gzip, br' });
    expect(small.headers['content-encoding']).toBe('br');
    expect(brotliDecompressSync(small.bytes).toString()).toBe(whole);
    const other = await open('/triage', 'supervisor', { 'accept-encoding': 'gzip' });
    expect(gunzipSync(other.bytes).toString()).toBe(whole);
  });

  it('is drawn by what nobody is served', async () => {
    const answer = await open('/server/first-page.mjs', null, { accept: '*/*' });
    expect(answer.status).toBe(404);
  });
});
