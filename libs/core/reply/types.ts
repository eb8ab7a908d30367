import type { Gravity, Localised, NoticeAbout, StandardOfProof } from '../mission/types.js';

/** Raised when a reader would have to read a notice differently. */
export const noticeFormat = 'linewatch-notice-1';

/**
 * What a party is told: the sealed content. It holds what was found and nothing about how: no source, no reporter,
 * no reason in free text; place and time as coarse as the pack says.
 */
export interface NoticeContent {
  format: typeof noticeFormat;
  missionId: string;
  /** Runs from 1 for each party by itself, so that a gap says nothing about another party. */
  number: number;
  party: string;
  issuedAt: string;
  about: NoticeAbout;
  /** Number of the notice that this one takes back; null otherwise. */
  refersTo: number | null;
  finding: NoticeFinding;
  /** Null where no answer is asked for: a withdrawal. */
  acknowledgeBy: string | null;
  replyBy: string | null;
  /** In every language of the pack, made from its template. */
  words: Localised;
}

export interface NoticeFinding {
  provision: { id: string; number: string; version: string; title: Localised; text: Localised } | null;
  /** Name of the kind of event; null for an assessment. */
  kind: Localised | null;
  /** Middle of a square of `withinMetres` a side, degrees WGS 84; null for an assessment. */
  place: { lat: number; lon: number; withinMetres: number } | null;
  from: string;
  to: string;
  gravity: Gravity | null;
  standardOfProof: StandardOfProof | null;
}

/** One notice as sent. Never edited. */
export interface Notice {
  id: string;
  /** The journal entry that issued it. */
  entryId: string;
  party: string;
  number: number;
  about: NoticeAbout;
  /** The ruling, attribution, assessment or (withdrawal) notice it is about. */
  subjectId: string;
  incidentId: string | null;
  issuedAt: string;
  content: NoticeContent;
  /** SHA-256 (hex) of the canonical JSON of the content, and the mission's Ed25519 signature over that JSON (base64url). */
  sha256: string;
  keyId: string;
  signature: string;
}

/** Where a notice stands. The clocks live here; workers only look at them. */
export interface NoticeClock {
  /** Id of the notice. */
  id: string;
  party: string;
  about: NoticeAbout;
  issuedAt: string;
  acknowledgeBy: string | null;
  replyBy: string | null;
  acknowledgedAt: string | null;
  acknowledgedBy: string | null;
  /** When it was put on record that the clock for acknowledging had run out. */
  unacknowledgedAt: string | null;
  /** First reply, in time or late. */
  repliedAt: string | null;
  /** When it was put on record that the clock had run out without a reply. */
  silentAt: string | null;
  /** When the finding was taken back. */
  withdrawnAt: string | null;
  /** When the reply clock stopped: replied, run out, withdrawn, or never running. */
  closedAt: string | null;
}

/** A file that came with a reply; its bytes are evidence. */
export interface Attachment {
  id: string;
  sha256: string;
  name: string | null;
  mediaType: string;
  size: number;
}

/** What a party answered, in its own words. Never edited, never translated. */
export interface Reply {
  /** Client-made UUIDv7. */
  id: string;
  entryId: string;
  noticeId: string;
  party: string;
  text: string;
  /** BCP 47, as the party said; null where it did not. */
  language: string | null;
  attachments: Attachment[];
  receivedAt: string;
  submittedBy: string;
  /** SHA-256 (hex) of the canonical JSON of what was sent. */
  sha256: string;
  /** Came after the reply clock had run out. */
  late: boolean;
}

export type HotlineType = 'issue' | 'activation' | 'promise' | 'outcome';

/** One line of the hotline log. Never edited; what became of a promise is a line of its own. */
export interface HotlineEntry {
  /** Client-made UUIDv7. */
  id: string;
  entryId: string;
  type: HotlineType;
  /** The issue it belongs to; of an issue its own id. */
  issueId: string;
  /** Activation: who called; promise: who gave it. A party id, or 'mission'. Null for an issue. */
  party: string | null;
  /** Activation: who was called. */
  toParty: string | null;
  at: string;
  sector: string | null;
  /** Promise: until when; null where no time was said. */
  dueBy: string | null;
  /** Outcome: the promise, and whether it was kept. */
  promiseId: string | null;
  kept: boolean | null;
  /** Issue: the incident that it is about; null where it is about none, and for other lines. */
  incidentId: string | null;
  text: string;
  loggedBy: string;
  loggedAt: string;
  /** SHA-256 (hex) of the canonical JSON of what was logged. */
  sha256: string;
}
