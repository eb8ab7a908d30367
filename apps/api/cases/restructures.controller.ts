import { Body, Controller, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '#core/access/types.js';
import { mergeIncidents, splitIncident, undoRestructure, type Restructured } from '#core/fusion/restructure.js';
import { Action } from '../http/action.js';
import { Who } from '../http/request.js';
import { RUNTIME, type ApiRuntime } from '../runtime.js';
import { incidentAnswer } from './answers.js';
import { MergeForm, ReasonForm, SplitForm } from './forms.js';

const answer = (done: Restructured) => ({
  restructureId: done.restructureId,
  incidents: done.incidents.map(incidentAnswer),
});

@ApiTags('incidents')
@Controller('v1')
export class RestructuresController {
  constructor(@Inject(RUNTIME) private readonly runtime: ApiRuntime) {}

  /** Takes sightings out into an incident of their own. Nothing is lost, and it can be undone. */
  @Action('incident.restructure')
  @Post('incidents/:id/split')
  @HttpCode(200)
  async split(@Who() actor: Actor, @Param('id') incidentId: string, @Body() form: SplitForm) {
    return answer(await splitIncident(this.runtime.deps, actor, { ...form, incidentId }));
  }

  @Action('incident.restructure')
  @Post('incidents/merge')
  @HttpCode(200)
  async merge(@Who() actor: Actor, @Body() form: MergeForm) {
    return answer(await mergeIncidents(this.runtime.deps, actor, form));
  }

  @Action('incident.restructure')
  @Post('restructures/:id/undo')
  @HttpCode(200)
  async undo(@Who() actor: Actor, @Param('id') restructureId: string, @Body() form: ReasonForm) {
    return answer(await undoRestructure(this.runtime.deps, actor, { ...form, restructureId }));
  }
}
