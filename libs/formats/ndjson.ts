import { jsonScreen } from './json-screen.js';

/** One line of an NDJSON stream: its value, or why it has none. Lines count from 1, blank ones too. */
export type NdjsonLine = { line: number; value: unknown } | { line: number; fault: string };

const newline = 0x0a;

/**
 * Reads newline-delimited JSON with memory bounded by `maxLineBytes` and the size of one chunk. A line
 * that is too long, not UTF-8, not JSON, too deep or too full (`jsonScreen`) or with a `__proto__` member comes
 * out as a fault, and reading goes on. Blank lines are passed over; a byte order mark and CRLF are allowed.
 */
export async function* readNdjson(
  source: AsyncIterable<Uint8Array>,
  limits: { maxLineBytes?: number } = {},
): AsyncGenerator<NdjsonLine> {
  for await (const lines of readNdjsonChunks(source, limits)) yield* lines;
}

/** The same, all lines that end in one chunk of the source together. */
export async function* readNdjsonChunks(
  source: AsyncIterable<Uint8Array>,
  { maxLineBytes = 1_048_576 }: { maxLineBytes?: number } = {},
): AsyncGenerator<NdjsonLine[]> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let kept: Uint8Array[] = [];
  let size = 0;
  let line = 1;
  const finish = (): NdjsonLine[] => {
    const result = size > maxLineBytes ? tooLong(line, maxLineBytes) : parseLine(joined(kept), line, decoder);
    kept = [];
    size = 0;
    line++;
    return result ? [result] : [];
  };
  for await (const chunk of source) {
    const lines: NdjsonLine[] = [];
    let from = 0;
    while (from < chunk.length) {
      const found = chunk.indexOf(newline, from);
      const to = found === -1 ? chunk.length : found;
      size += to - from;
      if (size <= maxLineBytes) kept.push(chunk.subarray(from, to));
      else kept = [];
      from = to + 1;
      if (found === -1) break;
      lines.push(...finish());
    }
    if (lines.length > 0) yield lines;
  }
  if (size > 0) yield finish();
}

const joined = (parts: Uint8Array[]): Uint8Array => (parts.length === 1 ? parts[0]! : Buffer.concat(parts));

function tooLong(line: number, maxLineBytes: number): NdjsonLine {
  return { line, fault: `The line is longer than ${maxLineBytes} bytes.` };
}

function parseLine(bytes: Uint8Array, line: number, decoder: InstanceType<typeof TextDecoder>): NdjsonLine | null {
  let text: string;
  try {
    text = decoder.decode(bytes).trim();
  } catch {
    return { line, fault: 'The line is not valid UTF-8.' };
  }
  if (text === '') return null;
  const unfit = jsonScreen(text);
  if (unfit !== null) return { line, fault: unfit };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { line, fault: `The line is not JSON: ${(error as Error).message}` };
  }
  const bad = unfitValue(value);
  return bad === null ? { line, value } : { line, fault: bad };
}

/**
 * What no value of a line may hold, in words, or null: `Object.assign` and spreads of spreads turn a member `__proto__`
 * into the prototype of their result, and 1e309 is read as infinity.
 */
function unfitValue(value: unknown): string | null {
  if (typeof value === 'number') return Number.isFinite(value) ? null : 'A number is too large.';
  if (typeof value !== 'object' || value === null) return null;
  if (Object.hasOwn(value, '__proto__')) return 'A member may not be named "__proto__".';
  for (const member of Object.values(value)) {
    const bad = unfitValue(member);
    if (bad !== null) return bad;
  }
  return null;
}
