import type { Actor } from '#core/access/types.js';
import { decisionRefusal } from '#core/compliance/edition-actions.js';
import type { DocumentsProgress } from '#core/compliance/edition-progress.js';
import type { EditionFolder } from '#core/compliance/edition-read.js';
import type {
  Edition,
  EditionErratum,
  EditionFile,
  EditionStep,
  EditionText,
  ErratumProposal,
} from '#core/compliance/edition-record.js';
import type { EditionWeek } from '#core/compliance/edition-weeks.js';
import type { WordedParagraph } from '#core/compliance/edition-wording.js';
import type { Localised } from '#core/mission/types.js';

export const editionAnswer = (e: Edition) => ({
  id: e.id,
  week: e.week,
  version: e.version,
  state: e.state,
  draftedBy: e.draftedBy,
  draftedAt: e.draftedAt,
  frozenBy: e.frozenBy,
  frozenAt: e.frozenAt,
  cutoff: e.cutoff,
  treeRoot: e.treeRoot,
  frozenEntryId: e.frozenEntryId,
  publishedBy: e.publishedBy,
  publishedAt: e.publishedAt,
  errata: e.errata,
  rowVersion: e.rowVersion,
});

const stepAnswer = (s: EditionStep) => ({ step: s.step, by: s.by, role: s.role, at: s.at, reason: s.reason });

const textAnswer = (t: EditionText) => ({ paragraphId: t.paragraphId, texts: t.texts, by: t.by, at: t.at });

export const fileAnswer = (f: EditionFile) => ({
  revision: f.revision,
  variant: f.variant,
  party: f.party,
  role: f.role,
  path: f.path,
  mediaType: f.mediaType,
  sha256: f.sha256,
  size: f.size,
});

export const erratumAnswer = (e: EditionErratum) => ({
  number: e.number,
  text: e.text,
  figures: e.figures.map(({ id, published, corrected }) => ({ id, published, corrected })),
  at: e.at,
});

const progressAnswer = ({ done, of, part, language, variant, party, at }: DocumentsProgress) => ({
  done,
  of,
  part,
  language,
  variant,
  party,
  at,
});

export const proposalAnswer = (p: ErratumProposal) => ({
  id: p.id,
  text: p.text,
  figures: p.figures.map(({ id, published, corrected }) => ({ id, published, corrected })),
  by: p.by,
  at: p.at,
  state: p.state,
  number: p.number,
  decidedBy: p.decidedBy,
  decidedAt: p.decidedAt,
  reason: p.reason,
});

/** @param actor whoever asks: what they may decide is said to them */
export const folderAnswer = (folder: EditionFolder, actor: Actor) => ({
  edition: editionAnswer(folder.edition),
  steps: folder.steps.map(stepAnswer),
  texts: folder.texts.map(textAnswer),
  files: folder.files.map(fileAnswer),
  errata: folder.errata.map(erratumAnswer),
  proposals: folder.proposals.map((one) => ({
    ...proposalAnswer(one),
    refusal: one.state === 'proposed' ? decisionRefusal(actor, one) : null,
  })),
  next: folder.next.map(({ action, refusal }) => ({ action, refusal })),
  documents: folder.documents && progressAnswer(folder.documents),
});

export const weekAnswer = ({ week, from, to, editions, refusal }: EditionWeek) => ({
  week,
  from,
  to,
  editions: editions.map(editionAnswer),
  refusal,
});

/** @param generated what the message says, by language */
export const wordingAnswer = ({ paragraph, texts, by, at, faults }: WordedParagraph, generated: Localised) => ({
  paragraphId: paragraph.id,
  generated,
  texts,
  by,
  at,
  faults: faults.map(({ language, message, said, word, remedy, remedySaid }) => ({
    language,
    message,
    said,
    remedySaid: remedySaid ?? null,
    word: word ?? null,
    remedy: remedy ?? null,
  })),
});

/** Of a liaison: nothing of who did what inside the mission. */
export const partyEditionAnswer = ({ edition, files }: { edition: Edition; files: EditionFile[] }) => ({
  id: edition.id,
  week: edition.week,
  version: edition.version,
  publishedAt: edition.publishedAt,
  errata: edition.errata,
  files: files.map(fileAnswer),
});
