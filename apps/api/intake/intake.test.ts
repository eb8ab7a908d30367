import { createHash } from 'node:crypto';
import { verifyReceipt } from '#core/intake/receipt.js';
import { startTestApi, type TestApi } from '../testing/api.js';
import { exampleObservation, exampleReport } from './example.fixture.js';

let api: TestApi;
let monitor: { id: string; token: string };
let head: { id: string; token: string };
beforeAll(async () => {
  api = await startTestApi();
  monitor = await api.person('monitor');
  head = await api.person('head_of_mission');
});
afterAll(() => api.close());

const report = (body: unknown, token = monitor.token) => api.ask('POST', '/v1/reports', { token, body });

describe('POST /v1/reports', () => {
  it('answers 201 with a receipt that the published key verifies', async () => {
    const body = exampleReport(api);
    const answer = await report(body);
    expect([answer.status, answer.text.includes('"errors"')]).toEqual([201, false]);
    const keys = await api.ask('GET', '/.well-known/linewatch-receipts.json');
    expect(verifyReceipt(answer.json.receipt, keys.json.keys[0].publicKey)).toBe(true);
    expect(verifyReceipt({ ...answer.json.receipt, id: api.deps.ids.next() }, keys.json.keys[0].publicKey)).toBe(false);
    const stored = await api.ask('GET', `/v1/sightings/${body.id}`, { token: head.token });
    expect(stored.json).toMatchObject({ id: body.id, said: body.place, submittedBy: monitor.id });
  });

  it('gives the same receipt again, also to a hundred at once, and 409 to other content', async () => {
    const body = exampleReport(api);
    const answers = await Promise.all(Array.from({ length: 100 }, () => report(body)));
    expect(new Set(answers.map((a) => `${a.status} ${a.text}`)).size).toBe(1);
    expect(answers[0]!.status).toBe(201);
    const other = await report({ ...body, text: 'Three bangs.' });
    expect([other.status, other.json.code, other.json.errors[0].pointer]).toEqual([409, 'conflict', '/id']);
  });

  it('answers those who send at the same time each by themselves, and keeps every one that it acknowledged', async () => {
    const bodies = Array.from({ length: 40 }, () => exampleReport(api));
    const taken = { ...exampleReport(api), id: bodies[0]!.id, text: 'Something else.' };
    const wrong = exampleReport(api, { kind: 'nothing-known' });
    const answers = await Promise.all([...bodies, taken, wrong].map((body) => report(body)));
    expect(answers.slice(0, 40).map((a) => [a.status, a.json.receipt.id])).toEqual(bodies.map((b) => [201, b.id]));
    expect(answers.slice(40).map((a) => [a.status, a.json.code])).toEqual([
      [409, 'conflict'],
      [400, 'invalid_input'],
    ]);
    const stored = await api.deps.uow.read((reads) => reads.sightings.getMany(bodies.map((b) => b.id as string)));
    expect(stored.map((s) => s.text)).toEqual(bodies.map((b) => b.text));
    for (const [i, { sha256 }] of stored.entries()) expect(answers[i]!.json.receipt.sha256).toBe(sha256);
  });

  it.each([
    ['an unknown field', { sector: 'mine' }, '/sector'],
    ['a field that is ours', { receivedAt: '2026-01-01T00:00:00Z' }, '/receivedAt'],
    ['a place of no known type', { place: { type: 'guess', lat: 1 } }, '/place/type'],
    ['a latitude off the earth', { place: { type: 'fix', lat: 91, lon: 0, precisionMetres: 5 } }, '/place/lat'],
    [
      'a field of another type of place',
      { place: { type: 'fix', lat: 1, lon: 0, precisionMetres: 5, name: 'x' } },
      '/place/name',
    ],
    [
      'a nested observer off the earth',
      { place: { type: 'bearing_range', observer: { lat: 0, lon: 999 }, bearing: 'SSE' } },
      '/place/observer/lon',
    ],
    [
      'a bearing that is an object',
      { place: { type: 'bearing_range', observer: { lat: 0, lon: 9 }, bearing: {} } },
      '/place/bearing',
    ],
    ['a place that is a text', { place: 'here' }, '/place'],
    ['a null where nothing may be', { text: null }, '/text'],
    ['a time without offset', { start: '2026-11-15T08:30:00' }, '/start'],
    ['a kind that the mission does not have', { kind: 'nonsense' }, '/kind'],
    ['evidence that is not there', { evidence: ['01920000-0000-7000-8000-000000000000'] }, '/evidence/0'],
  ])('points at %s', async (_what, change, pointer) => {
    const body = exampleReport(api, change);
    const answer = await report(body);
    expect(answer.status).toBe(400);
    expect(answer.json.errors.map((e: { pointer: string }) => e.pointer)).toContain(pointer);
    expect((await api.ask('GET', `/v1/sightings/${body.id}`, { token: head.token })).status).toBe(404);
  });
});

describe('POST /v1/intake', () => {
  const send = (body: string, token = monitor.token) =>
    api.ask('POST', '/v1/intake', { token, body, headers: { 'content-type': 'application/x-ndjson' } });
  const linesOf = (text: string) =>
    text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));

  it('answers every line in order, keeps the good ones, and is safe to send again', async () => {
    const good = Array.from({ length: 1200 }, () => ({ type: 'report', ...exampleReport(api) }));
    const lines = good.map((line) => JSON.stringify(line));
    lines.splice(
      3,
      0,
      '{"broken":',
      '{"type":"report","__proto__":{"x":1}}',
      JSON.stringify({ ...good[0], id: 'x', extra: 1 }),
    );
    const first = linesOf((await send(lines.join('\n'))).text);
    expect(first.at(-1)).toEqual({ summary: { lines: 1203, accepted: 1200, repeated: 0, refused: 3 } });
    expect(first.slice(0, -1).map((r) => r.line)).toEqual(lines.map((_, i) => i + 1));
    expect(first[5].problem.errors.map((e: { pointer: string }) => e.pointer)).toEqual(
      expect.arrayContaining(['/id', '/extra']),
    );
    const again = linesOf((await send(lines.join('\n'))).text);
    expect(again.at(-1)).toEqual({ summary: { lines: 1203, accepted: 0, repeated: 1200, refused: 3 } });
    expect(again[0].receipt).toEqual(first[0].receipt);
  });

  it('answers an empty stream, and a slow one while it is being sent', async () => {
    expect(linesOf((await send('\n\n')).text)).toEqual([
      { summary: { lines: 0, accepted: 0, repeated: 0, refused: 0 } },
    ]);
    const encoder = new TextEncoder();
    let finish = (): void => undefined;
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(encoder.encode(`${JSON.stringify({ type: 'report', ...exampleReport(api) })}\n`));
        finish = () => controller.close();
      },
    });
    const headers = { 'content-type': 'application/x-ndjson', authorization: `Bearer ${monitor.token}` };
    const response = await fetch(`${api.address}/v1/intake`, {
      method: 'POST',
      headers,
      body,
      duplex: 'half',
    } as RequestInit);
    const reader = response.body!.getReader();
    const early = new TextDecoder().decode((await reader.read()).value);
    expect(JSON.parse(early)).toMatchObject({ line: 1, status: 'accepted' });
    finish();
    const late = new TextDecoder().decode((await reader.read()).value);
    expect(JSON.parse(late).summary).toMatchObject({ accepted: 1 });
  });
});

describe('evidence', () => {
  const upload = (id: string, bytes: Buffer, headers: Record<string, string> = {}) =>
    api.ask('POST', '/v1/evidence', {
      token: monitor.token,
      body: bytes,
      headers: {
        'content-type': 'application/octet-stream',
        'linewatch-evidence-id': id,
        'linewatch-media-type': 'image/svg+xml',
        'linewatch-file-name': encodeURIComponent('../слід "1".svg'),
        ...headers,
      },
    });

  it('keeps the bytes, gives them back only as a download, and journals each reading first', async () => {
    const id = api.deps.ids.next();
    const bytes = Buffer.from('<svg><script>alert(1)</script></svg>');
    const stored = await upload(id, bytes);
    expect(stored.status).toBe(201);
    expect(stored.json.evidence.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
    const read = await api.ask('GET', `/v1/evidence/${id}`, { token: head.token });
    expect([read.status, read.text]).toEqual([200, bytes.toString()]);
    expect(read.headers.get('content-type')).toBe('application/octet-stream');
    expect(read.headers.get('content-disposition')).toMatch(
      /^attachment; filename="evidence"; filename\*=UTF-8''[\w%.-]+$/,
    );
    expect(read.headers.get('x-content-type-options')).toBe('nosniff');
    expect(read.headers.get('content-security-policy')).toBe("sandbox; default-src 'none'");
    const entries = await api.deps.uow.read((reads) => reads.journal.ofSubject('evidence', id));
    expect(entries.map((e) => [e.type, e.actor])).toEqual([
      ['evidence.stored', monitor.id],
      ['evidence.read', head.id],
    ]);
  });

  it('shows a supervisor of one sector only what a sighting there names', async () => {
    const id = api.deps.ids.next();
    await upload(id, Buffer.from('a track'));
    const body = exampleReport(api, { evidence: [id] });
    expect((await report(body)).status).toBe(201);
    const { sector } = (await api.ask('GET', `/v1/sightings/${body.id}`, { token: head.token })).json;
    expect(sector).not.toBeNull();
    const inside = await api.person('supervisor', { sectors: [sector] });
    expect((await api.ask('GET', `/v1/evidence/${id}`, { token: inside.token })).status).toBe(404);
    expect((await api.ask('GET', `/v1/evidence/${id}?sighting=${body.id}`, { token: inside.token })).status).toBe(200);
  });
});

describe('notices and effort', () => {
  it('takes notice from a liaison for its own party, and shows it to that party alone', async () => {
    const [a, b] = api.deps.mission.parties.map((p) => p.id);
    const ours = await api.person('party_liaison', { party: a! });
    const theirs = await api.person('party_liaison', { party: b! });
    const { start, end } = exampleReport(api) as { start: string; end: string };
    const body = {
      id: api.deps.ids.next(),
      party: a,
      kind: 'exercise',
      eventKinds: [api.deps.mission.eventKinds[0]!.id],
      area: [
        [10, 10],
        [11, 10],
        [11, 11],
      ],
      start,
      end,
    };
    expect((await api.ask('POST', '/v1/notifications', { token: theirs.token, body })).status).toBe(403);
    expect((await api.ask('POST', '/v1/notifications', { token: ours.token, body })).status).toBe(201);
    const seen = async (token: string) => (await api.ask('GET', '/v1/notifications', { token })).json.items.length;
    expect([await seen(ours.token), await seen(theirs.token), await seen(head.token)]).toEqual([1, 0, 1]);
  });
});

describe('observations', () => {
  it('are not for those who may not submit them', async () => {
    const auditor = await api.person('auditor');
    const answer = await api.ask('POST', '/v1/observations', { token: auditor.token, body: exampleObservation(api) });
    expect(answer.status).toBe(403);
  });
});
