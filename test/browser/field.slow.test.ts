import { choose, fill, photo } from './field-desk.js';
import { axe, enter, inBrowser, openStage, type Stage, type Visit } from './kit.js';

/** At the middle of the small mission's sector; the device says so. */
const position = { latitude: 0.05, longitude: 0.05, accuracy: 8 };
const phone = { viewport: { width: 390, height: 800 }, geolocation: position, permissions: ['geolocation'] };

/** What the browser writes while its network is cut. */
const isCut = (fault: string): boolean => /net::ERR_(INTERNET_DISCONNECTED|FAILED)|Failed to fetch/.test(fault);
const forgetCuts = ({ faults }: Visit): void => {
  const others = faults.filter((fault) => !isCut(fault));
  faults.splice(0, faults.length, ...others);
};

inBrowser('The field form', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  }, 300_000);
  afterAll(() => stage?.close());
  afterEach(() => stage.closePages());

  const reportsOf = async (text: string): Promise<Record<string, unknown>[]> => {
    const head = await stage.tokenOf(await stage.person('head_of_mission'));
    const answer = await stage.ask('GET', '/v1/sightings?limit=200', { token: head });
    const { items } = (await answer.json()) as { items: Record<string, unknown>[] };
    return items.filter((item) => item['text'] === text);
  };

  it('takes a plain observation with its direction, and shows its receipt', async () => {
    const { page } = await stage.signIn('monitor', { at: '/field', context: phone });
    await fill(page, 'Two bangs to the east.');
    expect(await page.getByRole('slider', { name: 'Direction' }).getAttribute('aria-valuetext')).toBe('90° east');
    expect(await axe(page)).toEqual([]);
    await page.getByRole('button', { name: 'Save and send' }).click();
    await page.getByText('Received with receipt').waitFor();
    const [report, ...more] = await reportsOf('Two bangs to the east.');
    expect(more).toEqual([]);
    expect(report!['said']).toMatchObject({ type: 'bearing_range', bearing: 90, observer: { lat: 0.05, lon: 0.05 } });
    expect(await axe(page)).toEqual([]);
  });

  it('loses nothing without a network: entered, closed, opened again, sent once, and then gone from the device', async () => {
    const visit = await stage.signIn('monitor', { at: '/field', context: phone });
    const { page } = visit;
    const context = page.context();
    // The worker has kept the page's files.
    await page.waitForFunction(async () => {
      await navigator.serviceWorker.ready;
      return (await caches.match('/')) !== undefined && navigator.serviceWorker.controller !== null;
    });
    await context.setOffline(true);
    await fill(page, 'Entered without a network.');
    await page.locator('input[type=file]').setInputFiles({ name: 'crater.png', mimeType: 'image/png', buffer: photo });
    await page.getByText('crater.png').waitFor();
    await page.close();

    const again = await context.newPage();
    await again.goto('/field');
    await again.getByText('crater.png').waitFor();
    expect(await again.getByRole('textbox', { name: 'In your own words' }).inputValue()).toBe(
      'Entered without a network.',
    );
    await again.getByRole('button', { name: 'Save and send' }).click();
    await again.locator('li[data-state=waiting]').waitFor();
    await again.close();
    expect(await reportsOf('Entered without a network.')).toEqual([]);

    await context.setOffline(false);
    const last = await context.newPage();
    await last.goto('/field');
    await last.getByRole('button', { name: /^Outbox/ }).click();
    await last.locator('li[data-state=received]').waitFor({ timeout: 60_000 });
    const reports = await reportsOf('Entered without a network.');
    expect(reports).toHaveLength(1);
    expect(reports[0]!['evidence']).toHaveLength(1);
    const left = await last.evaluate(async () => {
      const open = indexedDB.open('linewatch-field');
      await new Promise((resolve) => (open.onsuccess = resolve));
      const names = ['drafts', 'files', 'outbox'];
      const read = open.result.transaction(names);
      const all = names.map(
        (name) =>
          new Promise<unknown[]>((resolve) => {
            const ask = read.objectStore(name).getAll();
            ask.onsuccess = () => resolve(ask.result as unknown[]);
          }),
      );
      return JSON.stringify(await Promise.all(all));
    });
    expect(left).toContain('"received"');
    expect(left).not.toMatch(/0\.05|Entered without|crater/);
    forgetCuts(visit);
  });

  it('shows plainly what the server refuses, and lets it be corrected', async () => {
    const { page } = await stage.signIn('monitor', { at: '/field', context: phone });
    await choose(page, 'What happened', 0);
    await choose(page, 'How you know', 0);
    await page.getByRole('textbox', { name: 'Or the name of a place' }).fill('Nowhere at all');
    await page.getByRole('button', { name: 'Save and send' }).click();
    await page.getByText('Refused by the server, still kept here').waitFor();
    await page.getByText('The place name fits').or(page.getByText('The place is not known')).first().waitFor();
    await page.getByRole('button', { name: 'Correct it' }).click();
    await page.getByRole('button', { name: 'Where I am now' }).click();
    await choose(page, 'It happened', 'here');
    await page.getByRole('button', { name: 'Save and send' }).click();
    await page.getByText('Received with receipt').waitFor();
  });

  it('reports a restriction in its own fields', async () => {
    const { page } = await stage.signIn('monitor', { at: '/field', context: phone });
    await page.getByRole('button', { name: 'Report a restriction' }).click();
    await choose(page, 'What happened', 0);
    await choose(page, 'How you know', 0);
    await page.getByRole('button', { name: 'Where I am now' }).click();
    await choose(page, 'The restriction', 'delayed');
    await page.getByText('Still missing: minutes lost').waitFor();
    await page.getByRole('group', { name: 'Minutes lost' }).getByRole('textbox').fill('40');
    await page.getByRole('button', { name: 'Save and send' }).click();
    await page.getByText('Received with receipt').waitFor();
  });

  it('opens for nobody else: what waits belongs to the account that entered it', async () => {
    const first = await stage.signIn('monitor', { at: '/field', context: phone });
    await first.page.getByRole('textbox', { name: 'In your own words' }).fill('Mine alone.');
    await first.page.waitForTimeout(300);
    await first.page.context().clearCookies();
    await first.page.evaluate(() => localStorage.removeItem('linewatch.account'));
    await first.page.goto('/field');
    await enter(first.page, await stage.person('monitor'));
    const words = first.page.getByRole('textbox', { name: 'In your own words' });
    await words.waitFor();
    expect(await words.inputValue()).toBe('');
  });
});
