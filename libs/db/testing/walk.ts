import type { Page } from '#core/ports.js';

export const ids = (rows: { id: string }[]) => rows.map((row) => row.id);

/** Walks all pages of a list and gives the ids in order. */
export async function walk<T extends { id: string }>(page: (cursor?: string) => Promise<Page<T>>): Promise<string[]> {
  const found: string[] = [];
  for (let cursor: string | undefined; ;) {
    const { items, next } = await page(cursor);
    found.push(...ids(items));
    if (next === null) return found;
    cursor = next;
  }
}
