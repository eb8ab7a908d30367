import { say } from '#core/said.js';
import { Controller, Get, Inject, Param, Query, Res } from '@nestjs/common';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import { buildSummary } from '#core/compliance/summary.js';
import type { Summary } from '#core/compliance/types.js';
import { Problem, faultAt } from '#core/errors.js';
import { summaryCsv } from '#documents/summary-csv.js';
import { summaryHtml } from '#documents/summary-html.js';
import { Action } from '../http/action.js';
import type { ApiReply } from '../http/request.js';
import { RUNTIME, type ApiRuntime } from '../runtime.js';
import { SummaryQuery } from './forms.js';

/** The page brings its own style, no script, and loads nothing. */
const pagePolicy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; sandbox";

@ApiTags('compliance')
@Controller('v1/summaries')
export class SummariesController {
  constructor(@Inject(RUNTIME) private readonly runtime: ApiRuntime) {}

  /** The weekly compliance summary as of the newest signed head; both parties are shown the same. */
  @Action('summary.read')
  @ApiProduces('application/json', 'text/html', 'text/csv')
  @Get(':week')
  async get(
    @Param('week') week: string,
    @Query() query: SummaryQuery,
    @Res({ passthrough: true }) reply: ApiReply,
  ): Promise<Summary | string> {
    const { mission } = this.runtime.deps;
    const language = query.language ?? mission.languages[0]!;
    if (!mission.languages.includes(language)) {
      const pointers = [faultAt('/language', say`Use one of ${mission.languages.join(', ')}.`)];
      throw new Problem('invalid_input', say`The mission does not have this language.`, pointers);
    }
    const summary = await buildSummary(this.runtime.deps, week);
    if (query.format === 'html') {
      void reply.type('text/html; charset=utf-8').header('Content-Security-Policy', pagePolicy);
      return summaryHtml(summary, mission, language);
    }
    if (query.format === 'csv') {
      const name = `summary-${summary.week}.csv`;
      void reply.type('text/csv; charset=utf-8').header('Content-Disposition', `attachment; filename="${name}"`);
      return summaryCsv(summary, mission, language);
    }
    return summary;
  }
}
