import type { Disturbance, EffortLoss } from '#core/intake/disturbance/types.js';
import { type TableSpec, integer, json, nullable, primary, real, text, utc } from '../columns.js';
import { Table } from '../table.js';

export const disturbanceSpec: TableSpec = {
  name: 'disturbance',
  columns: {
    id: primary(text()),
    type: text(),
    start: utc(),
    end: utc(),
    sector: nullable(text()),
    area: nullable(json()),
    lat: nullable(real()),
    lon: nullable(real()),
    visibilityMetres: nullable(real()),
    windMetresPerSecond: nullable(real()),
    cloudBaseMetres: nullable(real()),
    rainMillimetresPerHour: nullable(real()),
    sourceId: text(),
    sha256: text(),
    submittedBy: text(),
    receivedAt: utc(),
    span: integer(),
  },
  indexes: { ix_disturbance_during: { columns: ['span', 'start'] } },
};
export const disturbances = new Table<Disturbance, { span: number }>(disturbanceSpec, ['span']);

export const effortLossSpec: TableSpec = {
  name: 'effort_loss',
  columns: {
    id: primary(text()),
    effortId: text(),
    entryId: text(),
    reason: text(),
    hours: real(),
    dayHours: real(),
    nightHours: real(),
    at: utc(),
  },
  indexes: { ix_effort_loss_effort: { columns: ['effortId'] } },
  references: { effortId: 'effort', entryId: 'journal_entry' },
};
export const effortLosses = new Table<EffortLoss, { entryId: string }>(effortLossSpec, ['entryId']);

export const disturbanceTables = [disturbanceSpec, effortLossSpec];
