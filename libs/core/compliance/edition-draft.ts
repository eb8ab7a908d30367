import { say } from '../said.js';
import { stateSaid } from '../states.js';
import { Problem } from '../errors.js';
import { nothingHere } from '../access/policy.js';
import type { Deps } from '../ports.js';
import { contentOf } from './edition-content.js';
import type { Edition } from './edition-record.js';
import { readSource, type EditionSource, type Progress } from './edition-source.js';
import type { EditionContent } from './edition-types.js';
import { followJournal } from './follow-journal.js';
import { viewsOf } from './redaction.js';

/**
 * What a draft says now, as the mission sees it: live figures, in no store. `withoutEdits` leaves the messages in place of
 * what the editor wrote. @throws Problem not_found; not_possible where it is no draft any more
 */
export async function draftContent(
  deps: Deps,
  editionId: string,
  options: { withoutEdits?: boolean } = {},
): Promise<{ edition: Edition; content: EditionContent }> {
  const { edition, source, at } = await draftSource(deps, editionId);
  const view = viewsOf(deps.mission, at).at(-1)!;
  const shown = options.withoutEdits ? { ...source, texts: [] } : source;
  return { edition, content: contentOf(shown, deps.mission, deps.geography, view, false) };
}

/** The source of a draft as of now, with the roll-ups moved on to the newest signed head. @throws Problem not_found, not_possible */
export async function draftSource(
  deps: Deps,
  editionId: string,
  progress?: Progress,
): Promise<{ edition: Edition; source: EditionSource; at: string }> {
  await followJournal(deps);
  return deps.uow.read(async (reads) => {
    const edition = await reads.editions.get(editionId);
    if (!edition) throw nothingHere();
    if (edition.state !== 'draft')
      throw new Problem(
        'not_possible',
        say`Edition ${edition.week} version ${edition.version} is "${stateSaid(edition.state)}", no draft.`,
      );
    const source = await readSource(reads, deps, edition, progress);
    return { edition, source, at: deps.clock.now().toISOString() };
  });
}
