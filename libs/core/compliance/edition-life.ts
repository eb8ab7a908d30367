import { say } from '../said.js';
import { stateSaid } from '../states.js';
import { requireAction, nothingHere } from '../access/policy.js';
import type { Actor } from '../access/types.js';
import { Problem, faultAt } from '../errors.js';
import type { EntryDraft } from '../journal/types.js';
import type { Localised } from '../mission/types.js';
import { weekInterval } from '../mission/calendar.js';
import { refuseFaults, typedTextFaults } from '../mission/typed-text.js';
import type { Deps, Tx } from '../ports.js';
import { step } from '../verification/transitions.js';
import { lintText } from './edition-lint.js';
import { draftContent } from './edition-draft.js';
import { editionMachine, refuseApprover } from './edition-machine.js';
import type { Edition, EditionFile, EditionStepName } from './edition-record.js';
import type { EditionContent, Paragraph } from './edition-types.js';

/**
 * Opens the next version of a week's edition. Its figures are live until it is frozen.
 * @throws Problem not_allowed; invalid_input (no such week); not_possible (the week has not ended; one is under way or public)
 */
export async function draftEdition(deps: Deps, actor: Actor, input: { week: string }): Promise<Edition> {
  requireAction(actor, 'edition.edit');
  const { to } = weekInterval(input.week, deps.mission.calendar);
  return deps.uow.run(async (tx) => {
    await tx.lock([`edition:${input.week}`]);
    const versions = await tx.editions.ofWeek(input.week);
    refuseDraft(input.week, to, tx.now, versions);
    const edition: Edition = {
      id: tx.ids.next(),
      week: input.week,
      version: versions.length + 1,
      state: 'draft',
      draftedBy: actor.id,
      draftedAt: tx.now,
      frozenBy: null,
      frozenAt: null,
      cutoff: null,
      treeRoot: null,
      frozenEntryId: null,
      publishedBy: null,
      publishedAt: null,
      errata: 0,
      rowVersion: 1,
    };
    await tx.write.editionNew(edition);
    await tx.append(entryOf(edition, actor, 'drafted', {}));
    return edition;
  });
}

/** @throws Problem not_possible where the week has not ended, or a version of it is under way or public */
export function refuseDraft(week: string, to: string, now: string, versions: readonly Edition[]): void {
  if (now < to) throw new Problem('not_possible', say`The week ${week} ends only at ${{ at: to }}.`);
  const last = versions.at(-1);
  if (last && last.state !== 'returned')
    throw new Problem(
      'not_possible',
      last.publishedAt
        ? say`Version ${last.version} of ${week} is "${stateSaid(last.state)}": correct it by an erratum.`
        : say`Version ${last.version} of ${week} is "${stateSaid(last.state)}": go on with it or return it.`,
    );
}

/**
 * Puts the editor's words in place of a paragraph of the summary; null takes them back. Only in a draft.
 * @throws Problem not_allowed, not_found, not_possible (not a draft), invalid_input with a pointer for each fault
 */
export async function editText(
  deps: Deps,
  actor: Actor,
  input: { editionId: string; paragraphId: string; texts: Localised | null },
): Promise<void> {
  requireAction(actor, 'edition.edit');
  const { edition, content } = await draftContent(deps, input.editionId, { withoutEdits: true });
  if (input.texts !== null) refuseFaultyText(input.texts, paragraphOf(content, input.paragraphId), content, deps);
  await deps.uow.run(async (tx) => {
    await tx.lock([`edition:${edition.week}`]);
    const current = await found(tx, edition.id);
    if (current.state !== 'draft')
      throw new Problem(
        'not_possible',
        say`Edition ${current.week} is "${stateSaid(current.state)}": its texts stand.`,
      );
    const { paragraphId, texts } = input;
    await tx.write.editionText({
      id: tx.ids.next(),
      editionId: edition.id,
      paragraphId,
      texts,
      by: actor.id,
      at: tx.now,
    });
    await tx.append(entryOf(current, actor, texts ? 'text_edited' : 'text_taken_back', { paragraphId }));
  });
}

function paragraphOf(content: EditionContent, id: string): Paragraph {
  const blocks = content.sections.find((s) => s.id === 'summary')?.blocks ?? [];
  const paragraph = blocks.find((b): b is Paragraph => b.type === 'paragraph' && b.id === id);
  if (paragraph) return paragraph;
  const ids = blocks.flatMap((b) => (b.type === 'paragraph' ? [b.id] : []));
  throw new Problem('invalid_input', say`The summary has no such paragraph.`, [
    faultAt('/paragraphId', say`Use one of ${ids.join(', ')}.`),
  ]);
}

function refuseFaultyText(texts: Localised, paragraph: Paragraph, content: EditionContent, deps: Deps): void {
  const faults = lintText(texts, paragraph, content, deps.mission);
  refuseFaults(
    faults.map(({ language, message, said, word, remedy, remedySaid }) => ({
      pointer: `/texts/${language}`,
      detail: message,
      said,
      ...(word !== undefined && { word }),
      ...(remedy !== undefined && { remedy }),
      ...(remedySaid !== undefined && { remedySaid }),
    })),
  );
}

/**
 * One of two approvals. `contentSha256` is the hash of the content that the approver has seen, so that nobody approves
 * anything else. @throws Problem not_allowed, not_found, not_possible, conflict (another content)
 */
export async function approveEdition(
  deps: Deps,
  actor: Actor,
  input: { editionId: string; contentSha256: string },
): Promise<Edition> {
  requireAction(actor, 'edition.approve');
  return advance(deps, actor, input.editionId, 'approve', async (tx, edition) => {
    refuseApprover(actor, await tx.editions.steps(edition.id));
    const files = await tx.editions.files(edition.id);
    const content = files.find((f) => f.role === 'content' && f.variant === 'internal');
    if (content?.sha256 !== input.contentSha256)
      throw new Problem('conflict', say`This is not the hash of the frozen content: look at the edition again.`);
    return { payload: { contentSha256: input.contentSha256, role: actor.role } };
  });
}

/** An approver sends it back, with a reason: this version ends, and the week may be drafted anew. */
export async function returnEdition(
  deps: Deps,
  actor: Actor,
  input: { editionId: string; reason: string },
): Promise<Edition> {
  requireAction(actor, 'edition.approve');
  refuseFaults(typedTextFaults(input.reason, deps.mission));
  const reason = input.reason.trim();
  return advance(deps, actor, input.editionId, 'return', async () => ({ reason, payload: {} }));
}

/**
 * Makes an approved edition public, once its package is there.
 * @throws Problem not_allowed, not_found, not_possible (not approved; the package is still being made)
 */
export async function publishEdition(deps: Deps, actor: Actor, input: { editionId: string }): Promise<Edition> {
  requireAction(actor, 'edition.publish');
  return advance(deps, actor, input.editionId, 'publish', async (tx, edition) => {
    const packages = refuseWithoutPackage(await tx.editions.files(edition.id));
    const payload = { packages: packages.map(({ variant, party, sha256 }) => ({ variant, party, sha256 })) };
    return { payload, change: { publishedBy: actor.id, publishedAt: tx.now } };
  });
}

/** Its packages. @throws Problem not_possible while there are none */
export function refuseWithoutPackage(files: readonly EditionFile[]): EditionFile[] {
  const packages = files.filter((f) => f.role === 'package');
  if (packages.length > 0) return packages;
  throw new Problem('not_possible', say`The documents of this edition are still being made. Ask again in a moment.`);
}

export interface Advance {
  payload: Record<string, unknown>;
  reason?: string;
  change?: Partial<Edition>;
}

/** One step of the machine: checked, written, put on record and told to the journal. */
export async function advance(
  deps: Deps,
  actor: Actor,
  editionId: string,
  name: EditionStepName,
  body: (tx: Tx, edition: Edition) => Promise<Advance>,
): Promise<Edition> {
  return deps.uow.run(async (tx) => {
    const known = await found(tx, editionId);
    await tx.lock([`edition:${known.week}`]);
    const edition = await found(tx, editionId);
    const state = step(editionMachine, edition.state, name, `Edition ${edition.week} version ${edition.version}`);
    const { payload, reason = null, change = {} } = await body(tx, edition);
    const next: Edition = { ...edition, ...change, state, rowVersion: edition.rowVersion + 1 };
    await tx.write.editionUpdate(next);
    await tx.write.editionStep({
      id: tx.ids.next(),
      editionId,
      step: name,
      by: actor.id,
      role: actor.role,
      at: tx.now,
      reason,
    });
    // The reason stays with the step: people name people in reasons, and the journal is for ever.
    await tx.append(entryOf(next, actor, past[name], payload));
    return next;
  });
}

const past: Readonly<Record<EditionStepName, string>> = {
  freeze: 'frozen',
  approve: 'approved',
  return: 'returned',
  publish: 'published',
  correct: 'corrected',
};

/** The entry of a step; its subject is the edition. */
export function entryOf(
  edition: Edition,
  actor: Pick<Actor, 'id'>,
  what: string,
  payload: Record<string, unknown>,
): EntryDraft {
  return {
    actor: actor.id,
    type: `edition.${what}`,
    subject: { kind: 'edition', id: edition.id },
    payload: { week: edition.week, version: edition.version, ...payload },
  };
}

/** @throws Problem not_found */
export async function found(reads: Pick<Tx, 'editions'>, id: string): Promise<Edition> {
  const edition = await reads.editions.get(id);
  if (!edition) throw nothingHere();
  return edition;
}
