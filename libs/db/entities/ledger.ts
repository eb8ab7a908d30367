import type { BlindOpinion, BlindReview, Dispute, Dissent, KeptItem, LedgerVersion } from '#core/attribution/types.js';
import { type TableSpec, boolean, integer, json, nullable, primary, real, text, utc } from '../columns.js';
import { Table } from '../table.js';

export const ledgerItemSpec: TableSpec = {
  name: 'ledger_item',
  columns: {
    id: primary(text()),
    incidentId: text(),
    kind: text(),
    statement: text(),
    logRatio: json(),
    sigma: real(),
    weighedBy: text(),
    reason: text(),
    basis: json(),
    source: text(),
    replaces: nullable(text()),
    by: text(),
    at: utc(),
  },
  indexes: { ix_ledger_item_incident: { columns: ['incidentId', 'at'] } },
  references: { incidentId: 'incident' },
};
export const ledgerItems = new Table<KeptItem>(ledgerItemSpec);

export const disputeSpec: TableSpec = {
  name: 'ledger_dispute',
  columns: {
    id: primary(text()),
    incidentId: text(),
    itemKey: text(),
    disputed: boolean(),
    reason: text(),
    by: text(),
    at: utc(),
  },
  indexes: { ix_ledger_dispute_incident: { columns: ['incidentId', 'at'] } },
  references: { incidentId: 'incident' },
};
export const disputes = new Table<Dispute>(disputeSpec);

export const ledgerVersionSpec: TableSpec = {
  name: 'ledger_version',
  columns: {
    id: primary(text()),
    incidentId: text(),
    number: integer(),
    state: json(),
    sha256: text(),
    because: text(),
    attributionId: nullable(text()),
    by: text(),
    at: utc(),
  },
  indexes: { ux_ledger_version: { columns: ['incidentId', 'number'], unique: true } },
  references: { incidentId: 'incident', attributionId: 'attribution' },
};
export const ledgerVersions = new Table<LedgerVersion>(ledgerVersionSpec);

export const dissentSpec: TableSpec = {
  name: 'attribution_dissent',
  columns: {
    id: primary(text()),
    attributionId: text(),
    incidentId: text(),
    reason: text(),
    by: text(),
    at: utc(),
  },
  indexes: {
    ux_dissent: { columns: ['attributionId', 'by'], unique: true },
    ix_dissent_incident: { columns: ['incidentId', 'at'] },
  },
  references: { attributionId: 'attribution', incidentId: 'incident' },
};
export const dissents = new Table<Dissent>(dissentSpec);

export const blindReviewSpec: TableSpec = {
  name: 'blind_review',
  columns: { id: primary(text()), incidentId: text(), reviewer: text(), seed: text(), startedAt: utc() },
  indexes: { ux_blind_review: { columns: ['incidentId', 'reviewer'], unique: true } },
  references: { incidentId: 'incident' },
};
export const blindReviews = new Table<BlindReview>(blindReviewSpec);

export const blindOpinionSpec: TableSpec = {
  name: 'blind_opinion',
  columns: {
    id: primary(text()),
    reviewId: text(),
    incidentId: text(),
    hypothesis: text(),
    probability: real(),
    reason: text(),
    by: text(),
    at: utc(),
  },
  indexes: {
    ux_blind_opinion: { columns: ['reviewId'], unique: true },
    ix_blind_opinion_incident: { columns: ['incidentId', 'at'] },
  },
  references: { reviewId: 'blind_review', incidentId: 'incident' },
};
export const blindOpinions = new Table<BlindOpinion>(blindOpinionSpec);

export const ledgerTables = [
  ledgerItemSpec,
  disputeSpec,
  ledgerVersionSpec,
  dissentSpec,
  blindReviewSpec,
  blindOpinionSpec,
];
