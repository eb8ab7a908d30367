import { Problem } from '#core/errors.js';

/** Most values of a result that are looked at. */
const most = 20_000;

/** What is wrong with what a parser threw, or null where that is how it may say no. */
export function faultOfThrown(error: unknown, expected: readonly string[]): string | null {
  if (error instanceof Problem) {
    if (error.code === 'internal') return `a problem of kind "internal": ${error.detail}`;
    return error.detail === '' ? 'a problem without a word' : null;
  }
  if (error instanceof Error && expected.includes(error.name))
    return error.message === '' ? 'an error without a word' : null;
  return error instanceof Error ? `${error.name}: ${error.message}` : `threw ${typeof error}`;
}

/** A number in the result that is none, by its path; null where there is none. */
export function brokenNumber(result: unknown): string | null {
  const waiting: { value: unknown; path: string }[] = [{ value: result, path: '' }];
  for (let looked = 0; waiting.length > 0 && looked < most; looked++) {
    const { value, path } = waiting.pop()!;
    if (typeof value === 'number' && !Number.isFinite(value)) return `${path || 'the result'} is ${value}`;
    if (typeof value !== 'object' || value === null || value instanceof Uint8Array) continue;
    const members = value instanceof Map ? [...value.entries()] : Object.entries(value);
    for (const [key, member] of members) waiting.push({ value: member as unknown, path: `${path}/${String(key)}` });
  }
  return null;
}
