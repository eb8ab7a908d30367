import { startTestApi, type TestApi } from '../testing/api.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
  api.deps.mission.thresholds.intake['liaisonMegabytesPerDay'] = 0.001;
});
afterAll(() => api.close());

const send = (token: string, bytes: number, id = api.deps.ids.next()) =>
  api.ask('POST', '/v1/evidence', {
    token,
    body: Buffer.alloc(bytes, id),
    headers: {
      'content-type': 'application/octet-stream',
      'linewatch-evidence-id': id,
      'linewatch-media-type': 'text/plain',
    },
  });

describe('the quota of liaisons', () => {
  it('is the same for each account of each party, tells what is left, and does not count a repetition', async () => {
    for (const { id: party } of api.deps.mission.parties) {
      const { token } = await api.person('party_liaison', { party });
      const first = api.deps.ids.next();
      expect((await send(token, 700, first)).status).toBe(201);
      expect((await send(token, 700, first)).status).toBe(201);
      const refused = await send(token, 400);
      expect([refused.status, refused.json.bytesLeft]).toEqual([429, 300]);
      expect(refused.json.detail).toMatch(/Send a smaller file, or wait/);
      const part = `/v1/evidence/${api.deps.ids.next()}/parts/0`;
      const headers = { 'content-type': 'application/octet-stream' };
      expect((await api.ask('PUT', part, { token, body: Buffer.alloc(400), headers })).status).toBe(429);
      expect((await send(token, 300)).status).toBe(201);
    }
  });

  it('binds uploads side by side', async () => {
    const { token } = await api.person('party_liaison', { party: api.deps.mission.parties[0]!.id });
    const answers = await Promise.all(Array.from({ length: 5 }, () => send(token, 600)));
    expect(answers.map((a) => a.status).sort()).toEqual([201, 429, 429, 429, 429]);
  });

  it('does not bind the mission’s own people', async () => {
    const { token } = await api.person('monitor');
    for (let i = 0; i < 3; i++) expect((await send(token, 700)).status).toBe(201);
  });
});
