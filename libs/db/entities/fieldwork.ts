import type { Complaint, Restriction } from '#core/intake/types.js';
import type { Watch } from '#core/intake/watch/types.js';
import type { FieldTask, ImageHash, NoticeMatch, SourceOutcome, VerificationDebt } from '#core/verification/types.js';
import { type TableSpec, integer, json, nullable, primary, real, text, utc } from '../columns.js';
import { Table } from '../table.js';

export const restrictionSpec: TableSpec = {
  name: 'restriction',
  columns: {
    sightingId: primary(text()),
    type: text(),
    minutes: nullable(integer()),
    condition: nullable(text()),
    crossing: nullable(text()),
    fromSide: nullable(text()),
    toSide: nullable(text()),
    imposedBy: nullable(text()),
    words: nullable(text()),
    wordsOf: nullable(text()),
  },
  references: { sightingId: 'sighting' },
};
export const restrictions = new Table<Restriction>(restrictionSpec);

export const complaintSpec: TableSpec = {
  name: 'complaint',
  columns: {
    sightingId: primary(text()),
    entryId: text(),
    provider: text(),
    against: nullable(text()),
    kind: text(),
    cell5: text(),
    start: utc(),
    receivedAt: utc(),
    reportingWeek: text(),
    specificity: json(),
    whole: real(),
    clusterId: nullable(text()),
    likeness: nullable(real()),
  },
  indexes: {
    ix_complaint_like: { columns: ['provider', 'kind', 'start'] },
    ix_complaint_cluster: { columns: ['clusterId'] },
    ix_complaint_week: { columns: ['reportingWeek', 'receivedAt', 'sightingId'] },
    ix_complaint_received: { columns: ['receivedAt', 'sightingId'] },
  },
  references: { sightingId: 'sighting', entryId: 'journal_entry' },
};
export const complaints = new Table<Complaint, { entryId: string; whole: number }>(complaintSpec, ['entryId', 'whole']);

export const watchSpec: TableSpec = {
  name: 'watch',
  columns: {
    id: primary(text()),
    means: text(),
    sourceId: text(),
    start: utc(),
    end: utc(),
    said: json(),
    lost: json(),
    sha256: text(),
    submittedBy: text(),
    receivedAt: utc(),
  },
  indexes: { ix_watch_start: { columns: ['start'] } },
};
export const watches = new Table<Watch>(watchSpec);

export const fieldTaskSpec: TableSpec = {
  name: 'field_task',
  columns: {
    id: primary(text()),
    incidentId: text(),
    type: text(),
    assignee: text(),
    lat: real(),
    lon: real(),
    placeName: text(),
    sector: nullable(text()),
    side: nullable(text()),
    instruction: text(),
    dueBy: utc(),
    state: text(),
    requestedBy: text(),
    requestedAt: utc(),
    sightingId: nullable(text()),
    cause: nullable(text()),
    reason: nullable(text()),
    restrictionId: nullable(text()),
    answeredBy: nullable(text()),
    answeredAt: nullable(utc()),
  },
  indexes: {
    ix_field_task_incident: { columns: ['incidentId', 'requestedAt'] },
    ix_field_task_due: { columns: ['dueBy', 'id'] },
    ix_field_task_assignee: { columns: ['assignee', 'dueBy', 'id'] },
    ix_field_task_answered: { columns: ['answeredAt'] },
  },
  references: { incidentId: 'incident', sightingId: 'sighting' },
};
export const fieldTasks = new Table<FieldTask>(fieldTaskSpec);

export const debtSpec: TableSpec = {
  name: 'verification_debt',
  columns: {
    id: primary(text()),
    incidentId: text(),
    restrictionId: nullable(text()),
    taskId: nullable(text()),
    sector: nullable(text()),
    side: nullable(text()),
    openedAt: utc(),
    settledAt: nullable(utc()),
    settledBy: nullable(text()),
  },
  indexes: {
    ix_debt_incident: { columns: ['incidentId', 'openedAt'] },
    ix_debt_open: { columns: ['openedAt', 'id'], where: '"settled_at" IS NULL' },
  },
  references: { incidentId: 'incident', taskId: 'field_task' },
};
export const debts = new Table<VerificationDebt>(debtSpec);

export const sourceOutcomeSpec: TableSpec = {
  name: 'source_outcome',
  columns: { sightingId: primary(text()), sourceKey: text(), incidentId: text(), result: text(), at: utc() },
  indexes: { ix_source_outcome: { columns: ['sourceKey', 'result'] } },
  references: { sightingId: 'sighting', incidentId: 'incident' },
};
export const sourceOutcomes = new Table<SourceOutcome>(sourceOutcomeSpec);

export const noticeMatchSpec: TableSpec = {
  name: 'notice_match',
  columns: {
    id: primary(text()),
    entryId: text(),
    sightingId: text(),
    noticeId: text(),
    party: text(),
    result: text(),
    because: text(),
    reportingWeek: text(),
    at: utc(),
  },
  indexes: {
    ix_notice_match_sighting: { columns: ['sightingId'] },
    ix_notice_match_week: { columns: ['reportingWeek'] },
  },
  references: { entryId: 'journal_entry', sightingId: 'sighting', noticeId: 'notification' },
};
export const noticeMatches = new Table<NoticeMatch, { entryId: string }>(noticeMatchSpec, ['entryId']);

export const imageSpec: TableSpec = {
  name: 'image_hash',
  columns: {
    id: primary(text()),
    sightingId: text(),
    evidenceId: text(),
    sha256: text(),
    hash: nullable(text()),
    fault: nullable(text()),
    at: utc(),
  },
  indexes: { ix_image_sighting: { columns: ['sightingId'] } },
  references: { sightingId: 'sighting', evidenceId: 'evidence' },
};
export const images = new Table<ImageHash>(imageSpec);

/** One row per byte of a hash: hashes within 7 bits of one another share at least one of the eight. */
export interface ImageByte {
  id: string;
  imageId: string;
  /** `<place 0..7>:<two hex digits>` */
  byte: string;
}
export const imageByteSpec: TableSpec = {
  name: 'image_byte',
  columns: { id: primary(text()), imageId: text(), byte: text() },
  indexes: { ix_image_byte: { columns: ['byte'] } },
  references: { imageId: 'image_hash' },
};
export const imageBytes = new Table<ImageByte>(imageByteSpec);

export const fieldworkTables = [
  restrictionSpec,
  complaintSpec,
  watchSpec,
  fieldTaskSpec,
  debtSpec,
  sourceOutcomeSpec,
  noticeMatchSpec,
  imageSpec,
  imageByteSpec,
];
