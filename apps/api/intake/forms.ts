import { say } from '#core/said.js';
import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiProperty, getSchemaPath } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsObject, ValidateNested } from 'class-validator';
import {
  originMethods,
  restrictionTypes,
  type RestrictionType,
  type SaidOrigin,
  type SaidPlace,
} from '#core/intake/types.js';
import { Corners, Figure, Flag, Id, Instant, Nested, OneOf, QueryWhole, Text, Texts, Whole } from '../http/fields.js';
import { worded } from '../http/worded.js';
import { PlaceForm, PositionForm, placeForms } from './place-forms.js';

/** One of five ways to say where, told apart by `type`. */
const Place = (): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ oneOf: placeForms.map(({ value }) => ({ $ref: getSchemaPath(value) })) }),
    IsObject({ message: worded(say`Must be an object.`) }),
    ValidateNested(),
    Type(() => PlaceForm, {
      discriminator: { property: 'type', subTypes: placeForms },
      keepDiscriminatorProperty: true,
    }),
  );

/** The direction that fire came from: a crater's or fragments', a projectile's track, a flash, radar or sound. */
export class OriginForm {
  @OneOf(originMethods) method: SaidOrigin['method'];
  @Figure(0, 360, { description: 'Degrees true, from `at` towards the origin.' }) bearing: number;
  @Figure(0.01, 180, { description: 'One standard deviation.' }) sigmaDegrees: number;
  @Figure(0, 1_000_000, { optional: true }) fromMetres?: number;
  @Figure(0, 1_000_000, { optional: true }) toMetres?: number;
  @Nested(() => PositionForm, { optional: true, description: 'Where it was taken; absent = the place itself.' })
  at?: PositionForm;
}

export class CasualtiesForm {
  @Whole(0, 1_000_000) killed: number;
  @Whole(0, 1_000_000) injured: number;
}

/** How the mission was kept from moving or seeing. */
export class RestrictionForm {
  @OneOf(restrictionTypes) type: RestrictionType;
  @Whole(1, 100_000, { optional: true, description: 'Minutes lost; exactly where delayed.' }) minutes?: number;
  @Text(1, 2000, { optional: true, description: 'Exactly where conditional.' }) condition?: string;
  @Text(1, 200, { optional: true }) crossing?: string;
  @Text(1, 100, { optional: true, description: 'Party on whose side one was.' }) fromSide?: string;
  @Text(1, 100, { optional: true, description: 'Party to whose side one went.' }) toSide?: string;
  @Text(1, 100, { optional: true, description: 'Party whose people imposed it.' }) imposedBy?: string;
  @Text(1, 5000, { optional: true, description: 'Their words, verbatim.' }) words?: string;
  @Text(1, 200, { optional: true, description: 'Who spoke: a function, not a name.' }) wordsOf?: string;
}

/** What reports and observations have in common. Ids of kinds, means and weapons are the mission pack's. */
@ApiExtraModels(...placeForms.map(({ value }) => value))
export class SightingForm {
  @Id({ description: 'Made by the client: sending again with the same id is safe.' }) id: string;
  @Text(1, 100) kind: string;
  @Text(1, 100) means: string;
  @Text(1, 100, { optional: true }) weapon?: string;
  @Whole(0, 1_000_000, { optional: true }) count?: number;
  @Flag({ optional: true }) countIsAtLeast?: boolean;
  @Instant() start: string;
  @Instant({ description: 'End of the half-open interval.' }) end: string;
  @Text(0, 200, { optional: true, description: "The source's own words for the time." }) sourceTime?: string;
  @Place() place: SaidPlace;
  @Nested(() => OriginForm, { optional: true }) origin?: OriginForm;
  @Text(0, 50_000, { optional: true }) text?: string;
  @Text(1, 100, { optional: true, description: 'The party that the source names.' }) allegedParty?: string;
  @Nested(() => CasualtiesForm, { optional: true }) casualties?: CasualtiesForm;
  @Flag({ optional: true }) civilianObject?: boolean;
  @Text(1, 100, { optional: true }) patrolId?: string;
  @Text(1, 100, { optional: true }) platformId?: string;
  @Text(1, 100, { optional: true }) sensor?: string;
  @Texts(100, { optional: true, description: 'Ids of evidence uploaded before.' }) evidence?: string[];
  @Text(1, 500, { optional: true }) quotes?: string;
  @Text(1, 200, { optional: true, description: 'mission, party:<id>, ally:<name> or public.' }) provider?: string;
  @Nested(() => RestrictionForm, { optional: true, description: 'Only with kinds about access.' })
  restriction?: RestrictionForm;
}

export class ReportForm extends SightingForm {}

export class ObservationForm extends SightingForm {
  @Figure(0, 1, { optional: true }) confidence?: number;
  @Whole(0, Number.MAX_SAFE_INTEGER, { optional: true, description: "The device's own counter." }) sequence?: number;
}

/** A line of the bulk stream: either of the two, and says which. */
export class IntakeLineForm extends ObservationForm {
  @OneOf(['report', 'observation']) type: 'report' | 'observation';
}

export class NotificationForm {
  @Id() id: string;
  @Text(1, 100) party: string;
  @Text(1, 40, { description: 'For example exercise, flight, convoy, repair.' }) kind: string;
  @Texts(100, { description: 'Kinds of event that it explains.' }) eventKinds: string[];
  @Texts(100, { optional: true, description: 'A window of silence: kinds that the party promises will not happen.' })
  prohibits?: string[];
  @Corners() area: [number, number][];
  @Instant() start: string;
  @Instant() end: string;
  @Text(0, 20_000, { optional: true }) text?: string;
}

export class EffortForm {
  @Id() id: string;
  @Text(1, 100) means: string;
  @Text(1, 100) sourceId: string;
  @Text(1, 100) sector: string;
  @Text(1, 100, { optional: true, nullable: true }) side?: string | null;
  @Instant() start: string;
  @Instant() end: string;
  @Figure(0, 10_000) usableHours: number;
  @Figure(0, 10_000) lostHours: number;
  @Text(0, 500, { optional: true, nullable: true }) lostReason?: string | null;
}

/** One page of a list. */
export class PageQuery {
  @QueryWhole(1, 200) limit?: number;
  @Text(1, 500, { optional: true, description: 'The `next` of the page before.' }) cursor?: string;
}

export class SightingQuery extends PageQuery {
  @OneOf(['report', 'observation'], { optional: true }) type?: 'report' | 'observation';
}

export class EvidenceQuery {
  @Text(1, 100, { optional: true, description: 'A sighting that this evidence belongs to.' }) sighting?: string;
}
