import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '#core/access/types.js';
import { giveOpinion, readBlind } from '#core/attribution/blind-review.js';
import { recordDissent } from '#core/attribution/dissent.js';
import { addItem, disputeItem, readLedger } from '#core/attribution/keep.js';
import { neutralityReport } from '#core/attribution/neutrality-report.js';
import { readReply } from '#core/attribution/read-reply.js';
import { lintText } from '#core/mission/wording.js';
import { Action } from '../http/action.js';
import { Who } from '../http/request.js';
import { RUNTIME, type ApiRuntime } from '../runtime.js';
import { blindAnswer, dissentAnswer, keptItemAnswer, ledgerAnswer, stateAnswer } from './answers.js';
import {
  DisputeForm,
  DissentForm,
  LedgerItemForm,
  OpinionForm,
  ReplyReadingForm,
  ReportQuery,
  WordingForm,
} from './forms.js';

@ApiTags('attribution')
@Controller('v1')
export class LedgerController {
  constructor(@Inject(RUNTIME) private readonly runtime: ApiRuntime) {}

  /** Hypotheses, evidence and what follows from it, as of now and at each dated version. */
  @Action('ledger.read')
  @Get('incidents/:id/ledger')
  async read(@Who() actor: Actor, @Param('id') id: string) {
    return ledgerAnswer(await readLedger(this.runtime.deps, actor, id));
  }

  /** A piece of evidence by a person, weighed by the pack's table or by an estimate with its reason. */
  @Action('ledger.work')
  @Post('incidents/:id/ledger/items')
  async add(@Who() actor: Actor, @Param('id') incidentId: string, @Body() form: LedgerItemForm) {
    return keptItemAnswer(await addItem(this.runtime.deps, actor, { ...form, incidentId }));
  }

  /** What a party's reply amounts to; the pack's table says what that weighs, the same for every party. */
  @Action('ledger.work')
  @Post('incidents/:id/ledger/replies')
  async reading(@Who() actor: Actor, @Param('id') incidentId: string, @Body() form: ReplyReadingForm) {
    return keptItemAnswer(await readReply(this.runtime.deps, actor, { ...form, incidentId }));
  }

  /** Objects to an item, which then counts no more; or takes the objection back. */
  @Action('ledger.work')
  @Post('incidents/:id/ledger/disputes')
  @HttpCode(200)
  async dispute(@Who() actor: Actor, @Param('id') incidentId: string, @Body() form: DisputeForm) {
    return stateAnswer(await disputeItem(this.runtime.deps, actor, { ...form, incidentId }));
  }

  /** A third person holds the attribution to be wrong. */
  @Action('attribution.dissent')
  @Post('attributions/:id/dissents')
  async dissent(@Who() actor: Actor, @Param('id') attributionId: string, @Body() form: DissentForm) {
    return dissentAnswer(await recordDissent(this.runtime.deps, actor, { ...form, attributionId }));
  }

  /** The case without names, absolute places, directions and times; sides relabelled at random, always alike. */
  @Action('blind.review')
  @Get('incidents/:id/blind')
  async blind(@Who() actor: Actor, @Param('id') id: string) {
    return blindAnswer(await readBlind(this.runtime.deps, actor, id));
  }

  /** What a blind reviewer makes of it, once; from then on it is compared. */
  @Action('blind.review')
  @Post('incidents/:id/blind/opinion')
  async opinion(@Who() actor: Actor, @Param('id') incidentId: string, @Body() form: OpinionForm) {
    return blindAnswer(await giveOpinion(this.runtime.deps, actor, { ...form, incidentId }));
  }

  /** Outcomes by side and by reviewer, and agreement between reviewers: for the head of mission. */
  @Action('neutrality.read')
  @Get('neutrality')
  async neutrality(@Who() actor: Actor, @Query() query: ReportQuery) {
    return neutralityReport(this.runtime.deps, actor, query.week);
  }

  /** Words that take a side and mixed sentences (refused in findings), and words like names unknown to the pack. */
  @Action('wording.check')
  @Post('wording')
  @HttpCode(200)
  wording(@Body() form: WordingForm) {
    return { findings: lintText(form.text, this.runtime.deps.mission) };
  }
}
