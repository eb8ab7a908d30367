import { createHash, randomBytes } from 'node:crypto';
import { startTestApi, type TestApi } from '../testing/api.js';

let api: TestApi;
let monitor: { id: string; token: string };
let other: { id: string; token: string };
beforeAll(async () => {
  api = await startTestApi();
  monitor = await api.person('monitor');
  other = await api.person('monitor');
});
afterAll(() => api.close());

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const photo = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), randomBytes(5000)]);
const pieces = [photo.subarray(0, 2000), photo.subarray(2000, 4000), photo.subarray(4000)];
const send = (id: string, number: number, token = monitor.token, body: Uint8Array = pieces[number]!) =>
  api.ask('PUT', `/v1/evidence/${id}/parts/${number}`, {
    token,
    body,
    headers: { 'content-type': 'application/octet-stream' },
  });
const form = { mediaType: 'image/jpeg', name: 'crater.jpg', sha256: sha256(photo), parts: 3 };
const finish = (id: string, body: object = form, token = monitor.token) =>
  api.ask('POST', `/v1/evidence/${id}/parts/finish`, { token, body });

describe('A photo over a link that breaks', () => {
  it('goes on where it stopped, and ends as the same evidence and receipt however often it is finished', async () => {
    const id = api.deps.ids.next();
    await send(id, 0);
    await send(id, 2);
    const state = await api.ask('GET', `/v1/evidence/${id}/parts`, { token: monitor.token });
    expect(state.json.parts).toEqual([
      { number: 0, size: 2000 },
      { number: 2, size: photo.length - 4000 },
    ]);
    const early = await finish(id);
    expect([early.status, early.json.code]).toEqual([422, 'not_possible']);
    expect(early.json.detail).toContain('Parts 1 are not here');
    await send(id, 1);
    const [first, again] = [await finish(id), await finish(id)];
    expect(first.status).toBe(201);
    expect(first.json.evidence).toMatchObject({ id, sha256: sha256(photo), size: photo.length });
    expect(again.json.receipt).toEqual(first.json.receipt);
    const whole = await api.ask('POST', '/v1/evidence', {
      token: monitor.token,
      body: photo,
      headers: {
        'content-type': 'application/octet-stream',
        'linewatch-evidence-id': id,
        'linewatch-media-type': 'image/jpeg',
        'linewatch-file-name': 'crater.jpg',
      },
    });
    expect(whole.json.receipt).toEqual(first.json.receipt);
  });

  it('is nobody else’s to see, to go on with or to finish', async () => {
    const id = api.deps.ids.next();
    for (const number of [0, 1, 2]) await send(id, number);
    const seen = await api.ask('GET', `/v1/evidence/${id}/parts`, { token: other.token });
    expect(seen.json.parts).toEqual([]);
    expect((await finish(id, form, other.token)).json.code).toBe('not_possible');
    expect((await finish(id)).status).toBe(201);
  });

  it('is refused where the parts make another file, a part is too large, empty or has no such number', async () => {
    const id = api.deps.ids.next();
    for (const number of [0, 1, 2]) await send(id, number);
    expect((await finish(id, { ...form, sha256: sha256(Buffer.from('x')) })).json.code).toBe('not_possible');
    expect((await send(id, 0, monitor.token, Buffer.alloc(2 * 1024 * 1024 + 1))).json.code).toBe('too_large');
    expect((await send(id, 0, monitor.token, Buffer.alloc(0))).json.code).toBe('invalid_input');
    expect((await send(id, 1000, monitor.token, pieces[0])).json.errors[0].pointer).toBe('/number');
    expect((await finish(id)).status).toBe(201);
  });
});
