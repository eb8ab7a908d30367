import { setTimeout as pause } from 'node:timers/promises';
import { endAllSessions } from '#core/access/sessions.js';
import { jobsOf } from '#core/journal/followup.js';
import { exampleObservation } from '../intake/example.fixture.js';
import { startTestApi, type TestApi } from '../testing/api.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
  api.deps.mission.sectors.push({ id: 'elsewhere', name: { en: 'Elsewhere' }, polygons: [] });
});
afterAll(() => api.close());

interface Stream {
  status: number;
  /** All that has come so far. */
  text(): string;
  /** Waits until it matches. */
  until(pattern: RegExp): Promise<string>;
  ended: Promise<void>;
  close(): void;
}

async function follow(token: string, last?: number): Promise<Stream> {
  const abort = new AbortController();
  const response = await fetch(`${api.address}/v1/live`, {
    headers: { authorization: `Bearer ${token}`, ...(last !== undefined && { 'last-event-id': String(last) }) },
    signal: abort.signal,
  });
  let text = '';
  const ended = (async () => {
    for await (const chunk of response.body!) text += Buffer.from(chunk as Uint8Array).toString();
  })().catch(() => undefined);
  return {
    status: response.status,
    text: () => text,
    async until(pattern) {
      for (let tries = 0; tries < 200 && !pattern.test(text); tries++) await pause(25);
      expect(text).toMatch(pattern);
      return text;
    },
    ended,
    close: () => abort.abort(),
  };
}

/** Gives what was appended its place in the journal, as the worker does. */
const sequence = () => api.deps.uow.run((tx) => tx.sequence(1000, jobsOf, api.deps.signer));

async function report(): Promise<string> {
  const { token } = await api.person('supervisor');
  const body = exampleObservation(api) as { id: string };
  expect((await api.ask('POST', '/v1/observations', { token, body })).status).toBe(201);
  await sequence();
  return body.id;
}

describe('the live feed', () => {
  it('tells kinds and ids of what one may read, and nothing of the rest', async () => {
    await sequence();
    const streams = {
      supervisor: await follow((await api.person('supervisor')).token),
      elsewhere: await follow((await api.person('supervisor', { sectors: ['elsewhere'] })).token),
      liaison: await follow((await api.person('party_liaison', { party: api.deps.mission.parties[0]!.id })).token),
      administrator: await follow(api.administrator.token),
    };
    for (const stream of Object.values(streams)) await stream.until(/^retry: 3000\nid: \d+\n: here\n\n/);
    const id = await report();
    const told = await streams.supervisor.until(/event: change/);
    expect(told).toContain(`{"kind":"sighting","id":"${id}"}`);
    expect(told).not.toContain('account');
    await streams.administrator.until(/"kind":"account"/);
    // Both go on to the same position without a word.
    const [position] = /(?<=id: )\d+(?=\nevent: change)/.exec(told)!;
    for (const stream of [streams.elsewhere, streams.liaison]) {
      await stream.until(new RegExp(`id: ${position}\\n`));
      expect(stream.text()).not.toMatch(/data:/);
    }
    expect(streams.administrator.text()).not.toContain(id);
    for (const stream of Object.values(streams)) stream.close();
  });

  it('goes on where a client was cut off, and says so where that is too far back', async () => {
    const { token } = await api.person('supervisor');
    await sequence();
    const first = await follow(token);
    const [before] = /(?<=id: )\d+/.exec(await first.until(/here/))!;
    first.close();
    const id = await report();
    const again = await follow(token, Number(before));
    await again.until(new RegExp(id));
    again.close();
    const lost = await follow(token, 1_000_000);
    await lost.until(/event: behind\ndata: \{\}\n/);
    lost.close();
  });

  it('is closed to devices and to nobody, and opens only so many windows of one account', async () => {
    expect((await api.ask('GET', '/v1/live')).status).toBe(401);
    const { token } = await api.person('auditor');
    const streams = await Promise.all(Array.from({ length: 8 }, () => follow(token)));
    await Promise.all(streams.map((stream) => stream.until(/here/)));
    expect((await api.ask('GET', '/v1/live', { token })).status).toBe(429);
    for (const stream of streams) stream.close();
    await pause(300);
    const free = await follow(token);
    await free.until(/here/);
    free.close();
  });

  it('ends at once when the server stops', async () => {
    const other = await startTestApi();
    const response = await fetch(`${other.address}/v1/live`, {
      headers: { authorization: `Bearer ${other.administrator.token}` },
    });
    const read = response.text();
    await pause(200);
    await endAllSessions(other.deps);
    const began = Date.now();
    await other.close();
    await read;
    expect(Date.now() - began).toBeLessThan(5_000);
  });
});
