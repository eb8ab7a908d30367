import { applyDecorators } from '@nestjs/common';
import { Transform, Type } from 'class-transformer';
import type { VerificationOutcome } from '#core/fusion/types.js';
import { bulkActions, type BulkAction } from '#core/verification/desk/bulk.js';
import { queueStates, type QueueState } from '#core/verification/desk/types.js';
import type { Verification } from '#core/verification/types.js';
import { outcomes } from '../cases/forms.js';
import { Figure, Flag, Instant, Nested, NestedList, OneOf, QueryFlag, Text, Texts, Whole } from '../http/fields.js';
import { PageQuery } from '../intake/forms.js';

/** One or more in the address: repeated, or with commas between. */
const QueryTexts = (most: number, description: string): PropertyDecorator =>
  applyDecorators(
    Transform(({ value }: { value: unknown }) =>
      value === undefined ? undefined : (Array.isArray(value) ? value : [value]).flatMap((v) => String(v).split(',')),
    ),
    Texts(most, { optional: true, description }),
  );

const QueryHours = (): PropertyDecorator =>
  applyDecorators(
    Type(() => Number),
    Figure(0, 100_000, { optional: true, description: 'Hours since it was opened.' }),
  );

export class TriageQuery extends PageQuery {
  @QueryTexts(500, 'Sectors; "none" = outside all.') sector?: string[];
  @QueryTexts(500, 'Kinds of event.') kind?: string[];
  @QueryTexts(50, 'Parties involved: alleged, or on whose side it more likely than not lay.') party?: string[];
  @OneOf(queueStates, { optional: true }) state?: QueueState;
  @QueryHours() olderThanHours?: number;
  @QueryHours() youngerThanHours?: number;
  @QueryFlag() casualtiesOnly?: boolean;
  @QueryFlag() grouped?: boolean;
  @Text(1, 300, { optional: true, description: 'Key of a group of cues: its members one by one.' }) group?: string;
  @QueryTexts(200, 'Only these incidents, one by one: after a change, to see what became of them.') id?: string[];
}

/** A filter of the queue, as it is kept. */
export class TriageFilterForm {
  @Texts(500, { optional: true }) sectors?: string[];
  @Texts(500, { optional: true }) kinds?: string[];
  @Texts(50, { optional: true }) parties?: string[];
  @OneOf(queueStates, { optional: true }) state?: QueueState;
  @Figure(0, 100_000, { optional: true }) olderThanHours?: number;
  @Figure(0, 100_000, { optional: true }) youngerThanHours?: number;
  @Flag({ optional: true }) casualtiesOnly?: boolean;
  @Flag({ optional: true }) grouped?: boolean;
}

export class TriageViewForm {
  @Text(1, 100) name: string;
  @Nested(() => TriageFilterForm) filter: TriageFilterForm;
}

const Version = () => Whole(1, Number.MAX_SAFE_INTEGER, { description: 'The version that you have seen.' });
const Reason = () => Text(1, 4000);

export class PutOffForm {
  @Version() version: number;
  @Instant({ description: 'Within 30 days.' }) until: string;
  @Reason() reason: string;
}

export class GiveForm {
  @Text(1, 100, { description: 'Account of the colleague.' }) to: string;
}

export class UndoDecisionForm {
  @Version() version: number;
  @Reason() reason: string;
}

export class BulkItemForm {
  @Text(1, 100) id: string;
  @Whole(1, Number.MAX_SAFE_INTEGER, { optional: true, description: 'As seen: needed to snooze, decide and undo.' })
  version?: number;
}

export class TriageBulkForm {
  @OneOf(bulkActions) action: BulkAction;
  @NestedList(() => BulkItemForm, 500) items: BulkItemForm[];
  @Text(1, 100, { optional: true, description: 'hand_over: the colleague.' }) to?: string;
  @Instant({ optional: true, description: 'snooze.' }) until?: string;
  @OneOf(outcomes, { optional: true, description: 'decide.' }) outcome?: VerificationOutcome;
  @OneOf(['access', 'time', 'evidence', 'mandate'], { optional: true, nullable: true, description: 'decide.' })
  cause?: Verification['cause'];
  @Text(1, 4000, { optional: true, description: 'snooze, decide and undo_decision.' }) reason?: string;
}
