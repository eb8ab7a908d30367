import type { VerificationOutcome } from '#core/fusion/types.js';
import { standardsOfProof } from '#core/mission/types.js';
import type { Ruling } from '#core/ruling/types.js';
import type { Verification } from '#core/verification/types.js';
import { Figure, OneOf, QueryFlag, Text, Texts, Week, Whole } from '../http/fields.js';
import { PageQuery } from '../intake/forms.js';

const Version = () => Whole(1, Number.MAX_SAFE_INTEGER, { description: 'The version that you have seen.' });
const Reason = () => Text(1, 4000);

export class IncidentQuery extends PageQuery {
  @OneOf(['open', 'decided', 'merged'], { optional: true }) state?: 'open' | 'decided' | 'merged';
  @QueryFlag() undecidedOnly?: boolean;
  @Text(1, 100, { optional: true }) kind?: string;
  @Week({ optional: true }) week?: string;
  @Text(1, 100, { optional: true, description: 'Alleged party.' }) party?: string;
}

export class SplitForm {
  @Version() version: number;
  @Texts(1000, { description: 'Sightings that make up the new incident.' }) sightingIds: string[];
  @Reason() reason: string;
}

export class MergeForm {
  @Text(1, 100, { description: 'The incident that takes the sightings of the others.' }) into: string;
  @Texts(100, { description: 'The others.' }) from: string[];
  @Reason() reason: string;
}

export class ReasonForm {
  @Reason() reason: string;
}

export const outcomes = [
  'verified',
  'not_verified',
  'not_verifiable',
  'exercise',
  'duplicate',
  'out_of_scope',
  'resolved_locally',
] as const;

export class DecisionForm {
  @Version() version: number;
  @OneOf(outcomes) outcome: VerificationOutcome;
  @OneOf(['access', 'time', 'evidence', 'mandate'], { nullable: true, description: 'Exactly where not verifiable.' })
  cause: Verification['cause'];
  @Reason() reason: string;
}

export class AttributionForm {
  @Version() version: number;
  @Text(1, 100, { nullable: true, description: 'Party id; null = cannot be attributed.' }) party: string | null;
  @Figure(0, 1) probability: number;
  @Reason() reason: string;
}

export class RulingForm {
  @Version() version: number;
  @Text(1, 100) provisionId: string;
  @OneOf(['breach', 'no_breach', 'not_decided']) result: Ruling['result'];
  @OneOf(['minor', 'serious', 'grave'], { optional: true, nullable: true }) gravity?: Ruling['gravity'];
  @OneOf(standardsOfProof, { optional: true, nullable: true }) standardOfProof?: Ruling['standardOfProof'];
  @Reason() reason: string;
}

export class SummaryQuery {
  @OneOf(['json', 'html', 'csv'], { optional: true }) format?: 'json' | 'html' | 'csv';
  @Text(2, 35, { optional: true, description: 'One of the languages of the mission.' }) language?: string;
}
