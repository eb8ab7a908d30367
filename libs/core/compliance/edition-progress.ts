import type { Deps, Reads } from '../ports.js';
import type { Variant } from './edition-types.js';

/** How far the documents of an edition are: `done` of `of` are finished at `at`; the one in hand by format and language. */
export interface DocumentsProgress {
  done: number;
  of: number;
  /** Format of the document in hand, or 'package'. */
  part: string;
  language: string | null;
  variant: Variant;
  party: string | null;
  at: string;
}

const keyOf = (editionId: string): string => `edition-documents:${editionId}`;

/** Says how far they are, for whoever waits; no fact, so it is not in the journal. */
export async function noteProgress(
  deps: Deps,
  editionId: string,
  step: Omit<DocumentsProgress, 'at'> | null,
): Promise<void> {
  await deps.uow.run((tx) =>
    tx.write.meta(keyOf(editionId), step === null ? '' : JSON.stringify({ ...step, at: tx.now })),
  );
}

/** Null where no document of the edition is being made. */
export async function progressOf(reads: Pick<Reads, 'meta'>, editionId: string): Promise<DocumentsProgress | null> {
  const text = await reads.meta.get(keyOf(editionId));
  return text ? (JSON.parse(text) as DocumentsProgress) : null;
}
