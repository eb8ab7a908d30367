import type { Page } from 'playwright-core';

/** How many items are in sight, as the page says it. */
export const countOf = async (page: Page): Promise<number> =>
  Number(await page.locator('[data-items]').getAttribute('data-items'));

/** The map is drawn, and its points have come. */
export async function drawn(page: Page): Promise<void> {
  await page.locator('[data-map-ready=true]').waitFor({ timeout: 30_000 });
  await page
    .getByText(/items? in sight/)
    .first()
    .waitFor({ timeout: 30_000 });
}

/** Points of the API's form over the whole sector and period, the same each time. */
export function manyPoints(from: string, to: string, count: number) {
  const [start, end] = [Date.parse(from), Date.parse(to)];
  let seed = 1;
  const random = (): number => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
  const each = <T>(make: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));
  const times = each((i) => new Date(start + ((end - start) * i) / count).toISOString());
  const block = {
    id: each((i) => `01930000-0000-7000-8000-${i.toString(16).padStart(12, '0')}`),
    lon: each(() => 69.1 + 0.8 * random()),
    lat: each(() => -49.6 + 0.6 * random()),
    start: times,
    end: times,
    kind: each((i): string => (i % 2 ? 'explosion' : 'burst')),
    state: each((i) => (i % 3 ? 'verified' : 'waiting')),
    major: each(() => 300),
    minor: each(() => 100),
    bearing: each(() => 45),
    method: each(() => 'fix'),
  };
  return { from, to, blocks: [block], count, more: false };
}
