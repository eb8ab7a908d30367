import { ApiProperty } from '@nestjs/swagger';
import { IsObject, IsOptional } from 'class-validator';
import { replyAccounts, type ReplyAccount } from '#core/attribution/reply-items.js';
import { ledgerItemKinds, type LedgerItemKind } from '#core/mission/weighing-types.js';
import { Figure, Flag, Nested, OneOf, Text, Texts, Week } from '../http/fields.js';

const Reason = () => Text(1, 4000);

export class TableRowForm {
  @Text(1, 100, { description: "Row of the pack's table." }) row: string;
  @Text(1, 100, { description: 'A party id, "other" or "accident".' }) hypothesis: string;
  @OneOf(['for', 'against']) speaks: 'for' | 'against';
}

export class LedgerItemForm {
  @OneOf(ledgerItemKinds) kind: LedgerItemKind;
  @Text(1, 4000) statement: string;
  @Nested(() => TableRowForm, { optional: true }) table?: TableRowForm;
  @ApiProperty({
    required: false,
    type: Object,
    additionalProperties: { type: 'number' },
    description: 'Likelihood of the item under each hypothesis named, relative to 1; instead of a row of the table.',
  })
  @IsOptional()
  @IsObject()
  estimate?: Record<string, number>;
  @Reason() reason: string;
  @Texts(100, { description: 'Sightings of the incident, or evidence.' }) basis: string[];
  @Text(1, 200, { description: 'Who or what it comes from.' }) source: string;
  @Text(1, 100, { optional: true, nullable: true }) replaces?: string | null;
}

export class ReplyReadingForm {
  @Text(1, 100, { description: 'Id of the reply.' }) replyId: string;
  @OneOf(replyAccounts, { description: 'What it amounts to.' }) account: ReplyAccount;
  @Reason() reason: string;
}

export class DisputeForm {
  @Text(1, 200) itemKey: string;
  @Flag({ description: 'false takes the objection back.' }) disputed: boolean;
  @Reason() reason: string;
}

export class DissentForm {
  @Reason() reason: string;
}

export class OpinionForm {
  @Text(1, 100, { description: 'A label of the blind case, "other", "accident" or "cannot_tell".' }) hypothesis: string;
  @Figure(0, 1) probability: number;
  @Reason() reason: string;
}

export class WordingForm {
  @Text(1, 50_000) text: string;
}

export class ReportQuery {
  @Week() week: string;
}
