import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync } from 'node:zlib';
import { fastify, type FastifyInstance } from 'fastify';
import { getFrom } from './get.fixture.js';
import { readConsole } from './files.js';
import { serveConsole } from './serve.js';

const folder = mkdtempSync(join(tmpdir(), 'linewatch-console-'));
let server: FastifyInstance;
beforeAll(async () => {
  mkdirSync(join(folder, 'web', 'assets'), { recursive: true });
  writeFileSync(join(folder, 'secret.js'), 'secret');
  writeFileSync(join(folder, 'web', 'index.html'), '<!doctype html><title>Linewatch</title>');
  writeFileSync(join(folder, 'web', 'assets', 'main-1.js'), 'first()');
  writeFileSync(join(folder, 'web', 'assets', 'main-1.js.br'), brotliCompressSync('first()'));
  server = fastify();
  await serveConsole(server, readConsole(join(folder, 'web'))!, (error) => {
    throw error;
  });
  server.get('/v1/me', () => 'me');
  await server.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

const get = (path: string, headers: Record<string, string> = { accept: 'text/html' }) => getFrom(server, path, headers);

describe('the console beside the API', () => {
  it.each(['/', '/triage', '/case/0190/links', '/index.html', '/?from=2026-11-01'])('%s is its page', async (url) => {
    const answer = await get(url);
    expect([answer.status, answer.body]).toEqual([200, '<!doctype html><title>Linewatch</title>']);
    expect(answer.headers['cache-control']).toBe('no-cache');
    const policy = String(answer.headers['content-security-policy']);
    for (const rule of ["script-src 'self';", "frame-ancestors 'none'", "require-trusted-types-for 'script'"])
      expect(policy).toContain(rule);
    expect(policy).not.toMatch(/unsafe|\*|https?:/);
    expect(answer.headers['permissions-policy']).toContain('geolocation=(self)');
  });

  it.each([
    '/v1/nothing',
    '/v1',
    '/editions/2026-W01',
    '/editions.atom',
    '/health/x',
    '/metrics',
    '/.well-known/x',
    '/openapi.json',
  ])('%s is never its page', async (url) => {
    expect((await get(url)).status).toBe(404);
  });

  it('is not there for whoever asks for no page, and leaves the API alone', async () => {
    expect((await get('/triage', { accept: 'application/json' })).status).toBe(404);
    expect((await get('/v1/me')).body).toBe('me');
  });

  it.each(['/../secret.js', '/assets/../../secret.js', '/assets/%2e%2e/%2e%2e/secret.js', '/assets\\..\\secret.js'])(
    '%s leads out of the folder for nobody',
    async (url) => expect((await get(url)).body).not.toContain('secret'),
  );

  it('sends what is named by its content once and for ever, compressed for whoever takes that', async () => {
    const plain = await get('/assets/main-1.js', {});
    expect([plain.body, plain.headers['content-encoding']]).toEqual(['first()', undefined]);
    expect(plain.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(plain.headers['content-type']).toBe('text/javascript; charset=utf-8');
    const small = await get('/assets/main-1.js', { 'accept-encoding': 'gzip, br' });
    expect(small.headers['content-encoding']).toBe('br');
    expect(brotliDecompressSync(small.bytes).toString()).toBe('first()');
    const again = await get('/assets/main-1.js', { 'if-none-match': String(plain.headers.etag) });
    expect([again.status, again.body]).toEqual([304, '']);
  });

  it('is absent where it was not built', () => {
    expect(readConsole(join(folder, 'elsewhere'))).toBeNull();
  });
});
