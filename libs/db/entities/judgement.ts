import type { Attribution } from '#core/attribution/types.js';
import type { IncidentFact } from '#core/mission/types.js';
import type { Ruling } from '#core/ruling/types.js';
import type { Check, Verification } from '#core/verification/types.js';
import { type TableSpec, auto, integer, json, nullable, primary, real, text, utc } from '../columns.js';
import { Table } from '../table.js';

export const checkSpec: TableSpec = {
  name: 'check',
  columns: {
    id: primary(text()),
    incidentId: text(),
    incidentVersion: integer(),
    name: text(),
    result: text(),
    reason: text(),
    inputs: json(),
    ruleVersion: text(),
    at: utc(),
  },
  indexes: { ix_check_incident: { columns: ['incidentId', 'at'] } },
  references: { incidentId: 'incident' },
};
export const checks = new Table<Check>(checkSpec);

export const verificationSpec: TableSpec = {
  name: 'verification',
  columns: {
    id: primary(text()),
    incidentId: text(),
    incidentVersion: integer(),
    type: text(),
    outcome: text(),
    cause: nullable(text()),
    reason: text(),
    by: text(),
    at: utc(),
    ruleVersion: text(),
    rule: nullable(text()),
    facts: nullable(json()),
  },
  indexes: { ix_verification_incident: { columns: ['incidentId', 'at'] } },
  references: { incidentId: 'incident' },
};
export const verifications = new Table<Verification>(verificationSpec);

export const attributionSpec: TableSpec = {
  name: 'attribution',
  columns: {
    id: primary(text()),
    incidentId: text(),
    party: nullable(text()),
    probability: real(),
    reason: text(),
    state: text(),
    proposedBy: text(),
    proposedAt: utc(),
    confirmedBy: nullable(text()),
    confirmedAt: nullable(utc()),
  },
  indexes: { ix_attribution_incident: { columns: ['incidentId', 'proposedAt'] } },
  references: { incidentId: 'incident' },
};
export const attributions = new Table<Attribution>(attributionSpec);

export const rulingSpec: TableSpec = {
  name: 'ruling',
  columns: {
    id: primary(text()),
    incidentId: text(),
    provisionId: text(),
    provisionVersion: text(),
    party: nullable(text()),
    result: text(),
    gravity: nullable(text()),
    reason: text(),
    state: text(),
    proposedBy: text(),
    proposedAt: utc(),
    ruledBy: nullable(text()),
    ruledAt: nullable(utc()),
    confirmedBy: nullable(text()),
    confirmedAt: nullable(utc()),
    provisionText: nullable(json()),
    standardOfProof: nullable(text()),
    said: nullable(json()),
  },
  indexes: {
    ix_ruling_incident: { columns: ['incidentId', 'proposedAt'] },
    ix_ruling_breach: { columns: ['provisionId', 'ruledAt'], where: `"state" = 'ruled' AND "result" = 'breach'` },
  },
  references: { incidentId: 'incident' },
};
export const rulings = new Table<Ruling>(rulingSpec);

export const factSpec: TableSpec = {
  name: 'incident_fact',
  columns: {
    ordinal: auto(),
    entryId: text(),
    incidentId: text(),
    provisionId: text(),
    party: text(),
    sector: text(),
    reportingDay: text(),
    reportingWeek: text(),
    kind: text(),
    standing: text(),
    ruled: text(),
    live: integer(),
  },
  indexes: {
    ux_fact: { columns: ['incidentId', 'provisionId', 'entryId'], unique: true },
    ix_fact_week: { columns: ['reportingWeek', 'incidentId'] },
    ix_fact_newest: { columns: ['incidentId', 'provisionId', 'ordinal'] },
    ix_fact_entry: { columns: ['entryId'] },
  },
  references: { entryId: 'journal_entry', incidentId: 'incident' },
};
export const facts = new Table<IncidentFact>(factSpec);

export const judgementTables = [checkSpec, verificationSpec, attributionSpec, rulingSpec, factSpec];
