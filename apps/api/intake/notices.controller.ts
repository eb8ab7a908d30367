import { Body, Controller, Get, Inject, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { requireObject } from '#core/access/policy.js';
import type { Actor } from '#core/access/types.js';
import { recordEffort } from '#core/intake/effort.js';
import { acceptNotification } from '#core/intake/notify.js';
import { listNotifications } from '#core/intake/read.js';
import { Action } from '../http/action.js';
import { Who } from '../http/request.js';
import { RUNTIME, type ApiRuntime } from '../runtime.js';
import { effortAnswer, notificationAnswer, receiptAnswer } from './answers.js';
import { EffortForm, NotificationForm, PageQuery } from './forms.js';

@ApiTags('intake')
@Controller('v1')
export class NoticesController {
  constructor(@Inject(RUNTIME) private readonly runtime: ApiRuntime) {}

  /** A party's advance notice. */
  @Action('notification.submit')
  @Post('notifications')
  async notify(@Who() actor: Actor, @Body() form: NotificationForm) {
    const done = await acceptNotification(this.runtime.deps, actor, form);
    return { notification: notificationAnswer(done.notification), receipt: receiptAnswer(done.receipt) };
  }

  @Action('notification.read')
  @Get('notifications')
  async list(@Who() actor: Actor, @Query() query: PageQuery) {
    const page = await listNotifications(this.runtime.deps, actor, { ...query, limit: query.limit ?? 50 });
    return { items: page.items.map(notificationAnswer), next: page.next };
  }

  /** Hours of watching by one source. */
  @Action('effort.submit')
  @Post('effort')
  async effort(@Who() actor: Actor, @Body() form: EffortForm) {
    requireObject(actor, 'effort.submit', form, ({ sector }) => ({ sector }));
    const done = await recordEffort(this.runtime.deps, actor, form);
    return { effort: effortAnswer(done.effort), receipt: receiptAnswer(done.receipt) };
  }
}
