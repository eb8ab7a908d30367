import { Bearing, Corners, Figure, Nested, OneOf, Text, Whole } from '../http/fields.js';

const metres = 10_000_000;

export class PositionForm {
  @Figure(-90, 90) lat: number;
  @Figure(-180, 180) lon: number;
  @Figure(0, metres, { optional: true }) precisionMetres?: number;
}

export class PlatformForm extends PositionForm {
  @Figure(-1000, 50_000_000, { description: 'Above the ellipsoid.' }) altitudeMetres: number;
}

export class PixelForm {
  @Figure(0, 100_000) x: number;
  @Figure(0, 100_000) y: number;
  @Whole(1, 100_000) width: number;
  @Whole(1, 100_000) height: number;
  @Figure(0.001, 179) horizontalFovDegrees: number;
  @Figure(-360, 360, { optional: true }) rollDegrees?: number;
}

const placeTypes = ['fix', 'bearing_range', 'look_vector', 'footprint', 'place_name'] as const;

/** What every place says of itself: which of the five it is. A type that is none of them is refused here. */
export class PlaceForm {
  @OneOf(placeTypes) type: string;
}

export class FixForm extends PlaceForm {
  @Figure(-90, 90) lat: number;
  @Figure(-180, 180) lon: number;
  @Figure(0, metres) precisionMetres: number;
}

export class BearingRangeForm extends PlaceForm {
  @Nested(() => PositionForm) observer: PositionForm;
  @Bearing() bearing: number | string;
  @Figure(0, 180, { optional: true }) bearingSigmaDegrees?: number;
  @Figure(0, metres, { optional: true }) distanceMetres?: number;
  @Figure(0, metres, { optional: true }) distanceFromMetres?: number;
  @Figure(0, metres, { optional: true }) distanceToMetres?: number;
}

export class LookVectorForm extends PlaceForm {
  @Nested(() => PlatformForm) platform: PlatformForm;
  @Figure(-360, 360, { description: 'Degrees true.' }) headingDegrees: number;
  @Figure(0, 90, { description: 'Below the horizontal.' }) depressionDegrees: number;
  @Figure(0, 180, { optional: true }) headingSigmaDegrees?: number;
  @Figure(0, 90, { optional: true }) depressionSigmaDegrees?: number;
  @Figure(-1000, 10_000, { optional: true }) groundAltitudeMetres?: number;
  @Nested(() => PixelForm, { optional: true }) pixel?: PixelForm;
}

export class FootprintForm extends PlaceForm {
  @Corners() polygon: [number, number][];
}

export class PlaceNameForm extends PlaceForm {
  @Text(1, 200) name: string;
  @Text(1, 100, { optional: true }) settlementId?: string;
  @Bearing({ optional: true }) bearing?: number | string;
  @Figure(0, metres, { optional: true }) distanceMetres?: number;
}

/** The forms by the value of `type`. */
export const placeForms = [
  { name: 'fix', value: FixForm },
  { name: 'bearing_range', value: BearingRangeForm },
  { name: 'look_vector', value: LookVectorForm },
  { name: 'footprint', value: FootprintForm },
  { name: 'place_name', value: PlaceNameForm },
];
