import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '#core/access/types.js';
import { decide, undoDecision } from '#core/verification/decide.js';
import { doInBulk } from '#core/verification/desk/bulk.js';
import { listColleagues } from '#core/verification/desk/colleagues.js';
import { listTriage } from '#core/verification/desk/list.js';
import { QueueMemory } from '#core/verification/desk/memory.js';
import { handOverIncident, snooze, wake } from '#core/verification/desk/put-off.js';
import { listViews, removeView, saveView } from '#core/verification/desk/views.js';
import { claim, release } from '#core/verification/queue.js';
import { incidentAnswer } from '../cases/answers.js';
import { DecisionForm } from '../cases/forms.js';
import { Action } from '../http/action.js';
import { Who } from '../http/request.js';
import { RUNTIME, type ApiRuntime } from '../runtime.js';
import { bulkAnswer, colleagueAnswer, triagePageAnswer, viewAnswer } from './answers.js';
import { GiveForm, PutOffForm, TriageBulkForm, TriageQuery, TriageViewForm, UndoDecisionForm } from './forms.js';

@ApiTags('triage')
@Controller('v1/triage')
export class TriageController {
  private readonly memory = new QueueMemory();

  constructor(@Inject(RUNTIME) private readonly runtime: ApiRuntime) {}

  /** Undecided incidents, by urgency × harm × staleness; sensor cues of one sector, kind and hour as one row. */
  @Action('triage.work')
  @Get()
  async list(@Who() actor: Actor, @Query() query: TriageQuery) {
    const { sector, kind, party, id, ...rest } = query;
    const lists = {
      ...(sector && { sectors: sector }),
      ...(kind && { kinds: kind }),
      ...(party && { parties: party }),
      ...(id && { ids: id }),
    };
    return triagePageAnswer(await listTriage(this.runtime.deps, actor, { ...rest, ...lists }, this.memory));
  }

  /** Whom a claim can be handed over to, and what those are called who hold one. */
  @Action('triage.work')
  @Get('colleagues')
  async colleagues(@Who() actor: Actor) {
    return { items: (await listColleagues(this.runtime.deps, actor)).map(colleagueAnswer) };
  }

  /** The filters that one keeps for oneself. */
  @Action('triage.views')
  @Get('views')
  async views(@Who() actor: Actor) {
    return { items: (await listViews(this.runtime.deps, actor)).map(viewAnswer) };
  }

  @Action('triage.views')
  @Post('views')
  async saveView(@Who() actor: Actor, @Body() form: TriageViewForm) {
    return viewAnswer(await saveView(this.runtime.deps, actor, { name: form.name, filter: { ...form.filter } }));
  }

  @Action('triage.views')
  @Delete('views/:id')
  @HttpCode(204)
  async removeView(@Who() actor: Actor, @Param('id') id: string): Promise<void> {
    await removeView(this.runtime.deps, actor, id);
  }

  /** The same for many incidents; each is answered by itself, and `undoWith` names the action that takes it back. */
  @Action('triage.work')
  @Post('bulk')
  @HttpCode(200)
  async bulk(@Who() actor: Actor, @Body() form: TriageBulkForm) {
    return bulkAnswer(await doInBulk(this.runtime.deps, actor, form));
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

  /** Gives it to a colleague, whose claim it is from now on. */
  @Action('triage.work')
  @Post(':id/hand-over')
  @HttpCode(200)
  async handOver(@Who() actor: Actor, @Param('id') incidentId: string, @Body() form: GiveForm) {
    return incidentAnswer(await handOverIncident(this.runtime.deps, actor, { incidentId, to: form.to }));
  }

  /** Puts it off; it comes back then, or at once when it turns out worse. */
  @Action('triage.work')
  @Post(':id/snooze')
  @HttpCode(200)
  async snooze(@Who() actor: Actor, @Param('id') incidentId: string, @Body() form: PutOffForm) {
    return incidentAnswer(await snooze(this.runtime.deps, actor, { ...form, incidentId }));
  }

  /** Brings back what was put off. */
  @Action('triage.work')
  @Post(':id/wake')
  @HttpCode(200)
  async wake(@Who() actor: Actor, @Param('id') incidentId: string) {
    return incidentAnswer(await wake(this.runtime.deps, actor, { incidentId }));
  }

  /** Whether it happened, by a person who reported none of it. */
  @Action('triage.work')
  @Post(':id/decide')
  @HttpCode(200)
  async decide(@Who() actor: Actor, @Param('id') incidentId: string, @Body() form: DecisionForm) {
    return incidentAnswer(await decide(this.runtime.deps, actor, { ...form, incidentId }));
  }

  /** Opens a decided incident again; the decision stays on record with its dates. */
  @Action('triage.work')
  @Post(':id/undo-decision')
  @HttpCode(200)
  async undoDecision(@Who() actor: Actor, @Param('id') incidentId: string, @Body() form: UndoDecisionForm) {
    return incidentAnswer(await undoDecision(this.runtime.deps, actor, { ...form, incidentId }));
  }
}
