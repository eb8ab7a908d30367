import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = 'test/fuzz/corpus';
/** Kept cases of one parser: few and small, since they are read each time. */
const mostKept = 40;
const mostBytes = 600;

/** The kept cases of a parser, by the names of their files. */
export function keptOf(name: string): Buffer[] {
  const place = join(folder, name);
  if (!existsSync(place)) return [];
  return readdirSync(place)
    .sort()
    .map((file) => readFileSync(join(place, file)));
}

/** Keeps what is small of it while there is room; returns how many. */
export function keep(name: string, fresh: readonly Buffer[]): number {
  const place = join(folder, name);
  const room = Math.max(0, mostKept - keptOf(name).length);
  const small = fresh.filter((input) => input.length <= mostBytes).slice(0, room);
  if (small.length > 0) mkdirSync(place, { recursive: true });
  for (const input of small) writeFileSync(join(place, caseName(input)), input);
  return small.length;
}

/** The name under which a case is kept: the same bytes, the same file. */
export function caseName(input: Uint8Array): string {
  return createHash('sha256').update(input).digest('hex').slice(0, 12);
}
