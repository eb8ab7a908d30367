import { Readable } from 'node:stream';
import type { Actor } from '#core/access/types.js';
import { Problem } from '#core/errors.js';
import { acceptSightings } from '#core/intake/accept.js';
import type { SightingInput } from '#core/intake/types.js';
import type { Deps } from '#core/ports.js';
import { readNdjson, type NdjsonLine } from '#formats/ndjson.js';
import { problemBody } from '../http/problem.filter.js';
import { checkForm } from '../http/validation.js';
import { receiptAnswer } from './answers.js';
import { IntakeLineForm } from './forms.js';

/** Lines per transaction. */
const batchSize = 500;

/**
 * Takes in a stream of sightings, one JSON object per line, and yields one JSON line per line in the
 * same order, then a summary. Memory is bounded by one batch: the next is read only when the answers
 * to the last have been taken, so a client must read while it sends. A stream that breaks off leaves
 * whole lines accepted; sending it again from the start is safe.
 */
export async function* acceptStream(
  deps: Deps,
  actor: Actor,
  source: AsyncIterable<Uint8Array>,
): AsyncGenerator<string> {
  const counts = { lines: 0, accepted: 0, repeated: 0, refused: 0 };
  for await (const batch of batches(checkedLines(source))) {
    for (const answer of await acceptBatch(deps, actor, batch)) {
      counts.lines++;
      counts[answer.status]++;
      yield `${JSON.stringify(answer)}\n`;
    }
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

async function acceptBatch(deps: Deps, actor: Actor, batch: CheckedLine[]): Promise<LineAnswer[]> {
  const forms = batch.map(({ item }) => item).filter((item): item is IntakeLineForm => !(item instanceof Problem));
  const results = await acceptSightings(deps, actor, forms as SightingInput[]);
  let next = 0;
  return batch.map(({ line, item }): LineAnswer => {
    if (item instanceof Problem) return { line, status: 'refused', id: null, problem: problemBody(item) };
    const result = results[next++]!;
    if (result.status === 'refused') {
      return { line, status: 'refused', id: result.id, problem: problemBody(result.problem) };
    }
    return { line, status: result.status, id: result.id, flags: result.flags, receipt: receiptAnswer(result.receipt) };
  });
}

interface CheckedLine {
  line: number;
  item: IntakeLineForm | Problem;
}

/** Each line is checked as it comes: a batch must not hold what no form has room for. */
async function* checkedLines(source: AsyncIterable<Uint8Array>): AsyncGenerator<CheckedLine> {
  for await (const line of readNdjson(source)) yield { line: line.line, item: await formOf(line) };
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
async function* batches(lines: AsyncGenerator<CheckedLine>): AsyncGenerator<CheckedLine[]> {
  let batch: CheckedLine[] = [];
  let pending = lines.next();
  let patience = pause();
  try {
    for (;;) {
      const next = batch.length === 0 ? await pending : await Promise.race([pending, patience]);
      if (batch.length === 0) patience = pause();
      if (next !== null && next.done) break;
      if (next !== null) {
        batch.push(next.value);
        pending = lines.next();
      }
      if (batch.length === batchSize || next === null) {
        yield batch;
        batch = [];
      }
    }
    if (batch.length > 0) yield batch;
  } finally {
    // Only where the reader left early: nobody waits for this line any more.
    pending.catch(() => undefined);
  }
}

/** Resolves with null after everything that is already there has been read. */
function pause(): Promise<null> {
  return new Promise((resolve) => setTimeout(resolve, 20, null));
}
