import type { UnitOfWork } from '../ports.js';
import { mostTogether } from './chunk.js';
import { verifyWritten, type JournalVerdict } from './verify.js';
import type { TreeHead, WrittenEntry } from './types.js';

const pageSize = mostTogether;

/** All positioned entries below `size` as they are stored, by position, in pages. */
export async function* walkEntries(uow: Pick<UnitOfWork, 'read'>, size: number): AsyncGenerator<WrittenEntry[]> {
  for (let from = 0; from < size;) {
    const start = from;
    const page = await uow.read((reads) => reads.journal.written(start, Math.min(pageSize, size - start)));
    if (page.length === 0) return;
    from = page[page.length - 1]!.position + 1;
    yield from > size ? page.filter((entry) => entry.position < size) : page;
  }
}

/** All signed heads up to `size`, smallest first. */
export async function* walkHeads(uow: Pick<UnitOfWork, 'read'>, size: number): AsyncGenerator<TreeHead> {
  for (let from = 0; ;) {
    const start = from;
    const page = await uow.read((reads) => reads.journal.headsFrom(start, pageSize));
    for (const head of page) {
      if (head.size > size) return;
      yield head;
    }
    if (page.length === 0) return;
    from = page[page.length - 1]!.size + 1;
  }
}

/**
 * Verifies the stored journal up to its newest head, while it goes on growing.
 * @param witness a head kept elsewhere; the journal must still contain what it covers
 */
export async function verifyStoredJournal(
  uow: Pick<UnitOfWork, 'read'>,
  publicKeys: Readonly<Record<string, string>>,
  witness?: TreeHead,
): Promise<JournalVerdict> {
  // Entries beyond the newest head count too: nothing but the sequencer gives positions, and it signs what it gives.
  const [head, last] = await uow.read(async (reads) => {
    const newest = await reads.journal.head();
    return [newest, await reads.journal.lastPosition()] as const;
  });
  const size = Math.max(head?.size ?? 0, (last ?? -1) + 1);
  const heads = walkHeads(uow, size);
  return verifyWritten(walkEntries(uow, size), witness ? withWitness(heads, witness) : heads, publicKeys);
}

async function* withWitness(heads: AsyncIterable<TreeHead>, witness: TreeHead): AsyncGenerator<TreeHead> {
  let given = false;
  for await (const head of heads) {
    if (!given && head.size >= witness.size) {
      given = true;
      yield witness;
    }
    yield head;
  }
  if (!given) yield witness;
}
