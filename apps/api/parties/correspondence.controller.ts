import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '#core/access/types.js';
import { logHotline, readHotline } from '#core/reply/hotline.js';
import { getNotice, listNotices, noticesOfIncident, replyMeasures } from '#core/reply/read.js';
import { Action } from '../http/action.js';
import { Who } from '../http/request.js';
import { PageQuery } from '../intake/forms.js';
import { RUNTIME, type ApiRuntime } from '../runtime.js';
import { hotlineAnswer, hotlineCountsAnswer, measuresAnswer, noticeAnswer } from './answers.js';
import { HotlineForm, PeriodQuery } from './forms.js';

/** The mission's side of the exchange with the parties. */
@ApiTags('parties')
@Controller('v1')
export class CorrespondenceController {
  constructor(@Inject(RUNTIME) private readonly runtime: ApiRuntime) {}

  /** Notices to all parties, newest first, with clocks and replies. */
  @Action('notice.read')
  @Get('notices')
  async notices(@Who() actor: Actor, @Query() query: PageQuery) {
    const page = await listNotices(this.runtime.deps, actor, 'notice.read', { ...query, limit: query.limit ?? 50 });
    return { items: page.items.map(noticeAnswer), next: page.next };
  }

  /** How every party acknowledges and answers notices issued in a period, by one rule. */
  @Action('notice.read')
  @Get('notices/measures')
  async measures(@Who() actor: Actor, @Query() query: PeriodQuery) {
    return { items: (await replyMeasures(this.runtime.deps, actor, utc(query))).map(measuresAnswer) };
  }

  @Action('notice.read')
  @Get('notices/:id')
  async notice(@Who() actor: Actor, @Param('id') id: string) {
    return noticeAnswer(await getNotice(this.runtime.deps, actor, 'notice.read', id));
  }

  /** What the parties were told of an incident, and what they answered. */
  @Action('notice.read')
  @Get('incidents/:id/notices')
  async ofIncident(@Who() actor: Actor, @Param('id') incidentId: string) {
    return { items: (await noticesOfIncident(this.runtime.deps, actor, { incidentId })).map(noticeAnswer) };
  }

  /** One line of the log: an issue, an activation, a promise, or whether it was kept. */
  @Action('hotline.log')
  @Post('hotline')
  async log(@Who() actor: Actor, @Body() form: HotlineForm) {
    return hotlineAnswer(await logHotline(this.runtime.deps, actor, form));
  }

  /** All lines on issues spoken of in a period, and the counts of the period. */
  @Action('hotline.read')
  @Get('hotline')
  async hotline(@Who() actor: Actor, @Query() query: PeriodQuery) {
    const { entries, counts } = await readHotline(this.runtime.deps, actor, utc(query));
    return { entries: entries.map(hotlineAnswer), counts: hotlineCountsAnswer(counts) };
  }
}

function utc({ from, to }: PeriodQuery): { from: string; to: string } {
  return { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
}
