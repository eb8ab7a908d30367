import { axe, inBrowser, openStage, type Stage } from './kit.js';
import { countOf, drawn, manyPoints } from './map-desk.js';
import { oneTile } from './tiles.js';

const hostile = [
  '<script>ran=1</script>',
  '<img src=x onerror="ran=1">',
  '"><svg onload=ran=1>',
  "javascript:ran=1//'",
  '{{constructor.constructor("ran=1")()}}',
  '${ran=1}',
  '%3Cscript%3Eran=1%3C/script%3E',
  'label|mark|hatch|9',
  '\u202Egpj.exe',
  '__proto__',
  '../../v1/me',
  '];ran=1;[',
];

inBrowser('The map', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage({ world: 'small' });
  }, 300_000);
  afterAll(() => stage?.close());
  afterEach(() => stage.closePages());

  it('shows where it happened, asks nobody else, and leads to the case', async () => {
    const { page } = await stage.signIn('analyst', { at: '/account' });
    const foreign: string[] = [];
    page.context().on('request', (request) => {
      const url = request.url();
      if (!url.startsWith(`${stage.address}/`) && !/^(blob|data):/.test(url)) foreign.push(url);
    });
    const land = page.waitForResponse(/land-10m/);
    await page.goto('/map');
    await drawn(page);
    expect((await land).status()).toBe(200);
    expect(await countOf(page)).toBeGreaterThan(10);
    expect(await axe(page)).toEqual([]);

    await page.getByRole('button', { name: 'Show as a list' }).click();
    const table = page.getByRole('table');
    await table.waitFor();
    const shape = page.waitForResponse(/\/v1\/incidents\/[^/]+\/shape$/);
    await table.getByRole('button').first().press('Enter');
    expect((await shape).status()).toBe(200);
    const chosen = page.getByRole('region', { name: 'Chosen' });
    await chosen.waitFor();
    expect(await axe(page)).toEqual([]);
    const id = new URL(page.url()).searchParams.get('item')!.split(':')[1]!;
    expect(await chosen.getByRole('link', { name: 'Open the case' }).getAttribute('href')).toBe(`/case/${id}`);
    expect(foreign).toEqual([]);
  });

  it('chooses by a press, and shows the same to whoever opens the address', async () => {
    const { page } = await stage.signIn('supervisor', { at: '/map?list=1' });
    await drawn(page);
    await page.getByRole('table').getByRole('button').first().click();
    const item = new URL(page.url()).searchParams.get('item')!;
    const [of, id] = item.split(':');
    const token = await stage.tokenOf(await stage.person('analyst'));
    const answer = await stage.ask('GET', `/v1/${of}s/${id}/shape`, { token });
    const { features } = (await answer.json()) as { features: { geometry: { coordinates: [number, number][][] } }[] };
    const ring = features[0]!.geometry.coordinates[0]!.slice(1);
    const [lon, lat] = [0, 1].map((axis) => ring.reduce((sum, place) => sum + place[axis]!, 0) / ring.length);
    await page.goto(`/map?c=${lat!.toFixed(5)},${lon!.toFixed(5)},15.00`);
    await drawn(page);
    await page.waitForTimeout(1_500);
    const frame = (await page.locator('[data-map-ready=true]').boundingBox())!;
    await page.mouse.click(frame.x + frame.width / 2, frame.y + frame.height / 2);
    await page.getByRole('region', { name: 'Chosen' }).waitFor();
    await page.getByRole('button', { name: 'Copy address' }).click();
    await page.waitForURL(/to=/);
    const address = new URL(page.url());

    const other = await stage.signIn('auditor', { at: address.pathname + address.search });
    await other.page.getByRole('region', { name: 'Chosen' }).waitFor();
    await drawn(other.page);
    expect(new URL(other.page.url()).search).toBe(address.search);
  });

  it('walks through time by the keyboard, and plays it', async () => {
    const { page } = await stage.signIn('editor', { at: '/map?days=1' });
    await drawn(page);
    const whole = await countOf(page);
    await page.keyboard.press(',');
    const slider = page.getByRole('slider', { name: 'Point in time' });
    await page.waitForURL(/step=hour/);
    expect(await countOf(page)).toBeLessThanOrEqual(whole);
    await slider.focus();
    const last = await slider.getAttribute('aria-valuetext');
    await page.keyboard.press('Home');
    await page.waitForFunction(
      (text) => document.querySelector('input[type=range]')!.getAttribute('aria-valuetext') !== text,
      last,
    );
    let sum = await countOf(page);
    for (let hour = 1; hour < 24; hour++) {
      await page.keyboard.press('ArrowRight');
      await page.waitForFunction(
        (h) => document.querySelector<HTMLInputElement>('input[type=range]')!.value === h,
        `${hour}`,
        { timeout: 5_000 },
      );
      await page.waitForTimeout(50);
      sum += await countOf(page);
    }
    // Every incident lies in exactly one hour.
    expect(sum).toBe(whole);
    await page.getByRole('button', { name: 'Play' }).click();
    await page.waitForFunction(() => document.querySelector<HTMLInputElement>('input[type=range]')!.value === '2');
    await page.getByRole('button', { name: 'Pause' }).click();
    expect(await axe(page)).toEqual([]);
  });

  it('switches what it shows, and says what to do where nothing is in sight', async () => {
    const { page } = await stage.signIn('monitor', { at: '/map?list=1' });
    await drawn(page);
    const switches = page.getByRole('group', { name: 'What is shown' });
    const before = await countOf(page);
    await switches.locator('label').getByText('Sightings', { exact: true }).click();
    await page.waitForFunction(
      (n) => Number(document.querySelector('[data-items]')!.getAttribute('data-items')) > n,
      before,
    );
    await switches.locator('label').getByText('Sightings', { exact: true }).click();
    await switches.locator('label').getByText('Incidents', { exact: true }).click();
    await page.getByText('Nothing in sight').waitFor();
    expect(await axe(page)).toEqual([]);
  });

  it('is clean to axe in the dark, at night and in Arabic, on a phone, and prints a picture', async () => {
    for (const [theme, language] of [
      ['dark', 'ar'],
      ['night', 'uk'],
    ] as const) {
      const { page } = await stage.signIn('head_of_mission', {
        at: '/account',
        context: { viewport: { width: 390, height: 844 } },
      });
      await page.evaluate(
        ([t, l]) => {
          localStorage.setItem('linewatch.theme', t);
          localStorage.setItem('linewatch.language', l);
        },
        [theme, language] as const,
      );
      await page.goto('/map?list=1');
      await page.locator('[data-map-ready=true]').waitFor({ timeout: 30_000 });
      await page.getByRole('table').waitFor();
      expect([theme, await axe(page)]).toEqual([theme, []]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
      const colours = await page.evaluate(() => {
        dispatchEvent(new Event('beforeprint'));
        const copy = document.querySelector<HTMLCanvasElement>('main canvas[aria-hidden=true]')!;
        const { data } = copy.getContext('2d')!.getImageData(0, 0, copy.width, copy.height);
        const seen = new Set<number>();
        for (let i = 0; i < data.length; i += 4) seen.add(data[i]! * 65_536 + data[i + 1]! * 256 + data[i + 2]!);
        return seen.size;
      });
      expect(colours).toBeGreaterThan(3);
    }
  });

  it('shows text as text, wherever it comes from', async () => {
    const { page } = await stage.signIn('analyst', { at: '/account' });
    await page.route(/\/v1\/map\/geography/, async (route) => {
      const answer = await route.fetch();
      const geography = (await answer.json()) as Record<'sectors' | 'zones' | 'settlements', { name: object }[]>;
      for (const places of [geography.sectors, geography.zones, geography.settlements])
        for (const [i, place] of places.entries()) place.name = { en: hostile[i % hostile.length]! };
      await route.fulfill({ json: geography });
    });
    await page.route(/\/v1\/map\/incidents/, (route) => {
      const { searchParams } = new URL(route.request().url());
      const points = manyPoints(searchParams.get('from')!, searchParams.get('to')!, hostile.length);
      points.blocks[0]!.kind = hostile;
      return route.fulfill({ json: points });
    });
    await page.goto('/map?list=1');
    await drawn(page);
    for (const text of hostile) await page.getByRole('table').getByText(text, { exact: true }).first().waitFor();
    await page.getByRole('table').getByRole('button').first().click();
    await page.getByRole('region', { name: 'Chosen' }).waitFor();
    await page.waitForTimeout(1_000);
    expect(await page.evaluate(() => 'ran' in globalThis)).toBe(false);
  });

  it('draws the file of tiles that the server has, its credit as text', async () => {
    const { page } = await stage.signIn('analyst', { at: '/account' });
    const file = oneTile('<img src=x onerror=alert(1)>Surveyors of the delta');
    const ranges: string[] = [];
    await page.route('**/tiles.pmtiles', (route) => {
      const range = /bytes=(\d+)-(\d+)/.exec(route.request().headers()['range'] ?? '');
      if (!range) return route.fulfill({ status: 200 });
      ranges.push(range[0]);
      const [first, last] = [Number(range[1]), Math.min(Number(range[2]), file.length - 1)];
      return route.fulfill({
        status: 206,
        headers: { 'content-range': `bytes ${first}-${last}/${file.length}` },
        body: file.subarray(first, last + 1),
      });
    });
    // In the middle of an ocean: without the file there is only sea.
    await page.goto('/map?c=0,-30,3');
    await drawn(page);
    await page.getByText('Surveyors of the delta', { exact: true }).waitFor();
    await page.waitForFunction(() => {
      dispatchEvent(new Event('beforeprint'));
      const copy = document.querySelector<HTMLCanvasElement>('main canvas[aria-hidden=true]')!;
      const { data } = copy.getContext('2d')!.getImageData(copy.width / 2, copy.height / 2, 1, 1);
      return [...data].join() === '255,255,255,255';
    });
    expect(ranges.length).toBeGreaterThan(1);
    expect(await axe(page)).toEqual([]);
  });
});
