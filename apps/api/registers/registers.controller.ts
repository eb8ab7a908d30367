import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '#core/access/types.js';
import { readRegisters } from '#core/reply/week.js';
import {
  confirmAssessment,
  listAssessments,
  previewAssessment,
  ruleAssessment,
  withdrawAssessment,
} from '#core/ruling/assess.js';
import { readReview } from '#core/ruling/read.js';
import { declareFigure, estimateFigure, logPresence } from '#core/ruling/register-intake.js';
import { ReasonForm } from '../cases/forms.js';
import { Action } from '../http/action.js';
import { Who } from '../http/request.js';
import { receiptAnswer } from '../intake/answers.js';
import { RUNTIME, type ApiRuntime } from '../runtime.js';
import { assessmentAnswer, figureAnswer, reviewAnswer } from './answers.js';
import {
  AssessmentForm,
  AssessmentPeriodQuery,
  DeclarationForm,
  EstimateForm,
  PresenceForm,
  RegisterQuery,
  type ExcludedForm,
} from './forms.js';

@ApiTags('registers')
@Controller('v1')
export class RegistersController {
  constructor(@Inject(RUNTIME) private readonly runtime: ApiRuntime) {}

  /** What the tests under every provision in force gave for a verified incident; null before. */
  @Action('incident.read')
  @Get('incidents/:id/provisions')
  async review(@Who() actor: Actor, @Param('id') incidentId: string) {
    const review = await readReview(this.runtime.deps, actor, { incidentId });
    return { review: review && reviewAnswer(review) };
  }

  /** A party's figure under a ceiling. */
  @Action('register.declare')
  @Post('registers/declarations')
  async declare(@Who() actor: Actor, @Body() form: DeclarationForm) {
    const done = await declareFigure(this.runtime.deps, actor, { ...form, excluded: byName(form.excluded) });
    return { figure: figureAnswer(done.figure), receipt: receiptAnswer(done.receipt) };
  }

  /** The mission's own figure: an interval, and how it was made. */
  @Action('register.estimate')
  @Post('registers/estimates')
  async estimate(@Who() actor: Actor, @Body() form: EstimateForm) {
    const done = await estimateFigure(this.runtime.deps, actor, { ...form, excluded: byName(form.excluded) });
    return { figure: figureAnswer(done.figure), receipt: receiptAnswer(done.receipt) };
  }

  /** Unit-days of presence: all lines or none. */
  @Action('register.presence')
  @Post('registers/presence')
  @HttpCode(200)
  async presence(@Who() actor: Actor, @Body() form: PresenceForm) {
    return logPresence(this.runtime.deps, actor, form);
  }

  /** Every ceiling and presence benchmark as it stands at an instant. */
  @Action('register.read')
  @Get('registers')
  async registers(@Who() actor: Actor, @Query() query: RegisterQuery) {
    const { deps } = this.runtime;
    const at = query.at === undefined ? deps.clock.now().toISOString() : utc(query.at);
    const { ceilings, presence } = await readRegisters(deps, actor, at);
    return { at, ceilings, presence };
  }

  @Action('register.read')
  @Get('assessments')
  async assessments(@Who() actor: Actor) {
    return { items: (await listAssessments(this.runtime.deps, actor)).map(assessmentAnswer) };
  }

  /** What the registers say of a period, before anybody rules. */
  @Action('register.read')
  @Get('assessments/preview')
  async preview(@Who() actor: Actor, @Query() query: AssessmentPeriodQuery) {
    const period = { ...query, party: query.party ?? null, from: utc(query.from), to: utc(query.to) };
    const { computed, figures } = await previewAssessment(this.runtime.deps, actor, period);
    return { computed, figures };
  }

  /** A person rules on a provision that counts over time. */
  @Action('assessment.rule')
  @Post('assessments')
  async rule(@Who() actor: Actor, @Body() form: AssessmentForm) {
    const input = { ...form, from: utc(form.from), to: utc(form.to) };
    return assessmentAnswer(await ruleAssessment(this.runtime.deps, actor, input));
  }

  @Action('assessment.confirm')
  @Post('assessments/:id/confirm')
  @HttpCode(200)
  async confirm(@Who() actor: Actor, @Param('id') assessmentId: string) {
    return assessmentAnswer(await confirmAssessment(this.runtime.deps, actor, { assessmentId }));
  }

  @Action('assessment.rule')
  @Post('assessments/:id/withdraw')
  @HttpCode(200)
  async withdraw(@Who() actor: Actor, @Param('id') assessmentId: string, @Body() form: ReasonForm) {
    return assessmentAnswer(await withdrawAssessment(this.runtime.deps, actor, { ...form, assessmentId }));
  }
}

function utc(instant: string): string {
  return new Date(instant).toISOString();
}

function byName(excluded: ExcludedForm[] | undefined): Record<string, number> {
  return Object.fromEntries((excluded ?? []).map(({ name, number }) => [name, number]));
}
