import { say, type Said } from '#core/said.js';
import { applyDecorators } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsNumber,
  IsObject,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  Min,
  ValidateBy,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { worded } from './worded.js';

/**
 * One decorator per kind of field: what is checked and what the API's description says can't differ.
 * `optional` = may be absent (not null); `nullable` = may be null.
 */
interface Presence {
  optional?: boolean;
  nullable?: boolean;
  description?: string;
}

type Property = PropertyDecorator;

function field(presence: Presence, shape: ApiPropertyOptions, ...checks: Property[]): Property {
  const { optional = false, nullable = false, description } = presence;
  const described = { ...shape, required: !optional, ...(description !== undefined && { description }) };
  return applyDecorators(
    ApiProperty((nullable ? { ...described, nullable } : described) as ApiPropertyOptions),
    // Null is not "absent": it would pass every check behind IsOptional.
    ...(optional ? [ValidateIf((_o: unknown, value: unknown) => value !== undefined)] : []),
    ...(nullable ? [IsOptional()] : []),
    ...checks,
  );
}

export const Text = (min: number, max: number, presence: Presence = {}): Property =>
  field(presence, { type: String, minLength: min, maxLength: max }, IsString(), Length(min, max));

const recordId = /^[0-9a-f]{8}-[0-9a-f]{4}-[78][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

/** A client-made UUIDv7 (or, for imports, UUIDv8) in lower case. */
export const Id = (presence: Presence = {}): Property =>
  field(
    presence,
    { type: String, format: 'uuid', pattern: recordId.source },
    Matches(recordId, { message: worded(say`Must be a lower-case UUID of version 7 (or 8, for imports).`) }),
  );

/** An instant with its offset from UTC (ISO 8601). */
export const Instant = (presence: Presence = {}): Property =>
  field(
    presence,
    { type: String, format: 'date-time' },
    Matches(instant, { message: worded(say`Must be a date and time with offset.`) }),
  );

export const Pattern = (pattern: RegExp, said: Said, presence: Presence = {}): Property =>
  field(presence, { type: String, pattern: pattern.source }, Matches(pattern, { message: worded(said) }));

export const Week = (presence: Presence = {}): Property =>
  Pattern(/^\d{4}-W\d{2}$/, say`Must be a week such as ${'2026-W46'}.`, presence);

export const OneOf = (values: readonly string[], presence: Presence = {}): Property =>
  field(presence, { type: String, enum: [...values] }, IsIn([...values]));

export const Figure = (min: number, max: number, presence: Presence = {}): Property =>
  field(presence, { type: Number, minimum: min, maximum: max }, IsNumber(), Min(min), Max(max));

export const Whole = (min: number, max: number, presence: Presence = {}): Property =>
  field(presence, { type: 'integer', minimum: min, maximum: max }, IsInt(), Min(min), Max(max));

/** A whole number in the address, where everything is text. */
export const QueryWhole = (min: number, max: number): Property =>
  applyDecorators(
    Type(() => Number),
    Whole(min, max, { optional: true }),
  );

export const Flag = (presence: Presence = {}): Property => field(presence, { type: Boolean }, IsBoolean());

/** A list of short texts. */
export const Texts = (most: number, presence: Presence = {}): Property =>
  field(
    presence,
    { type: [String], maxItems: most },
    IsArray(),
    ArrayMaxSize(most),
    IsString({ each: true }),
    Length(1, 200, { each: true }),
  );

/** A ring of corners [lon, lat], degrees. */
export const Corners = (presence: Presence = {}): Property =>
  field(
    presence,
    {
      type: 'array',
      minItems: 3,
      maxItems: 1000,
      items: { type: 'array', minItems: 2, maxItems: 2, items: { type: 'number' } },
    },
    ValidateBy({
      name: 'corners',
      validator: { validate: isRing, defaultMessage: () => worded(say`Must be ${3} to ${1000} corners [lon, lat].`) },
    }),
  );

function isRing(value: unknown): boolean {
  const isCorner = (c: unknown): boolean => Array.isArray(c) && c.length === 2 && c.every((n) => Number.isFinite(n));
  return Array.isArray(value) && value.length >= 3 && value.length <= 1000 && value.every(isCorner);
}

/** Degrees true, or one of the 16 winds. */
export const Bearing = (presence: Presence = {}): Property =>
  field(
    presence,
    {
      oneOf: [
        { type: 'number', minimum: 0, maximum: 360 },
        { type: 'string', maxLength: 3 },
      ],
    },
    ValidateBy({
      name: 'bearing',
      validator: {
        validate: (v: unknown) => (typeof v === 'number' ? Number.isFinite(v) : typeof v === 'string' && v.length <= 3),
        defaultMessage: () => worded(say`Must be degrees true or one of the 16 winds, such as ${'SSE'}.`),
      },
    }),
  );

/** A nested form. */
export const Nested = (form: () => new () => object, presence: Presence = {}): Property =>
  field(
    presence,
    { type: () => form() },
    IsObject({ message: worded(say`Must be an object.`) }),
    ValidateNested(),
    Type(form),
  );

/** A list of nested forms. */
export const NestedList = (form: () => new () => object, most: number, presence: Presence = {}): Property =>
  field(
    presence,
    { type: () => form(), isArray: true, maxItems: most },
    IsArray(),
    ArrayMaxSize(most),
    ValidateNested({ each: true }),
    Type(form),
  );

/** Yes or no in the address, where everything is text. */
export const QueryFlag = (): Property =>
  applyDecorators(
    Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value)),
    Flag({ optional: true }),
  );
