import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
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
 * same order, then a summary. Memory is bounded by three batches: while one is stored the receipts of the one before
 * it are signed, and the next is read and checked; no more is read before the answers have been taken, so a client must
 * read while it sends. A stream that breaks off leaves whole lines accepted; sending it again from the start is safe.
 */
export async function* acceptStream(
  deps: Deps,
  actor: Actor,
  source: AsyncIterable<Uint8Array>,
): AsyncGenerator<string> {
  const counts = { lines: 0, accepted: 0, repeated: 0, refused: 0 };
  const taken = batches(checkedLines(source));
  let upcoming = ahead(taken);
  let signing: Promise<LineAnswer[]> | null = null;
  try {
    for (;;) {
      // A sender that pauses has its answers at once; of one that goes on the next lines are stored meanwhile.
      const signed = signing && (await Promise.race([signing, upcoming.then(nobody, nobody)]));
      if (signed) {
        signing = null;
        yield told(signed, counts);
      }
      let stored: StoredLine[];
      try {
        const next = await upcoming;
        if (next.done) break;
        stored = await storeBatch(deps, actor, next.value);
      } catch (error) {
        if (signing) yield told(await signing, counts); // what is stored is said, also where the stream breaks off after it
        throw error;
      }
      upcoming = ahead(taken);
      const before: Promise<LineAnswer[]> | null = signing;
      signing = Promise.all(stored.map((line) => answerOf(deps, line)));
      signing.catch(() => undefined); // counts when somebody waits for it
      await setImmediate(); // what is to be signed is sent, before the next lines take the event loop
      if (before) yield told(await before, counts);
    }
    if (signing) yield told(await signing, counts);
  } finally {
    void taken.return(undefined).catch(() => undefined); // where the reader left early
  }
  yield `${JSON.stringify({ summary: counts })}\n`;
}

const nobody = (): null => null;

/** The lines of a batch's answers, counted. */
function told(answers: LineAnswer[], counts: { lines: number } & Record<LineAnswer['status'], number>): string {
  let text = '';
  for (const answer of answers) {
    counts.lines++;
    counts[answer.status]++;
    text += `${JSON.stringify(answer)}\n`;
  }
  return text;
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
