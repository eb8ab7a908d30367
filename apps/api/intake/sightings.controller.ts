import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '#core/access/types.js';
import { makeReady, receipted, storeReady, type Ready, type Stored } from '#core/intake/accept.js';
import { getSighting, listSightings } from '#core/intake/read.js';
import type { SightingInput } from '#core/intake/types.js';
import { Action } from '../http/action.js';
import { Gathered } from '../http/gathered.js';
import { Who } from '../http/request.js';
import { RUNTIME, type ApiRuntime } from '../runtime.js';
import { receiptAnswer, sightingAnswer } from './answers.js';
import { ObservationForm, ReportForm, SightingQuery } from './forms.js';

/** Single reports and observations that share a transaction, and thereby its sync to the disk. */
const mostTogether = 100;

@ApiTags('intake')
@Controller('v1')
export class SightingsController {
  private readonly single: Gathered<Ready, Stored>;

  constructor(@Inject(RUNTIME) private readonly runtime: ApiRuntime) {
    this.single = new Gathered((items) => storeReady(runtime.deps, items), mostTogether);
  }

  /** 201 = the record survives a power cut; the receipt proves it. Sent again unchanged, it gets the same receipt. */
  @Action('report.submit')
  @Post('reports')
  report(@Who() actor: Actor, @Body() form: ReportForm) {
    return this.accept(actor, Object.assign(form, { type: 'report' as const }));
  }

  /** As for reports. A device signs its requests instead of signing in. */
  @Action('observation.submit')
  @Post('observations')
  observation(@Who() actor: Actor, @Body() form: ObservationForm) {
    return this.accept(actor, Object.assign(form, { type: 'observation' as const }));
  }

  @Action('sighting.read')
  @Get('sightings')
  async list(@Who() actor: Actor, @Query() query: SightingQuery) {
    const page = await listSightings(this.runtime.deps, actor, { ...query, limit: query.limit ?? 50 });
    return { items: page.items.map(sightingAnswer), next: page.next };
  }

  @Action('sighting.read')
  @Get('sightings/:id')
  async get(@Who() actor: Actor, @Param('id') id: string) {
    return sightingAnswer(await getSighting(this.runtime.deps, actor, id));
  }

  private async accept(actor: Actor, input: SightingInput) {
    const { deps } = this.runtime;
    // While the transaction before is on its way to the disk.
    const ready = makeReady(deps, { actor, input });
    const result = await receipted(deps, 'status' in ready ? ready : await this.single.one(ready));
    if (result.status === 'refused') throw result.problem;
    return { id: result.id, flags: result.flags, receipt: receiptAnswer(result.receipt) };
  }
}
