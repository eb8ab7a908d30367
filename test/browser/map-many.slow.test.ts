import type { Page, Route } from 'playwright-core';
import { inBrowser, openStage, type Stage } from './kit.js';
import { countOf, drawn, manyPoints } from './map-desk.js';

inBrowser('The map with very many points', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  }, 300_000);
  afterAll(() => stage?.close());
  afterEach(() => stage.closePages());

  it('moves with 100,000 points nearly as with none', async () => {
    const measured = new Map<number, Frames>();
    for (const count of [0, 100_000]) {
      const { page } = await stage.signIn('analyst', { at: '/account' });
      await page.route(/\/v1\/map\/incidents/, (route: Route) => {
        const { searchParams } = new URL(route.request().url());
        return route.fulfill({
          contentType: 'application/json',
          body: JSON.stringify(manyPoints(searchParams.get('from')!, searchParams.get('to')!, count)),
        });
      });
      await page.goto('/map?c=-49.3,69.5,8');
      await drawn(page);
      if (count > 0) expect(await countOf(page)).toBeGreaterThan(count / 2);
      await page.waitForTimeout(8_000);
      measured.set(count, await move(page));
      await page.context().close();
    }
    const [none, many] = [measured.get(0)!, measured.get(100_000)!];
    process.stdout.write(
      `Frame times in ms, empty: ${JSON.stringify(none)}, 100,000 points: ${JSON.stringify(many)}\n`,
    );
    // Without a graphics card everything is drawn in software, so only the ratio says something of the points.
    expect(many.median).toBeLessThan(3 * none.median + 17);
    expect(many.p95).toBeLessThan(3 * none.p95 + 50);
  });
});

interface Frames {
  frames: number;
  median: number;
  p95: number;
  worst: number;
}

/** Drags and zooms the map as a hand does, and says how long its frames took, milliseconds. */
async function move(page: Page): Promise<Frames> {
  const frame = (await page.locator('[data-map-ready=true]').boundingBox())!;
  const [x, y] = [frame.x + frame.width / 2, frame.y + frame.height / 2];
  await page.evaluate(() => {
    const times: number[] = [];
    let last = performance.now();
    const each = (now: number): void => {
      times.push(now - last);
      last = now;
      requestAnimationFrame(each);
    };
    requestAnimationFrame(each);
    (globalThis as unknown as { frameTimes: number[] }).frameTimes = times;
  });
  await page.mouse.move(x, y);
  await page.mouse.down();
  for (let i = 1; i <= 60; i++) await page.mouse.move(x + 4 * i, y + 40 * Math.sin(i / 6));
  await page.mouse.up();
  for (let i = 0; i < 8; i++) {
    await page.mouse.wheel(0, i < 4 ? -200 : 200);
    await page.waitForTimeout(250);
  }
  const times = await page.evaluate(() =>
    (globalThis as unknown as { frameTimes: number[] }).frameTimes.slice(1).sort((a, b) => a - b),
  );
  const at = (share: number): number => Math.round(times[Math.floor(times.length * share)]! * 10) / 10;
  return { frames: times.length, median: at(0.5), p95: at(0.95), worst: at(0.999) };
}
