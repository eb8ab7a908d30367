/**
 * How long a supervisor on a slow link and a slow telephone waits until the first rows of the queue can be read, and
 * until they can be worked with. Times depend on the machine: they are printed, beside those of a bare page of as many
 * bytes; asserted is what they come from, that is what has to arrive before.
 */
import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BrowserContext, Page } from 'playwright-core';
import { axe, inBrowser, openStage, type Stage } from './kit.js';

/**
 * "Slow 4G" in its two standard forms, bits per second down and up and ms of latency, with a processor four times as
 * slow. `packets` is the link as it is meant: 150 ms, 1.6 Mbit/s down, 750 kbit/s up, Lighthouse's "mobileSlow4G".
 * `requests` is what Lighthouse and the browser's own tools apply for it where they can only delay whole requests, as
 * is done here: latency × 3.75, throughput × 0.9 (lighthouse: docs/throttling.md, core/config/constants.js), since on
 * a new connection packets go to and fro several times for one request. It is the harder one.
 */
const links = {
  packets: { down: 1.6 * 1024 * 1024, up: 750 * 1024, latency: 150 },
  requests: { down: 1.6 * 1024 * 1024 * 0.9, up: 750 * 1024 * 0.9, latency: 562.5 },
};
type Link = (typeof links)[keyof typeof links];
const slowness = 4;
/** Each page is opened so often; the middle counts. */
const rounds = 3;
/**
 * Bytes as sent: of page and style sheets, which is all that reading the first rows takes; of the script that chooses and
 * claims them, which asks for no other; and of all script.
 */
const most = { toRead: 40_000, toChoose: 2_500, script: 200_000 };

const readable = '[data-first-row], [role=listbox] [role=option]';
/** Keys and presses are taken. */
const inHand = 'template[data-hands=ready]';
/** A row was claimed, by key, and says so. */
const claimed = '[data-first-row] [data-part=claimed]';
const workable = '[role=listbox] [role=option]';

/** Keeps the screen's script from coming. @returns lets it come */
async function withoutScreen(page: Page): Promise<() => void> {
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  await page.route(/\/assets\/page-.*\.js/, async (route) => {
    await released;
    await route.continue();
  });
  return release;
}

interface Request {
  path: string;
  type: string;
  /** Milliseconds from the navigation; `to` is 0 until it has come in full. */
  from: number;
  to: number;
  /** As sent, headers included. */
  bytes: number;
}

interface Measured {
  /** Milliseconds from the navigation until something that fits each selector was drawn. */
  ms: number[];
  /** What had come by then, in the order of its beginning. */
  requests: Request[];
}

const sum = (some: readonly Request[], ...types: string[]): number =>
  some.filter(({ type }) => types.length === 0 || types.includes(type)).reduce((total, { bytes }) => total + bytes, 0);
const kilobytes = (bytes: number): string => `${Math.round(bytes / 1000)} KB`;

/** Opens an address over a slow link until something fits each of the selectors. */
async function measure(
  page: Page,
  link: Link,
  address: string,
  selectors: string[],
  before?: (page: Page) => Promise<void>,
): Promise<Measured> {
  const session = await page.context().newCDPSession(page);
  const open = new Map<string, Request>();
  session.on('Network.requestWillBeSent', ({ requestId, request, timestamp, type }) =>
    open.set(requestId, {
      path: new URL(request.url).pathname,
      type: type ?? '',
      from: timestamp * 1000,
      to: 0,
      bytes: 0,
    }),
  );
  session.on('Network.loadingFinished', ({ requestId, timestamp, encodedDataLength }) => {
    const one = open.get(requestId);
    if (one) Object.assign(one, { to: timestamp * 1000, bytes: encodedDataLength });
  });
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: link.latency,
    downloadThroughput: link.down / 8,
    uploadThroughput: link.up / 8,
  });
  await session.send('Emulation.setCPUThrottlingRate', { rate: slowness });
  await before?.(page);
  await page.addInitScript((wanted) => {
    const look = (): void => {
      for (const one of wanted) {
        const found = document.querySelector(one);
        const isThere = found !== null && (found.localName === 'template' || found.checkVisibility());
        if (isThere && performance.getEntriesByName(one).length === 0) performance.mark(one);
      }
      if (performance.getEntriesByType('mark').length < wanted.length) requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  }, selectors);
  await page.goto(address, { waitUntil: 'commit' });
  const handle = await page.waitForFunction((wanted) => {
    const at = wanted.map((one) => performance.getEntriesByName(one)[0]?.startTime ?? -1);
    return at.includes(-1) ? null : at;
  }, selectors);
  const ms = (await handle.jsonValue())!;
  const begun = Math.min(...[...open.values()].map(({ from }) => from));
  const requests = [...open.values()]
    .map((one) => ({ ...one, from: Math.round(one.from - begun), to: one.to && Math.round(one.to - begun) }))
    .filter(({ to }) => to > 0 && to <= ms.at(-1)! + 50);
  return { ms, requests };
}

/** Chooses the first row that nobody holds, and claims it, as soon as keys are taken: by the page itself, without delay. */
async function pressAtOnce(page: Page): Promise<void> {
  await page.addInitScript((ready) => {
    const press = (key: string): boolean =>
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
    const look = (): void => {
      if (!document.querySelector(ready)) return void requestAnimationFrame(look);
      for (let step = 0; step < 20; step++) {
        press('j');
        const row = document.querySelector('[data-first-row][aria-current=true][data-version]');
        if (row && !row.textContent.includes('held by')) return void press('c');
      }
    };
    requestAnimationFrame(look);
  }, inHand);
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

inBrowser('The first rows of the queue on a slow link', () => {
  let stage: Stage;
  let boss: string;
  let kept: Awaited<ReturnType<BrowserContext['storageState']>>;
  beforeAll(async () => {
    stage = await openStage({ world: 'small' });
    // Nothing but the session and what this device knows of it: no file of the console.
    const { page } = await stage.signIn('supervisor', { at: '/account' });
    kept = await page.context().storageState();
    boss = await stage.tokenOf(await stage.person('head_of_mission'));
  }, 300_000);
  afterEach(() => stage.closePages());
  afterAll(() => stage?.close());

  it('can be read, and followed to the case, without any script', async () => {
    const { page } = await stage.visit({ storageState: kept, javaScriptEnabled: false });
    await page.goto('/triage');
    const rows = page.locator('[data-first-row]');
    expect(await rows.count()).toBeGreaterThan(3);
    await rows
      .first()
      .getByText(/Urgency .* Harm .* Waiting/)
      .waitFor();
    const link = rows.and(page.locator('[href^="/case/"]')).first();
    await link.click();
    expect(new URL(page.url()).pathname).toMatch(/^\/case\/[\w-]+$/);
  }, 60_000);

  it('show where they were drawn when the screen takes their place', async () => {
    const { page } = await stage.visit({ storageState: kept });
    const release = await withoutScreen(page);
    const top = async (selector: string): Promise<number> => (await page.locator(selector).first().boundingBox())!.y;
    await page.goto('/triage', { waitUntil: 'commit' });
    // A script waits for the style sheets before it: the rows stand where they are drawn.
    await page.locator(inHand).waitFor({ state: 'attached' });
    const [before, text] = [await top('[data-first-row]'), await page.locator('[data-first-row]').first().innerText()];
    release();
    await page.locator(workable).first().waitFor();
    await page.getByRole('group', { name: 'Filters' }).waitFor();
    expect(await page.locator('[data-first-row]').count()).toBe(0);
    expect(Math.abs((await top(workable)) - before)).toBeLessThan(40);
    expect((await page.locator(workable).first().innerText()).split('\n')[0]).toBe(text.split('\n')[0]);
  }, 60_000);

  it('are chosen, ticked and claimed before the screen has come, which goes on from there', async () => {
    const { page } = await stage.visit({ storageState: kept });
    const release = await withoutScreen(page);
    await page.goto('/', { waitUntil: 'commit' });
    await page.locator(inHand).waitFor({ state: 'attached' });
    const single = page.locator('[data-first-row][data-version]');
    const key = (await single.nth(1).getAttribute('data-first-row'))!;
    await single.first().locator('[data-tick]').click();
    await single.first().locator('[data-tick] svg').waitFor();
    await single.first().locator('[data-tick]').click();
    await single.nth(1).click();
    expect(new URL(page.url()).pathname).toBe('/');
    await page.keyboard.press('k');
    expect(await single.nth(1).getAttribute('aria-current')).toBeNull();
    await page.keyboard.press('j');
    expect(await single.nth(1).getAttribute('aria-current')).toBe('true');
    await page.keyboard.press('c');
    await page.locator(claimed).getByText('held by you').waitFor();
    await page.getByRole('status').getByText('Claimed.').waitFor();
    expect(await axe(page)).toEqual([]);
    const { items } = (await (await stage.ask('GET', '/v1/triage?limit=200', { token: boss })).json()) as {
      items: { key: string; state: string }[];
    };
    expect(items.find((item) => item.key === key)?.state).toBe('claimed');
    await page.keyboard.press('d');
    await page.getByText('Your press is kept').waitFor();
    release();
    const row = page.locator(`[id="row-${key}"][aria-selected=true]`);
    await row.getByText('held by you').waitFor();
    await page.getByRole('radiogroup', { name: 'Outcome' }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/triage');
  }, 60_000);

  it.each(Object.entries(links))(
    'come with page and style sheets, and work before 200 KB of script have come (%s)',
    async (name, link) => {
      const often = async (
        address: string,
        selectors: string[],
        before?: (page: Page) => Promise<void>,
      ): Promise<Measured> => {
        const all: Measured[] = [];
        for (let round = 0; round < rounds; round++) {
          const { page } = await stage.visit({ storageState: kept });
          all.push(await measure(page, link, address, selectors, before));
          await page.context().close();
        }
        return all.toSorted((a, b) => a.ms[0]! - b.ms[0]!)[all.length >> 1]!;
      };
      const ours = await often(`${stage.address}/triage`, [readable, inHand, claimed, workable], pressAtOnce);
      const server = await serveBare(sum(ours.requests));
      const bare = await often(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, ['hr']);
      server.close();
      const [read, hands, claim, work] = ours.ms as [number, number, number, number];
      process.stdout.write(
        [
          `Slow 4G (${name}: ${link.latency} ms, ${(link.down / 1e6).toFixed(2)} Mbit/s), processor ÷ ${slowness}:`,
          `first rows to read ${Math.round(read)} ms, to choose and tick ${Math.round(hands)} ms,`,
          `a first claim done ${Math.round(claim)} ms, the whole screen ${Math.round(work)} ms`,
          `after ${kilobytes(sum(ours.requests))}, of these script ${kilobytes(sum(ours.requests, 'Script'))};`,
          `a bare page of as many bytes ${Math.round(bare.ms[0]!)} ms\n`,
          ...ours.requests.map(({ path, from, to, bytes }) => `  ${from}–${to} ms ${bytes} B ${path}\n`),
        ].join(' '),
      );
      expect(sum(ours.requests, 'Document', 'Stylesheet')).toBeLessThanOrEqual(most.toRead);
      expect(sum(ours.requests, 'Script')).toBeGreaterThan(0);
      expect(sum(ours.requests, 'Script')).toBeLessThanOrEqual(most.script);
      const first = ours.requests.find(({ path }) => path.includes('/hands-'))!;
      expect(first.bytes).toBeLessThanOrEqual(most.toChoose);
      expect(hands).toBeLessThan(work);
      // All the script comes before the bare page draws: whoever waits for it cannot be faster.
      expect(read).toBeLessThan(bare.ms[0]!);
    },
    200_000,
  );

  it('come faster still on the next visit, when the files are on the device', async () => {
    const { page } = await stage.visit({ storageState: kept });
    await page.goto('/triage');
    await page.waitForFunction(async () => (await (await caches.open('linewatch-console')).keys()).length > 5);
    const next = await page.context().newPage();
    const { ms, requests } = await measure(next, links.requests, `${stage.address}/triage`, [readable, workable]);
    process.stdout.write(`Next visit, same link: to read ${Math.round(ms[0]!)} ms, to work ${Math.round(ms[1]!)} ms\n`);
    expect(sum(requests, 'Script')).toBeLessThan(most.script / 4);
  }, 60_000);
});
