import { request } from 'node:http';
import { startTestApi, type TestApi } from '../testing/api.js';
import { defaultConfig } from '../runtime.js';
import { exampleReport } from './example.fixture.js';

let api: TestApi;
let monitor: { id: string; token: string };
beforeAll(async () => {
  api = await startTestApi({ config: { ...defaultConfig, evidenceBytes: 1_000_000 } });
  monitor = await api.person('monitor');
});
afterAll(() => api.close());

/** Sends a part of a body and then cuts the connection. */
function cutOff(path: string, headers: Record<string, string>, part: string, length?: number): Promise<void> {
  return new Promise((resolve) => {
    const all = { authorization: `Bearer ${monitor.token}`, ...headers, ...(length && { 'content-length': length }) };
    const sent = request(`${api.address}${path}`, { method: 'POST', headers: all });
    sent.on('error', () => resolve());
    sent.on('close', () => resolve());
    sent.on('response', (response) => response.on('error', () => undefined).resume());
    sent.write(part);
    setTimeout(() => sent.destroy(), 300);
  });
}

const eventually = async (check: () => Promise<boolean>): Promise<boolean> => {
  for (let i = 0; i < 100; i++) {
    if (await check()) return true;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return false;
};

describe('connections that break', () => {
  it('keep the whole lines of a bulk stream, and the same stream again completes it', async () => {
    const lines = Array.from({ length: 30 }, () => JSON.stringify({ type: 'report', ...exampleReport(api) }));
    const headers = { 'content-type': 'application/x-ndjson' };
    await cutOff('/v1/intake', headers, `${lines.slice(0, 20).join('\n')}\n${lines[20]!.slice(0, 40)}`);
    const ids = lines.map((line) => (JSON.parse(line) as { id: string }).id);
    const stored = () => api.deps.uow.read((reads) => reads.sightings.getMany(ids));
    expect(await eventually(async () => (await stored()).length === 20)).toBe(true);
    const again = await api.ask('POST', '/v1/intake', { token: monitor.token, body: lines.join('\n'), headers });
    const summary = JSON.parse(again.text.trimEnd().split('\n').at(-1)!) as unknown;
    expect(summary).toEqual({ summary: { lines: 30, accepted: 10, repeated: 20, refused: 0 } });
  });

  it('leave no evidence behind, and the upload can be sent again', async () => {
    const id = api.deps.ids.next();
    const headers = {
      'content-type': 'application/octet-stream',
      'linewatch-evidence-id': id,
      'linewatch-media-type': 'text/plain',
    };
    await cutOff('/v1/evidence', headers, 'half of', 1000);
    expect(await api.deps.uow.read((reads) => reads.evidence.get(id))).toBeNull();
    const again = await api.ask('POST', '/v1/evidence', { token: monitor.token, body: 'the whole', headers });
    expect([again.status, again.json.evidence.size]).toEqual([201, 9]);
  });

  it('refuse a file over the limit with 413, and store nothing', async () => {
    const id = api.deps.ids.next();
    const answer = await api.ask('POST', '/v1/evidence', {
      token: monitor.token,
      body: Buffer.alloc(1_000_001),
      headers: {
        'content-type': 'application/octet-stream',
        'linewatch-evidence-id': id,
        'linewatch-media-type': 'text/plain',
      },
    });
    expect(answer.status).toBe(413);
    expect(await api.deps.uow.read((reads) => reads.evidence.get(id))).toBeNull();
  });

  it('leave the process well', async () => {
    expect((await api.ask('GET', '/health/ready')).status).toBe(200);
  });
});

describe('an API that stops', () => {
  it('finishes what it has begun, and takes nothing new', async () => {
    const own = await startTestApi();
    const { token } = await own.person('monitor');
    const encoder = new TextEncoder();
    const line = () => encoder.encode(`${JSON.stringify({ type: 'report', ...exampleReport(own) })}\n`);
    let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
    const body = new ReadableStream<Uint8Array>({
      start(given) {
        controller = given;
        given.enqueue(line());
      },
    });
    const headers = { 'content-type': 'application/x-ndjson', authorization: `Bearer ${token}` };
    const init = { method: 'POST', headers, body, duplex: 'half' } as RequestInit;
    const reader = (await fetch(`${own.address}/v1/intake`, init)).body!.getReader();
    const decoder = new TextDecoder();
    let text = decoder.decode((await reader.read()).value);
    const closing = own.close();
    const refused = await own.ask('GET', '/health/ready').then(
      (answer) => answer.status,
      () => 'refused',
    );
    expect(['refused', 503]).toContain(refused);
    controller!.enqueue(line());
    controller!.close();
    for (let next = await reader.read(); !next.done; next = await reader.read()) text += decoder.decode(next.value);
    expect(JSON.parse(text.trimEnd().split('\n').at(-1)!)).toMatchObject({ summary: { accepted: 2 } });
    await closing;
    await expect(own.ask('GET', '/health/live')).rejects.toThrow();
  });
});
