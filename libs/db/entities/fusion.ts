import type { Incident, Link, Restructure } from '#core/fusion/types.js';
import { type TableSpec, boolean, integer, json, nullable, primary, real, text, utc, withDefault } from '../columns.js';
import { Table } from '../table.js';
import type { Span } from './intake.js';

export const incidentSpec: TableSpec = {
  name: 'incident',
  columns: {
    id: primary(text()),
    version: integer(),
    state: text(),
    kind: text(),
    weapon: nullable(text()),
    count: nullable(real()),
    start: utc(),
    end: utc(),
    estimate: json(),
    sector: nullable(text()),
    zones: json(),
    side: json(),
    cell5: text(),
    cell7: text(),
    allegedParty: nullable(text()),
    casualties: nullable(json()),
    civilianObject: boolean(),
    sightingCount: integer(),
    independentCount: integer(),
    outcome: nullable(text()),
    outcomeReason: nullable(text()),
    proposedOutcome: nullable(text()),
    urgency: real(),
    harm: real(),
    openedAt: utc(),
    claimedBy: nullable(text()),
    claimedUntil: nullable(utc()),
    mergedInto: nullable(text()),
    reportingDay: text(),
    reportingWeek: text(),
    span: integer(),
    machineOnly: nullable(boolean()),
    snooze: nullable(json()),
  },
  indexes: {
    ix_incident_near: { columns: ['cell5', 'span', 'start'], byMigration: true },
    ix_incident_open: { columns: ['sector', 'id'], where: `"state" = 'open'` },
    ix_incident_recent: { columns: ['start', 'id'] },
    ix_incident_recent_state: { columns: ['state', 'start', 'id'] },
    ix_incident_recent_sector: { columns: ['sector', 'start', 'id'] },
    ix_incident_week: { columns: ['reportingWeek', 'start', 'id'] },
    ix_incident_kind: { columns: ['kind', 'start', 'id'] },
    ix_incident_party: { columns: ['allegedParty', 'start', 'id'] },
  },
};
export const incidents = new Table<Incident, Span>(incidentSpec, ['span']);

export const linkSpec: TableSpec = {
  name: 'link',
  columns: {
    id: primary(text()),
    sightingId: text(),
    incidentId: text(),
    logRatio: real(),
    terms: json(),
    madeBy: text(),
    madeAt: utc(),
    endedBy: nullable(text()),
    endedAt: nullable(utc()),
    endedFor: nullable(text()),
    ruleVersion: text(),
    turn: withDefault(integer(), 0),
  },
  indexes: {
    ix_link_incident: { columns: ['incidentId'] },
    ix_link_telling: { columns: ['incidentId', 'turn', 'id'], where: '"ended_at" IS NULL' },
    ix_link_sighting: { columns: ['sightingId'] },
    // A sighting belongs to one incident at a time, whatever the code believes.
    ux_link_active: { columns: ['sightingId'], unique: true, where: '"ended_at" IS NULL' },
  },
  references: { sightingId: 'sighting', incidentId: 'incident' },
};
export const links = new Table<Link>(linkSpec);

export const restructureSpec: TableSpec = {
  name: 'restructure',
  columns: {
    id: primary(text()),
    type: text(),
    from: json(),
    to: json(),
    ended: json(),
    made: json(),
    reason: text(),
    by: text(),
    at: utc(),
    undoneBy: nullable(text()),
    undoneAt: nullable(utc()),
  },
};
export const restructures = new Table<Restructure>(restructureSpec);

/** Which incidents a split or merge touched, before or after: `Restructure.from` and `.to` made searchable. */
export const restructuredSpec: TableSpec = {
  name: 'restructured_incident',
  columns: { incidentId: primary(text()), restructureId: primary(text()) },
  references: { incidentId: 'incident', restructureId: 'restructure' },
};
export const restructured = new Table<{ incidentId: string; restructureId: string }>(restructuredSpec);

export const fusionTables = [incidentSpec, linkSpec, restructureSpec, restructuredSpec];
