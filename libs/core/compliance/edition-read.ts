import { nothingHere, requireAction } from '../access/policy.js';
import type { Actor } from '../access/types.js';
import type { Deps, Page } from '../ports.js';
import { nextActions, type NextAction } from './edition-actions.js';
import { progressOf, type DocumentsProgress } from './edition-progress.js';
import { publicStates } from './edition-machine.js';
import type {
  Edition,
  EditionErratum,
  EditionFile,
  EditionStep,
  EditionText,
  ErratumProposal,
} from './edition-record.js';
import type { EditionContent } from './edition-types.js';

/** An edition with all that was done with it. */
export interface EditionFolder {
  edition: Edition;
  steps: EditionStep[];
  texts: EditionText[];
  files: EditionFile[];
  errata: EditionErratum[];
  /** Corrections proposed, and what became of them. */
  proposals: ErratumProposal[];
  /** How far its documents are, while they are being made. */
  documents: DocumentsProgress | null;
  /** What may come next, for whoever reads this. */
  next: NextAction[];
}

/** @throws Problem not_allowed */
export async function listEditions(
  deps: Deps,
  actor: Actor,
  page: { cursor?: string; limit: number },
): Promise<Page<Edition>> {
  requireAction(actor, 'edition.read');
  return deps.uow.read((reads) => reads.editions.list({ states: null, ...page }));
}

/** @throws Problem not_allowed, not_found */
export async function readEdition(deps: Deps, actor: Actor, id: string): Promise<EditionFolder> {
  requireAction(actor, 'edition.read');
  return deps.uow.read(async (reads) => {
    const edition = await reads.editions.get(id);
    if (!edition) throw nothingHere();
    const steps = await reads.editions.steps(id);
    const files = await reads.editions.files(id);
    return {
      edition,
      steps,
      texts: await reads.editions.texts(id),
      files,
      next: nextActions(actor, edition, steps, files),
      errata: await reads.editions.errata(id),
      proposals: await reads.editions.proposals(id),
      documents: await progressOf(reads, id),
    };
  });
}

/** Public editions for a liaison, each with the files of the own party's variant and of the public one. @throws Problem not_allowed */
export async function partyEditions(
  deps: Deps,
  actor: Actor,
  page: { cursor?: string; limit: number },
): Promise<Page<{ edition: Edition; files: EditionFile[] }>> {
  requireAction(actor, 'edition.party');
  return deps.uow.read(async (reads) => {
    const { items, next } = await reads.editions.list({ states: publicStates, ...page });
    const mine = async (edition: Edition) => ({
      edition,
      files: (await reads.editions.files(edition.id)).filter((f) => isForParty(f, actor.scope.party)),
    });
    return { items: await Promise.all(items.map(mine)), next };
  });
}

/** @throws Problem not_allowed, not_found (also what is not public yet, and what is another party's) */
export async function partyFile(
  deps: Deps,
  actor: Actor,
  id: string,
  which: { revision: number; variant: string; path: string },
): Promise<EditionFile> {
  requireAction(actor, 'edition.party');
  return deps.uow.read(async (reads) => {
    const edition = await reads.editions.get(id);
    if (!edition || !publicStates.includes(edition.state)) throw nothingHere();
    const files = (await reads.editions.files(id)).filter((f) => isForParty(f, actor.scope.party));
    const file = files.find(
      (f) => f.path === which.path && f.revision === which.revision && f.variant === which.variant,
    );
    if (!file) throw nothingHere();
    return file;
  });
}

function isForParty(file: EditionFile, party: string | null): boolean {
  return file.variant === 'public' || (file.variant === 'party' && party !== null && file.party === party);
}

/** What anybody may have of a week: the newest published version, its errata, and the files of the public variant. */
export interface PublicEdition {
  edition: Edition;
  errata: EditionErratum[];
  files: EditionFile[];
}

/** @throws Problem not_found where nothing of the week is public */
export async function publicEdition(deps: Deps, week: string): Promise<PublicEdition> {
  return deps.uow.read(async (reads) => {
    const edition = (await reads.editions.ofWeek(week)).filter((e) => publicStates.includes(e.state)).at(-1);
    if (!edition) throw nothingHere();
    return {
      edition,
      errata: await reads.editions.errata(edition.id),
      files: (await reads.editions.files(edition.id)).filter((f) => f.variant === 'public'),
    };
  });
}

/** The newest public editions with their errata, newest week first. */
export async function publicEditions(
  deps: Deps,
  limit: number,
): Promise<{ edition: Edition; errata: EditionErratum[] }[]> {
  return deps.uow.read(async (reads) => {
    const { items } = await reads.editions.list({ states: publicStates, limit });
    return Promise.all(items.map(async (edition) => ({ edition, errata: await reads.editions.errata(edition.id) })));
  });
}

/** The frozen content of a variant. @throws Problem not_found where it was not frozen */
export async function frozenContent(
  deps: Deps,
  files: readonly EditionFile[],
  variant: string,
  party = 'none',
): Promise<EditionContent> {
  const file = files.find((f) => f.role === 'content' && f.variant === variant && f.party === party);
  if (!file) throw nothingHere();
  const parts: Uint8Array[] = [];
  for await (const part of await deps.blobs.get(file.sha256)) parts.push(part);
  const bytes = new Uint8Array(parts.reduce((n, p) => n + p.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return JSON.parse(new TextDecoder().decode(bytes)) as EditionContent;
}
