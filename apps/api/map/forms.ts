import { say } from '#core/said.js';
import { Instant, Pattern, QueryWhole } from '../http/fields.js';

const number = String.raw`-?\d{1,3}(\.\d{1,9})?`;

export class PointsQuery {
  @Pattern(new RegExp(`^${number}(,${number}){3}$`), say`Must be west,south,east,north in degrees.`, { optional: true })
  bbox?: string;
  @Instant({ optional: true, description: 'Absent = a week before `to`.' }) from?: string;
  @Instant({ optional: true, description: 'Absent = now.' }) to?: string;
  @QueryWhole(1, 100_000) limit?: number;
}

export class WindowQuery {
  @Instant({ optional: true, description: 'Absent = a day before `to`; at most two weeks.' }) from?: string;
  @Instant({ optional: true, description: 'Absent = now.' }) to?: string;
}
