import { Controller, Get, Inject, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { requireAction, requireObject } from '#core/access/policy.js';
import type { Actor } from '#core/access/types.js';
import { readCasePage } from '#core/escalation/case-page.js';
import { proveSubject } from '#core/journal/prove-many.js';
import { Action } from '../http/action.js';
import { Who } from '../http/request.js';
import { RUNTIME, type ApiRuntime } from '../runtime.js';
import { caseFileAnswer } from './answers.js';
import { caseClockAnswer, caseEventAnswer, caseFileItemAnswer, casePageCounts, proofAnswer } from './page-answers.js';

/** What one page on an incident needs. */
@ApiTags('incidents')
@Controller('v1/incidents')
export class CasePageController {
  constructor(@Inject(RUNTIME) private readonly runtime: ApiRuntime) {}

  /** The case file with what the reader may do, the clock that runs out next, a time line as keys with figures, and counts. */
  @Action('incident.read')
  @Get(':id/case')
  async page(@Who() actor: Actor, @Param('id') id: string) {
    const page = await readCasePage(this.runtime.deps, actor, id);
    // The entries themselves are in the proof, with what is needed to check them.
    const { entries: _entries, ...rest } = caseFileAnswer(page.file, this.runtime.deps.mission);
    return {
      ...rest,
      timeline: page.timeline.map(caseEventAnswer),
      counts: casePageCounts(page.counts),
      may: page.may,
      files: page.files.map(caseFileItemAnswer),
      clock: page.clock && caseClockAnswer(page.clock),
    };
  }

  /** The incident's journal entries with their paths to one signed head: whoever has them can check them alone. */
  @Action('incident.read')
  @Get(':id/proof')
  async proof(@Who() actor: Actor, @Param('id') id: string) {
    requireAction(actor, 'incident.read');
    const proof = await this.runtime.deps.uow.read(async (reads) => {
      requireObject(actor, 'incident.read', await reads.incidents.get(id), (i) => ({ sector: i.sector }));
      return proveSubject(reads, { kind: 'incident', id });
    });
    return proofAnswer(proof);
  }
}
