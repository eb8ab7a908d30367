/** JSON Schema of an import profile (see profile.ts). Defaults given here are filled in on loading. */
const text = { type: 'string', minLength: 1 } as const;
const texts = { type: 'array', items: text } as const;
const scalar = { type: ['string', 'number', 'boolean'] } as const;

function record(properties: Record<string, object>, required: string[]) {
  return { type: 'object', properties, required, additionalProperties: false };
}

const condition = {
  type: 'object',
  minProperties: 1,
  additionalProperties: {
    anyOf: [
      { type: ['string', 'null'] },
      { type: 'array', items: { type: ['string', 'null'] }, minItems: 1 },
      record({ matches: text }, ['matches']),
      record({ not: { type: ['string', 'null'] } }, ['not']),
    ],
  },
} as const;

const rule = {
  anyOf: [
    scalar,
    record(
      {
        from: text,
        times: { type: 'number' },
        map: { type: 'object', additionalProperties: scalar },
        otherwise: scalar,
      },
      ['from'],
    ),
    record(
      {
        cases: { type: 'array', items: record({ when: condition, value: scalar }, ['when', 'value']) },
        otherwise: scalar,
      },
      ['cases'],
    ),
  ],
} as const;

const refusal = record({ field: { type: 'string' }, reason: text, remedy: text }, ['field', 'reason', 'remedy']);

const position = record(
  {
    names: { ...texts, minItems: 1 },
    lat: { type: 'number', minimum: -90, maximum: 90 },
    lon: { type: 'number', minimum: -180, maximum: 180 },
    precisionMetres: { type: 'number', minimum: 0 },
  },
  ['names', 'lat', 'lon', 'precisionMetres'],
);

const place = {
  anyOf: [
    record({ type: { const: 'fix' }, lat: text, lon: text, precisionMetres: rule }, [
      'type',
      'lat',
      'lon',
      'precisionMetres',
    ]),
    record({ type: { const: 'geometry' }, precisionMetres: rule }, ['type', 'precisionMetres']),
    record({ type: { const: 'place_name' }, name: text }, ['type', 'name']),
    record(
      {
        type: { const: 'from_position' },
        position: text,
        positionPattern: text,
        said: text,
        positions: { type: 'array', items: position },
      },
      ['type', 'position', 'said', 'positions'],
    ),
  ],
} as const;

const time = record(
  {
    format: { enum: ['local', 'excel', 'iso', 'unix_ms'] },
    date: text,
    time: text,
    pattern: { enum: ['YYYY-MM-DD', 'YYYYMMDD', 'DD.MM.YYYY', 'DD/MM/YYYY', 'MM/DD/YYYY'] },
    zone: text,
    end: text,
    lastsSeconds: { type: 'number', minimum: 0, default: 60 },
  },
  ['format', 'date', 'lastsSeconds'],
);

const recordRule = record(
  {
    name: text,
    when: condition,
    type: rule,
    kind: rule,
    means: rule,
    weapon: rule,
    count: record({ from: text }, ['from']),
    time,
    place,
    text: record({ join: texts, separator: { type: 'string' } }, ['join']),
    allegedParty: rule,
    civilianObject: rule,
    patrolId: rule,
    platformId: rule,
    sensor: rule,
    confidence: rule,
    quotes: rule,
    provider: text,
  },
  ['name', 'type', 'kind', 'means', 'time', 'place', 'provider'],
);

export const profileSchema = record(
  {
    name: { type: 'string', pattern: '^[a-z0-9-]+$' },
    title: text,
    format: { enum: ['csv', 'geojson'] },
    csv: {
      ...record(
        {
          delimiter: { type: 'string', minLength: 1, maxLength: 1, default: ',' },
          encoding: { ...text, default: 'utf-8' },
          skipRecords: { type: 'integer', minimum: 0, default: 0 },
        },
        [],
      ),
      default: {},
    },
    columns: { type: 'object', minProperties: 1, additionalProperties: { ...texts, minItems: 1 } },
    required: { ...texts, default: [] },
    unknown: { type: 'array', items: { type: 'string' }, default: [] },
    key: { ...texts, minItems: 1 },
    refuse: { type: 'array', items: record({ when: condition, refusal }, ['when', 'refusal']), default: [] },
    records: { type: 'array', items: recordRule, minItems: 1 },
    none: {
      ...refusal,
      default: {
        field: '',
        reason: 'no rule of the profile fits this row',
        remedy: 'Extend the profile, or enter it by hand.',
      },
    },
  },
  ['name', 'title', 'format', 'columns', 'records'],
);
