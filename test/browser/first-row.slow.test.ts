/**
 * How long a supervisor on a slow link and a slow telephone waits for the first row of the queue. Printed beside a
 * bare page of as many bytes, measured in the same run: times depend on the machine, so only bytes are asserted.
 */
import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { inBrowser, openStage, type Stage } from './kit.js';

/** "Slow 4G": bits per second down and up, ms of latency; and how much slower the processor is. */
const link = { down: 1_600_000, up: 750_000, latency: 150, slowness: 4 };
/** Each page is opened so often; the middle counts. */
const rounds = 3;
/** Bytes of script as sent, until the first row stands. */
const mostScript = 250_000;

interface Measured {
  /** Milliseconds from the navigation until the element was drawn. */
  ms: number;
  /** As sent, headers included. */
  bytes: number;
  scriptBytes: number;
  /** In the order of their beginning: ms when asked, ms when answered in full, path. */
  requests: { path: string; from: number; to: number; bytes: number }[];
}

/** Opens an address over the slow link with nothing in the cache, until something fits the selector. */
async function measure(page: Page, address: string, selector: string): Promise<Measured> {
  const session = await page.context().newCDPSession(page);
  const open = new Map<string, { path: string; type: string; from: number; to: number; bytes: number }>();
  session.on('Network.requestWillBeSent', ({ requestId, request, timestamp, type }) =>
    open.set(requestId, { path: new URL(request.url).pathname, type: type ?? '', from: timestamp, to: 0, bytes: 0 }),
  );
  session.on('Network.loadingFinished', ({ requestId, timestamp, encodedDataLength }) => {
    const one = open.get(requestId);
    if (one) Object.assign(one, { to: timestamp, bytes: encodedDataLength });
  });
  await session.send('Network.enable');
  await session.send('Network.setCacheDisabled', { cacheDisabled: true });
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: link.latency,
    downloadThroughput: link.down / 8,
    uploadThroughput: link.up / 8,
  });
  await session.send('Emulation.setCPUThrottlingRate', { rate: link.slowness });
  await page.addInitScript((wanted) => {
    const look = (): void => {
      if (document.querySelector(wanted)) performance.mark('first-row');
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  }, selector);
  await page.goto(address, { waitUntil: 'commit' });
  const ms = await page
    .waitForFunction(() => performance.getEntriesByName('first-row')[0]?.startTime)
    .then((handle) => handle.jsonValue());
  const begun = Math.min(...[...open.values()].map(({ from }) => from));
  const done = [...open.values()].filter(({ to }) => to > 0 && (to - begun) * 1000 <= ms! + 50);
  const sum = (some: { bytes: number }[]): number => some.reduce((total, { bytes }) => total + bytes, 0);
  return {
    ms: ms!,
    bytes: sum(done),
    scriptBytes: sum(done.filter(({ type }) => type === 'Script')),
    requests: done.map(({ path, from, to, bytes }) => ({
      path,
      from: Math.round((from - begun) * 1000),
      to: Math.round((to - begun) * 1000),
      bytes,
    })),
  };
}

/** A page whose one script is so many bytes that cannot be pressed together, and then draws one element. */
function serveBare(bytes: number): Promise<Server> {
  const script = `/*${randomBytes(Math.ceil(bytes / 2)).toString('hex')}`.slice(0, bytes - 80);
  const server = createServer((request, response) => {
    const isScript = request.url === '/bare.js';
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
    response.end(
      isScript
        ? `${script}*/document.body.append(document.createElement('hr'))`
        : '<!doctype html><title>bare</title><body><script type="module" src="/bare.js"></script>',
    );
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

const middle = (all: Measured[]): Measured => all.toSorted((a, b) => a.ms - b.ms)[all.length >> 1]!;

inBrowser('The first row of the queue on a slow link', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage({ world: 'small' });
  }, 300_000);
  afterEach(() => stage.closePages());
  afterAll(() => stage?.close());

  it('is drawn before more than 250 KB of script have come', async () => {
    const { page: first } = await stage.signIn('supervisor', { at: '/account' });
    const kept = await first.context().storageState();
    const often = async (address: string, selector: string): Promise<Measured> => {
      const all: Measured[] = [];
      for (let round = 0; round < rounds; round++) {
        // Nothing but the session and what this device knows of it: no file of the console.
        const { page } = await stage.visit({ storageState: kept });
        all.push(await measure(page, address, selector));
        await page.close();
      }
      return middle(all);
    };
    const ours = await often(`${stage.address}/triage`, '[role=listbox] [role=option]');
    const server = await serveBare(ours.bytes);
    const bare = await often(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, 'hr');
    server.close();
    process.stdout.write(
      [
        `First row of the queue at ${link.down / 1e6} Mbit/s, ${link.latency} ms, processor ÷ ${link.slowness}:`,
        `${Math.round(ours.ms)} ms with ${Math.round(ours.bytes / 1000)} KB (script ${Math.round(ours.scriptBytes / 1000)} KB);`,
        `a bare page of as many bytes ${Math.round(bare.ms)} ms; ratio ${(ours.ms / bare.ms).toFixed(2)}\n`,
        ...ours.requests.map(({ path, from, to, bytes }) => `  ${from}–${to} ms ${bytes} B ${path}\n`),
      ].join(' '),
    );
    expect(ours.scriptBytes).toBeGreaterThan(0);
    expect(ours.scriptBytes).toBeLessThanOrEqual(mostScript);
  }, 200_000);
});
