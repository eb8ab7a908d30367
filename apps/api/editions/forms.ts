import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, ValidateBy, ValidateNested } from 'class-validator';
import { say } from '#core/said.js';
import { applyDecorators } from '@nestjs/common';
import type { Localised } from '#core/mission/types.js';
import { Figure, OneOf, Pattern, QueryWhole, Text, Week } from '../http/fields.js';
import { worded } from '../http/worded.js';

/** Texts by BCP 47 tag; `nullable` = may be null. */
const Languages = (nullable = false): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ type: 'object', additionalProperties: { type: 'string', maxLength: 4000 }, nullable }),
    ValidateBy({
      name: 'languages',
      validator: {
        validate: (value: unknown) => (nullable && value === null) || isLanguages(value),
        defaultMessage: () => worded(say`Must be texts by language tag, such as ${'{ "en": "…" }'}.`),
      },
    }),
  );

function isLanguages(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const entries = Object.entries(value);
  return (
    entries.length > 0 &&
    entries.length <= 20 &&
    entries.every(
      ([tag, text]) => /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(tag) && typeof text === 'string' && text.length <= 4000,
    )
  );
}

export class DraftForm {
  @Week() week: string;
}

export class TextForm {
  @Text(1, 200) paragraphId: string;
  @Languages(true) texts: Localised | null;
}

export class ApprovalForm {
  @Pattern(/^[0-9a-f]{64}$/, say`Must be a SHA-256 in hex.`, { description: 'Of the content that you have seen.' })
  contentSha256: string;
}

export class ErratumFigureForm {
  @Text(1, 300) id: string;
  @Figure(-1e12, 1e12) corrected: number;
}

export class ErratumForm {
  @Languages() text: Localised;
  @ApiProperty({ type: [ErratumFigureForm], maxItems: 500 })
  @IsArray()
  @ArrayMaxSize(500)
  @ValidateNested({ each: true })
  @Type(() => ErratumFigureForm)
  figures: ErratumFigureForm[];
}

export class ContentQuery {
  @OneOf(['public', 'party', 'internal'], { optional: true }) variant?: string;
  @Text(1, 64, { optional: true }) party?: string;
}

export class FileQuery {
  @Text(1, 300, { optional: true, description: 'Default edition.json.' }) path?: string;
  @OneOf(['public', 'party', 'internal'], { optional: true, description: 'Default public.' }) variant?: string;
  @Text(1, 64, { optional: true }) party?: string;
  @QueryWhole(0, 1_000_000) revision?: number;
}

const Language = (): PropertyDecorator =>
  Pattern(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, say`Must be a language tag such as "en".`, {
    optional: true,
    description: 'Default en, also for a language without messages.',
  });

export class LanguageQuery {
  @Language() language?: string;
}

export class ReadingQuery extends ContentQuery {
  @Language() language?: string;
}

export class ChangesQuery extends LanguageQuery {
  @Text(1, 64, { description: 'Id of the edition that it is compared with.' }) from: string;
}

export class WeeksQuery {
  @Week({
    optional: true,
    description: 'Leaves this week and the later ones out.',
  })
  before?: string;
}
