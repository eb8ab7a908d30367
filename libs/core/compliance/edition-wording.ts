import { requireAction } from '../access/policy.js';
import type { Actor } from '../access/types.js';
import type { Localised } from '../mission/types.js';
import type { Deps } from '../ports.js';
import { draftContent } from './edition-draft.js';
import { lintText, type TextFault } from './edition-lint.js';
import type { EditionContent, Paragraph } from './edition-types.js';

/** A paragraph of a draft's summary and what the editor put in its place. */
export interface WordedParagraph {
  paragraph: Paragraph;
  /** Null where the message stands. */
  texts: Localised | null;
  by: string | null;
  at: string | null;
  /** Why the texts would stop the freezing now: figures move on while a draft is open. */
  faults: TextFault[];
}

/**
 * The paragraphs that an editor may reword, with the present figures. `content` says them as the messages do.
 * @throws Problem not_allowed, not_found, not_possible (no draft)
 */
export async function readWording(
  deps: Deps,
  actor: Actor,
  editionId: string,
): Promise<{ content: EditionContent; paragraphs: WordedParagraph[] }> {
  requireAction(actor, 'edition.read');
  const { content } = await draftContent(deps, editionId, { withoutEdits: true });
  const written = await deps.uow.read((reads) => reads.editions.texts(editionId));
  const newest = new Map(written.map((text) => [text.paragraphId, text]));
  const blocks = content.sections.find((section) => section.id === 'summary')?.blocks ?? [];
  const paragraphs = blocks.filter((block): block is Paragraph => block.type === 'paragraph');
  return {
    content,
    paragraphs: paragraphs.map((paragraph) => {
      const found = newest.get(paragraph.id);
      const texts = found?.texts ?? null;
      return {
        paragraph,
        texts,
        by: found?.by ?? null,
        at: found?.at ?? null,
        faults: texts === null ? [] : lintText(texts, paragraph, content, deps.mission),
      };
    }),
  };
}
