import { readFileSync } from 'node:fs';
import { may, type Action } from '#core/access/policy.js';
import { canonicalJson } from '#core/journal/canonical.js';
import { signatureHolds } from '#core/journal/signature.js';
import { exampleReport } from '../intake/example.fixture.js';
import { startTestApi, type TestApi } from '../testing/api.js';
import { fileNotice } from './notice.fixture.js';

type Person = Awaited<ReturnType<TestApi['person']>>;

let api: TestApi;
let [one, other]: [Person, Person] = [] as never;
let notice = '';
let theirs = '';
const get = (who: Person, path: string) => api.ask('GET', path, { token: who.token });
const post = (who: Person, path: string, body?: unknown) =>
  api.ask('POST', path, { token: who.token, ...(body !== undefined && { body }) });
const upload = async (who: Person, bytes: string) => {
  const id = api.deps.ids.next();
  const headers = {
    'content-type': 'application/octet-stream',
    'linewatch-evidence-id': id,
    'linewatch-media-type': 'text/plain',
    'linewatch-file-name': 'CANARY-name.txt',
  };
  const { status } = await api.ask('POST', '/v1/evidence', { token: who.token, body: bytes, headers });
  return { id, status };
};

beforeAll(async () => {
  api = await startTestApi();
  const [a, b] = api.deps.mission.parties.map((p) => p.id) as [string, string];
  one = await api.person('party_liaison', { party: a });
  other = await api.person('party_liaison', { party: b });
  notice = await fileNotice(api.deps, a, 1);
  theirs = await fileNotice(api.deps, b, 1, 'CANARY-notice');
});
afterAll(() => api.close());

describe("a party's account", () => {
  it('reads its notice, checks the seal with the published key, acknowledges and answers with a file', async () => {
    const { json } = await get(one, '/v1/party/notices');
    expect(json.items).toHaveLength(1);
    const [sealed] = json.items;
    const keys = (await api.ask('GET', '/.well-known/linewatch-receipts.json')).json;
    const { publicKey } = keys.keys.find((k: { keyId: string }) => k.keyId === sealed.keyId);
    expect(signatureHolds(publicKey, canonicalJson(sealed.content), sealed.signature)).toBe(true);

    const acknowledged = await post(one, `/v1/party/notices/${notice}/acknowledge`);
    expect([acknowledged.status, acknowledged.json.clock.acknowledgedAt]).toEqual([200, expect.any(String)]);
    const file = await upload(one, 'our log');
    expect(file.status).toBe(201);
    const body = { id: api.deps.ids.next(), text: '  As it is.\n', language: 'en', attachments: [file.id] };
    const first = await post(one, `/v1/party/notices/${notice}/replies`, body);
    const again = await post(one, `/v1/party/notices/${notice}/replies`, body);
    expect([first.status, again.json]).toEqual([201, first.json]);
    expect(first.json.reply).toMatchObject({ text: '  As it is.\n', late: false });
    const seen = (await get(one, `/v1/party/notices/${notice}`)).json;
    expect(seen.replies).toEqual([first.json.reply]);
    expect(seen.clock.closedAt).not.toBeNull();
    expect(Object.keys(seen).sort()).toEqual([
      'about',
      'clock',
      'content',
      'id',
      'issuedAt',
      'keyId',
      'number',
      'party',
      'replies',
      'sha256',
      'signature',
    ]);
  });

  it("another party's notice answers 404, word for word like a missing one, and takes no reply of another's file", async () => {
    const missing = api.deps.ids.next();
    const reply = { id: api.deps.ids.next(), text: 'Not ours.' };
    for (const [method, tail, body] of [
      ['GET', '', undefined],
      ['POST', '/acknowledge', undefined],
      ['POST', '/replies', reply],
    ] as const) {
      const ask = (id: string) =>
        api.ask(method, `/v1/party/notices/${id}${tail}`, { token: one.token, ...(body && { body }) });
      const [foreign, nowhere] = [await ask(theirs), await ask(missing)];
      expect([foreign.status, foreign.text]).toEqual([404, nowhere.text]);
    }
    const file = await upload(other, 'their log');
    const own = { id: api.deps.ids.next(), text: 'See.', attachments: [file.id] };
    const absent = { ...own, attachments: [missing] };
    const [borrowed, unknown] = [
      await post(one, `/v1/party/notices/${notice}/replies`, own),
      await post(one, `/v1/party/notices/${notice}/replies`, absent),
    ];
    expect([borrowed.status, borrowed.text]).toEqual([400, unknown.text]);
    expect((await api.ask('GET', `/v1/evidence/${file.id}`, { token: one.token })).status).toBe(403);
  });

  it("planted strings in sources, reporters, free text and the other party's words come out of no route it may read", async () => {
    const reporter = await api.person('monitor');
    const report = { ...exampleReport(api), text: 'CANARY-text', patrolId: 'CANARY-patrol', sourceTime: 'CANARY-time' };
    expect((await api.ask('POST', '/v1/reports', { token: reporter.token, body: report })).status).toBe(201);
    await post(other, `/v1/party/notices/${theirs}/replies`, { id: api.deps.ids.next(), text: 'CANARY-reply' });
    const staff = await api.person('supervisor');
    const issue = { id: api.deps.ids.next(), type: 'issue', at: new Date().toISOString(), text: 'CANARY-hotline' };
    expect((await post(staff, '/v1/hotline', issue)).status).toBe(201);

    const { paths } = JSON.parse(readFileSync(new URL('../openapi.json', import.meta.url), 'utf8')) as {
      paths: Record<string, Record<string, { 'x-action': string }>>;
    };
    const week = { '{week}': '2026-W47', '{id}': notice };
    const readable = Object.entries(paths)
      .filter(([, methods]) => methods['get'])
      .filter(([, { get }]) => {
        const action = get!['x-action'];
        return (
          action !== 'public' &&
          // A stream that stays open; what it sends to whom has a test of its own (live/live.test.ts).
          action !== 'live.read' &&
          may({ ...one, role: 'party_liaison', scope: { sectors: [], party: 'x' }, type: 'person' }, action as Action)
        );
      })
      .map(([path]) => path.replace(/\{\w+\}/g, (name) => week[name as '{id}'] ?? name));
    expect(readable).toContain('/v1/party/notices');
    for (const path of readable) {
      const { text, status } = await get(one, path);
      expect([path, status < 500, text.match(/CANARY-(?!name)\w+/)?.[0]]).toEqual([path, true, undefined]);
      expect([path, text.includes(reporter.id), text.includes(other.id)]).toEqual([path, false, false]);
    }
    // The planted strings are there for whoever may see them.
    expect((await get(staff, '/v1/notices')).text).toContain('CANARY-reply');
  });

  it('declares for itself only; the registers and the hotline log are not for it', async () => {
    const [a, b] = api.deps.mission.parties.map((p) => p.id);
    const figure = { id: api.deps.ids.next(), provisionId: 'few-guns', asOf: '2026-11-01T00:00:00Z', value: 12 };
    const excluded = [{ name: 'museum-pieces', number: 2 }];
    const own = await post(one, '/v1/registers/declarations', { ...figure, party: a, excluded });
    expect([own.status, own.json.figure.excluded]).toEqual([201, { 'museum-pieces': 2 }]);
    expect((await post(one, '/v1/registers/declarations', { ...figure, party: b })).status).toBe(404);
    for (const path of ['/v1/registers', '/v1/assessments', '/v1/notices', '/v1/hotline'])
      expect([path, (await get(one, path)).status]).toEqual([path, 403]);
  });
});

describe("the mission's side", () => {
  it('sees notices with replies, measures both alike, estimates, counts, rules and confirms', async () => {
    const analyst = await api.person('analyst');
    const second = await api.person('analyst');
    const head = await api.person('head_of_mission');
    const [a] = api.deps.mission.parties.map((p) => p.id);
    const period = 'from=2026-01-01T00:00:00Z&to=2100-01-01T00:00:00Z';
    const measures = (await get(analyst, `/v1/notices/measures?${period}`)).json.items;
    expect(measures.map((m: { notices: number }) => m.notices)).toEqual([1, 1]);

    const estimate = {
      id: api.deps.ids.next(),
      provisionId: 'few-guns',
      party: a,
      asOf: '2026-11-10T00:00:00Z',
      low: 25,
      best: 28,
      high: 31,
      method: 'counted on imagery',
    };
    expect((await post(analyst, '/v1/registers/estimates', estimate)).status).toBe(201);
    const registers = (await get(second, '/v1/registers')).json;
    expect(registers.ceilings.find((c: { party: string }) => c.party === a)).toMatchObject({
      baseline: 20,
      verdict: 'above',
      declaredAgainstEstimate: 'below',
    });
    const lines = ['2026-02-01', '2026-02-02'].map((day) => ({
      id: api.deps.ids.next(),
      contributor: 'north-isle',
      unit: 'boat-1',
      day,
    }));
    const presence = await post(analyst, '/v1/registers/presence', { provisionId: 'harbour-watch', lines });
    expect(presence.json).toEqual({ accepted: 2, repeated: 0 });

    const span = { from: '2026-11-01T00:00:00Z', to: '2026-11-20T00:00:00Z' };
    const query = `provisionId=few-guns&party=${a}&from=${span.from}&to=${span.to}`;
    expect((await get(second, `/v1/assessments/preview?${query}`)).json.computed).toBe('breach');
    const ruling = {
      provisionId: 'few-guns',
      party: a,
      ...span,
      result: 'breach',
      gravity: 'grave',
      reason: 'Counted.',
    };
    expect((await post(analyst, '/v1/assessments', ruling)).status).toBe(403);
    const ruled = await post(second, '/v1/assessments', ruling);
    expect([ruled.status, ruled.json.state, ruled.json.standardOfProof]).toEqual([
      201,
      'proposed',
      'clear_and_convincing',
    ]);
    const confirmed = await post(head, `/v1/assessments/${ruled.json.id}/confirm`);
    expect([confirmed.status, confirmed.json.state]).toEqual([200, 'ruled']);
  });
});
