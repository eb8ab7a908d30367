import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '#core/access/types.js';
import { listIncidents, readCaseFile } from '#core/escalation/case-file.js';
import { likelyDuplicates } from '#core/verification/desk/likely-duplicates.js';
import { duplicateAnswer } from '../triage/answers.js';
import { Action } from '../http/action.js';
import { Who } from '../http/request.js';
import { RUNTIME, type ApiRuntime } from '../runtime.js';
import { caseFileAnswer, incidentAnswer } from './answers.js';
import { IncidentQuery } from './forms.js';

@ApiTags('incidents')
@Controller('v1')
export class IncidentsController {
  constructor(@Inject(RUNTIME) private readonly runtime: ApiRuntime) {}

  /** Incidents in one's sectors, newest start first. */
  @Action('incident.read')
  @Get('incidents')
  async list(@Who() actor: Actor, @Query() query: IncidentQuery) {
    const page = await listIncidents(this.runtime.deps, actor, { ...query, limit: query.limit ?? 50 });
    return { items: page.items.map(incidentAnswer), next: page.next };
  }

  /** All that is known of one: links with their terms, checks, decisions, rulings, escalations, journal. */
  @Action('incident.read')
  @Get('incidents/:id')
  async get(@Who() actor: Actor, @Param('id') id: string) {
    return caseFileAnswer(await readCaseFile(this.runtime.deps, actor, id), this.runtime.deps.mission);
  }

  /** Incidents around it that may be the same event, likeliest first, with what speaks for and against. */
  @Action('incident.read')
  @Get('incidents/:id/duplicates')
  async duplicates(@Who() actor: Actor, @Param('id') id: string) {
    return { items: (await likelyDuplicates(this.runtime.deps, actor, id)).map(duplicateAnswer) };
  }
}
