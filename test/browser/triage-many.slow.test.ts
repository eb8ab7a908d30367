import { axe, inBrowser, type Stage } from './kit.js';
import { filters, hasRun, keyOfCurrent, list, openDesk, rows, told, type Desk } from './triage-desk.js';

inBrowser('The triage screen, with much on it', () => {
  let stage: Stage;
  let desk: Desk;
  beforeAll(async () => {
    desk = await openDesk();
    ({ stage } = desk);
  }, 300_000);
  afterEach(() => stage.closePages());
  afterAll(() => stage.close());

  it('opens a group of cues and comes back to it; filters, keeps views under hostile names, and clears', async () => {
    // Beginnings in one hour of the mission's clock, far enough from each other to be events of their own.
    const hour = Math.floor(Date.now() / 3_600_000 - 2) * 3_600_000;
    for (const [at, minute] of [5, 25, 45].entries()) {
      const [start, end] = [0, 20_000].map((later) => new Date(hour + minute * 60_000 + later).toISOString());
      const place = { type: 'fix', lat: -49.5 + at * 0.15, lon: 69.2, precisionMetres: 50 };
      await desk.report({ kind: 'gunfire', means: 'mast-camera', platformId: `mast-${at}`, start, end, place });
    }
    const { page } = await desk.come();
    const wanted = await desk.queue();
    const at = wanted.findIndex((row) => row.group !== null && row.key.includes('gunfire') && row.group.count >= 3);
    expect(at).toBeGreaterThanOrEqual(0);
    const [key, count] = [wanted[at]!.key, wanted[at]!.group!.count];
    // The rows behind the first few come while one walks.
    for (let now = '', tries = 0; now !== key && tries < 400; tries++) {
      await page.keyboard.press('j');
      const next = await keyOfCurrent(page);
      if (next === now) await page.waitForTimeout(100);
      now = next;
    }
    expect(await keyOfCurrent(page)).toBe(key);
    const group = page
      .locator('[role=option][aria-selected=true]')
      .filter({ hasText: `${count} sensor cues: gunfire` });
    await group.waitFor();
    await group.click();
    await page.getByRole('button', { name: /Back to the whole queue/ }).waitFor();
    await page.getByText(`${count} incidents shown`).waitFor();
    await page.keyboard.press('Escape');
    await group.waitFor();
    expect(await keyOfCurrent(page)).toBe(key);

    await filters(page).getByRole('button', { name: /Kind/ }).press('Enter');
    await page.getByRole('option', { name: 'gunfire', exact: true }).press('Enter');
    await page.keyboard.press('Escape');
    await page.waitForURL(/kind=gunfire/);
    for (const name of ['<script>globalThis.ran = 1</script>', '"><svg onload=ran=1>', '{{constructor}}', '‮evil‏']) {
      await filters(page).getByRole('button', { name: 'Saved views' }).press('Enter');
      const dialog = page.getByRole('dialog', { name: 'Saved views' });
      await dialog.getByRole('textbox').fill(name);
      await dialog.getByRole('button', { name: 'Save the present filters' }).press('Enter');
      await dialog.getByRole('button', { name, exact: true }).waitFor();
      expect(await axe(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
    }
    await filters(page).getByRole('button', { name: 'Clear filters' }).press('Enter');
    await page.waitForURL((url) => url.search === '');
    await filters(page).getByRole('button', { name: 'Saved views' }).press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Saved views' });
    await dialog.getByRole('button', { name: '{{constructor}}', exact: true }).press('Enter');
    await page.waitForURL(/kind=gunfire/);
    expect(await hasRun(page)).toBe(false);
  }, 200_000);

  it('shows likely duplicates side by side on map and time line, merges them, and takes it back', async () => {
    const start = new Date(Date.now() - 5_400_000);
    const at = (lat: number, seconds: number): object => {
      const begun = start.getTime() + seconds * 1000;
      const [from, until] = [new Date(begun).toISOString(), new Date(begun + 30_000).toISOString()];
      return { kind: 'gunfire', start: from, end: until, place: { type: 'fix', lat, lon: 69.7, precisionMetres: 20 } };
    };
    const text = '<b>bold</b> <iframe src="javascript:ran=1"></iframe> {{1+1}}';
    await desk.report({ ...at(-49.308, 0), casualties: { killed: 3, injured: 0 }, text });
    await desk.report({ ...at(-49.3, 200), casualties: { killed: 1, injured: 0 }, weapon: 'rifle' });
    const { page } = await desk.come('/triage?casualties=yes');
    await rows(page).filter({ hasText: '3 killed' }).click();
    await page.getByText(text, { exact: true }).waitFor();
    await page.keyboard.press('l');
    await page.getByRole('heading', { name: 'Likely the same event' }).waitFor();
    await page.getByRole('img', { name: /A and B lie .* apart/ }).waitFor();
    await page.getByRole('img', { name: /B began .* A/ }).waitFor();
    expect(await axe(page)).toEqual([]);
    const count = (await desk.queue('&casualtiesOnly=true')).length;
    await page.getByRole('button', { name: 'Merge B into A' }).press('Enter');
    await told(page, 'Merged into one incident.').waitFor();
    expect(await desk.queue('&casualtiesOnly=true')).toHaveLength(count - 1);
    await page.getByRole('button', { name: 'Undo' }).press('Enter');
    await told(page, 'Merged').waitFor({ state: 'detached' });
    await page.waitForFunction(async (wanted) => {
      const answer = await fetch('/v1/triage?casualtiesOnly=true', { headers: { 'Linewatch-Request': '1' } });
      return ((await answer.json()) as { items: unknown[] }).items.length === wanted;
    }, count);
    expect(await hasRun(page)).toBe(false);
    expect(await page.getByRole('link', { name: 'Open the case file' }).getAttribute('href')).toMatch(
      /^\/case\/[0-9a-f-]+$/,
    );
  }, 200_000);

  it('draws a bounded number of rows of ten thousand, at the top, in the middle and at the end', async () => {
    const [pattern] = (await desk.queue()).filter((row) => row.group === null);
    const whole = 10_000;
    const { page } = await stage.signIn('supervisor', { at: '/account' });
    // The rows are made up here, page by page as the API cuts them: what is looked at is the browser's part.
    await page.route(/\/v1\/triage\?/, async (route) => {
      const asked = new URL(route.request().url()).searchParams;
      const from = Number(asked.get('cursor') ?? 0);
      const until = Math.min(whole, from + Number(asked.get('limit')));
      const items = Array.from({ length: until - from }, (_, i) => {
        const id = `01900000-0000-7000-8000-${String(from + i).padStart(12, '0')}`;
        return { ...pattern, key: id, incident: { ...pattern!.incident, id } };
      });
      const totals = { open: whole, unclaimed: whole, mine: 0, claimed: 0, snoozed: 0, casualties: 0, grouped: 0 };
      const next = until < whole ? String(until) : null;
      const at = new Date().toISOString();
      await route.fulfill({ json: { items, next, at, totals: { ...totals, shown: whole, rows: whole } } });
    });
    await page.route(/\/v1\/incidents\/01900000-0000-7000-8000-/, (route) =>
      route.fulfill({ status: 404, json: { code: 'not_found', detail: 'Made up.' } }),
    );
    await page.goto('/triage');
    await page.getByText('10000 incidents shown').waitFor();
    await rows(page).first().waitFor();
    const most = await page.evaluate(async (count) => {
      const frame = document.querySelector('[role=listbox]')!;
      let seen = 0;
      const look = (): void => void (seen = Math.max(seen, frame.querySelectorAll('[role=option]').length));
      new MutationObserver(look).observe(frame, { childList: true, subtree: true });
      const size = (): number => Number(frame.querySelector('[role=option]')?.getAttribute('aria-setsize') ?? 0);
      for (let tries = 0; tries < 600 && size() < count; tries++) {
        frame.scrollTop = frame.scrollHeight;
        await new Promise((resolve) => setTimeout(resolve, 30));
      }
      // Then up through all of it.
      for (let at = frame.scrollHeight; at > 0; at -= frame.scrollHeight / 100) {
        frame.scrollTop = at;
        await new Promise((resolve) => requestAnimationFrame(resolve));
      }
      return { seen, size: size(), nodes: document.querySelectorAll('*').length };
    }, whole);
    expect(most.size).toBe(whole);
    expect(most.seen).toBeGreaterThan(5);
    expect(most.seen).toBeLessThan(60);
    expect(most.nodes).toBeLessThan(4000);
    await list(page).focus();
    await page.keyboard.press('End');
    await page.locator('[role=option][aria-posinset="10000"][aria-selected=true]').waitFor();
    await page.keyboard.press('k');
    await page.locator('[role=option][aria-posinset="9999"][aria-selected=true]').waitFor();
    expect(await axe(page)).toEqual([]);
  }, 200_000);

  it.each([
    ['light', 'en', 390],
    ['dark', 'ar', 390],
    ['night', 'uk', 390],
    ['dark', 'ar', 1440],
  ])(
    'is clean to axe, and nothing sticks out: %s, %s, %i wide',
    async (theme, language, width) => {
      const context = { viewport: { width, height: 844 } };
      const { page } = await stage.signIn('supervisor', { at: '/account', context });
      await page.evaluate(
        ([t, l]) => {
          localStorage.setItem('linewatch.theme', t);
          localStorage.setItem('linewatch.language', l);
        },
        [theme, language] as const,
      );
      await page.goto('/triage?grouped=no');
      await rows(page).first().waitFor();
      expect(await axe(page)).toEqual([]);
      await rows(page).first().click();
      await page.locator('article blockquote, article h3').first().waitFor();
      expect(await axe(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    },
    200_000,
  );
});
