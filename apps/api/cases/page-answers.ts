import type { CaseEvent, CasePage } from '#core/escalation/case-page.js';
import type { CaseClock, CaseFileItem } from '#core/escalation/case-reader.js';
import type { SubjectProof } from '#core/journal/prove-many.js';
import { entryAnswer } from './answers.js';

export const caseEventAnswer = (e: CaseEvent) => ({
  entryId: e.entryId,
  at: e.at,
  position: e.position,
  key: e.key,
  by: { id: e.by.id, role: e.by.role, self: e.by.self },
  about: e.about,
  reason: e.reason,
});

export const caseFileItemAnswer = (f: CaseFileItem) => ({
  id: f.id,
  sightingId: f.sightingId,
  name: f.name,
  mediaType: f.mediaType,
  size: f.size,
  sha256: f.sha256,
  receivedAt: f.receivedAt,
});

export const caseClockAnswer = (c: CaseClock) => ({ due: c.due, what: c.what });

export const casePageCounts = (c: CasePage['counts']) => ({
  sightings: c.sightings,
  endedLinks: c.endedLinks,
  checks: { pass: c.checks.pass, fail: c.checks.fail, unknown: c.checks.unknown },
  openTasks: c.openTasks,
  openEscalations: c.openEscalations,
  openDebts: c.openDebts,
  entries: c.entries,
  unplaced: c.unplaced,
});

/** How to check: `how` says it for people; the words are those of libs/core/journal. */
export const proofAnswer = ({ head, entries }: SubjectProof) => ({
  head: head && {
    size: head.size,
    root: head.root,
    at: head.at,
    keyId: head.keyId,
    signature: head.signature,
  },
  entries: entries.map((e) => ({ ...entryAnswer(e), path: e.path })),
  how: {
    leaf: 'SHA-256(0x00 || salt (16 bytes) || canonical JSON (RFC 8785) of {actor, at, id, payload, subject, type})',
    path: 'RFC 9162, 2.1.3.2, with SHA-256(0x01 || left || right) for nodes',
    head: 'Ed25519 by the key of keyId (/.well-known/linewatch-receipts.json) over canonical JSON of the head without its signature',
  },
});
