import { say } from '#core/said.js';
import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiProperty, getSchemaPath } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsObject, ValidateNested } from 'class-validator';
import type { Lost, WatchSaid } from '#core/intake/watch/types.js';
import { mostFixes } from '#core/intake/watch/check.js';
import type { NotReachedCause } from '#core/verification/types.js';
import { Corners, Figure, Id, Instant, NestedList, OneOf, QueryFlag, Text, Week } from '../http/fields.js';
import { worded } from '../http/worded.js';
import { PageQuery } from '../intake/forms.js';

const Lat = () => Figure(-90, 90);
const Lon = () => Figure(-180, 180);
const Reason = (presence = {}) => Text(1, 4000, presence);

export class FieldTaskForm {
  @Id({ description: 'Made by the client: sending again with the same id is safe.' }) id: string;
  @OneOf(['patrol', 'drone']) type: 'patrol' | 'drone';
  @Text(1, 100, { description: 'Account that leads the patrol, or device of the drone.' }) assignee: string;
  @Lat() lat: number;
  @Lon() lon: number;
  @Text(1, 200) placeName: string;
  @Text(1, 4000) instruction: string;
  @Instant() dueBy: string;
}

export class FieldTaskAnswerForm {
  @OneOf(['reached', 'not_reached']) outcome: 'reached' | 'not_reached';
  @Text(1, 100, { optional: true, description: 'Exactly where reached: what was found there.' }) sightingId?: string;
  @OneOf(['access', 'danger', 'weather', 'technical', 'time', 'other'], { optional: true }) cause?: NotReachedCause;
  @Reason({ optional: true }) reason?: string;
  @Text(1, 100, { optional: true, description: 'The incident of the restriction, where access was the cause.' })
  restrictionId?: string;
}

export class TaskQuery extends PageQuery {
  @QueryFlag() openOnly?: boolean;
}

export class ComplaintQuery extends PageQuery {
  @Week({ optional: true }) week?: string;
  @Text(1, 100, { optional: true, description: 'party:<id> or public.' }) provider?: string;
  @Text(1, 100, { optional: true, description: 'First of a cluster: all of its complaints.' }) cluster?: string;
}

export class IntervalForm {
  @Instant() start: string;
  @Instant() end: string;
}

export class LostForm extends IntervalForm {
  @OneOf(['jamming', 'weather', 'technical', 'access', 'other']) reason: Lost['reason'];
}

export class FixForm {
  @Lat() lat: number;
  @Lon() lon: number;
  @Instant() at: string;
}

export class SaidForm {
  @OneOf(['track', 'post', 'pass']) type: 'track' | 'post' | 'pass';
}

export class TrackForm extends SaidForm {
  @NestedList(() => FixForm, mostFixes) fixes: FixForm[];
}

export class PostForm extends SaidForm {
  @Lat() lat: number;
  @Lon() lon: number;
  @NestedList(() => IntervalForm, 1000) up: IntervalForm[];
}

export class PassForm extends SaidForm {
  @Corners() footprint: [number, number][];
}

const saidForms = [
  { name: 'track', value: TrackForm },
  { name: 'post', value: PostForm },
  { name: 'pass', value: PassForm },
];

/** One of three ways to say what was watched, told apart by `type`. */
const Said = (): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ oneOf: saidForms.map(({ value }) => ({ $ref: getSchemaPath(value) })) }),
    IsObject({ message: worded(say`Must be an object.`) }),
    ValidateNested(),
    Type(() => SaidForm, {
      discriminator: { property: 'type', subTypes: saidForms },
      keepDiscriminatorProperty: true,
    }),
  );

/** What one source watched; the hours per sector, side, day and night are computed from it. */
@ApiExtraModels(...saidForms.map(({ value }) => value))
export class WatchForm {
  @Id() id: string;
  @Text(1, 100) means: string;
  @Text(1, 100, { description: 'Patrol, camera, drone or satellite.' }) sourceId: string;
  @Instant() start: string;
  @Instant() end: string;
  @Said() said: WatchSaid;
  @NestedList(() => LostForm, 1000) lost: LostForm[];
}
