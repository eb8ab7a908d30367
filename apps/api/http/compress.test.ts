import { fastify } from 'fastify';
import { compressAnswer } from './compress.js';

const server = fastify();
const long = { text: 'x'.repeat(5_000) };
let address = '';
beforeAll(async () => {
  server.addHook('onSend', compressAnswer);
  server.get('/long', () => long);
  server.get('/short', () => ({ text: 'x' }));
  server.get('/page', (_request, reply) => reply.type('text/plain').send(long.text));
  server.post('/long', () => long);
  address = await server.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(() => server.close());

const ask = (path: string, encoding: string, method = 'GET'): Promise<Response> =>
  fetch(address + path, { method, headers: { 'accept-encoding': encoding } });

describe('compressed answers', () => {
  it.each([
    ['gzip, deflate, br', 'br'],
    ['gzip', 'gzip'],
    ['identity', null],
  ])('come to whoever takes %s as %s', async (accepted, sent) => {
    const answer = await ask('/long', accepted);
    expect(answer.headers.get('content-encoding')).toBe(sent);
    expect(answer.headers.get('vary')).toBe('Accept-Encoding');
    expect(await answer.json()).toEqual(long);
  });

  it.each([
    ['/short', 'GET'],
    ['/page', 'GET'],
    ['/long', 'POST'],
  ])('%s by %s is sent as it is', async (path, method) => {
    const answer = await ask(path, 'br', method);
    expect([answer.status, answer.headers.get('content-encoding')]).toEqual([200, null]);
    expect((await answer.text()).length).toBeGreaterThan(0);
  });
});
