import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Actor } from '#core/access/types.js';
import { ladderPeople, readBoard } from '#core/escalation/board.js';
import { listEscalations } from '#core/escalation/case-file.js';
import { acknowledge, closeEscalation } from '#core/escalation/escalate.js';
import { handOver } from '#core/escalation/hand-over.js';
import { alertOf, deliveriesOf } from '#core/escalation/inbox.js';
import { actOn, deEscalate, raiseByPerson, snooze } from '#core/escalation/manage.js';
import { capDocument } from '#formats/cap.js';
import { escalationAnswer } from '../cases/answers.js';
import { Action } from '../http/action.js';
import { Who, type ApiReply } from '../http/request.js';
import { RUNTIME, type ApiRuntime } from '../runtime.js';
import { boardAnswer, deliveryAnswer, ladderPersonAnswer } from './answers.js';
import { AlertQuery, HandOverForm, LowerForm, RaiseForm, SnoozeForm, StepForm } from './forms.js';

const cap = 'application/cap+xml; charset=utf-8';

/** Steps on the ladder and what people do with them. */
@ApiTags('escalation')
@Controller('v1')
export class EscalationController {
  constructor(@Inject(RUNTIME) private readonly runtime: ApiRuntime) {}

  /** Open steps, the clock that runs out first on top. */
  @Action('escalation.read')
  @Get('escalations')
  async list(@Who() actor: Actor) {
    return { items: (await listEscalations(this.runtime.deps, actor)).map(escalationAnswer) };
  }

  /** The same as a screen shows it: with the case, the clock that runs, who was told, and what one may do. */
  @Action('escalation.read')
  @Get('escalations/board')
  async board(@Who() actor: Actor) {
    return boardAnswer(await readBoard(this.runtime.deps, actor));
  }

  /** What those are called who hold steps and are told of them. */
  @Action('escalation.read')
  @Get('escalations/people')
  async people(@Who() actor: Actor) {
    return { items: (await ladderPeople(this.runtime.deps, actor)).map(ladderPersonAnswer) };
  }

  /** A person asks for attention on a rung. */
  @Action('escalation.raise')
  @Post('incidents/:id/escalations')
  async raise(@Who() actor: Actor, @Param('id') incidentId: string, @Body() form: RaiseForm) {
    return escalationAnswer(await raiseByPerson(this.runtime.deps, actor, { ...form, incidentId }));
  }

  /** All steps that one person holds go to another, at a change of shift. */
  @Action('escalation.acknowledge')
  @Post('escalations/hand-over')
  @HttpCode(200)
  async handOver(@Who() actor: Actor, @Body() form: HandOverForm) {
    return { items: (await handOver(this.runtime.deps, actor, form)).map(escalationAnswer) };
  }

  @Action('escalation.acknowledge')
  @Post('escalations/:id/acknowledge')
  @HttpCode(200)
  async acknowledge(@Who() actor: Actor, @Param('id') escalationId: string) {
    return escalationAnswer(await acknowledge(this.runtime.deps, actor, { escalationId }));
  }

  /** What was done, in `reason`. */
  @Action('escalation.acknowledge')
  @Post('escalations/:id/act')
  @HttpCode(200)
  async act(@Who() actor: Actor, @Param('id') escalationId: string, @Body() form: StepForm) {
    return escalationAnswer(await actOn(this.runtime.deps, actor, { ...form, escalationId }));
  }

  @Action('escalation.acknowledge')
  @Post('escalations/:id/snooze')
  @HttpCode(200)
  async snooze(@Who() actor: Actor, @Param('id') escalationId: string, @Body() form: SnoozeForm) {
    return escalationAnswer(await snooze(this.runtime.deps, actor, { ...form, escalationId }));
  }

  /** Closes the step and raises one on a lower rung. */
  @Action('escalation.acknowledge')
  @Post('escalations/:id/lower')
  @HttpCode(200)
  async lower(@Who() actor: Actor, @Param('id') escalationId: string, @Body() form: LowerForm) {
    return escalationAnswer(await deEscalate(this.runtime.deps, actor, { ...form, escalationId }));
  }

  /** Ends every open step of the incident. */
  @Action('escalation.acknowledge')
  @Post('escalations/:id/close')
  @HttpCode(200)
  async close(@Who() actor: Actor, @Param('id') escalationId: string, @Body() form: StepForm) {
    return escalationAnswer(await closeEscalation(this.runtime.deps, actor, { ...form, escalationId }));
  }

  /** Who was told, and how. */
  @Action('escalation.read')
  @Get('escalations/:id/deliveries')
  async deliveries(@Who() actor: Actor, @Param('id') escalationId: string) {
    return { items: (await deliveriesOf(this.runtime.deps, actor, escalationId)).map(deliveryAnswer) };
  }

  /** The step as a CAP 1.2 alert. */
  @Action('escalation.read')
  @ApiProduces('application/cap+xml')
  @Get('escalations/:id/cap')
  async cap(
    @Who() actor: Actor,
    @Param('id') escalationId: string,
    @Query() { language = 'en' }: AlertQuery,
    @Res({ passthrough: true }) reply: ApiReply,
  ) {
    const document = capDocument(await alertOf(this.runtime.deps, actor, escalationId, language));
    void reply.type(cap);
    return document;
  }
}
