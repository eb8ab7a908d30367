import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '#core/access/types.js';
import { listAlarms } from '#core/escalation/alarms/run.js';
import { addContact, disableContact, listContacts } from '#core/escalation/contacts.js';
import { markRead, readInbox } from '#core/escalation/inbox.js';
import { Action } from '../http/action.js';
import { Who } from '../http/request.js';
import { RUNTIME, type ApiRuntime } from '../runtime.js';
import { alarmAnswer, contactAnswer, messageAnswer } from './answers.js';
import { AlarmQuery, ContactForm, InboxQuery } from './forms.js';

/** What people are told, where it goes, and what the statistics say. */
@ApiTags('escalation')
@Controller('v1')
export class TellingController {
  constructor(@Inject(RUNTIME) private readonly runtime: ApiRuntime) {}

  /** One's own messages, newest first. */
  @Action('inbox.read')
  @Get('inbox')
  async inbox(@Who() actor: Actor, @Query() query: InboxQuery) {
    const { unreadOnly = false, limit = 50, cursor } = query;
    const page = await readInbox(this.runtime.deps, actor, {
      unreadOnly,
      limit,
      ...(cursor !== undefined && { cursor }),
    });
    return { items: page.items.map(messageAnswer), next: page.next };
  }

  /** Marks as read; this acknowledges nothing. */
  @Action('inbox.read')
  @Post('inbox/:id/read')
  @HttpCode(200)
  async read(@Who() actor: Actor, @Param('id') id: string) {
    return messageAnswer(await markRead(this.runtime.deps, actor, id));
  }

  /** Addresses outside to which the ladder tells; to no other one anything is sent. */
  @Action('contact.manage')
  @Get('contacts')
  async contacts(@Who() actor: Actor) {
    return { items: (await listContacts(this.runtime.deps, actor)).map(contactAnswer) };
  }

  @Action('contact.manage')
  @Post('contacts')
  async add(@Who() actor: Actor, @Body() form: ContactForm) {
    const { sectors = [], privateAllowed = false } = form;
    return contactAnswer(await addContact(this.runtime.deps, actor, { ...form, sectors, privateAllowed }));
  }

  @Action('contact.manage')
  @Post('contacts/:id/disable')
  @HttpCode(200)
  async disable(@Who() actor: Actor, @Param('id') id: string) {
    return contactAnswer(await disableContact(this.runtime.deps, actor, id));
  }

  /** Alarms of the daily statistics, newest first: reasons to look, not findings. */
  @Action('alarm.read')
  @Get('alarms')
  async alarms(@Who() actor: Actor, @Query() query: AlarmQuery) {
    const { from, to, alarms, lastRun } = await listAlarms(this.runtime.deps, actor, query);
    const last = lastRun && {
      day: lastRun.day,
      version: lastRun.version,
      at: lastRun.at,
      notJudged: lastRun.notJudged,
    };
    return { from, to, items: alarms.map(alarmAnswer), lastRun: last };
  }
}
