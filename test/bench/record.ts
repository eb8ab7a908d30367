import { existsSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { type BenchRow, asMarkdown } from './table.js';

/** What one part found, and on what. */
export interface Recorded {
  on: Record<string, string>;
  rows: BenchRow[];
}

const figures = 'docs/measured/bench.json';
const page = 'docs/measured/bench.md';
const begin = '<!-- written by npm run bench -->';
const end = '<!-- end -->';

/** Puts a part's newest figures into docs/measured: all of them as JSON, and as a table between two marks of the page. */
export async function record(order: string[], part: string, found: Recorded): Promise<void> {
  const known = existsSync(figures) ? (JSON.parse(readFileSync(figures, 'utf8')) as Record<string, Recorded>) : {};
  known[part] = found;
  const parts = order.flatMap((name) => (known[name] ? [[name, known[name]] as const] : []));
  await writeFile(figures, `${JSON.stringify(Object.fromEntries(parts), null, 2)}\n`);
  const before = readFileSync(page, 'utf8');
  const [from, to] = [before.indexOf(begin), before.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${page} has lost the marks of its table`);
  const tables = parts.map(([name, { on, rows }]) => `### ${name}\n\n${asMarkdown(rows)}\n\n${list(on)}`);
  const made = `${begin}\n\n${tables.join('\n\n')}\n\n`;
  await writeFile(page, before.slice(0, from) + made + before.slice(to));
}

function list(on: Record<string, string>): string {
  return Object.entries(on)
    .map(([name, value]) => `${name}: ${value}`)
    .join(' · ');
}
