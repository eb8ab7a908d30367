import type { AlarmRun, StoredAlarm } from '#core/escalation/alarms/record.js';
import type { Contact, Delivery, Escalation } from '#core/escalation/types.js';
import { type TableSpec, boolean, integer, json, nullable, primary, real, text, utc } from '../columns.js';
import { Table } from '../table.js';

export const escalationSpec: TableSpec = {
  name: 'escalation',
  columns: {
    id: primary(text()),
    incidentId: nullable(text()),
    sector: nullable(text()),
    level: integer(),
    rung: text(),
    role: text(),
    trigger: text(),
    raiseKey: text(),
    reason: text(),
    said: nullable(json()),
    raisedAt: utc(),
    acknowledgeBy: utc(),
    acknowledgedBy: nullable(text()),
    acknowledgedAt: nullable(utc()),
    missedAt: nullable(utc()),
    holder: nullable(text()),
    actBy: nullable(utc()),
    actedAt: nullable(utc()),
    actMissedAt: nullable(utc()),
    snoozedUntil: nullable(utc()),
    snoozes: integer(),
    closedAt: nullable(utc()),
  },
  indexes: {
    ix_escalation_incident: { columns: ['incidentId', 'raisedAt'] },
    ix_escalation_open: { columns: ['acknowledgeBy'], where: '"closed_at" IS NULL' },
    ix_escalation_raised: { columns: ['raisedAt'] },
    ux_escalation_key: { columns: ['raiseKey'], unique: true },
  },
  references: { incidentId: 'incident' },
};
export const escalations = new Table<Escalation>(escalationSpec);

export const contactSpec: TableSpec = {
  name: 'contact',
  columns: {
    id: primary(text()),
    channel: text(),
    rungs: json(),
    sectors: json(),
    language: text(),
    privateAllowed: boolean(),
    addedBy: text(),
    addedAt: utc(),
    disabledAt: nullable(utc()),
  },
};
export const contacts = new Table<Contact>(contactSpec);

export const deliverySpec: TableSpec = {
  name: 'delivery',
  columns: {
    id: primary(text()),
    escalationId: text(),
    recipient: text(),
    channel: text(),
    language: text(),
    subject: text(),
    text: text(),
    createdAt: utc(),
    state: text(),
    settledAt: nullable(utc()),
    note: nullable(text()),
    readAt: nullable(utc()),
  },
  indexes: {
    ux_delivery: { columns: ['escalationId', 'recipient', 'channel'], unique: true },
    ix_delivery_inbox: { columns: ['recipient', 'createdAt', 'id'], where: `"channel" = 'inbox'` },
  },
  references: { escalationId: 'escalation' },
};
export const deliveries = new Table<Delivery>(deliverySpec);

export const alarmRunSpec: TableSpec = {
  name: 'alarm_run',
  columns: {
    id: primary(text()),
    day: text(),
    version: integer(),
    at: utc(),
    inputSha256: text(),
    notJudged: json(),
    alarms: integer(),
  },
  indexes: { ux_alarm_run: { columns: ['day', 'version'], unique: true } },
};
export const alarmRuns = new Table<AlarmRun>(alarmRunSpec);

export const alarmSpec: TableSpec = {
  name: 'alarm',
  columns: {
    id: primary(text()),
    runId: text(),
    day: text(),
    version: integer(),
    at: utc(),
    method: text(),
    category: text(),
    window: json(),
    sectors: json(),
    observed: real(),
    expected: real(),
    threshold: real(),
    hours: real(),
    statistic: json(),
    pValue: nullable(real()),
    falseAlarms: json(),
    advice: text(),
  },
  indexes: { ix_alarm_day: { columns: ['day', 'version'] } },
  references: { runId: 'alarm_run' },
};
export const alarms = new Table<StoredAlarm>(alarmSpec);

export const escalationTables = [escalationSpec, contactSpec, deliverySpec, alarmRunSpec, alarmSpec];
