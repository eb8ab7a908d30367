/** JSON Schemas of the two files of a pack that may be left out: attribution.yaml and wording.yaml. */
import { ledgerItemKinds } from '#core/mission/weighing-types.js';

const share = { type: 'number', minimum: 0, maximum: 1 } as const;
const text = { type: 'string', minLength: 1 } as const;
const id = { type: 'string', pattern: '^[a-z0-9]+([-_][a-z0-9]+)*$', maxLength: 64 } as const;
const localised = { type: 'object', required: ['en'], additionalProperties: text } as const;

function record(properties: Record<string, object>) {
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false };
}

function list(items: object) {
  return { type: 'array', items };
}

export const attributionSchema = record({
  prior: record({ accident: { ...share, exclusiveMinimum: 0 }, other: { ...share, exclusiveMinimum: 0 } }),
  strayShare: { ...share, exclusiveMinimum: 0 },
  weaponTrust: share,
  sameSourceShare: share,
  possession: list(record({ party: id, weaponClasses: list(id), source: text })),
  ratios: {
    ...list(
      record({
        id,
        kind: { enum: [...ledgerItemKinds] },
        ratio: { type: 'number', exclusiveMinimum: 0 },
        sigma: share,
        source: text,
      }),
    ),
    minItems: 1,
  },
  namingStandard: id,
  standards: { ...list(record({ id, name: localised, above: share })), minItems: 1 },
});

const words = { type: 'object', additionalProperties: list(text) } as const;

export const wordingSchema = {
  ...record({ loaded: words, likelihood: words, confidence: words, directions: words, names: words }),
  required: ['loaded', 'likelihood', 'confidence', 'directions'],
};
