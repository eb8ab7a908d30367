import { exampleObservation } from '../intake/example.fixture.js';
import { startTestApi, type TestApi } from '../testing/api.js';
import { registerDevice, type TestDevice } from '../testing/device.js';

let api: TestApi;
let device: TestDevice;
beforeAll(async () => {
  api = await startTestApi();
});
beforeEach(async () => {
  device = await registerDevice(api);
});
afterAll(() => api.close());

const path = '/v1/observations';
const notes = async () =>
  (await api.deps.uow.read((reads) => reads.journal.ofSubject('device', device.id)))
    .map((e) => [e.type, e.payload])
    .filter(([type]) => type !== 'device.added');

describe('a device', () => {
  it('delivers without signing in; what it sends twice gets the same receipt and is one record', async () => {
    const body = exampleObservation(api);
    const first = await device.ask('POST', path, 1, body);
    expect([first.status, first.json.code]).toEqual([201, undefined]);
    const again = await Promise.all(Array.from({ length: 20 }, () => device.ask('POST', path, 1, body)));
    expect(new Set(again.map((a) => `${a.status} ${a.text}`))).toEqual(new Set([`201 ${first.text}`]));
    const entries = await api.deps.uow.read((reads) => reads.journal.ofSubject('sighting', body.id as string));
    expect(entries).toHaveLength(1);
    expect(await notes()).toEqual([]);
  });

  it('observes in its sectors only, and anywhere where none is named', async () => {
    const { sectors } = api.deps.mission;
    const put = await registerDevice(api, [sectors[0]!.id]);
    expect((await put.ask('POST', path, 1, exampleObservation(api))).status).toBe(201);
    const astray = exampleObservation(api, { place: { type: 'fix', lat: 0, lon: 0, precisionMetres: 50 } });
    const refused = await put.ask('POST', path, 2, astray);
    expect([refused.status, refused.json.errors[0].pointer]).toEqual([400, '/place']);
    expect(refused.json.errors[0].detail).toMatch(/outside all sectors.*register the device for more sectors/);
    expect((await device.ask('POST', path, 1, astray)).status).toBe(201);
  });

  it('cannot use a number again for another message', async () => {
    expect((await device.ask('POST', path, 7, exampleObservation(api))).status).toBe(201);
    const other = exampleObservation(api);
    expect((await device.ask('POST', path, 7, other)).status).toBe(409);
    expect((await device.ask('POST', path, 3, other)).status).toBe(409);
    expect(await api.deps.uow.read((reads) => reads.sightings.get(other.id as string))).toBeNull();
  });

  it('is heard when messages jump or come late, and the journal says so', async () => {
    for (const sequence of [1, 5, 3]) {
      expect((await device.ask('POST', path, sequence, exampleObservation(api))).status).toBe(201);
    }
    expect(await notes()).toEqual([
      ['device.gap', { from: 2, to: 4 }],
      ['device.late', { sequence: 3 }],
    ]);
    expect((await device.ask('POST', path, 3, exampleObservation(api))).status).toBe(409);
    expect((await device.ask('POST', path, 2, exampleObservation(api))).status).toBe(201);
  });

  it('is heard with a clock ten years off; that is noted once', async () => {
    for (const sequence of [1, 2]) {
      const answer = await device.ask('POST', path, sequence, exampleObservation(api), '2016-01-01T00:00:00.000Z');
      expect(answer.status).toBe(201);
    }
    expect((await notes()).map(([type]) => type)).toEqual(['device.clock_off']);
  });

  it('is not believed where anything signed was changed', async () => {
    const text = JSON.stringify(exampleObservation(api));
    const good = device.headers('POST', path, text, 1);
    const send = (headers: Record<string, string>, body = text, to = path) =>
      api.ask('POST', to, { body, headers: { 'content-type': 'application/json', ...headers } });
    expect((await send(good, text.replace('0.8', '0.9'))).status).toBe(401);
    expect((await send(good, text, '/v1/reports')).status).toBe(401);
    expect((await send({ ...good, 'linewatch-sequence': '2' })).status).toBe(401);
    expect((await send({ ...good, 'linewatch-timestamp': '2026-01-01T00:00:00Z' })).status).toBe(401);
    const another = await registerDevice(api);
    expect((await send({ ...good, 'linewatch-device': another.id })).status).toBe(401);
    expect((await send({ ...good, 'linewatch-signature': '' })).status).toBe(401);
    expect((await send(good)).status).toBe(201);
  });

  it('streams evidence under the hash it signed, and under no other', async () => {
    const upload = (text: string, signed: string, sequence: number) =>
      api.ask('POST', '/v1/evidence', {
        body: text,
        headers: {
          ...device.headers('POST', '/v1/evidence', signed, sequence),
          'content-type': 'application/octet-stream',
          'linewatch-evidence-id': api.deps.ids.next(),
          'linewatch-media-type': 'text/plain',
        },
      });
    expect((await upload('frame', 'frame', 1)).status).toBe(201);
    expect((await upload('forged', 'frame', 2)).status).toBe(400);
  });

  it('is refused from the next message on once it is out of service', async () => {
    expect((await device.ask('GET', '/v1/mission', 1)).status).toBe(200);
    const taken = await api.ask('DELETE', `/v1/devices/${device.id}`, { token: api.administrator.token });
    expect(taken.status).toBe(204);
    expect((await device.ask('GET', '/v1/mission', 2)).status).toBe(401);
  });
});

describe("a device's bulk stream", () => {
  const lines = (count: number) =>
    Array.from({ length: count }, () => JSON.stringify({ ...exampleObservation(api), type: 'observation' })).join('\n');
  const send = (signed: Record<string, string>, body: string) =>
    api.ask('POST', '/v1/intake', { body, headers: { ...signed, 'content-type': 'application/x-ndjson' } });
  const count = async () =>
    (await api.deps.uow.read((reads) => reads.sightings.list({ sectors: null, limit: 200 }))).items.length;

  it('is taken only where it is what was signed, to the last byte', async () => {
    const device = await registerDevice(api);
    const [said, other] = [lines(3), lines(3)];
    const before = await count();
    const signed = device.headers('POST', '/v1/intake', said, 1);
    expect((await send(signed, other)).status).toBe(400);
    expect((await send(signed, `${said}\n${lines(1)}`)).status).toBe(400);
    expect(await count()).toBe(before);

    const answer = await send(signed, said);
    expect(JSON.parse(answer.text.trimEnd().split('\n').at(-1)!)).toMatchObject({ summary: { accepted: 3 } });
    expect(await count()).toBe(before + 3);
  });

  it('can be sent again under its number, but no other can', async () => {
    const device = await registerDevice(api);
    const said = lines(2);
    const signed = device.headers('POST', '/v1/intake', said, 1);
    expect((await send(signed, said)).status).toBe(200);
    const again = await send(signed, said);
    expect(JSON.parse(again.text.trimEnd().split('\n').at(-1)!)).toMatchObject({ summary: { repeated: 2 } });
    const other = lines(1);
    expect((await send(device.headers('POST', '/v1/intake', other, 1), other)).status).toBe(409);
  });
});
