/**
 * Whether the page stays free while a hundred thousand points are fetched, moved over and played. Without a graphics
 * card everything is drawn in software, and other work runs beside; so the same map without points, moved in the same
 * way, is what the many are compared with.
 */
import type { Page, Route } from 'playwright-core';
import { inBrowser, openStage, type Stage } from './kit.js';
import { countOf, drawn, manyPoints } from './map-desk.js';

const most = 100_000;
/** What a browser calls a long task: longer than this, and a movement is seen to stop. Milliseconds. */
const longMs = 50;

const parts = ['arrive', 'drag', 'zoom', 'play'] as const;
type Part = (typeof parts)[number];

/** Of the page's own thread, milliseconds: its longest task and all that tasks took beyond what is long. */
interface Load {
  longest: number;
  beyond: number;
  /** The middle frame and the one that 95 of 100 do not exceed. */
  frame: number;
  slowFrame: number;
}

inBrowser('The map with very many points', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  }, 300_000);
  afterAll(() => stage?.close());
  afterEach(() => stage.closePages());

  it('leaves the page as free with 100,000 points as with none', async () => {
    const measured = new Map<number, Record<Part, Load>>();
    for (const count of [0, most]) {
      const { page } = await stage.signIn('analyst', { at: '/account' });
      await page.route(/\/v1\/map\/incidents/, (route: Route) => {
        const { searchParams } = new URL(route.request().url());
        return route.fulfill({
          contentType: 'application/json',
          body: JSON.stringify(manyPoints(searchParams.get('from')!, searchParams.get('to')!, count)),
        });
      });
      await page.addInitScript(watch);
      await page.goto('/map?c=-49.3,69.5,8');
      await drawn(page);
      await page.waitForFunction(
        (least) => Number(document.querySelector('[data-items]')?.getAttribute('data-items')) >= least,
        count / 2,
      );
      await page.waitForTimeout(6_000);
      const arrive = await taken(page);
      await drag(page);
      const dragged = await taken(page);
      await zoom(page);
      const zoomed = await taken(page);
      await page.getByRole('button', { name: 'Play' }).click();
      await page.waitForTimeout(5_000);
      const played = await taken(page);
      await page.getByRole('button', { name: 'Pause' }).click();
      if (count > 0) expect(await countOf(page)).toBeLessThan(count / 2);
      measured.set(count, { arrive, drag: dragged, zoom: zoomed, play: played });
      await page.context().close();
    }
    const [none, many] = [measured.get(0)!, measured.get(most)!];
    const line = (load: Load): string =>
      `longest ${load.longest}, beyond ${longMs} ms ${load.beyond}, frame ${load.frame}, of 95 in 100 ${load.slowFrame}`;
    for (const part of parts)
      process.stdout.write(`${part}, ms: empty: ${line(none[part])}; 100,000 points: ${line(many[part])}\n`);
    for (const part of parts) {
      expect(many[part].longest).toBeLessThanOrEqual(Math.max(longMs, 2 * none[part].longest));
      expect(many[part].beyond).toBeLessThanOrEqual(2 * none[part].beyond + longMs);
    }
  }, 240_000);
});

/** Notes long tasks and frames from the beginning of the page on. */
function watch(): void {
  const noted = { tasks: [] as number[], frames: [] as number[] };
  Object.assign(globalThis, { noted });
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) noted.tasks.push(duration);
  }).observe({ type: 'longtask', buffered: true });
  let last = performance.now();
  const each = (now: number): void => {
    noted.frames.push(now - last);
    last = now;
    requestAnimationFrame(each);
  };
  requestAnimationFrame(each);
}

/** What was noted since the last time. */
async function taken(page: Page): Promise<Load> {
  // Tasks are told of a moment after they have ended.
  await page.waitForTimeout(300);
  const { tasks, frames } = await page.evaluate(() => {
    const { noted } = globalThis as unknown as { noted: { tasks: number[]; frames: number[] } };
    return { tasks: noted.tasks.splice(0), frames: noted.frames.splice(0).sort((a, b) => a - b) };
  });
  const at = (share: number): number => Math.round(frames[Math.floor(frames.length * share)] ?? 0);
  return {
    longest: Math.round(Math.max(0, ...tasks)),
    beyond: Math.round(tasks.reduce((sum, ms) => sum + Math.max(0, ms - longMs), 0)),
    frame: at(0.5),
    slowFrame: at(0.95),
  };
}

async function drag(page: Page): Promise<void> {
  const frame = (await page.locator('[data-map-ready=true]').boundingBox())!;
  const [x, y] = [frame.x + frame.width / 2, frame.y + frame.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  for (let i = 1; i <= 60; i++) await page.mouse.move(x + 4 * i, y + 40 * Math.sin(i / 6));
  await page.mouse.up();
  await page.waitForTimeout(1_000);
}

async function zoom(page: Page): Promise<void> {
  for (let i = 0; i < 8; i++) {
    await page.mouse.wheel(0, i < 4 ? -200 : 200);
    await page.waitForTimeout(250);
  }
}
