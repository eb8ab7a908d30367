import { say } from '#core/said.js';
import type { HotlineType } from '#core/reply/types.js';
import { Flag, Id, Instant, OneOf, Pattern, Text, Texts } from '../http/fields.js';

export class ReplyForm {
  @Id({ description: 'Made by the client: sending again with the same id is safe.' }) id: string;
  @Text(1, 50_000, { description: 'Kept and shown as it is, never edited or translated.' }) text: string;
  @Pattern(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, say`Must be a language tag such as "en".`, {
    optional: true,
    nullable: true,
  })
  language?: string | null;
  @Texts(20, { optional: true, description: 'Ids of files that you uploaded to /v1/evidence.' })
  attachments?: string[];
}

/** A half-open period. */
export class PeriodQuery {
  @Instant() from: string;
  @Instant() to: string;
}

export class HotlineForm {
  @Id({ description: 'Made by the client; of an issue also its number in later lines.' }) id: string;
  @OneOf(['issue', 'activation', 'promise', 'outcome']) type: HotlineType;
  @Id({ optional: true, description: 'The issue it belongs to; not for an issue itself.' }) issueId?: string;
  @Text(1, 100, { optional: true, description: 'Who called or promised: a party id, or "mission".' }) party?: string;
  @Text(1, 100, { optional: true, description: 'Activation: who was called.' }) toParty?: string;
  @Instant() at: string;
  @Text(1, 100, { optional: true, description: 'Issue: its sector.' }) sector?: string;
  @Instant({ optional: true, description: 'Promise: until when.' }) dueBy?: string;
  @Id({ optional: true, description: 'Issue: the incident that it is about.' }) incidentId?: string;
  @Id({ optional: true, description: 'Outcome: of which promise.' }) promiseId?: string;
  @Flag({ optional: true, description: 'Outcome: whether it was kept.' }) kept?: boolean;
  @Text(1, 20_000) text: string;
}
