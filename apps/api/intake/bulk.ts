import { Readable } from 'node:stream';
import type { Actor } from '#core/access/types.js';
import { Problem } from '#core/errors.js';
import { receipted, storeTogether, type Stored } from '#core/intake/accept.js';
import type { SightingInput } from '#core/intake/types.js';
import type { Deps } from '#core/ports.js';
import { readNdjson, readNdjsonChunks, type NdjsonLine } from '#formats/ndjson.js';
import { problemBody } from '../http/problem.filter.js';
import { checkForm } from '../http/validation.js';
import { receiptAnswer } from './answers.js';
import { IntakeLineForm } from './forms.js';

/** Lines per transaction. */
const batchSize = 500;

/**
 * Takes in a stream of sightings, one JSON object per line, and yields one JSON line per line in the
 * same order, then a summary. Memory is bounded by two batches: one is read and checked while the last is
 * signed, and no more before its answers have been taken, so a client must read while it sends. A stream that
 * breaks off leaves whole lines accepted; sending it again from the start is safe.
 */
export async function* acceptStream(
  deps: Deps,
  actor: Actor,
  source: AsyncIterable<Uint8Array>,
): AsyncGenerator<string> {
  const counts = { lines: 0, accepted: 0, repeated: 0, refused: 0 };
  const taken = batches(checkedLines(source));
  let upcoming = ahead(taken);
  try {
    for (;;) {
      const next = await upcoming;
      if (next.done) break;
      const stored = await storeBatch(deps, actor, next.value);
      // The next lines are read and checked while the receipts of these are signed.
      upcoming = ahead(taken);
      let text = '';
      for (const answer of await Promise.all(stored.map((line) => answerOf(deps, line)))) {
        counts.lines++;
        counts[answer.status]++;
        text += `${JSON.stringify(answer)}\n`;
      }
      yield text;
    }
  } finally {
    void taken.return(undefined).catch(() => undefined); // where the reader left early
  }
  yield `${JSON.stringify({ summary: counts })}\n`;
}

/** Ids that the lines name, where they name any. */
export async function idsOfLines(bytes: Uint8Array): Promise<string[]> {
  const ids: string[] = [];
  for await (const line of readNdjson(Readable.from([bytes]))) {
    const id = 'value' in line ? (line.value as { id?: unknown } | null)?.id : undefined;
    if (typeof id === 'string') ids.push(id);
  }
  return ids;
}

type LineAnswer = { line: number; status: 'accepted' | 'repeated' | 'refused'; [more: string]: unknown };

interface StoredLine {
  line: number;
  result: Stored;
}

async function storeBatch(deps: Deps, actor: Actor, batch: CheckedLine[]): Promise<StoredLine[]> {
  const brought = batch.flatMap(({ item }) =>
    item instanceof Problem ? [] : [{ actor, input: item as SightingInput }],
  );
  const results = await storeTogether(deps, brought);
  let next = 0;
  return batch.map(({ line, item }): StoredLine => {
    const result = item instanceof Problem ? { status: 'refused' as const, id: null, problem: item } : results[next++]!;
    return { line, result };
  });
}

async function answerOf(deps: Deps, { line, result }: StoredLine): Promise<LineAnswer> {
  const answer = await receipted(deps, result);
  const { status, id } = answer;
  if (answer.status === 'refused') return { line, status, id, problem: problemBody(answer.problem) };
  return { line, status, id, flags: answer.flags, receipt: receiptAnswer(answer.receipt) };
}

interface CheckedLine {
  line: number;
  item: IntakeLineForm | Problem;
}

/** Lines are checked as they come: a batch must not hold what no form has room for. */
async function* checkedLines(source: AsyncIterable<Uint8Array>): AsyncGenerator<CheckedLine[]> {
  for await (const lines of readNdjsonChunks(source)) {
    const checked: CheckedLine[] = [];
    for (const line of lines) checked.push({ line: line.line, item: await formOf(line) });
    yield checked;
  }
}

async function formOf(line: NdjsonLine): Promise<IntakeLineForm | Problem> {
  if ('fault' in line) return new Problem('invalid_input', line.fault);
  try {
    return await checkForm(IntakeLineForm, line.value);
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}

/**
 * Groups lines, but never holds back what has come: while the source pauses, a partial batch goes on,
 * so that a slow sender gets its answers.
 */
async function* batches(lines: AsyncGenerator<CheckedLine[]>): AsyncGenerator<CheckedLine[]> {
  const batch: CheckedLine[] = [];
  let pending = ahead(lines);
  let patience = pause();
  for (;;) {
    const next = batch.length === 0 ? await pending : await Promise.race([pending, patience]);
    if (batch.length === 0) patience = pause();
    if (next !== null && next.done) break;
    if (next !== null) {
      batch.push(...next.value);
      pending = ahead(lines);
    }
    while (batch.length >= batchSize) {
      yield batch.splice(0, batchSize);
      patience = pause();
    }
    if (next === null && batch.length > 0) yield batch.splice(0);
  }
  if (batch.length > 0) yield batch;
}

/** Asks for the next before it is needed: what goes wrong on the way there counts when somebody waits for it, and not before. */
function ahead<T>(source: AsyncGenerator<T>): Promise<IteratorResult<T>> {
  const next = source.next();
  next.catch(() => undefined);
  return next;
}

/** Resolves with null after everything that is already there has been read. */
function pause(): Promise<null> {
  return new Promise((resolve) => setTimeout(resolve, 20, null));
}
