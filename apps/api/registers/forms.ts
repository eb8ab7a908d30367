import { say } from '#core/said.js';
import type { Gravity, StandardOfProof } from '#core/mission/types.js';
import { standardsOfProof } from '#core/mission/types.js';
import type { Assessment } from '#core/ruling/types.js';
import { Figure, Flag, Id, Instant, NestedList, OneOf, Pattern, Text } from '../http/fields.js';

const most = 1e9;

export class ExcludedForm {
  @Text(1, 100, { description: "One of the provision's exclusions." }) name: string;
  @Figure(0, most) number: number;
}

class FigureForm {
  @Id({ description: 'Made by the client: sending again with the same id is safe.' }) id: string;
  @Text(1, 100) provisionId: string;
  @Text(1, 100) party: string;
  @Instant({ description: 'What the figure is about.' }) asOf: string;
  @NestedList(() => ExcludedForm, 50, { optional: true, description: 'How many fall under each exclusion.' })
  excluded?: ExcludedForm[];
  @Text(1, 4000, { optional: true }) note?: string;
}

export class DeclarationForm extends FigureForm {
  @Figure(0, most) value: number;
}

export class EstimateForm extends FigureForm {
  @Figure(0, most) low: number;
  @Figure(0, most) best: number;
  @Figure(0, most) high: number;
  @Text(1, 4000, { description: 'How it was made.' }) method: string;
}

const day = /^\d{4}-\d{2}-\d{2}$/;

export class PresenceLineForm {
  @Id() id: string;
  @Text(1, 100) contributor: string;
  @Text(1, 100, { description: 'The hull; it counts once a day.' }) unit: string;
  @Pattern(day, say`Must be a date YYYY-MM-DD.`) day: string;
  @Flag({ optional: true, description: 'false takes an earlier line back.' }) present?: boolean;
  @Text(1, 4000, { optional: true }) note?: string;
}

export class PresenceForm {
  @Text(1, 100) provisionId: string;
  @NestedList(() => PresenceLineForm, 1000) lines: PresenceLineForm[];
}

export class RegisterQuery {
  @Instant({ optional: true, description: 'Absent = now.' }) at?: string;
}

export class AssessmentPeriodQuery {
  @Text(1, 100) provisionId: string;
  @Text(1, 100, { optional: true }) party?: string;
  @Instant() from: string;
  @Instant() to: string;
}

export class AssessmentForm {
  @Text(1, 100) provisionId: string;
  @Text(1, 100, { nullable: true, description: 'null for a presence benchmark.' }) party: string | null;
  @Instant() from: string;
  @Instant() to: string;
  @OneOf(['breach', 'no_breach', 'not_decided']) result: Assessment['result'];
  @OneOf(['minor', 'serious', 'grave'], { optional: true, nullable: true }) gravity?: Gravity | null;
  @OneOf(standardsOfProof, { optional: true, nullable: true }) standardOfProof?: StandardOfProof | null;
  @Text(1, 4000) reason: string;
}
