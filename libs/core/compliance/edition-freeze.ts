import { say } from '../said.js';
import { requireAction } from '../access/policy.js';
import type { Actor } from '../access/types.js';
import { Problem } from '../errors.js';
import type { BlobStore, Deps } from '../ports.js';
import { step } from '../verification/transitions.js';
import { contentOf } from './edition-content.js';
import { draftSource } from './edition-draft.js';
import { lintText } from './edition-lint.js';
import { entryOf, found } from './edition-life.js';
import { editionMachine } from './edition-machine.js';
import type { Edition, EditionFile } from './edition-record.js';
import type { Progress } from './edition-source.js';
import { checkEditionSums } from './edition-sums.js';
import type { EditionContent, Paragraph } from './edition-types.js';
import { viewsOf } from './redaction.js';

/** Name of the frozen content in every package. */
export const contentPath = 'edition.json';

/**
 * Freezes a draft: counts everything up to the newest signed head, checks that parts equal totals, makes the content of
 * every variant, stores it under its hash, and puts the cut-off and the hashes into the journal. Nothing of it changes
 * after. The heavy part runs outside the transaction; where somebody was faster, nothing is written.
 * @throws Problem not_allowed, not_found; not_possible (no draft; sums that differ, naming the two figures; a text whose
 * numbers are no longer those of the edition); conflict
 */
export async function freezeEdition(
  deps: Deps,
  actor: Actor,
  input: { editionId: string },
  progress: Progress = () => {},
): Promise<Edition> {
  requireAction(actor, 'edition.edit');
  const { edition: draft, source, at } = await draftSource(deps, input.editionId, progress);
  const views = viewsOf(deps.mission, at);
  const files: EditionFile[] = [];
  for (const [i, view] of views.entries()) {
    const content = contentOf(source, deps.mission, deps.geography, view, true);
    checkEditionSums(content);
    if (view.rule === null && source.texts.length > 0)
      refuseStaleTexts(
        contentOf({ ...source, texts: [] }, deps.mission, deps.geography, view, true),
        source.texts,
        deps,
      );
    const { sha256, size } = await storeText(deps.blobs, JSON.stringify(content));
    const party = view.party ?? 'none';
    files.push({
      editionId: draft.id,
      revision: 0,
      variant: view.variant,
      party,
      role: 'content',
      path: contentPath,
      mediaType: 'application/json',
      sha256,
      size,
      at,
    });
    progress({ part: `content ${view.variant}${view.party ? ` ${view.party}` : ''}`, done: i + 1, of: views.length });
  }
  return deps.uow.run(async (tx) => {
    await tx.lock([`edition:${draft.week}`]);
    const edition = await found(tx, draft.id);
    const state = step(editionMachine, edition.state, 'freeze', `Edition ${edition.week} version ${edition.version}`);
    const texts = await tx.editions.texts(edition.id);
    if (texts.map((t) => t.id).join() !== source.texts.map((t) => t.id).join())
      throw new Problem('conflict', say`A text was edited while the edition was being frozen. Freeze it again.`);
    const contents = files.map(({ variant, party, sha256 }) => ({ variant, party, sha256 }));
    const payload = { from: source.from, to: source.to, cutoff: source.cutoff, treeRoot: source.treeRoot, contents };
    const [entry] = await tx.append(entryOf(edition, actor, 'frozen', payload));
    const frozen: Edition = {
      ...edition,
      state,
      frozenBy: actor.id,
      frozenAt: at,
      cutoff: source.cutoff,
      treeRoot: source.treeRoot,
      frozenEntryId: entry!.id,
      rowVersion: edition.rowVersion + 1,
    };
    await tx.write.editionUpdate(frozen);
    await tx.write.editionFiles(files);
    await tx.write.editionStep({
      id: tx.ids.next(),
      editionId: edition.id,
      step: 'freeze',
      by: actor.id,
      role: actor.role,
      at: tx.now,
      reason: null,
    });
    return frozen;
  });
}

/** What the editor wrote last week's figures into must not be frozen with this week's. */
function refuseStaleTexts(
  plain: EditionContent,
  texts: { paragraphId: string; texts: Record<string, string> | null }[],
  deps: Deps,
): void {
  const paragraphs = new Map(
    plain.sections
      .flatMap((s) => s.blocks)
      .flatMap((b): [string, Paragraph][] => (b.type === 'paragraph' ? [[b.id, b]] : [])),
  );
  for (const { paragraphId, texts: written } of texts) {
    const paragraph = paragraphs.get(paragraphId);
    if (!paragraph || !written) continue;
    const [fault] = lintText(written, paragraph, plain, deps.mission);
    if (fault)
      throw new Problem(
        'not_possible',
        say`The text of "${paragraphId}" (${fault.language}) no longer holds: ${fault.message}. Edit it again.`,
      );
  }
}

/** Puts a text into the blob store. */
export async function storeText(blobs: BlobStore, text: string): Promise<{ sha256: string; size: number }> {
  async function* bytes(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(text, 'utf8');
  }
  return blobs.put(bytes(), Number.MAX_SAFE_INTEGER);
}
