import type {
  Edition,
  EditionErratum,
  EditionFile,
  EditionStep,
  EditionText,
  ErratumProposal,
  FactRollup,
  IncidentRollup,
  SightingRollup,
} from '#core/compliance/edition-record.js';
import { type TableSpec, auto, bigint, integer, json, nullable, primary, text, utc } from '../columns.js';
import { Table } from '../table.js';

export const editionSpec: TableSpec = {
  name: 'edition',
  columns: {
    id: primary(text()),
    week: text(),
    version: integer(),
    state: text(),
    draftedBy: text(),
    draftedAt: utc(),
    frozenBy: nullable(text()),
    frozenAt: nullable(utc()),
    cutoff: nullable(bigint()),
    treeRoot: nullable(text()),
    frozenEntryId: nullable(text()),
    publishedBy: nullable(text()),
    publishedAt: nullable(utc()),
    errata: integer(),
    rowVersion: integer(),
  },
  indexes: {
    ux_edition_week: { columns: ['week', 'version'], unique: true },
    ix_edition_state: { columns: ['state', 'week', 'version'] },
  },
};
export const editions = new Table<Edition>(editionSpec);

export const editionStepSpec: TableSpec = {
  name: 'edition_step',
  columns: {
    id: primary(text()),
    editionId: text(),
    step: text(),
    by: text(),
    role: text(),
    at: utc(),
    reason: nullable(text()),
  },
  indexes: { ix_edition_step: { columns: ['editionId', 'at'] } },
  references: { editionId: 'edition' },
};
export const editionSteps = new Table<EditionStep>(editionStepSpec);

export const editionTextSpec: TableSpec = {
  name: 'edition_text',
  columns: {
    ordinal: auto(),
    id: text(),
    editionId: text(),
    paragraphId: text(),
    texts: nullable(json()),
    by: text(),
    at: utc(),
  },
  indexes: { ix_edition_text: { columns: ['editionId', 'paragraphId'] } },
  references: { editionId: 'edition' },
};
export const editionTexts = new Table<EditionText>(editionTextSpec);

export const editionFileSpec: TableSpec = {
  name: 'edition_file',
  columns: {
    editionId: primary(text()),
    revision: primary(integer()),
    variant: primary(text()),
    party: primary(text()),
    path: primary(text()),
    role: text(),
    mediaType: text(),
    sha256: text(),
    size: bigint(),
    at: utc(),
  },
  references: { editionId: 'edition' },
};
export const editionFiles = new Table<EditionFile>(editionFileSpec);

export const editionErratumSpec: TableSpec = {
  name: 'edition_erratum',
  columns: {
    editionId: primary(text()),
    number: primary(integer()),
    text: json(),
    figures: json(),
    by: text(),
    at: utc(),
  },
  references: { editionId: 'edition' },
};
export const editionErrata = new Table<EditionErratum>(editionErratumSpec);

export const erratumProposalSpec: TableSpec = {
  name: 'edition_erratum_proposal',
  columns: {
    id: primary(text()),
    editionId: text(),
    text: json(),
    figures: json(),
    by: text(),
    at: utc(),
    state: text(),
    number: nullable(integer()),
    decidedBy: nullable(text()),
    decidedAt: nullable(utc()),
    reason: nullable(text()),
  },
  indexes: { ix_edition_erratum_proposal: { columns: ['editionId', 'at', 'id'] } },
  references: { editionId: 'edition' },
};
export const erratumProposals = new Table<ErratumProposal>(erratumProposalSpec);

const cell = {
  reportingWeek: primary(text()),
  reportingDay: primary(text()),
  sector: primary(text()),
  kind: primary(text()),
  party: primary(text()),
  standing: primary(text()),
};

export const factRollupSpec: TableSpec = {
  name: 'rollup_fact',
  columns: { ...cell, provisionId: primary(text()), ruled: primary(text()), incidents: integer() },
};
export const factRollups = new Table<FactRollup>(factRollupSpec);

export const incidentRollupSpec: TableSpec = { name: 'rollup_incident', columns: { ...cell, incidents: integer() } };
export const incidentRollups = new Table<IncidentRollup>(incidentRollupSpec);

export const sightingRollupSpec: TableSpec = {
  name: 'rollup_sighting',
  columns: {
    reportingWeek: primary(text()),
    reportingDay: primary(text()),
    sector: primary(text()),
    means: primary(text()),
    type: primary(text()),
    provider: primary(text()),
    sightings: integer(),
  },
};
export const sightingRollups = new Table<SightingRollup>(sightingRollupSpec);

export const editionTables = [
  editionSpec,
  editionStepSpec,
  editionTextSpec,
  editionFileSpec,
  editionErratumSpec,
  erratumProposalSpec,
  factRollupSpec,
  incidentRollupSpec,
  sightingRollupSpec,
];
