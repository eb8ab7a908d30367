import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '#core/access/types.js';
import { listNotifications } from '#core/intake/read.js';
import { acknowledgeNotice, replyToNotice } from '#core/reply/answer.js';
import { getNotice, listNotices } from '#core/reply/read.js';
import { Action } from '../http/action.js';
import { Who } from '../http/request.js';
import { notificationAnswer, receiptAnswer } from '../intake/answers.js';
import { PageQuery } from '../intake/forms.js';
import { RUNTIME, type ApiRuntime } from '../runtime.js';
import { partyCorrespondenceAnswer, partyNoticeAnswer, replyAnswer } from './answers.js';
import { ReplyForm } from './forms.js';

/** Everything that a party's liaison sees and does: what is addressed to that party, and nothing else. */
@ApiTags('parties')
@Controller('v1/party')
export class PartyController {
  constructor(@Inject(RUNTIME) private readonly runtime: ApiRuntime) {}

  /** Notices addressed to your party, newest first, with your replies. */
  @Action('party.read')
  @Get('notices')
  async notices(@Who() actor: Actor, @Query() query: PageQuery) {
    const page = await listNotices(this.runtime.deps, actor, 'party.read', { ...query, limit: query.limit ?? 50 });
    return { items: page.items.map(partyCorrespondenceAnswer), next: page.next };
  }

  @Action('party.read')
  @Get('notices/:id')
  async notice(@Who() actor: Actor, @Param('id') id: string) {
    return partyCorrespondenceAnswer(await getNotice(this.runtime.deps, actor, 'party.read', id));
  }

  /** You have it in hand. Said again it changes nothing. */
  @Action('party.answer')
  @Post('notices/:id/acknowledge')
  @HttpCode(200)
  async acknowledge(@Who() actor: Actor, @Param('id') noticeId: string) {
    return partyNoticeAnswer(await acknowledgeNotice(this.runtime.deps, actor, { noticeId }));
  }

  /** Your party's words, kept and shown as they are. */
  @Action('party.answer')
  @Post('notices/:id/replies')
  async reply(@Who() actor: Actor, @Param('id') noticeId: string, @Body() form: ReplyForm) {
    const done = await replyToNotice(this.runtime.deps, actor, { ...form, noticeId });
    return { reply: replyAnswer(done.reply), receipt: receiptAnswer(done.receipt) };
  }

  /** Advance notices that your party has given. */
  @Action('party.read')
  @Get('notifications')
  async notifications(@Who() actor: Actor, @Query() query: PageQuery) {
    const page = await listNotifications(this.runtime.deps, actor, { ...query, limit: query.limit ?? 50 });
    return { items: page.items.map(notificationAnswer), next: page.next };
  }
}
