import { Body, Controller, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '#core/access/types.js';
import { confirmAttribution, proposeAttribution } from '#core/attribution/attribute.js';
import { confirmRuling, decideRuling } from '#core/ruling/decide-ruling.js';
import { Action } from '../http/action.js';
import { Who } from '../http/request.js';
import { RUNTIME, type ApiRuntime } from '../runtime.js';
import { attributionAnswer, rulingAnswer } from './answers.js';
import { AttributionForm, RulingForm } from './forms.js';

@ApiTags('findings')
@Controller('v1')
export class FindingsController {
  constructor(@Inject(RUNTIME) private readonly runtime: ApiRuntime) {}

  /** Who did it, proposed by one person; "cannot be attributed" is an answer. */
  @Action('attribution.propose')
  @Post('incidents/:id/attributions')
  async attribute(@Who() actor: Actor, @Param('id') incidentId: string, @Body() form: AttributionForm) {
    return attributionAnswer(await proposeAttribution(this.runtime.deps, actor, { ...form, incidentId }));
  }

  /** A second person confirms. */
  @Action('attribution.confirm')
  @Post('attributions/:id/confirm')
  @HttpCode(200)
  async confirmAttribution(@Who() actor: Actor, @Param('id') attributionId: string) {
    return attributionAnswer(await confirmAttribution(this.runtime.deps, actor, { attributionId }));
  }

  @Action('ruling.rule')
  @Post('incidents/:id/rulings')
  async rule(@Who() actor: Actor, @Param('id') incidentId: string, @Body() form: RulingForm) {
    return rulingAnswer(await decideRuling(this.runtime.deps, actor, { ...form, incidentId }));
  }

  @Action('ruling.confirm')
  @Post('rulings/:id/confirm')
  @HttpCode(200)
  async confirmRuling(@Who() actor: Actor, @Param('id') rulingId: string) {
    return rulingAnswer(await confirmRuling(this.runtime.deps, actor, { rulingId }));
  }
}
