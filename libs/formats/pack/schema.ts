/** JSON Schemas of the files of a mission pack. Defaults given here are filled in on loading. */
import { standardsOfProof } from '#core/mission/types.js';
import { escalationRules, rung } from './schema-escalation.js';

const id = { type: 'string', pattern: '^[a-z0-9]+([-_][a-z0-9]+)*$', maxLength: 64 } as const;
const ids = { type: 'array', items: id, uniqueItems: true } as const;
const instant = { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$' } as const;
const positive = { type: 'number', exclusiveMinimum: 0 } as const;
const localised = {
  type: 'object',
  required: ['en'],
  propertyNames: { pattern: '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$' },
  additionalProperties: { type: 'string', minLength: 1 },
} as const;

function record(properties: Record<string, object>, optional: string[] = []) {
  return {
    type: 'object',
    properties,
    required: Object.keys(properties).filter((k) => !optional.includes(k)),
    additionalProperties: false,
  };
}

function list(item: object, minItems = 0) {
  return { type: 'array', items: item, minItems };
}

/** Numbers by name, each with a default; further names may be added for rules of one's own. */
function thresholds(defaults: Record<string, number>) {
  return {
    type: 'object',
    properties: Object.fromEntries(Object.entries(defaults).map(([k, v]) => [k, { type: 'number', default: v }])),
    additionalProperties: { type: 'number' },
    default: {},
  };
}

const roles = [
  'monitor',
  'supervisor',
  'analyst',
  'editor',
  'head_of_mission',
  'party_liaison',
  'auditor',
  'administrator',
];

/** What an edition may show of single cases. The defaults are cautious: five kilometres, the day, two days later. */
function redaction(defaults: { coarsenMetres: number; times: string; delayHours: number; reasons: boolean }) {
  return {
    ...record({
      coarsenMetres: { type: 'number', minimum: 0, maximum: 100_000, default: defaults.coarsenMetres },
      times: { enum: ['minute', 'day'], default: defaults.times },
      delayHours: { type: 'number', minimum: 0, maximum: 8760, default: defaults.delayHours },
      reasons: { type: 'boolean', default: defaults.reasons },
    }),
    default: {},
  };
}

const gravity = { enum: ['minor', 'serious', 'grave'] } as const;
const standard = { enum: [...standardsOfProof] } as const;
const perStandard = (item: object) => record(Object.fromEntries(standardsOfProof.map((name) => [name, item])));
const perGravity = (item: object) => record(Object.fromEntries(gravity.enum.map((name) => [name, item])));

/** How parties are told of findings and heard; without it they are told nothing. */
const reply = record({
  after: { type: 'array', items: { enum: ['ruling', 'attribution', 'assessment'] }, uniqueItems: true },
  acknowledgeHours: positive,
  coarsenMetres: { type: 'number', minimum: 100, maximum: 100_000 },
  coarsenMinutes: { type: 'integer', minimum: 1, maximum: 1440 },
  words: record({ ruling: localised, attribution: localised, assessment: localised, withdrawal: localised }),
  gravity: perGravity(localised),
  standardOfProof: perStandard(localised),
});

/** Shorter than the longest trouble that work is driven anew after would be rash. */
const days = { type: 'integer', minimum: 7, maximum: 36_500 } as const;

export const missionSchema = record(
  {
    id,
    name: localised,
    leadOrganisation: localised,
    ceasefireFrom: instant,
    languages: { type: 'array', items: { type: 'string' }, minItems: 1, uniqueItems: true },
    calendar: record({
      timeZone: { type: 'string' },
      dayEnds: { type: 'string', pattern: '^([01]\\d|2[0-3]):[0-5]\\d$' },
      weekEndsOn: { type: 'integer', minimum: 1, maximum: 7 },
    }),
    retention: record({ doneWorkDays: days, endedSessionsDays: days }),
    parties: list(record({ id, name: localised, adjective: localised }), 2),
    escalation: list(rung(roles, { id, localised, positive }), 1),
    thresholds: {
      ...record({
        fusion: thresholds({ joinLogRatio: 0, maxMetres: 15_000, maxSeconds: 3600, baseRatePerKm2Hour: 0.0001 }),
        verification: thresholds({ minIndependentSources: 2, machineConfidence: 0.8 }),
        triage: thresholds({ staleHours: 24, claimMinutes: 30 }),
        intake: thresholds({ futureToleranceMinutes: 10, oldestDays: 90, liaisonMegabytesPerDay: 500 }),
        escalation: thresholds({ acknowledgeMinutes: 60, replyHours: 48 }),
      }),
      default: {},
    },
    redaction: {
      ...record({
        public: redaction({ coarsenMetres: 5000, times: 'day', delayHours: 48, reasons: false }),
        party: redaction({ coarsenMetres: 1000, times: 'minute', delayHours: 24, reasons: false }),
      }),
      default: {},
    },
    reply,
    escalationRules: escalationRules({ id, ids, localised, positive }),
  },
  ['reply', 'escalationRules', 'retention'],
);

const provision = record(
  {
    id,
    kind: { enum: ['prohibition', 'withdrawal', 'ceiling', 'presence', 'access', 'condition'] },
    number: { type: 'string', minLength: 1 },
    title: localised,
    text: localised,
    version: { type: 'string', minLength: 1 },
    inForceFrom: instant,
    inForceUntil: { anyOf: [instant, { type: 'null' }], default: null },
    binds: { ...ids, default: [] },
    eventKinds: { ...ids, minItems: 1 },
    zones: ids,
    withdrawal: list(record({ weaponClass: id, metres: positive }), 1),
    ceiling: record({ subject: id, baseline: { type: 'number', minimum: 0 }, asOf: instant, exclusions: ids }),
    presence: record({
      subject: id,
      unit: id,
      benchmark: positive,
      periodDays: positive,
      contributors: ids,
      excluded: ids,
    }),
    condition: record({ while: id, then: id }),
    gravity: {
      type: 'object',
      required: ['*'],
      additionalProperties: gravity,
    },
  },
  ['eventKinds', 'zones', 'withdrawal', 'ceiling', 'presence', 'condition'],
);

/** Raises the gravity of a breach; see GravityRow. */
const gravityRow = record(
  {
    kinds: { ...ids, minItems: 1 },
    weaponClasses: { ...ids, minItems: 1 },
    zones: { ...ids, minItems: 1 },
    casualties: { enum: ['injured', 'killed'] },
    civilianObject: { type: 'boolean' },
    gravity,
  },
  ['kinds', 'weaponClasses', 'zones', 'casualties', 'civilianObject'],
);

export const agreementSchema = record(
  { provisions: list(provision, 1), gravityMatrix: list(gravityRow), standardOfProof: perGravity(standard) },
  ['gravityMatrix', 'standardOfProof'],
);

export const taxonomySchema = record({
  eventKinds: list(
    record(
      {
        id,
        name: localised,
        category: { enum: ['ceasefire', 'weapons', 'access', 'flight', 'mines', 'forces', 'other'] },
        harm: { type: 'number', minimum: 0, maximum: 1 },
        confusedWith: {
          type: 'object',
          additionalProperties: { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 1 },
          default: {},
        },
        durationSeconds: positive,
        disturbsSensors: { type: 'boolean' },
      },
      ['disturbsSensors'],
    ),
    1,
  ),
  means: list(
    record(
      {
        id,
        name: localised,
        by: { enum: ['person', 'machine'] },
        rangeMetres: positive,
        source: { type: 'string', minLength: 1 },
        needsLineOfSight: { type: 'boolean' },
        byEar: { type: 'boolean' },
      },
      ['byEar'],
    ),
    1,
  ),
  weapons: list(
    record({
      id,
      name: localised,
      weaponClass: id,
      rangeMetres: positive,
      audibleMetres: positive,
      source: { type: 'string', minLength: 1 },
    }),
    1,
  ),
});

const vertex = { type: 'array', items: { type: 'number' }, minItems: 2, maxItems: 2 };
const path = list(vertex);

function geometry(shapes: Record<string, object>) {
  const names = Object.keys(shapes);
  return {
    type: 'object',
    required: ['type', 'coordinates'],
    properties: { type: { enum: names } },
    allOf: names.map((name) => ({
      if: { properties: { type: { const: name } } },
      then: { properties: { coordinates: shapes[name] } },
    })),
  };
}

function feature(properties: object, shape: object) {
  return { ...record({ type: { const: 'Feature' }, properties, geometry: shape }) };
}

/** A GeoJSON Feature per file: one dated line. */
export const lineSchema = feature(
  record({
    id,
    effectiveFrom: instant,
    label: localised,
    left: id,
    right: id,
    sigmaMetres: { ...positive, default: 250 },
    illustrative: { type: 'boolean' },
  }),
  geometry({ LineString: path, MultiLineString: list(path, 1) }),
);

function areas(properties: Record<string, object>, minItems: number) {
  const shape = geometry({ Polygon: list(path, 1), MultiPolygon: list(list(path, 1), 1) });
  return record({ type: { const: 'FeatureCollection' }, features: list(feature(record(properties), shape), minItems) });
}

export const sectorsSchema = areas({ id, name: localised }, 1);
export const zonesSchema = areas({ id, name: localised, kind: id }, 0);
