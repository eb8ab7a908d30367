import { axe, inBrowser, openStage, type Stage } from './kit.js';

const hostile = `<img src=x onerror="document.title='ran'">{{7*7}}' --`;
const gpx = (minutesAgo: readonly number[]): Buffer =>
  Buffer.from(
    `<?xml version="1.0"?><gpx version="1.1" creator="t" xmlns="http://www.topografix.com/GPX/1/1"><trk><trkseg>${minutesAgo
      .map(
        (minutes, at) =>
          `<trkpt lat="${-49.3 + at * 0.001}" lon="69.52"><time>${new Date(Date.now() - minutes * 60_000).toISOString()}</time></trkpt>`,
      )
      .join('')}</trkseg></trk></gpx>`,
  );

inBrowser('Effort and sensors', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage({ world: 'small' });
  }, 300_000);
  afterAll(() => stage?.close());
  afterEach(() => stage.closePages());

  it('shows what is watched, and takes a watch and the weather', async () => {
    const { page } = await stage.signIn('supervisor', { at: '/effort' });
    await page.getByRole('heading', { level: 2, name: 'Watched now, by sector' }).waitFor();
    const strips = page.locator('figure svg[role=img]');
    await strips.first().waitFor();
    const answer = await stage.ask('GET', '/v1/watches/now', {
      token: await stage.tokenOf(await stage.person('supervisor')),
    });
    const now = (await answer.json()) as { sectors: { gaps: unknown[] }[] };
    expect(await strips.count()).toBe(now.sectors.length);
    // Each gap is drawn, and said.
    const drawn = await strips.evaluateAll((all) => all.map((svg) => svg.querySelectorAll('rect[fill]').length));
    expect(drawn).toEqual(now.sectors.map(({ gaps }) => gaps.length));
    expect(await axe(page)).toEqual([]);

    await page.keyboard.press('w');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: /Means/ }).click();
    await page.getByRole('option').first().click();
    await dialog.locator('input[name=sourceId]').fill(hostile);
    await dialog.locator('input[name="said/lat"]').fill('-49.3');
    await dialog.locator('input[name="said/lon"]').fill('69.52');
    expect(await axe(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Record' }).click();
    await page.getByText('The watch was recorded.').waitFor();
    await page.getByText(hostile).first().waitFor({ state: 'attached' });
    expect(await page.title()).toBe('Effort and sensors · Linewatch');

    await page.keyboard.press('w');
    await dialog.locator('label').getByText('Along a track (GPX)').click();
    await dialog.getByRole('button', { name: /Means/ }).click();
    await page.getByRole('option').first().click();
    await dialog.locator('input[name=sourceId]').fill('patrol-9');
    const file = { name: 'walk.gpx', mimeType: 'application/gpx+xml', buffer: gpx([40, 35, 30, 25, 20, 15, 10, 5]) };
    await dialog.locator('input[type=file]').setInputFiles(file);
    await dialog.getByRole('button', { name: 'Record' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByText('patrol-9').first().waitFor();

    await page.keyboard.press('e');
    await dialog.getByRole('button', { name: /Sector/ }).click();
    await page.getByRole('option').first().click();
    await dialog.locator('input[name=sourceId]').fill('station-1');
    await dialog.getByRole('button', { name: 'Record' }).click();
    // Nothing was measured: the server says so.
    await dialog.getByRole('alert').waitFor();
    expect(await axe(page)).toEqual([]);
    await dialog.locator('input[name=visibilityMetres]').fill('300');
    await dialog.getByRole('button', { name: 'Record' }).click();
    await page.getByText('The weather was recorded.').waitFor();
    await page.getByRole('region', { name: /^Hours of watching and incidents/ }).waitFor();
    expect(await axe(page)).toEqual([]);
  }, 120_000);

  it('shows tasks with whom they were given to, and what came of them', async () => {
    const supervisor = await stage.tokenOf(await stage.person('supervisor'));
    const monitor = await stage.person('monitor');
    const { items } = (await (await stage.ask('GET', '/v1/incidents?limit=1', { token: supervisor })).json()) as {
      items: { id: string }[];
    };
    const body = {
      id: '01936f00-0000-7000-8000-00000000ef01',
      type: 'patrol',
      assignee: monitor.id,
      lat: -49.3,
      lon: 69.52,
      placeName: hostile,
      instruction: hostile,
      dueBy: new Date(Date.now() + 3_600_000).toISOString(),
    };
    const asked = await stage.ask('POST', `/v1/incidents/${items[0]!.id}/tasks`, { token: supervisor, body });
    expect(asked.status).toBe(201);
    const { page } = await stage.signIn('analyst', { at: '/effort' });
    const table = page.getByRole('region', { name: 'Tasks and their answers' });
    await table.getByText(monitor.loginName).waitFor();
    expect(await table.getByText(hostile).count()).toBe(2);
    await table.getByText('Not accepted yet').waitFor();
    expect(await page.getByRole('button', { name: 'Record a watch' }).count()).toBe(0);
    expect(await axe(page)).toEqual([]);
  }, 60_000);

  it('fits a phone, also in Arabic and in the dark', async () => {
    const phone = { viewport: { width: 390, height: 844 } };
    const { page } = await stage.signIn('monitor', { at: '/effort', context: phone });
    await page.evaluate(() => {
      localStorage.setItem('linewatch.theme', 'dark');
      localStorage.setItem('linewatch.language', 'ar');
    });
    await page.reload();
    await page.locator('figure svg').first().waitFor();
    expect(await axe(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  }, 60_000);
});
