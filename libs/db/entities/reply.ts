import type { HotlineEntry, Notice, NoticeClock, Reply } from '#core/reply/types.js';
import type { Assessment, PresenceDay, ProvisionReview, RegisterFigure } from '#core/ruling/types.js';
import { type TableSpec, boolean, integer, json, nullable, primary, real, text, utc } from '../columns.js';
import { Table } from '../table.js';

export const provisionReviewSpec: TableSpec = {
  name: 'provision_review',
  columns: {
    id: primary(text()),
    incidentId: text(),
    incidentVersion: integer(),
    at: utc(),
    ruleVersion: text(),
    packDigest: text(),
    results: json(),
  },
  indexes: { ix_review_incident: { columns: ['incidentId', 'at'] } },
  references: { incidentId: 'incident' },
};
export const provisionReviews = new Table<ProvisionReview>(provisionReviewSpec);

export const registerFigureSpec: TableSpec = {
  name: 'register_figure',
  columns: {
    id: primary(text()),
    entryId: text(),
    provisionId: text(),
    party: text(),
    type: text(),
    asOf: utc(),
    low: real(),
    best: real(),
    high: real(),
    excluded: json(),
    method: nullable(text()),
    note: nullable(text()),
    submittedBy: text(),
    receivedAt: utc(),
    sha256: text(),
  },
  indexes: { ix_figure_provision: { columns: ['provisionId', 'receivedAt'] } },
  references: { entryId: 'journal_entry' },
};
export const registerFigures = new Table<RegisterFigure>(registerFigureSpec);

export const presenceDaySpec: TableSpec = {
  name: 'presence_day',
  columns: {
    id: primary(text()),
    entryId: text(),
    provisionId: text(),
    contributor: text(),
    unit: text(),
    day: text(),
    present: boolean(),
    note: nullable(text()),
    submittedBy: text(),
    receivedAt: utc(),
    sha256: text(),
  },
  indexes: { ix_presence_day: { columns: ['provisionId', 'day'] } },
  references: { entryId: 'journal_entry' },
};
export const presenceDays = new Table<PresenceDay>(presenceDaySpec);

export const assessmentSpec: TableSpec = {
  name: 'assessment',
  columns: {
    id: primary(text()),
    provisionId: text(),
    provisionVersion: text(),
    provisionText: json(),
    party: nullable(text()),
    from: utc(),
    to: utc(),
    result: text(),
    gravity: nullable(text()),
    standardOfProof: nullable(text()),
    reason: text(),
    figures: json(),
    computed: text(),
    state: text(),
    ruledBy: text(),
    ruledAt: utc(),
    confirmedBy: nullable(text()),
    confirmedAt: nullable(utc()),
  },
  indexes: { ix_assessment_provision: { columns: ['provisionId', 'ruledAt'] } },
};
export const assessments = new Table<Assessment>(assessmentSpec);

export const noticeSpec: TableSpec = {
  name: 'notice',
  columns: {
    id: primary(text()),
    entryId: text(),
    party: text(),
    number: integer(),
    about: text(),
    subjectId: text(),
    incidentId: nullable(text()),
    issuedAt: utc(),
    content: json(),
    sha256: text(),
    keyId: text(),
    signature: text(),
  },
  indexes: {
    ux_notice_number: { columns: ['party', 'number'], unique: true },
    ux_notice_subject: { columns: ['about', 'subjectId'], unique: true },
    ix_notice_incident: { columns: ['incidentId'] },
    ix_notice_issued: { columns: ['issuedAt', 'id'] },
  },
  references: { entryId: 'journal_entry', incidentId: 'incident' },
};
export const notices = new Table<Notice>(noticeSpec);

export const noticeClockSpec: TableSpec = {
  name: 'notice_clock',
  columns: {
    id: primary(text()),
    party: text(),
    about: text(),
    issuedAt: utc(),
    acknowledgeBy: nullable(utc()),
    replyBy: nullable(utc()),
    acknowledgedAt: nullable(utc()),
    acknowledgedBy: nullable(text()),
    repliedAt: nullable(utc()),
    silentAt: nullable(utc()),
    unacknowledgedAt: nullable(utc()),
    withdrawnAt: nullable(utc()),
    closedAt: nullable(utc()),
  },
  indexes: {
    ix_clock_running: { columns: ['replyBy'], where: '"closed_at" IS NULL' },
    ix_clock_issued: { columns: ['issuedAt'] },
  },
  references: { id: 'notice' },
};
export const noticeClocks = new Table<NoticeClock>(noticeClockSpec);

export const replySpec: TableSpec = {
  name: 'reply',
  columns: {
    id: primary(text()),
    entryId: text(),
    noticeId: text(),
    party: text(),
    text: text(),
    language: nullable(text()),
    attachments: json(),
    receivedAt: utc(),
    submittedBy: text(),
    sha256: text(),
    late: boolean(),
  },
  indexes: {
    ix_reply_notice: { columns: ['noticeId', 'receivedAt'] },
    ix_reply_received: { columns: ['receivedAt', 'id'] },
  },
  references: { entryId: 'journal_entry', noticeId: 'notice' },
};
export const replies = new Table<Reply>(replySpec);

export const hotlineSpec: TableSpec = {
  name: 'hotline_entry',
  columns: {
    id: primary(text()),
    entryId: text(),
    type: text(),
    issueId: text(),
    party: nullable(text()),
    toParty: nullable(text()),
    at: utc(),
    sector: nullable(text()),
    dueBy: nullable(utc()),
    promiseId: nullable(text()),
    kept: nullable(boolean()),
    incidentId: nullable(text()),
    text: text(),
    loggedBy: text(),
    loggedAt: utc(),
    sha256: text(),
  },
  indexes: {
    ix_hotline_issue: { columns: ['issueId', 'at'] },
    ix_hotline_at: { columns: ['at', 'id'] },
    ix_hotline_incident: { columns: ['incidentId'] },
  },
  references: { entryId: 'journal_entry' },
};
export const hotline = new Table<HotlineEntry>(hotlineSpec);

export const replyTables = [
  provisionReviewSpec,
  registerFigureSpec,
  presenceDaySpec,
  assessmentSpec,
  noticeSpec,
  noticeClockSpec,
  replySpec,
  hotlineSpec,
];
