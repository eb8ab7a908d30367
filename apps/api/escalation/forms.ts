import { say } from '#core/said.js';
import type { Contact } from '#core/escalation/types.js';
import { Flag, Instant, OneOf, Pattern, QueryFlag, Text, Texts } from '../http/fields.js';
import { PageQuery } from '../intake/forms.js';

const Reason = () => Text(1, 4000);
const Rung = (optional = false) => Text(1, 64, { optional, description: 'Id of a rung of the ladder.' });
const Day = () => Pattern(/^\d{4}-\d{2}-\d{2}$/, say`Must be a date YYYY-MM-DD.`, { optional: true });

export class RaiseForm {
  @Rung() rung: string;
  @Reason() reason: string;
}

export class StepForm {
  @Reason() reason: string;
}

export class SnoozeForm extends StepForm {
  @Instant() until: string;
}

export class LowerForm extends StepForm {
  @Rung(true) rung?: string;
}

export class HandOverForm extends StepForm {
  @Text(1, 100, { description: 'Account that takes them.' }) to: string;
  @Text(1, 100, { optional: true, description: 'Account that gives them; absent = oneself.' }) from?: string;
}

export class InboxQuery extends PageQuery {
  @QueryFlag() unreadOnly?: boolean;
}

export class AlertQuery {
  @Text(2, 20, { optional: true, description: 'Language tag; absent = English.' }) language?: string;
}

export class AlarmQuery {
  @Day() from?: string;
  @Day() to?: string;
}

export class ContactForm {
  @OneOf(['email', 'webhook', 'cap']) channel: Contact['channel'];
  @Text(3, 500, { description: 'A mail address, or an https address.' }) address: string;
  @Texts(50, { description: 'Rungs of the ladder of which it is told.' }) rungs: string[];
  @Texts(500, { optional: true, description: 'Sectors of which it is told; absent or empty = all.' })
  sectors?: string[];
  @Text(2, 20) language: string;
  @Flag({ optional: true, description: 'The address may be one of a private network.' }) privateAllowed?: boolean;
}
