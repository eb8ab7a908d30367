import { noteProgress } from '#core/compliance/edition-progress.js';
import { entryOf } from '#core/compliance/edition-life.js';
import type { Edition } from '#core/compliance/edition-record.js';
import { Problem } from '#core/errors.js';
import type { Deps } from '#core/ports.js';
import { makeDocuments, type MakeOptions } from './make-documents.js';

/** After so many failures in a row a person must look; returning or correcting the edition starts it anew. */
const mostFailures = 3;

/**
 * Makes the documents of every edition that lacks them. A failure is put on record with its reason (D6), tried again, and
 * given up after three. An edition whose freezing has no signed head yet waits for the next round.
 */
export async function missingDocuments(deps: Deps, options: MakeOptions): Promise<{ made: number; failed: number }> {
  const editions = await deps.uow.read((r) => r.editions.withoutPackage());
  let made = 0;
  let failed = 0;
  for (const edition of editions) {
    const steps = await deps.uow.read((r) => r.editions.steps(edition.id));
    const since = steps.findLastIndex((s) => s.step !== 'render_failed') + 1;
    if (steps.length - since >= mostFailures || !(await isCovered(deps, edition))) continue;
    try {
      await makeDocuments(deps, edition, { onStep: (step) => noteProgress(deps, edition.id, step), ...options });
      made += 1;
    } catch (error) {
      failed += 1;
      await noteFailure(deps, edition, error);
    } finally {
      await noteProgress(deps, edition.id, null);
    }
  }
  return { made, failed };
}

async function isCovered(deps: Deps, edition: Edition): Promise<boolean> {
  return deps.uow.read(async (r) => {
    const entry = edition.frozenEntryId === null ? null : await r.journal.get(edition.frozenEntryId);
    return entry?.position != null && entry.position < ((await r.journal.head())?.size ?? 0);
  });
}

async function noteFailure(deps: Deps, edition: Edition, error: unknown): Promise<void> {
  const reason = (error instanceof Problem ? error.detail : String(error)).replace(/\s+/g, ' ').slice(0, 500);
  await deps.uow.run(async (tx) => {
    const step = { editionId: edition.id, by: 'system', role: 'system', at: tx.now, reason };
    await tx.write.editionStep({ id: tx.ids.next(), step: 'render_failed', ...step });
    await tx.append(entryOf(edition, { id: 'system' }, 'render_failed', { revision: edition.errata, reason }));
  });
}
