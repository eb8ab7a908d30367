import type { Effort, Evidence, Notification, Sighting } from '#core/intake/types.js';
import { type TableSpec, bigint, boolean, integer, json, nullable, primary, real, text, utc } from '../columns.js';
import { Table } from '../table.js';

/** Bin of an interval's length, so that a search by time has a bounded start (see stores/near.ts). */
export interface Span {
  span: number;
}

export const sightingSpec: TableSpec = {
  name: 'sighting',
  columns: {
    id: primary(text()),
    type: text(),
    submittedBy: text(),
    provider: text(),
    patrolId: nullable(text()),
    platformId: nullable(text()),
    sensor: nullable(text()),
    kind: text(),
    means: text(),
    weapon: nullable(text()),
    count: nullable(real()),
    countIsAtLeast: boolean(),
    start: utc(),
    end: utc(),
    sourceTime: nullable(text()),
    receivedAt: utc(),
    said: json(),
    origin: nullable(json()),
    estimate: json(),
    sector: nullable(text()),
    zones: json(),
    side: json(),
    cell5: text(),
    cell7: text(),
    text: nullable(text()),
    allegedParty: nullable(text()),
    casualties: nullable(json()),
    civilianObject: boolean(),
    confidence: nullable(real()),
    evidence: json(),
    quotes: nullable(text()),
    flags: json(),
    reportingDay: text(),
    reportingWeek: text(),
    sha256: text(),
    packDigest: text(),
    span: integer(),
  },
  indexes: {
    ix_sighting_near: { columns: ['cell5', 'span', 'start', 'id', 'end'] },
    ix_sighting_start: { columns: ['start', 'id'] },
    ix_sighting_received: { columns: ['receivedAt', 'id'] },
    ix_sighting_sector: { columns: ['sector', 'receivedAt', 'id'] },
    ix_sighting_submitter: { columns: ['submittedBy', 'receivedAt', 'id'] },
    ix_sighting_platform: { columns: ['platformId', 'start'], where: '"platform_id" IS NOT NULL' },
  },
};
export const sightings = new Table<Sighting, Span>(sightingSpec, ['span']);

export const evidenceSpec: TableSpec = {
  name: 'evidence',
  columns: {
    id: primary(text()),
    sha256: text(),
    size: bigint(),
    mediaType: text(),
    name: nullable(text()),
    uploadedBy: text(),
    receivedAt: utc(),
  },
  indexes: {
    ix_evidence_sha256: { columns: ['sha256'] },
    ix_evidence_uploader: { columns: ['uploadedBy', 'receivedAt'] },
  },
};
export const evidence = new Table<Evidence>(evidenceSpec);

export const notificationSpec: TableSpec = {
  name: 'notification',
  columns: {
    id: primary(text()),
    party: text(),
    kind: text(),
    eventKinds: json(),
    area: json(),
    start: utc(),
    end: utc(),
    text: nullable(text()),
    receivedAt: utc(),
    submittedBy: text(),
    prohibits: nullable(json()),
    span: integer(),
  },
  indexes: {
    ix_notification_during: { columns: ['span', 'start'] },
    ix_notification_received: { columns: ['receivedAt', 'id'] },
    ix_notification_party: { columns: ['party', 'receivedAt', 'id'] },
  },
};
export const notifications = new Table<Notification, Span>(notificationSpec, ['span']);

export const effortSpec: TableSpec = {
  name: 'effort',
  columns: {
    id: primary(text()),
    entryId: text(),
    means: text(),
    sourceId: text(),
    sector: text(),
    side: nullable(text()),
    start: utc(),
    end: utc(),
    usableHours: real(),
    lostHours: real(),
    lostReason: nullable(text()),
    reportingWeek: text(),
    submittedBy: text(),
    receivedAt: utc(),
    dayHours: nullable(real()),
    nightHours: nullable(real()),
    watchId: nullable(text()),
  },
  indexes: {
    ix_effort_start: { columns: ['start', 'id'] },
    ix_effort_week: { columns: ['reportingWeek'] },
    ix_effort_watch: { columns: ['watchId'] },
  },
  references: { entryId: 'journal_entry' },
};
export const efforts = new Table<Effort, { entryId: string }>(effortSpec, ['entryId']);

export const intakeTables = [sightingSpec, evidenceSpec, notificationSpec, effortSpec];
