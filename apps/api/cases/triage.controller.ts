import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '#core/access/types.js';
import { decide } from '#core/verification/decide.js';
import { claim, listTriage, release } from '#core/verification/queue.js';
import { Action } from '../http/action.js';
import { Who } from '../http/request.js';
import { RUNTIME, type ApiRuntime } from '../runtime.js';
import { incidentAnswer, triageAnswer } from './answers.js';
import { DecisionForm, TriageQuery } from './forms.js';

@ApiTags('triage')
@Controller('v1/triage')
export class TriageController {
  constructor(@Inject(RUNTIME) private readonly runtime: ApiRuntime) {}

  /** Undecided incidents, by urgency × harm × staleness. */
  @Action('triage.work')
  @Get()
  async list(@Who() actor: Actor, @Query() query: TriageQuery) {
    const page = await listTriage(this.runtime.deps, actor, query);
    return { items: page.items.map(triageAnswer), next: page.next };
  }

  @Action('triage.work')
  @Post(':id/claim')
  @HttpCode(200)
  async claim(@Who() actor: Actor, @Param('id') incidentId: string) {
    return incidentAnswer(await claim(this.runtime.deps, actor, { incidentId }));
  }

  @Action('triage.work')
  @Post(':id/release')
  @HttpCode(200)
  async release(@Who() actor: Actor, @Param('id') incidentId: string) {
    return incidentAnswer(await release(this.runtime.deps, actor, { incidentId }));
  }

  /** Whether it happened, by a person who reported none of it. */
  @Action('triage.work')
  @Post(':id/decide')
  @HttpCode(200)
  async decide(@Who() actor: Actor, @Param('id') incidentId: string, @Body() form: DecisionForm) {
    return incidentAnswer(await decide(this.runtime.deps, actor, { ...form, incidentId }));
  }
}
