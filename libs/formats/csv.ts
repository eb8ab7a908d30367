/** One record of a CSV file with the line (from 1) it begins on: its cells, or why it has none. */
export type CsvRecord = { line: number; cells: string[] } | { line: number; fault: string };

export interface CsvOptions {
  delimiter?: string;
  /** WHATWG label, for example "utf-8" (default) or "windows-1251". */
  encoding?: string;
  /** Longest record in characters. */
  maxRecordLength?: number;
}

type Parsed = { cells: string[]; next: number } | { fault: string } | 'more';

/**
 * Reads CSV (RFC 4180: quotes, doubled quotes, line breaks in quotes; LF or CRLF; byte order mark
 * allowed) with memory bounded by the longest record and one chunk. Blank lines are passed over. A
 * record that is malformed, too long or not in the encoding comes out as a fault, and reading goes on
 * with the line after the one it began on: so one stray quote costs one line, not the rest of the file
 * (which is why this is not left to a library: those tried lose the good lines that follow). A quote
 * inside an unquoted cell is taken as it stands.
 */
export async function* readCsv(source: AsyncIterable<Uint8Array>, options: CsvOptions = {}): AsyncGenerator<CsvRecord> {
  const { delimiter = ',', encoding = 'utf-8', maxRecordLength = 131_072 } = options;
  const decoder = new TextDecoder(encoding);
  let text = '';
  let at = 0;
  let line = 1;
  let skipping = false;

  function* drain(final: boolean): Generator<CsvRecord> {
    for (;;) {
      if (skipping) {
        const end = text.indexOf('\n', at);
        if (end === -1) {
          text = '';
          at = 0;
          return;
        }
        at = end + 1;
        line++;
        skipping = false;
      }
      if (at >= text.length) return;
      let parsed = parseRecord(text, at, delimiter, final);
      if (parsed === 'more') {
        if (text.length - at <= maxRecordLength && !final) return;
        parsed = { fault: final ? 'A quote is opened and never closed.' : tooLong(maxRecordLength) };
      } else if ('next' in parsed && parsed.next - at > maxRecordLength + 2)
        parsed = { fault: tooLong(maxRecordLength) };
      if ('fault' in parsed) {
        yield { line, fault: parsed.fault };
        skipping = true;
        continue;
      }
      const begun = line;
      line += countLines(text, at, parsed.next);
      at = parsed.next;
      if (parsed.cells.length === 1 && parsed.cells[0] === '') continue;
      if (parsed.cells.some((c) => c.includes('\ufffd'))) yield { line: begun, fault: `Not valid ${encoding}.` };
      else yield { line: begun, cells: parsed.cells };
    }
  }

  for await (const chunk of source) {
    text = text.slice(at) + decoder.decode(chunk, { stream: true });
    at = 0;
    yield* drain(false);
  }
  text = text.slice(at) + decoder.decode();
  at = 0;
  yield* drain(true);
}

function tooLong(most: number): string {
  return `The record is longer than ${most} characters; perhaps a quote is opened and never closed.`;
}

function parseRecord(text: string, start: number, delimiter: string, final: boolean): Parsed {
  const cells: string[] = [];
  let i = start;
  for (;;) {
    let cell: string;
    if (text[i] === '"') {
      const quoted = parseQuoted(text, i, final);
      if (quoted === 'more') return 'more';
      cell = quoted.cell;
      i = quoted.next;
      if (text.startsWith('\r\n', i)) i++;
      if (i >= text.length) {
        if (!final) return 'more';
        return { cells: [...cells, cell], next: i };
      }
      if (text[i] === '\r' && i + 1 >= text.length && !final) return 'more';
      if (text[i] !== '\n' && text[i] !== delimiter)
        return { fault: 'A quoted cell is followed by something other than the next cell.' };
    } else {
      const end = endOfPlain(text, i, delimiter);
      if (end === -1 && !final) return 'more';
      const stop = end === -1 ? text.length : end;
      cell = text.slice(i, text[stop] !== delimiter && text[stop - 1] === '\r' && stop > i ? stop - 1 : stop);
      i = stop;
    }
    cells.push(cell);
    if (i >= text.length) return { cells, next: i };
    if (text[i] === '\n') return { cells, next: i + 1 };
    i++;
    if (i >= text.length && !final) return 'more';
  }
}

function parseQuoted(text: string, open: number, final: boolean): { cell: string; next: number } | 'more' {
  let cell = '';
  let from = open + 1;
  for (;;) {
    const quote = text.indexOf('"', from);
    // A quote at the very end may be the first half of a doubled one.
    if (quote === -1 || (quote + 1 >= text.length && !final)) return 'more';
    cell += text.slice(from, quote);
    if (text[quote + 1] !== '"') return { cell, next: quote + 1 };
    cell += '"';
    from = quote + 2;
  }
}

function endOfPlain(text: string, from: number, delimiter: string): number {
  for (let i = from; i < text.length; i++) if (text[i] === '\n' || text[i] === delimiter) return i;
  return -1;
}

function countLines(text: string, from: number, to: number): number {
  let lines = 0;
  for (let i = text.indexOf('\n', from); i !== -1 && i < to; i = text.indexOf('\n', i + 1)) lines++;
  return lines;
}
