/** JSON Schema of verification.yaml: the outcome rules of a pack, and the limits that its checks use. */
import { causeNames, factNames, outcomeNames, ruleTests } from '#core/mission/verification/types.js';

const id = { type: 'string', pattern: '^[a-z0-9]+([-_][a-z0-9]+)*$', maxLength: 64 } as const;
const text = { type: 'string', minLength: 1 } as const;
const share = (otherwise: number) => ({ type: 'number', minimum: 0, maximum: 1, default: otherwise });
const positive = (otherwise: number, maximum = 1_000_000) => ({
  type: 'number',
  exclusiveMinimum: 0,
  maximum,
  default: otherwise,
});
const whole = (otherwise: number, minimum: number, maximum: number) => ({
  type: 'integer',
  minimum,
  maximum,
  default: otherwise,
});

function record(properties: Record<string, object>, required: string[]) {
  return { type: 'object', properties, required, additionalProperties: false };
}

/** Limits that each have a default. */
function limits(properties: Record<string, object>) {
  return { ...record(properties, []), default: {} };
}

const condition = record(
  {
    fact: { enum: factNames },
    test: { enum: [...ruleTests] },
    value: { type: ['number', 'boolean', 'string', 'array'], items: text, minItems: 1 },
  },
  ['fact', 'test', 'value'],
);

const rule = record(
  {
    id,
    outcome: { enum: [...outcomeNames] },
    cause: { enum: [...causeNames] },
    when: { type: 'array', items: condition, maxItems: 10 },
    reason: text,
  },
  ['id', 'outcome', 'when', 'reason'],
);

const weatherLimit = record(
  {
    means: id,
    minVisibilityMetres: { type: 'number', exclusiveMinimum: 0 },
    maxWindMetresPerSecond: { type: 'number', exclusiveMinimum: 0 },
    minCloudBaseMetres: { type: 'number', exclusiveMinimum: 0 },
    maxRainMillimetresPerHour: { type: 'number', minimum: 0 },
  },
  ['means'],
);

export const verificationSchema = record(
  {
    rules: { type: 'array', items: rule, minItems: 1, maxItems: 100 },
    reasons: {
      type: 'object',
      additionalProperties: { type: 'object', required: ['en'], additionalProperties: text },
    },
    reliability: limits({
      fewestItems: whole(10, 1, 10_000),
      A: share(0.95),
      B: share(0.8),
      C: share(0.6),
      D: share(0.4),
    }),
    time: limits({ maxIntervalHours: positive(24) }),
    sight: limits({
      eyeHeightMetres: positive(2, 1000),
      eventHeightMetres: positive(10, 1000),
      tallestPostMetres: positive(30, 1000),
      soundMargin: { type: 'number', minimum: 1, maximum: 10, default: 2 },
    }),
    sensors: limits({ silenceHours: positive(24), jammingHours: positive(1), hopelessShare: share(0.5) }),
    // The index of images finds all that differ in at most 7 bits.
    images: limits({ sameLookBits: whole(5, 0, 7), fewestBits: whole(8, 0, 31) }),
    access: limits({
      aroundHours: positive(24, 720),
      aroundMetres: positive(15_000, 100_000),
      fewestTries: whole(5, 1, 10_000),
    }),
    notices: limits({ nearHours: positive(6, 168), nearMetres: positive(15_000, 100_000) }),
    complaints: limits({
      nearlyTheSame: { ...share(0.6), exclusiveMinimum: 0 },
      withinHours: positive(6, 168),
      withinMetres: positive(2_000, 100_000),
      finePlaceMetres: positive(100),
      vaguePlaceMetres: positive(10_000),
      fineTimeSeconds: positive(600, 1e8),
      vagueTimeSeconds: positive(86_400, 1e8),
    }),
    effort: limits({
      jamming: limits({
        metres: positive(15_000, 100_000),
        means: { type: 'array', items: id, uniqueItems: true, default: [] },
      }),
      weather: { type: 'array', items: weatherLimit, default: [] },
    }),
  },
  ['rules', 'reasons'],
);
